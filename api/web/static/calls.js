// Forms and buttons that call the HTTP interface: <form data-action="POST /users">, <button data-call="DELETE /keys/1">.
"use strict";

(() => {
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRF-Token"] ?? "";
  const call = async (action, body) => {
    const [method, path] = action.split(" ");
    const form = body instanceof FormData;
    const answer = await fetch(`/api/v1${path}`, {
      method, body: form || body === undefined ? body : JSON.stringify(body),
      headers: { Accept: "application/json", "X-CSRF-Token": csrf(), ...(form || body === undefined ? {} : { "Content-Type": "application/json" }) },
    });
    const text = await answer.text();
    return { ok: answer.ok, content: text ? JSON.parse(text) : {} };
  };
  const said = (content) => [content.title, content.detail, ...(content.errors ?? []).map((one) => `${one.field}: ${one.reason}`)].filter(Boolean).join("：");
  const tell = (text) => {
    const note = Object.assign(document.createElement("div"), { className: "note bad", textContent: text });
    note.setAttribute("role", "alert");
    document.getElementById("notices").append(note);
    window.setTimeout(() => note.remove(), 12000);
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.action) return;
    event.preventDefault();
    const button = form.querySelector("button.primary");
    const trouble = form.querySelector("[data-said]");
    button.disabled = true;
    if (trouble) trouble.hidden = true;
    const files = form.querySelector('[type="file"]');
    const body = files ? new FormData(form) : Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
    const { ok, content } = await call(form.dataset.action, body);
    button.disabled = false;
    if (!ok) { if (trouble) { trouble.textContent = said(content); trouble.hidden = false; } else tell(said(content)); return; }
    if (form.dataset.keeps) {
      const result = form.querySelector("[data-result]");
      result.hidden = false;
      result.querySelector("[data-value]").value = content[form.dataset.keeps];
      result.querySelector("[data-value]").select();
      button.hidden = true;
    } else window.location.reload();
  });
  document.addEventListener("click", async (event) => {
    const opener = event.target.closest("[data-opens][data-sets-action]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      dialog.querySelector("form").dataset.action = opener.dataset.setsAction;
      dialog.querySelector("[data-title]").textContent = opener.dataset.setsTitle;
    }
    if (event.target.closest("[data-reloads]")) window.location.reload();
    const button = event.target.closest("[data-call]");
    if (!button || (button.dataset.sure && !window.confirm(button.dataset.sure))) return;
    button.disabled = true;
    const { ok, content } = await call(button.dataset.call, button.dataset.body ? JSON.parse(button.dataset.body) : undefined);
    if (ok) window.location.reload(); else { button.disabled = false; tell(said(content)); }
  });
  document.addEventListener("change", async (event) => {
    const field = event.target.closest("[data-change]");
    if (!field) return;
    const { ok, content } = await call(field.dataset.change, { [field.name]: field.value });
    if (!ok) { tell(said(content)); window.setTimeout(() => window.location.reload(), 2500); }
  });
})();
