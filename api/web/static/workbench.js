// The reviewer's page: choosing a document, jumping to evidence, filters, keys.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const bench = document.getElementById("bench");
  if (!bench) return;
  const stage = bench.querySelector(".stage");
  const viewer = new window.PageViewer(document.getElementById("viewer"), bench.dataset);
  const where = document.getElementById("where");
  const label = document.getElementById("mark");
  const cards = () => [...document.querySelectorAll("#cards > .card:not([hidden])")];
  const button = (id) => bench.querySelector(`.sheet-button[data-document="${CSS.escape(id)}"]`);
  const pagesOf = (id) => Number(button(id)?.dataset.pages ?? 0);
  const papers = () => [...bench.querySelectorAll(".sheet-button:not([disabled])")];
  // The page before or after, in the next paper where there is none in this one.
  const beyond = (id, number, step) => {
    if (number + step >= 1 && number + step <= pagesOf(id)) return [id, number + step];
    const other = papers()[papers().indexOf(button(id)) + step];
    return other ? [other.dataset.document, step > 0 ? 1 : Number(other.dataset.pages)] : null;
  };
  viewer.neighbours = (id, number) => {
    const spot = cards()[cards().indexOf(current()) + 1]?.querySelector(".spot");
    const next = spot ? [spot.dataset.document, Number(spot.dataset.page)] : null;
    return [beyond(id, number, 1), next, beyond(id, number, -1)].filter(Boolean);
  };

  const mark = (chosen, group) => {
    bench.querySelectorAll(group).forEach((one) => one.removeAttribute("aria-current"));
    chosen?.setAttribute("aria-current", "true");
  };
  const show = (id, number = 1, box = null) => viewer.show(id, Math.min(Math.max(number, 1), pagesOf(id) || 1), box);
  const turn = (step) => {
    const next = viewer.document && beyond(viewer.document, viewer.number, step);
    if (next) show(...next);
  };

  viewer.addEventListener("turned", () => {
    const chosen = button(viewer.document);
    mark(chosen, ".sheet-button");
    const page = chosen?.closest("li").querySelector(`[data-page="${viewer.number}"]`);
    mark(page, ".page-thumb");
    (page ?? chosen)?.scrollIntoView({ block: "nearest" });
    where.textContent = `${chosen?.querySelector(".file")?.textContent ?? ""}  ${viewer.number} / ${pagesOf(viewer.document)}`;
  });
  // Thumbnails wait for the first page: somebody waits for that one.
  const thumbnails = () => bench.querySelectorAll("img[data-src]").forEach((image) => { image.src = image.dataset.src; });
  viewer.addEventListener("shown", thumbnails, { once: true });
  viewer.addEventListener("label", (event) => { label.textContent = event.detail; });

  viewer.addEventListener("mark", ({ detail }) => {
    label.textContent = detail.label; // a finger rests on nothing
    if (detail.kind === "field") bench.dispatchEvent(new CustomEvent("field", { detail }));
  });

  const jump = (spot) => {
    mark(spot, ".spot");
    const box = spot.dataset.box ? spot.dataset.box.split(",").map(Number) : null;
    show(spot.dataset.document, Number(spot.dataset.page), box);
  };
  const choose = (card, { follow = true } = {}) => {
    if (!card) return;
    mark(card, ".card");
    card.scrollIntoView({ block: "nearest" });
    bench.dispatchEvent(new CustomEvent("chosen", { detail: card }));
    const first = card.querySelector(".spot");
    if (follow && first) jump(first);
    else if (follow && card.dataset.document && pagesOf(card.dataset.document)) show(card.dataset.document);
  };
  const current = () => bench.querySelector(".card[aria-current]");
  const step = (by) => {
    const all = cards();
    const at = all.indexOf(current());
    choose(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  // Pages that an open answer speaks of carry its colour, the gravest one's: answers with their own come last.
  const flag = () => {
    bench.querySelectorAll(".page-thumb[data-worst]").forEach((thumb) => { delete thumb.dataset.worst; });
    for (const kind of ["warn", "needs_review", "correct", "reject"]) {
      for (const spot of bench.querySelectorAll(`.card[data-open="1"][data-kind="${kind}"] .spot`)) {
        const thumb = bench.querySelector(`.page-thumb[data-document="${CSS.escape(spot.dataset.document)}"][data-page="${spot.dataset.page}"]`);
        if (thumb) thumb.dataset.worst = kind;
      }
    }
  };
  const refreshed = (number) => {
    sift(sifted);
    flag();
    const card = document.getElementById(`answer-${number}`);
    if (card && !card.hidden) choose(card, { follow: false });
    return card;
  };
  bench.workbench = { choose, step, current, show, cards, refreshed };

  bench.addEventListener("click", (event) => {
    const sheet = event.target.closest(".sheet-button, .page-thumb");
    if (sheet) { show(sheet.dataset.document, Number(sheet.dataset.page ?? 1)); return; }
    const spot = event.target.closest(".spot");
    if (spot) { choose(spot.closest(".card"), { follow: false }); jump(spot); return; }
    const turner = event.target.closest("[data-turn]");
    if (turner) { turn(Number(turner.dataset.turn)); return; }
    const zoomer = event.target.closest("[data-zoom]");
    if (zoomer) { viewer.zoom(zoomer.dataset.zoom); return; }
    const filter = event.target.closest("[data-filter]");
    if (filter) { sift(filter.dataset.filter); return; }
    const card = event.target.closest(".card");
    if (card && !event.target.closest("summary, a, button, input, textarea")) choose(card);
  });
  // What the pointer rests on is fetched before it is clicked.
  bench.addEventListener("pointerover", (event) => {
    const aim = event.target.closest(".sheet-button:not([disabled]), .page-thumb, .spot");
    if (aim) viewer.ahead([[aim.dataset.document, Number(aim.dataset.page ?? 1)]]);
  });
  bench.addEventListener("change", (event) => {
    const layer = event.target.dataset.layer;
    if (layer) stage.classList.toggle(`no-${layer}`, !event.target.checked);
  });

  let sifted = "all";
  function sift(kind) {
    sifted = kind;
    bench.querySelectorAll("[data-filter]").forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.filter === kind)));
    bench.querySelectorAll("#cards > .card").forEach((card) => {
      card.hidden = !(kind === "all" || (kind === "open" ? card.dataset.open === "1" : card.dataset.kind === kind));
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), n: () => turn(1), p: () => turn(-1),
      ArrowRight: () => turn(1), ArrowLeft: () => turn(-1), f: () => viewer.zoom("fit"), "+": () => viewer.zoom("in"), "=": () => viewer.zoom("in"), "-": () => viewer.zoom("out"),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { event.preventDefault(); act(); }
  });

  sift(bench.querySelector('#cards > .card[data-open="1"]') ? "open" : "all");
  flag();
  const place = new URLSearchParams(window.location.search);
  const asked = place.get("answer");
  const first = (asked && document.getElementById(`answer-${asked}`)) || cards()[0];
  if (place.get("document")) {
    choose(first, { follow: false });
    show(place.get("document"), Number(place.get("page") ?? 1), place.get("box") ? place.get("box").split(",").map(Number) : null);
  } else if (first && first.querySelector(".spot")) choose(first);
  else { choose(first, { follow: false }); const sheet = bench.querySelector(".sheet-button:not([disabled])"); if (sheet) show(sheet.dataset.document); }
});
