// Handing in a batch: what was dropped becomes a plan, the plan is sent applicant by applicant.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("upload");
  if (!form) return;
  const { watch, guess, line } = window.Files;
  const texts = JSON.parse(document.getElementById("upload-texts").textContent);
  const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const plan = document.getElementById("plan");
  const list = document.getElementById("applicants");
  const applicants = new Map(); // name -> {name, kind, files: [{file, path, slot, type}], row}
  const OWN = new Set(["manifest.csv", "facts.yaml"]);

  // --- what was dropped
  const add = (path, file) => {
    const parts = path.split("/");
    if (parts.length === 1) {
      const kind = /\.xlsx?$/i.test(path) ? "roster" : /\.zip$/i.test(path) ? "zip" : "folder";
      if (kind === "folder") { entry(say("loose"), "folder").files.push(piece(path, file)); return; }
      Object.assign(entry(path, kind), { files: [piece(path, file)] });
      return;
    }
    entry(parts[0], "folder").files.push(piece(parts.slice(1).join("/"), file));
  };
  const entry = (name, kind) => {
    if (!applicants.has(name)) applicants.set(name, { name, kind, files: [], sent: 0 });
    return applicants.get(name);
  };
  const piece = (path, file) => ({ path, file, slot: path.includes("/") ? path.split("/")[0] : "", type: guess(path) });
  // A folder of applicants' folders is dropped as often as one applicant's folder: the depth of the files tells.
  const regroup = (files) => {
    const roots = new Set(files.map(([path]) => path.split("/")[0]));
    const marked = files.some(([path]) => OWN.has(path.split("/")[1]));
    const deep = files.every(([path]) => path.split("/").length > 2);
    const several = new Set(files.map(([path]) => path.split("/").slice(0, 2).join("/"))).size > 1;
    const inner = files.some(([path]) => OWN.has(path.split("/")[2]));
    return roots.size === 1 && !marked && deep && several && (inner || files.every(([path]) => path.split("/").length > 3))
      ? files.map(([path, file]) => [path.split("/").slice(1).join("/"), file]) : files;
  };
  const take = (files) => { regroup(files).forEach(([path, file]) => add(path, file)); draw(); };

  watch(document.getElementById("drop"), [document.getElementById("files"), document.getElementById("folder")], take);

  // --- the plan
  const draw = () => {
    plan.hidden = !applicants.size;
    document.getElementById("plan-count").textContent = applicants.size || "";
    for (const one of applicants.values()) {
      one.row ??= row(one);
      const about = one.row.querySelector("[data-about]");
      about.textContent = one.kind === "folder" ? say("files", { count: one.files.length }) : say(one.kind);
      const body = one.row.querySelector("tbody");
      body.replaceChildren(...(one.kind === "folder" ? one.files.filter((file) => !OWN.has(file.path)).map((file) => line(file, one.row.querySelector("table"))) : []));
      one.row.querySelector("table").hidden = one.kind !== "folder";
    }
  };
  const row = (one) => {
    const made = document.getElementById("applicant-row").content.cloneNode(true).firstElementChild;
    made.querySelector("[data-name]").textContent = one.name;
    made.querySelector("[data-state]").textContent = say("waiting");
    made.querySelector("[data-remove]").addEventListener("click", (event) => { event.preventDefault(); applicants.delete(one.name); made.remove(); draw(); });
    list.append(made);
    return made;
  };
  document.getElementById("clear").addEventListener("click", () => { applicants.forEach((one) => one.row.remove()); applicants.clear(); draw(); });

  // --- sending
  const post = (url, body, progress, method = "POST") => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.setRequestHeader("X-CSRF-Token", form.dataset.csrf);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => progress?.(event.loaded / Math.max(event.total, 1)));
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* an answer that is no JSON says nothing more */ }
      resolve({ status: request.status, answer });
    });
    request.addEventListener("error", () => resolve({ status: 0, answer: {} }));
    request.send(body);
  });
  const places = async () => {
    if (form.dataset.places) return (await fetch(form.dataset.places, { headers: { Accept: "application/json" } })).json();
    const made = await post(form.dataset.begin, new FormData(form));
    return made.status === 201 ? made.answer : null;
  };
  const parts = (one) => {
    if (one.kind !== "folder") { const body = new FormData(); body.append("file", one.files[0].file, one.files[0].file.name); return [[one.kind, body]]; }
    const own = one.files.filter((file) => OWN.has(file.path));
    const rest = one.files.filter((file) => !OWN.has(file.path));
    const size = Number(form.dataset.atOnce) - own.length;
    const made = [];
    for (let at = 0; at < Math.max(rest.length, 1); at += size) {
      const body = new FormData();
      body.append("label", one.name);
      const some = [...own, ...rest.slice(at, at + size)];
      body.append("plan", JSON.stringify(some.map(({ path, slot, type }) => ({ path, slot, type }))));
      for (const file of some) body.append("file", file.file, file.file.name);
      made.push(["folder", body]);
    }
    return made;
  };
  const trouble = (one, answer, status) => {
    const box = one.row.querySelector("[data-troubles]");
    const told = answer.refused?.length ? answer.refused : status >= 400 || status === 0 ? [{ filename: one.name, title: answer.title ?? say("failed"), detail: answer.detail ?? say("unreachable") }] : [];
    for (const { filename, title, detail } of told) {
      const note = Object.assign(document.createElement("p"), { className: "note bad small" });
      note.textContent = `${filename}: ${title}. ${detail}`;
      box.append(note);
      one.row.open = true;
    }
    return told.length;
  };
  const send = async (one, to) => {
    const bar = one.row.querySelector("progress");
    const state = one.row.querySelector("[data-state]");
    bar.hidden = false;
    one.row.querySelector("[data-troubles]").replaceChildren();
    state.textContent = say("sending");
    const all = parts(one);
    let bad = 0;
    for (const [index, [kind, body]] of all.entries()) {
      const method = kind === "roster" ? "PUT" : "POST";
      const { status, answer } = await post(to[kind], body, (share) => { bar.value = (index + share) / all.length; }, method);
      bad += trouble(one, answer, status);
      if (status === 0 || status >= 500) { one.failed = true; break; }
      one.failed = status >= 400;
    }
    bar.value = 1;
    state.textContent = one.failed ? say("failed") : say("done");
    state.className = `tag plain ${one.failed ? "failed" : bad ? "needs_review" : "passed"}`;
    one.done = !one.failed;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const start = document.getElementById("start");
    start.disabled = true;
    const to = await places();
    const total = document.getElementById("total-text");
    document.getElementById("total").hidden = false;
    if (!to) { total.textContent = say("unreachable"); start.disabled = false; return; }
    form.dataset.places = form.dataset.places || `${form.dataset.begin}/${to.id}`;
    window.addEventListener("beforeunload", stay);
    const waiting = [...applicants.values()].filter((one) => !one.done);
    const began = Date.now();
    for (const [index, one] of waiting.entries()) {
      const left = index ? Math.ceil(((Date.now() - began) / index) * (waiting.length - index) / 1000) : null;
      total.textContent = say("progress", { done: index, total: waiting.length, left: left ?? "—" });
      await send(one, to);
      document.getElementById("total-bar").value = (index + 1) / waiting.length;
    }
    window.removeEventListener("beforeunload", stay);
    const failed = waiting.filter((one) => one.failed).length;
    total.textContent = say("finished", { done: waiting.length - failed, failed });
    start.disabled = !failed;
    const link = Object.assign(document.createElement("a"), { href: to.page, className: "button primary small", textContent: say("open") });
    total.append(" ", link);
    if (!failed && ![...applicants.values()].some((one) => one.row.querySelector(".note.bad"))) window.location.assign(to.page);
  });
  const stay = (event) => event.preventDefault();
});
