// The boxes of a masked copy on its pages: drawn, moved, resized, taken away and brought back, by mouse and by keys.
//
// Of each box is known what it is: "found" by the program, "added" by a person, "removed" by a person. A box of the
// program that is moved becomes one that is removed and one that is added.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SMALLEST = 0.004;
  const STEP = 0.0025;
  const CORNERS = [[0, 1], [2, 1], [0, 3], [2, 3]]; // which sides of [left, top, right, bottom] a corner moves
  const same = (one, other) => one.page === other.page && one.box.every((side, at) => Math.abs(side - other.box[at]) < 1e-6);
  const plain = ({ page, box }) => ({ page, box });
  const round = (value) => Math.round(value * 1e5) / 1e5;

  class BoxEditor extends EventTarget {
    constructor(viewer, texts) {
      super();
      this.viewer = viewer;
      this.texts = texts;
      this.drawing = false;
      this.load({ found: [], added: [], removed: [] });
      viewer.addEventListener("drawn", () => this.paint());
    }

    // --- what there is
    load(base, { keep = null } = {}) {
      const added = keep?.added ?? base.added;
      const removed = keep?.removed ?? base.removed;
      const found = [...base.found, ...(keep ? base.added.filter((one) => !added.some((other) => same(one, other))) : [])];
      this.items = [
        ...found.filter((one) => !removed.some((other) => same(one, other))).map((one) => ({ ...one, kind: "found" })),
        ...removed.map((one) => ({ ...one, kind: "removed" })),
        ...added.map((one) => ({ ...one, kind: "added" })),
      ];
      this.base = JSON.stringify({ added: base.added.map(plain), removed: base.removed.map(plain) });
      this.past = [];
      this.future = [];
      this.selected = -1;
      this.nudging = null;
      this.changed();
    }

    get wanted() {
      const of = (kind) => this.items.filter((item) => item.kind === kind).map(plain);
      return { added: of("added"), removed: of("removed") };
    }

    get said() { return JSON.stringify(this.wanted); }

    get isChanged() { return this.said !== this.base; }

    changed() {
      this.paint();
      this.dispatchEvent(new Event("changed"));
    }

    // --- changes, each with its way back
    keep(reason = null) {
      if (reason !== null && this.nudging === reason) return; // one step back for a row of arrow keys
      this.nudging = reason;
      this.past.push(JSON.stringify(this.items));
      if (this.past.length > 200) this.past.shift();
      this.future = [];
    }

    undo() { this.swap(this.past, this.future); }

    redo() { this.swap(this.future, this.past); }

    swap(from, to) {
      if (!from.length) return;
      to.push(JSON.stringify(this.items));
      this.items = JSON.parse(from.pop());
      this.selected = -1;
      this.nudging = null;
      this.changed();
    }

    add(page, box) {
      this.keep();
      this.items.push({ kind: "added", page, box: box.map(round) });
      this.select(this.items.length - 1);
    }

    addInTheMiddle() {
      const [x, y] = this.viewer.middle();
      this.add(this.viewer.number, [x - 0.08, y - 0.012, x + 0.08, y + 0.012]);
    }

    change(index, box, reason = null) {
      const item = this.items[index];
      const [left, top, right, bottom] = box.map((side) => Math.min(Math.max(round(side), 0), 1));
      if (item.kind === "removed" || right - left < SMALLEST || bottom - top < SMALLEST) return;
      this.keep(reason === null ? null : `${reason} ${item.kind === "found" ? this.items.length : index}`);
      let at = index;
      if (item.kind === "found") {
        item.kind = "removed";
        at = this.items.push({ kind: "added", page: item.page, box: [left, top, right, bottom] }) - 1;
      } else item.box = [left, top, right, bottom];
      this.select(at);
    }

    // Takes a box away; one that a person took away before is brought back.
    remove(index = this.selected) {
      const item = this.items[index];
      if (!item) return;
      this.keep();
      if (item.kind === "added") this.items.splice(index, 1);
      else item.kind = item.kind === "found" ? "removed" : "found";
      this.select(item.kind === "added" ? -1 : index);
    }

    select(index) {
      this.selected = index;
      this.changed();
      this.layer?.querySelector(`[data-index="${index}"]`)?.focus({ preventScroll: true });
    }

    setDrawing(on) {
      this.drawing = on;
      this.changed();
    }

    // --- on the page
    shape(name, [left, top, right, bottom], className) {
      const shape = document.createElementNS(SVG, name);
      this.viewer.place(shape, left, top, right, bottom);
      shape.setAttribute("class", className);
      return shape;
    }

    paint() {
      const svg = this.viewer?.svg;
      if (!svg) return;
      if (this.layer?.parentNode !== svg) {
        this.layer = document.createElementNS(SVG, "g");
        svg.append(this.layer);
        this.layer.addEventListener("pointerdown", (event) => this.press(event));
        this.layer.addEventListener("keydown", (event) => this.key(event));
        this.layer.addEventListener("focusin", (event) => this.focus(event));
      }
      const focused = this.layer.contains(document.activeElement) ? this.selected : -1;
      this.layer.replaceChildren();
      if (this.drawing) this.layer.append(this.shape("rect", [0, 0, 1, 1], "sheet-to-draw"));
      this.items.forEach((item, index) => { if (item.page === this.viewer.number) this.layer.append(this.button(item, index)); });
      const chosen = this.items[this.selected];
      if (chosen?.page === this.viewer.number && chosen.kind !== "removed") this.layer.append(...this.handles(chosen));
      if (focused >= 0) this.layer.querySelector(`[data-index="${focused}"]`)?.focus({ preventScroll: true });
    }

    button(item, index) {
      const shape = this.shape("rect", item.box, `mask-box ${item.kind}${index === this.selected ? " chosen" : ""}`);
      shape.dataset.index = index;
      shape.setAttribute("tabindex", "0");
      shape.setAttribute("role", "button");
      shape.setAttribute("aria-pressed", String(index === this.selected));
      shape.setAttribute("aria-label", this.describe(item));
      return shape;
    }

    describe(item) {
      const [left, top, right, bottom] = item.box.map((side) => Math.round(side * 1000) / 10);
      const known = { page: item.page, left, top, width: Math.round((right - left) * 10) / 10, height: Math.round((bottom - top) * 10) / 10 };
      return this.texts[item.kind].replace(/\{(\w+)\}/g, (_, name) => known[name]);
    }

    handles(item) {
      const { width, height } = this.viewer.svg.getBoundingClientRect();
      const [wide, high] = [6 / (width || 1), 6 / (height || 1)];
      return CORNERS.map(([x, y], at) => {
        const handle = this.shape("rect", [item.box[x] - wide, item.box[y] - high, item.box[x] + wide, item.box[y] + high], `handle corner-${at}`);
        handle.dataset.corner = at;
        return handle;
      });
    }

    focus(event) {
      const index = Number(event.target.dataset.index);
      if (this.selected !== index) this.select(index);
      this.viewer.say(this.describe(this.items[index]));
    }

    // --- mouse, pen and finger
    press(event) {
      if (event.button !== 0) return;
      const { index, corner } = event.target.dataset;
      if (index === undefined && corner === undefined && !this.drawing) return;
      event.stopPropagation(); // or the page would be dragged along
      event.preventDefault();
      const from = this.viewer.at(event.clientX, event.clientY);
      if (index !== undefined && !this.drawing) this.select(Number(index));
      const item = this.items[this.selected];
      const start = item ? [...item.box] : null;
      let moved = null;
      const svg = this.viewer.svg;
      const box = (to) => {
        const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        if (this.drawing) return [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
        if (corner !== undefined) return this.stretched(start, CORNERS[corner], dx, dy);
        return this.shifted(start, dx, dy);
      };
      const move = (next) => {
        next.stopPropagation();
        const to = this.viewer.at(next.clientX, next.clientY);
        if (!moved && Math.hypot(next.clientX - event.clientX, next.clientY - event.clientY) < 3) return;
        if (item?.kind === "removed" && !this.drawing) return;
        moved = box(to);
        this.show(moved);
      };
      const end = (last) => {
        last.stopPropagation();
        svg.removeEventListener("pointermove", move);
        svg.removeEventListener("pointerup", end);
        svg.removeEventListener("pointercancel", end);
        this.layer.querySelector(".ghost")?.remove();
        if (!moved || last.type === "pointercancel") return;
        if (!this.drawing) this.change(this.selected, moved);
        else if (moved[2] - moved[0] >= SMALLEST && moved[3] - moved[1] >= SMALLEST) { this.drawing = false; this.add(this.viewer.number, moved); }
      };
      svg.setPointerCapture(event.pointerId);
      svg.addEventListener("pointermove", move);
      svg.addEventListener("pointerup", end);
      svg.addEventListener("pointercancel", end);
    }

    show(box) {
      this.layer.querySelector(".ghost")?.remove();
      this.layer.append(this.shape("rect", box, "mask-box added ghost"));
    }

    shifted([left, top, right, bottom], dx, dy) {
      const x = Math.min(Math.max(dx, -left), 1 - right);
      const y = Math.min(Math.max(dy, -top), 1 - bottom);
      return [left + x, top + y, right + x, bottom + y];
    }

    stretched(box, [x, y], dx, dy) {
      const next = [...box];
      next[x] += dx;
      next[y] += dy;
      return [Math.min(next[0], next[2]), Math.min(next[1], next[3]), Math.max(next[0], next[2]), Math.max(next[1], next[3])];
    }

    // --- keys
    key(event) {
      const item = this.items[this.selected];
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!item || event.ctrlKey || event.metaKey) return;
      if (way) {
        const [dx, dy] = way.map((one) => one * STEP * (event.altKey ? 8 : 1));
        if (event.shiftKey) this.change(this.selected, [item.box[0], item.box[1], item.box[2] + dx, item.box[3] + dy], "size");
        else this.change(this.selected, this.shifted(item.box, dx, dy), "move");
      } else if (event.key === "Delete" || event.key === "Backspace" || (event.key === "Enter" && item.kind === "removed")) this.remove();
      else if (event.key === "Escape") { this.selected = -1; this.changed(); document.getElementById("viewer").focus(); } else return;
      event.preventDefault();
      event.stopPropagation();
    }
  }

  window.BoxEditor = BoxEditor;
})();
