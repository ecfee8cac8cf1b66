// Deciding by one key: what was decided is sent, the list is drawn anew, the next open answer is chosen.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const bench = document.getElementById("bench");
  const bar = document.getElementById("decide");
  if (!bench || !bar) return;
  const work = bench.workbench;
  const decided = []; // numbers of the acts of this visit, the last one is undone first
  let busy = false;

  const trouble = (answer) => {
    const note = Object.assign(document.createElement("div"), { className: "note bad" });
    note.setAttribute("role", "alert");
    note.textContent = [answer.title, answer.detail].filter(Boolean).join("：");
    document.getElementById("notices").append(note);
    window.setTimeout(() => note.remove(), 12000);
  };
  const send = async (act) => {
    if (busy) return null;
    busy = true;
    bar.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(bar.dataset.decisions, {
        method: "POST", body: JSON.stringify(act),
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": bar.dataset.csrf },
      });
      const said = await answer.json();
      if (!answer.ok) { trouble(said); return null; }
      await redraw();
      return said;
    } catch {
      document.dispatchEvent(new CustomEvent("htmx:sendError"));
      return null;
    } finally {
      busy = false;
      bar.removeAttribute("aria-busy");
    }
  };
  const redraw = async () => {
    const answer = await fetch(bar.dataset.cards, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const top = document.getElementById("cards").scrollTop;
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("cards-all").replaceWith(drawn.getElementById("cards-all"));
    const verdict = drawn.getElementById("verdict");
    if (verdict) document.getElementById("verdict")?.replaceWith(verdict);
    document.getElementById("cards").scrollTop = top;
  };
  const target = (card) => ({ requirement: card.dataset.requirement, document: card.dataset.document || null });

  const decide = async (button) => {
    const card = work.current();
    if (!card || button.disabled) return;
    const order = work.cards();
    const next = order[order.indexOf(card) + 1]?.dataset.number;
    const reason = bar.querySelector(".reason");
    const said = await send({ kind: "decide", verdict: button.dataset.decide, note: reason.value.trim() || null, ...target(card) });
    if (!said) return;
    reason.value = "";
    decided.push(said.number);
    work.refreshed(card.dataset.number);
    const following = document.getElementById(`answer-${next}`) ?? work.cards()[0];
    if (following) work.choose(following);
  };
  const undo = async () => {
    const number = decided.pop() ?? Number(work.current()?.dataset.last || 0);
    const card = work.current()?.dataset.number;
    if (number && await send({ kind: "undo", undoes: number })) work.refreshed(card);
  };
  const asked = (id, act) => {
    const dialog = document.getElementById(id);
    dialog?.addEventListener("close", async () => {
      if (dialog.returnValue !== "save") return;
      const form = dialog.querySelector("form");
      const card = work.current();
      const said = await send({ ...act(Object.fromEntries(new FormData(form)), card) });
      if (said) { decided.push(said.number); form.reset(); work.refreshed(card?.dataset.number); }
      dialog.returnValue = "";
    });
  };
  asked("note", ({ note }, card) => ({ kind: "note", note, ...(card ? target(card) : {}) }));
  asked("assign", ({ assignee, note }) => ({ kind: "assign", assignee, note: note || null }));

  // The notice, not the reviewer, says what a failed clause costs: only its own consequence can be chosen.
  bench.addEventListener("chosen", ({ detail: card }) => {
    bar.querySelectorAll("[data-severity]").forEach((button) => {
      const severe = card.dataset.severity === "reject";
      button.disabled = (button.dataset.severity === "reject") !== severe;
    });
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.decide) decide(button);
    else if (button && "undo" in button.dataset) undo();
    else if (button?.dataset.key === "j") work.step(1);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const button = key === "j" ? null : bar.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });
  if (work.current()) bench.dispatchEvent(new CustomEvent("chosen", { detail: work.current() }));
});
