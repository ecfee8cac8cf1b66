// The letter: text fields grow with their text, a chip sets the deadline.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const grow = (field) => { field.rows = 1; while (field.scrollHeight > field.clientHeight + 2 && field.rows < 40) field.rows += 1; };
  document.querySelectorAll("[data-grows]").forEach((field) => {
    grow(field);
    field.addEventListener("input", () => grow(field));
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-deadline]");
    if (chip) chip.closest("form").deadline.value = chip.dataset.deadline;
  });
});
