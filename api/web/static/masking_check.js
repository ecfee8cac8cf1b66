// One file and a name: the form, and the answer with its pages.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("mask-form");
  const shown = document.getElementById("mask-checked");
  if (!form) return;
  const { MaskViewer, put, ask, send, markPage } = window.Masking;
  const panel = document.getElementById("mask-panel");
  const drop = document.getElementById("drop");
  const said = form.querySelector("[data-said]");
  let viewer = null;
  let count = 0;

  // --- the form
  const chosen = () => { if (form.file.files.length) document.getElementById("chosen").textContent = form.file.files[0].name; };
  form.file.addEventListener("change", chosen);
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name !== "drop" || !event.dataTransfer.files.length) return;
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      form.file.files = one.files;
      chosen();
    });
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData();
    body.append("file", form.file.files[0], form.file.files[0].name);
    body.append("name", form.elements.name.value.trim());
    const more = [...form.querySelectorAll("[data-also]")].filter((field) => field.value.trim());
    body.append("also", JSON.stringify(more.map((field) => `${field.dataset.also}=${field.value.trim()}`)));
    const button = form.querySelector("button.primary");
    button.disabled = true;
    const answer = await send("/masking/checks", body, form.dataset.csrf);
    button.disabled = false;
    said.hidden = answer.ok;
    said.textContent = answer.ok ? "" : answer.said;
    if (!answer.ok) return;
    window.history.replaceState(null, "", `?check=${answer.content.id}`);
    await look(answer.content.id);
    shown.scrollIntoView({ block: "start" });
  });

  // --- the answer
  const turn = (number) => {
    if (!viewer || number < 1 || number > count) return;
    viewer.show(viewer.document ?? shown.dataset.check, number);
  };
  const look = async (id) => {
    shown.dataset.check = id;
    const html = await ask(shown.dataset.stateUrl.replace("DOCUMENT", id));
    if (html === null || shown.dataset.check !== id) return;
    shown.hidden = false;
    const state = put(panel, html);
    count = state.count;
    if (!viewer) {
      viewer = new MaskViewer(document.getElementById("viewer"), shown.dataset.pageUrl);
      viewer.addEventListener("turned", () => {
        document.getElementById("where").textContent = `${viewer.number} / ${count}`;
        markPage(panel, viewer.number);
      });
      viewer.addEventListener("label", (event) => { document.getElementById("mark").textContent = event.detail; });
    }
    viewer.found = state.pages;
    if (count) await viewer.show(id, 1);
    if (state.running) window.setTimeout(() => look(id), 1200);
  };
  shown.addEventListener("click", (event) => {
    const turner = event.target.closest("[data-turn]");
    if (turner) turn(viewer.number + Number(turner.dataset.turn));
    const zoomer = event.target.closest("[data-zoom]");
    if (zoomer) viewer?.zoom(zoomer.dataset.zoom);
    const row = event.target.closest("[data-page-button]");
    if (row) turn(Number(row.dataset.pageButton));
  });
  document.addEventListener("keydown", (event) => {
    if (!viewer || event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const run = { n: () => turn(viewer.number + 1), p: () => turn(viewer.number - 1), f: () => viewer.zoom("fit"), "+": () => viewer.zoom("in"), "-": () => viewer.zoom("out") }[event.key];
    if (run) { event.preventDefault(); run(); }
  });
  if (shown.dataset.check) look(shown.dataset.check);
});
