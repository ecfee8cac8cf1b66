// Papers of one application taken back and described; facts and fields corrected by hand.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const bench = document.getElementById("bench");
  if (!bench) return;
  const csrf = bench.dataset.csrf;
  const api = bench.dataset.api;

  const said = (answer) => [answer.title, answer.detail].filter(Boolean).join("：");
  const tell = (text, bad = true) => {
    const note = Object.assign(document.createElement("div"), { className: bad ? "note bad" : "note" });
    note.setAttribute("role", bad ? "alert" : "status");
    note.textContent = text;
    document.getElementById("notices").append(note);
    window.setTimeout(() => note.remove(), 12000);
  };
  const call = async (method, path, body, headers = {}) => {
    const json = body !== undefined && !(body instanceof FormData);
    const answer = await fetch(api + path, {
      method, body: json ? JSON.stringify(body) : body,
      headers: { Accept: "application/json", "X-CSRF-Token": csrf, ...(json ? { "Content-Type": "application/json" } : {}), ...headers },
    });
    const text = await answer.text();
    const content = text ? JSON.parse(text) : {};
    if (!answer.ok) tell(said(content));
    return { ok: answer.ok, content, etag: answer.headers.get("ETag") };
  };

  // --- papers
  bench.addEventListener("click", async (event) => {
    const act = event.target.closest("[data-paper]");
    if (!act) return;
    const sheet = act.closest("[data-sheet]");
    if (act.dataset.paper === "back" && window.confirm(act.dataset.sure)) {
      if ((await call("DELETE", `/documents/${sheet.dataset.sheet}`)).ok) window.location.reload();
    } else if (act.dataset.paper === "describe") {
      const dialog = document.getElementById("describe");
      dialog.dataset.document = sheet.dataset.sheet;
      dialog.querySelector("[name=slot]").value = sheet.dataset.slot;
      dialog.querySelector("[name=type]").value = "";
      dialog.showModal();
    }
  });
  document.getElementById("describe")?.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const { slot, type } = event.target;
    const id = document.getElementById("describe").dataset.document;
    const { ok } = await call("PATCH", `/documents/${id}`, { slot: slot.value.trim() || null });
    const typed = !ok || !type.value || (await call("POST", `/documents/${id}/corrections`, { name: "type", value: type.value })).ok;
    if (ok && typed) window.location.reload();
  });

  // --- facts
  document.getElementById("facts")?.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const applicant = {};
    const facts = {};
    for (const field of event.target.querySelectorAll("[data-fact], [data-applicant]")) {
      if (field.value === field.dataset.before) continue;
      const value = field.value === "" ? null : field.dataset.kind === "bool" ? field.value === "true" : field.dataset.kind === "integer" ? Number(field.value) : field.value;
      if (field.dataset.fact) facts[field.dataset.fact] = value; else applicant[field.dataset.applicant] = value;
    }
    if (!Object.keys(applicant).length && !Object.keys(facts).length) { document.getElementById("facts").close(); return; }
    const current = await call("GET", `/applications/${bench.dataset.application}`);
    const body = { ...(Object.keys(applicant).length ? { applicant } : {}), ...(Object.keys(facts).length ? { facts } : {}) };
    if (event.target.note.value.trim()) body.note = event.target.note.value.trim();
    const { ok } = await call("PATCH", `/applications/${bench.dataset.application}`, body, { "If-Match": current.etag });
    if (ok) window.location.reload();
  });

  // --- fields: a click on a field of the page corrects it
  bench.addEventListener("field", (event) => {
    const dialog = document.getElementById("field");
    if (!dialog) return;
    dialog.dataset.document = event.detail.document;
    dialog.dataset.name = event.detail.name;
    dialog.querySelector("h2").textContent = event.detail.label;
    dialog.querySelector("[name=value]").value = event.detail.value ?? "";
    dialog.showModal();
  });
  document.getElementById("field")?.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const dialog = document.getElementById("field");
    const { value, note } = event.target;
    const body = { name: dialog.dataset.name, value: value.value.trim() || null, ...(note.value.trim() ? { note: note.value.trim() } : {}) };
    if ((await call("POST", `/documents/${dialog.dataset.document}/corrections`, body)).ok) window.location.reload();
  });
});
