// The list of a batch: choosing several, with a preview of what will change.
"use strict";

(() => {
  const SHOWN = 8;
  const chosen = () => [...document.querySelectorAll('#bulk input[name="application"]:checked')];

  document.addEventListener("change", (event) => {
    if (event.target.closest("#bulk-assign")) { preview(); return; }
    const form = event.target.closest("#bulk");
    if (!form) return;
    if (event.target.id === "all") form.querySelectorAll('input[name="application"]').forEach((box) => { box.checked = event.target.checked; });
    form.querySelectorAll("[data-bulk]").forEach((button) => { button.disabled = !chosen().length; });
  });
  document.addEventListener("click", (event) => {
    const letters = event.target.closest("[data-letters]");
    if (letters) {
      const asked = new URLSearchParams(chosen().map((box) => ["application", box.value]));
      window.location.assign(`${letters.dataset.letters}&${asked}`);
    }
    if (!event.target.closest("#bulk-open")) return;
    preview();
    document.getElementById("bulk-assign").showModal();
  });

  // Who has each of the chosen now, and who will.
  const preview = () => {
    const dialog = document.getElementById("bulk-assign");
    const boxes = chosen();
    const said = dialog.querySelector("[data-preview]");
    said.textContent = said.dataset.preview.replace("{count}", boxes.length);
    const list = dialog.querySelector("[data-changes]");
    const after = dialog.querySelector("select").selectedOptions[0].textContent;
    list.replaceChildren(...boxes.slice(0, SHOWN).map((box) => {
      const before = box.dataset.assignee || list.dataset.nobody;
      const line = document.createElement("li");
      line.append(`${box.getAttribute("aria-label")}：`, before === after ? `${before} ` : `${before} → `, Object.assign(document.createElement("strong"), { textContent: before === after ? `（${list.dataset.same}）` : after }));
      return line;
    }));
    if (boxes.length > SHOWN) list.append(Object.assign(document.createElement("li"), { textContent: `… ${boxes.length}` }));
  };
})();
