// Both texts: the other pane follows, n and p go from passage to passage, what is left out of the count is faded.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const paper = document.getElementById("left");
  const sources = document.getElementById("right");
  if (!paper || !sources) return;
  const cards = new Map([...sources.querySelectorAll("article[data-n]")].map((card) => [card.dataset.n, card]));
  const firsts = [...paper.querySelectorAll("mark[id]")].map((mark) => mark.dataset.n);
  const shown = () => firsts.filter((n) => !cards.get(n)?.classList.contains("off"));
  let now = null;

  const into = (pane, element) => {
    const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    pane.scrollTo({ top: top - pane.clientHeight / 4 });
  };
  const show = (n, from) => {
    if (n === undefined || n === null) return;
    now = n;
    document.querySelectorAll(".now").forEach((element) => element.classList.remove("now"));
    const mark = document.getElementById(`m${n}`);
    const card = cards.get(n);
    mark.classList.add("now");
    card?.classList.add("now");
    if (from !== "paper") into(paper, mark);
    if (from !== "sources" && card) into(sources, card);
  };
  const step = (by) => {
    const all = shown();
    if (!all.length) return;
    const at = all.indexOf(now);
    show(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") step(1);
    if (event.key === "p") step(-1);
  });
  paper.addEventListener("click", (event) => { const mark = event.target.closest("mark[data-n]"); if (mark) show(mark.dataset.n, "paper"); });
  sources.addEventListener("click", (event) => { const card = event.target.closest("article[data-n]"); if (card && !event.target.closest("a")) show(card.dataset.n, "sources"); });

  // The pane under the pointer leads, the other follows.
  let leading = paper;
  for (const pane of [paper, sources]) {
    for (const name of ["wheel", "touchstart", "pointerdown"]) pane.addEventListener(name, () => { leading = pane; }, { passive: true });
    pane.addEventListener("scroll", () => {
      if (pane !== leading) return;
      const edge = pane.getBoundingClientRect().top;
      const visible = (element) => element && element.getBoundingClientRect().bottom > edge;
      const n = firsts.find((one) => visible(pane === paper ? document.getElementById(`m${one}`) : cards.get(one)));
      if (n === undefined) return;
      const other = pane === paper ? cards.get(n) : document.getElementById(`m${n}`);
      if (other) into(pane === paper ? sources : paper, other);
    }, { passive: true });
  }

  const own = new Set([...sources.querySelectorAll('tr[data-own="1"]')].map((row) => row.dataset.source));
  document.getElementById("sift").addEventListener("change", (event) => {
    const form = event.currentTarget;
    const out = (element) => (form.own.checked && own.has(element.dataset.source)) || (form.cited.checked && "cited" in element.dataset)
      || (form.common.checked && "common" in element.dataset) || (form.source.value && element.dataset.source !== form.source.value);
    document.querySelectorAll("mark[data-n], article[data-n]").forEach((element) => element.classList.toggle("off", Boolean(out(element))));
  });
});
