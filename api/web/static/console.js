// Small parts that every page uses: menus, notices that pass, forms that ask before they act.
"use strict";

document.addEventListener("alpine:init", () => {
  window.Alpine.data("menu", () => ({
    open: false,
    toggle() { this.open = !this.open; },
    close() { this.open = false; },
  }));
  // A notice in the corner: it passes by itself, and at once when it is clicked.
  window.Alpine.data("passing", () => ({
    init() {
      this.$root.addEventListener("click", () => this.$root.remove());
      window.setTimeout(() => this.$root.remove(), 12000);
    },
  }));
});

// <form data-confirm="…"> and <button data-confirm="…"> ask first.
document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) event.preventDefault();
}, true);

// <dialog id="x"> is opened by [data-opens="x"], closed by [data-closes].
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  const row = event.target.closest("tr[data-href]");
  if (row && !event.target.closest("a, button, input, label")) window.location.assign(row.dataset.href);
});

// A request that did not reach the service is said, not swallowed.
document.addEventListener("htmx:sendError", () => {
  const note = document.createElement("div");
  note.className = "note bad";
  note.textContent = document.documentElement.lang.startsWith("zh")
    ? "没有连上服务，请检查网络后重试；已保存的内容不会丢失。"
    : "The service could not be reached. Check the network and try again; nothing saved is lost.";
  document.getElementById("notices")?.append(note);
});

// ? opens the page's legend of keys, where it has one.
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.target.closest("input, textarea, select")) return;
  document.getElementById("legend")?.showModal();
});
