"use strict";
(() => {
  const paper = document.getElementById("left"), sources = document.getElementById("right");
  const marks = [...document.querySelectorAll("mark[data-n]")];
  const cards = new Map([...document.querySelectorAll("article[data-n]")].map((card) => [card.dataset.n, card]));
  const numbers = marks.filter((mark) => mark.id).map((mark) => mark.dataset.n);
  let now = -1;
  const into = (pane, element) => {
    const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
    pane.scrollTo({ top: top - pane.clientHeight / 4 });
  };
  const show = (index, move) => {
    if (!numbers.length) return;
    now = (index + numbers.length) % numbers.length;
    document.querySelectorAll(".now").forEach((element) => element.classList.remove("now"));
    const mark = document.getElementById("m" + numbers[now]), card = cards.get(numbers[now]);
    mark.classList.add("now");
    card.classList.add("now");
    if (move !== "paper") into(sources, card);
    if (move !== "sources") into(paper, mark);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") show(now + 1);
    if (event.key === "p") show(now < 0 ? -1 : now - 1);
  });
  marks.forEach((mark) => mark.addEventListener("click", () => show(numbers.indexOf(mark.dataset.n))));
  cards.forEach((card, n) => card.addEventListener("click", () => show(numbers.indexOf(n))));
  // The other pane follows the pane under the pointer: the first passage in sight leads.
  let leading = paper;
  [paper, sources].forEach((pane) => {
    ["wheel", "touchstart", "pointerdown"].forEach((name) =>
      pane.addEventListener(name, () => { leading = pane; }, { passive: true }));
    pane.addEventListener("scroll", () => {
      if (pane !== leading) return;
      const edge = pane.getBoundingClientRect().top;
      const visible = (element) => element && element.getBoundingClientRect().bottom > edge;
      const n = pane === paper
        ? numbers.find((number) => visible(document.getElementById("m" + number)))
        : numbers.find((number) => visible(cards.get(number)));
      if (n === undefined) return;
      const other = pane === paper ? sources : paper;
      into(other, pane === paper ? cards.get(n) : document.getElementById("m" + n));
    }, { passive: true });
  });
})();
