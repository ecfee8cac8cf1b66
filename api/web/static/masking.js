// Masking of one application: documents, the page with its boxes, the answer, copies with their proof.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const bench = document.getElementById("masking");
  if (!bench) return;
  const { MaskViewer, put, ask, send, tell, markPage } = window.Masking;
  const { csrf, pageUrl, previewUrl, maskedUrl, stateUrl, listUrl, mayCopy } = bench.dataset;
  const texts = JSON.parse(document.getElementById("mask-texts").textContent);
  const panel = document.getElementById("mask-panel");
  const pair = document.getElementById("pair");
  const where = document.getElementById("where");
  const viewer = new MaskViewer(document.getElementById("viewer"), pageUrl, previewUrl);
  const boxes = mayCopy ? new window.BoxEditor(viewer, texts) : null;
  const edited = new Map(); // document -> the reviewer's boxes, before a copy is made of them
  const ticked = new Map(); // document -> {page: flag} as chosen here, before they are checked
  let state = null; // what is known of the document that is shown
  const asked = new Map(); // document -> the boxes that its running copy was asked for with
  let copyViewer = null;

  const sheets = () => [...bench.querySelectorAll(".sheet-button")];
  const sheet = (id) => bench.querySelector(`.sheet-button[data-document="${CSS.escape(id)}"]`);
  const act = (name) => document.querySelectorAll(`[data-act="${name}"]`);

  // --- which document, which page
  const count = () => state?.count || Number(sheet(viewer.document)?.dataset.pages ?? 0);
  const mark = () => {
    sheets().forEach((one) => one.removeAttribute("aria-current"));
    const chosen = sheet(viewer.document);
    chosen?.setAttribute("aria-current", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    where.textContent = `${chosen?.querySelector(".file")?.textContent ?? ""}  ${viewer.number} / ${count()}`;
  };
  const show = async (id, number = 1) => {
    if (id !== viewer.document) {
      if (isUnasked()) edited.set(viewer.document, boxes.wanted);
      state = null;
      panel.replaceChildren();
      const html = await ask(stateUrl.replace("DOCUMENT", id));
      if (html === null) return;
      take(id, html);
    }
    await viewer.show(id, Math.min(Math.max(number < 0 ? count() : number, 1), count() || 1));
    boxes?.paint();
    beside();
    markPage(panel, viewer.number);
  };
  const turn = (step) => {
    const next = viewer.number + step;
    if (next >= 1 && next <= count()) { show(viewer.document, next); return; }
    other(step, step > 0 ? 1 : -1);
  };
  const other = (step, number = 1) => {
    const all = sheets();
    const next = all[all.indexOf(sheet(viewer.document)) + step];
    if (next) show(next.dataset.document, number);
  };
  viewer.neighbours = (id, number) => [number + 1, number - 1].filter((page) => page >= 1 && page <= count()).map((page) => [id, page]);
  viewer.addEventListener("turned", mark);
  viewer.addEventListener("label", (event) => { document.getElementById("mark").textContent = event.detail; });

  // --- what is known of it
  const isUnasked = () => Boolean(boxes) && boxes.said !== (asked.get(viewer.document) ?? boxes.base);
  const take = (id, html) => {
    const before = state;
    state = put(panel, html);
    viewer.found = state.pages;
    const here = before !== null; // the same document, after a while
    if (boxes && !(here && state.running)) {
      const mine = here ? (isUnasked() ? boxes.wanted : null) : edited.get(id) ?? null;
      edited.delete(id);
      boxes.load(state.boxes, { keep: mine });
      if (!state.running) asked.delete(id);
    }
    for (const [page, flag] of Object.entries(ticked.get(id) ?? {})) {
      const field = panel.querySelector(`[data-flag="${page}"]`);
      if (field) { field.value = flag; compare(field); }
    }
    changes();
  };
  const flags = () => Object.fromEntries([...panel.querySelectorAll("[data-flag]")].filter((field) => field.value).map((field) => [field.dataset.flag, field.value === "true"]));
  const compare = (field) => {
    const row = field.closest("tr");
    row.querySelector("[data-differs]").hidden = !(field.value && row.dataset.needs && field.value !== row.dataset.needs);
    panel.querySelector("[data-flags-changed]").hidden = false;
  };
  panel.addEventListener("change", ({ target }) => {
    if (!target.dataset.flag) return;
    ticked.set(viewer.document, { ...ticked.get(viewer.document), [target.dataset.flag]: target.value });
    compare(target);
  });
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-page-button]");
    if (button) show(viewer.document, Number(button.dataset.pageButton));
  });

  // --- boxes
  const changes = () => {
    if (!boxes) return;
    const { added, removed } = boxes.wanted;
    const line = panel.querySelector("[data-changes]");
    if (line) {
      line.hidden = !isUnasked();
      line.textContent = texts.changes.replace("{added}", added.length).replace("{removed}", removed.length);
    }
    const chosen = boxes.items[boxes.selected];
    act("remove").forEach((button) => { button.disabled = !chosen; });
    act("undo").forEach((button) => { button.disabled = !boxes.past.length; });
    act("redo").forEach((button) => { button.disabled = !boxes.future.length; });
    act("draw").forEach((button) => button.setAttribute("aria-pressed", String(boxes.drawing)));
    bench.querySelector(".stage").classList.toggle("drawing", boxes.drawing);
  };
  boxes?.addEventListener("changed", changes);
  window.addEventListener("beforeunload", (event) => { if (isUnasked()) event.preventDefault(); });

  // --- checks and copies
  const also = () => JSON.stringify([...document.querySelectorAll("[data-also]:checked")].map((field) => field.dataset.also));
  const request = (id, fields) => {
    const body = new FormData();
    const name = document.getElementById("mask-name")?.value.trim();
    for (const [key, value] of Object.entries({ document: id, also: also(), ...(name ? { name } : {}), ...fields })) body.append(key, value);
    return body;
  };
  const begin = async (what, id, fields = {}) => {
    if (what === "copies" && document.getElementById("mask-name")?.value.trim() === "") { tell(texts.name_needed); document.getElementById("mask-name").focus(); return false; }
    const { ok, said } = await send(`/masking/${what}`, request(id, fields), csrf);
    if (!ok) tell(said);
    return ok;
  };
  const begun = {
    check: async () => {
      if (await begin("checks", viewer.document, { flags: JSON.stringify(flags()) })) ticked.delete(viewer.document);
    },
    copy: async () => {
      const { added, removed } = boxes.wanted;
      const [id, said] = [viewer.document, boxes.said];
      if (await begin("copies", id, { added: JSON.stringify(added), removed: JSON.stringify(removed) })) asked.set(id, said);
    },
    "check-all": () => all("checks", (one) => !one.dataset.checked),
    "copy-all": () => all("copies", (one) => !one.dataset.copied),
    withdraw: async (button) => {
      if (!window.confirm(button.dataset.sure)) return;
      const { ok, said } = await send(`/masking/copies/${button.dataset.copy}/withdraw`, undefined, csrf);
      if (!ok) tell(said);
    },
  };
  const all = async (what, wanted) => {
    let number = 0;
    for (const one of sheets().filter(wanted)) {
      const { added, removed } = one.dataset.document === viewer.document && boxes ? boxes.wanted : { added: [], removed: [] };
      const fields = what === "copies" ? { added: JSON.stringify(added), removed: JSON.stringify(removed) } : {};
      if (!(await begin(what, one.dataset.document, fields))) break;
      if (what === "copies" && boxes && one.dataset.document === viewer.document) asked.set(viewer.document, boxes.said);
      number += 1;
    }
    tell(texts.all_done.replace("{count}", number), false);
  };
  const tools = {
    draw: () => boxes.setDrawing(!boxes.drawing), add: () => boxes.addInTheMiddle(), remove: () => boxes.remove(), undo: () => boxes.undo(), redo: () => boxes.redo(),
    beside: () => { pair.classList.toggle("two"); beside(); },
  };
  document.addEventListener("click", async (event) => {
    const chosen = event.target.closest(".sheet-button");
    if (chosen) { show(chosen.dataset.document); return; }
    const turner = event.target.closest("[data-turn]");
    if (turner) { turn(Number(turner.dataset.turn)); return; }
    const zoomer = event.target.closest("[data-zoom]");
    if (zoomer) { viewer.zoom(zoomer.dataset.zoom); return; }
    const button = event.target.closest("[data-act]");
    if (!button || button.disabled) return;
    if (tools[button.dataset.act]) { tools[button.dataset.act](); return; }
    button.disabled = true;
    await begun[button.dataset.act](button);
    button.disabled = false;
    refresh();
  });

  // --- while something runs
  let waiting = null;
  const refresh = async () => {
    window.clearTimeout(waiting);
    const id = viewer.document;
    const [list, html] = await Promise.all([ask(listUrl), ask(stateUrl.replace("DOCUMENT", id))]);
    if (list !== null) { document.getElementById("mask-sheets").outerHTML = list; mark(); }
    if (html !== null && id === viewer.document) {
      const key = new DOMParser().parseFromString(html, "text/html").getElementById("mask-state").dataset.key;
      if (key !== state?.key) { const pages = count(); take(id, html); viewer.redraw(); beside(); markPage(panel, viewer.number); if (!pages && count()) { viewer.number = 0; show(id, 1); } }
    }
    if (document.getElementById("mask-sheets").dataset.running !== "0") waiting = window.setTimeout(refresh, 1200);
  };

  // --- the copy beside its original, moved and zoomed together
  let following = false;
  const follow = (one, two) => one.osd.addHandler("viewport-change", () => {
    if (following || !pair.classList.contains("two")) return;
    following = true;
    two.osd.viewport.zoomTo(one.osd.viewport.getZoom(true), null, true);
    two.osd.viewport.panTo(one.osd.viewport.getCenter(true), true);
    following = false;
  });
  function beside() {
    const copies = state?.copies;
    const two = pair.classList.contains("two") && Boolean(copies);
    act("beside").forEach((button) => button.setAttribute("aria-pressed", String(two)));
    const element = document.getElementById("copy-viewer");
    element.hidden = !two;
    if (!two) return;
    if (!copyViewer) {
      copyViewer = new window.PageViewer(element, { pageUrl: "", layersUrl: "" });
      follow(viewer, copyViewer);
      follow(copyViewer, viewer);
    }
    const url = `${maskedUrl}?copy=${copies.copy}`;
    if (copyViewer.whole.address !== url) copyViewer.from(url);
    copyViewer.show(viewer.document, viewer.number);
  }

  // --- keys
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog[open]") || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const press = (name) => () => { const button = [...act(name)].find((one) => !one.disabled); button?.click(); };
    const run = event.ctrlKey || event.metaKey
      ? { z: event.shiftKey ? press("redo") : press("undo"), y: press("redo") }[key]
      : {
        j: () => other(1), k: () => other(-1), n: () => turn(1), p: () => turn(-1), ArrowRight: () => turn(1), ArrowLeft: () => turn(-1),
        f: () => viewer.zoom("fit"), "+": () => viewer.zoom("in"), "=": () => viewer.zoom("in"), "-": () => viewer.zoom("out"),
        c: press("check"), g: press("copy"), x: press("beside"), a: press("add"), b: press("draw"), Escape: () => boxes?.drawing && boxes.setDrawing(false),
      }[key];
    if (run) { event.preventDefault(); run(); }
  });

  const wanted = new URLSearchParams(window.location.search).get("document");
  const first = (wanted && sheet(wanted)) || sheets()[0];
  if (first) show(first.dataset.document).then(() => { if (document.getElementById("mask-sheets").dataset.running !== "0") refresh(); });
});
