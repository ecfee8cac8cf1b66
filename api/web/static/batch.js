// The list of a batch: choosing several, with a preview of what will change.
"use strict";

document.addEventListener("change", (event) => {
  const form = event.target.closest("#bulk");
  if (!form) return;
  const boxes = () => [...form.querySelectorAll('input[name="application"]')];
  if (event.target.id === "all") boxes().forEach((box) => { box.checked = event.target.checked; });
  const chosen = boxes().filter((box) => box.checked).length;
  const button = document.getElementById("bulk-open");
  if (button) button.disabled = !chosen;
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#bulk-open")) return;
  const dialog = document.getElementById("bulk-assign");
  const preview = dialog.querySelector("[data-preview]");
  preview.textContent = preview.dataset.preview.replace("{count}", document.querySelectorAll('#bulk input[name="application"]:checked').length);
  dialog.showModal();
});
