// Papers of one application added or replaced: dropped, listed with slot and type to be corrected, sent one by one.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const bench = document.getElementById("bench");
  const dialog = document.getElementById("add-papers");
  if (!bench || !dialog) return;
  const { watch, guess, line } = window.Files;
  const OF_FOLDERS = /(^|\/)(manifest\.csv|facts\.yaml)$/; // they describe an applicant's folder, and are no papers
  const form = dialog.querySelector("form");
  const table = form.querySelector("table");
  const bar = form.querySelector("progress");
  const send = form.querySelector("button.primary");
  const title = form.querySelector("h2");
  let files = []; // { path, file, slot, type, row, done }
  let replaced = ""; // the document that the chosen file takes the place of

  const draw = () => {
    form.querySelector("[data-plan]").hidden = !files.length;
    send.disabled = files.every((one) => one.done);
    for (const one of files) one.row ??= row(one);
    table.querySelector("tbody").replaceChildren(...files.map((one) => one.row));
  };
  const row = (one) => {
    const made = line(one, table);
    const state = document.createElement("td");
    state.className = "small";
    made.append(state);
    // A file that takes another's place takes its slot and type, too; a ZIP holds files of several.
    if (replaced || /\.zip$/i.test(one.path)) made.querySelectorAll("input, select").forEach((field) => { field.hidden = true; });
    return made;
  };
  // The folder of a file is its slot, unless it is the applicant's own.
  const slotOf = (path) => {
    const folders = path.split("/").slice(0, -1);
    const known = [...document.querySelectorAll("#slots option")].some((option) => option.value === folders.at(-1));
    return folders.length > 1 || known ? folders.at(-1) : "";
  };
  const take = (found) => {
    const papers = found.filter(([path]) => !OF_FOLDERS.test(path));
    const added = papers.map(([path, file]) => ({ path, file, slot: slotOf(path), type: guess(path), done: false }));
    files = replaced ? added.slice(0, 1) : [...files, ...added];
    draw();
  };
  const open = (document_, heading) => {
    replaced = document_;
    files = [];
    bar.hidden = true;
    title.textContent = heading;
    form.querySelectorAll("[data-adds]").forEach((one) => { one.hidden = Boolean(replaced); });
    form.querySelector("#add-files").multiple = !replaced;
    draw();
    if (!dialog.open) dialog.showModal();
  };
  watch(form.querySelector(".drop"), form.querySelectorAll('[type="file"]'), take);
  watch(bench, [], (found) => { open("", form.dataset.title); take(found); });
  bench.addEventListener("click", (event) => {
    const act = event.target.closest('[data-paper="add"], [data-paper="replace"]');
    if (!act) return;
    const sheet = act.closest("[data-sheet]");
    if (act.dataset.paper === "add") open("", form.dataset.title);
    else open(sheet.dataset.sheet, `${act.textContent.trim()}：${sheet.dataset.name}`);
  });

  // --- sending
  const said = (answer) => [answer.title, answer.detail].filter(Boolean).join("：");
  const post = async (one) => {
    const body = new FormData();
    body.append("file", one.file, one.file.name);
    if (!replaced && one.slot.trim()) body.append("slot", one.slot.trim());
    if (!replaced && one.type) body.append("declared_type", one.type);
    const { api, application, csrf } = bench.dataset;
    const to = replaced ? `/documents/${replaced}/replacement` : `/applications/${application}/documents`;
    try {
      const answer = await fetch(api + to, { method: "POST", body, headers: { Accept: "application/json", "X-CSRF-Token": csrf } });
      const content = JSON.parse((await answer.text()) || "{}");
      const refused = (content.refused ?? []).map((each) => `${each.filename}：${said(each)}`);
      return { ok: answer.ok, told: refused.length ? refused.join("\n") : answer.ok ? "" : said(content) };
    } catch {
      return { ok: false, told: form.dataset.unreachable };
    }
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    const waiting = files.filter((one) => !one.done);
    Object.assign(bar, { hidden: false, max: waiting.length, value: 0 });
    let told = false;
    for (const one of waiting) {
      const state = one.row.lastElementChild;
      state.textContent = form.dataset.sending;
      const answer = await post(one);
      one.done = answer.ok;
      state.textContent = answer.told || form.dataset.sent;
      state.classList.toggle("bad", Boolean(answer.told));
      told ||= Boolean(answer.told);
      bar.value += 1;
    }
    send.disabled = files.every((one) => one.done);
    if (!told) window.location.reload();
  });
  dialog.addEventListener("close", () => { if (files.some((one) => one.done)) window.location.reload(); });
});
