// Pages with the names and covers that were found on them, and the answer beside: for every page about masking.
"use strict";

(() => {
  // What was found comes with the answer, not from an address of its own.
  class MaskViewer extends window.PageViewer {
    constructor(element, pageUrl, previewUrl) {
      super(element, { pageUrl, previewUrl, layersUrl: "" });
      this.found = [];
    }

    layers() { return this.found; }

    draw(page) {
      super.draw(page);
      this.dispatchEvent(new Event("drawn"));
    }

    // After another answer: the page stays where it is, its marks are those of now.
    redraw() {
      if (this.osd.world.getItemCount()) this.draw(this.found.find((page) => page.number === this.number));
    }

    // Where a click at (x, y) of the window lies on the page, in fractions.
    at(x, y) {
      const { left, top, width, height } = this.svg.getBoundingClientRect();
      return [Math.min(Math.max((x - left) / width, 0), 1), Math.min(Math.max((y - top) / height, 0), 1)];
    }

    // The middle of what is seen of the page.
    middle() {
      const item = this.osd.world.getItemAt(0);
      if (!item) return [0.5, 0.5];
      const [page, seen] = [item.getBounds(), this.osd.viewport.getCenter(true)];
      const inside = (value) => Math.min(Math.max(value, 0.1), 0.9);
      return [inside((seen.x - page.x) / page.width), inside((seen.y - page.y) / page.height)];
    }
  }

  // Puts an answer that the service wrote into `panel`; returns what it tells the viewer.
  const put = (panel, html) => {
    panel.innerHTML = html;
    const state = panel.querySelector("#mask-state");
    return { ...JSON.parse(panel.querySelector("[data-viewer]").textContent), count: Number(state.dataset.pages), key: state.dataset.key, running: state.dataset.running === "1" };
  };
  const ask = async (url) => {
    const answer = await fetch(url, { headers: { Accept: "text/html", "HX-Request": "true" } });
    return answer.ok ? answer.text() : null;
  };
  const send = async (path, body, csrf) => {
    const answer = await fetch(`/api/v1${path}`, { method: "POST", body, headers: { Accept: "application/json", "X-CSRF-Token": csrf } });
    const content = JSON.parse((await answer.text()) || "{}");
    const said = [content.title, content.detail, ...(content.errors ?? []).map((one) => `${one.field}: ${one.reason}`)].filter(Boolean).join("：");
    return { ok: answer.ok, content, said };
  };
  const tell = (text, bad = true) => {
    const note = Object.assign(document.createElement("div"), { className: bad ? "note bad" : "note", textContent: text });
    note.setAttribute("role", bad ? "alert" : "status");
    document.getElementById("notices").append(note);
    window.setTimeout(() => note.remove(), 12000);
  };
  // The row of the page that is shown is marked in the table of pages.
  const markPage = (panel, number) => {
    for (const row of panel.querySelectorAll("tr[data-page]")) {
      if (Number(row.dataset.page) === number) { row.setAttribute("aria-current", "true"); row.scrollIntoView({ block: "nearest" }); } else row.removeAttribute("aria-current");
    }
  };

  window.Masking = { MaskViewer, put, ask, send, tell, markPage };
})();
