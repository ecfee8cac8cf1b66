// The page viewer: one page picture, what was seen on it, and the place that an answer speaks of.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";

  // OpenSeadragon adds a <style> for touch screens unless one is there; the policy of content refuses any, even an empty
  // one. An element of that name which is no style sheet takes its place; the rule itself stands in our sheet.
  const taken = document.createElementNS("urn:none", "style");
  taken.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(taken);

  class PageViewer extends EventTarget {
    // previewUrl: of pages at the size of a screen, shown first; without it pages are shown whole at once
    constructor(element, { pageUrl, previewUrl, layersUrl }) {
      super();
      this.whole = new window.PagePictures(pageUrl, 4);
      this.previews = previewUrl ? new window.PagePictures(previewUrl, 24) : null;
      this.layersUrl = layersUrl;
      this.neighbours = () => []; // (document, number) -> pages that may be asked for next, as [document, number]
      this.pages = new Map(); // document -> promise of its pages
      this.marks = new WeakMap(); // shape -> what it marks
      this.document = null;
      this.number = 0;
      if (element.dataset.failed) window.OpenSeadragon.setString("Errors.OpenFailed", element.dataset.failed);
      this.osd = window.OpenSeadragon({
        element, showNavigationControl: false, animationTime: 0.35, minZoomImageRatio: 0.7, maxZoomPixelRatio: 3,
        visibilityRatio: 0.4, constrainDuringPan: false, drawer: "canvas", crossOriginPolicy: false,
        gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true }, keyboardNavEnabled: false,
      });
      this.osd.addHandler("canvas-click", (event) => this.clicked(event));
      this.osd.addHandler("zoom", () => this.sharpen());
    }

    // OpenSeadragon takes the pointer for dragging, so that no click reaches a shape: what lies below it is looked up.
    clicked({ quick, originalEvent: { clientX, clientY } }) {
      const hit = quick && window.document.elementsFromPoint(clientX, clientY).find((element) => this.marks.has(element));
      if (hit) this.dispatchEvent(new CustomEvent("mark", { detail: { ...this.marks.get(hit), document: this.document } }));
    }

    layers(document) {
      if (!this.layersUrl) return []; // nothing but pictures is shown
      if (!this.pages.has(document)) {
        const asked = fetch(this.layersUrl.replace("DOCUMENT", document), { headers: { Accept: "application/json" } })
          .then((answer) => (answer.ok ? answer.json() : []));
        this.pages.set(document, asked);
      }
      return this.pages.get(document);
    }

    async show(document, number, box = null) {
      if (!this.isShown(document, number)) {
        this.document = document;
        this.number = number;
        this.turned = this.turn(document, number);
      }
      this.dispatchEvent(new Event("turned"));
      const asked = this.asked = {};
      await this.turned;
      if (this.asked !== asked) return; // another place was asked for meanwhile
      this.point(box);
      this.sharpen();
    }

    async turn(document, number) {
      const [pages] = await Promise.all([this.layers(document), this.open(document, number)]);
      if (!this.isShown(document, number)) return; // turned on meanwhile
      this.draw(pages.find((page) => page.number === number));
      this.dispatchEvent(new Event("shown"));
      this.ahead(this.neighbours(document, number));
    }

    // Shows other pictures from now on.
    from(pageUrl) {
      this.whole = new window.PagePictures(pageUrl, 4);
      this.document = null;
    }

    isShown(document, number) { return document === this.document && number === this.number; }

    ahead(pages) { this.previews?.ahead(pages); }

    async open(document, number) {
      const preview = await this.previews?.of(document, number);
      const url = preview ?? await this.whole.of(document, number);
      if (!this.isShown(document, number)) return;
      this.sharp = !preview;
      await new Promise((resolve) => {
        this.osd.addOnceHandler("open", resolve);
        this.osd.addOnceHandler("open-failed", resolve);
        this.osd.open({ type: "image", url: url ?? "", buildPyramid: false });
      });
    }

    // The whole picture is laid over the preview when somebody looks closer than the preview's own pixels.
    async sharpen() {
      const item = this.osd.world.getItemAt(0);
      if (this.sharp || !item) return;
      if (item.viewportToImageZoom(this.osd.viewport.getZoom(false)) * window.devicePixelRatio < 1.05) return;
      this.sharp = true;
      const { document, number } = this;
      const url = await this.whole.of(document, number);
      if (!url || !this.isShown(document, number)) return;
      this.osd.addTiledImage({
        tileSource: { type: "image", url, buildPyramid: false },
        success: ({ item: added }) => { if (!this.isShown(document, number)) this.osd.world.removeItem(added); },
      });
    }

    draw(page) {
      this.osd.clearOverlays();
      this.svg = window.document.createElementNS(SVG, "svg");
      this.svg.setAttribute("class", "marks");
      this.svg.setAttribute("viewBox", "0 0 1 1");
      this.svg.setAttribute("preserveAspectRatio", "none");
      for (const mark of page?.marks ?? []) this.svg.append(this.shape(mark));
      const item = this.osd.world.getItemAt(0);
      if (item) this.osd.addOverlay({ element: this.svg, location: item.getBounds() });
    }

    shape(mark) {
      const [left, top, right, bottom] = mark.box;
      const outlined = (mark.outline ?? []).length > 2;
      const shape = window.document.createElementNS(SVG, outlined ? "polygon" : "rect");
      if (outlined) shape.setAttribute("points", mark.outline.map((point) => point.join(",")).join(" "));
      else this.place(shape, left, top, right, bottom);
      shape.setAttribute("class", `mark ${mark.kind}`);
      const title = window.document.createElementNS(SVG, "title");
      title.textContent = mark.label;
      shape.append(title);
      shape.addEventListener("pointerenter", () => this.say(mark.label));
      shape.addEventListener("pointerleave", () => this.say(""));
      this.marks.set(shape, mark);
      return shape;
    }

    place(rect, left, top, right, bottom) {
      rect.setAttribute("x", left);
      rect.setAttribute("y", top);
      rect.setAttribute("width", Math.max(right - left, 0.001));
      rect.setAttribute("height", Math.max(bottom - top, 0.001));
    }

    say(label) { this.dispatchEvent(new CustomEvent("label", { detail: label })); }

    point(box) {
      this.svg?.querySelector(".evidence")?.remove();
      const item = this.osd.world.getItemAt(0);
      if (!item) return;
      if (!box) { this.osd.viewport.goHome(false); return; }
      const [left, top, right, bottom] = box;
      const rect = window.document.createElementNS(SVG, "rect");
      this.place(rect, left, top, right, bottom);
      rect.setAttribute("class", "evidence");
      this.svg?.append(rect);
      const bounds = item.getBounds();
      const wide = Math.min(1, Math.max(0.45, (right - left) * 1.8));
      const high = Math.min(1, Math.max(0.2, (bottom - top) * 2.5));
      const x = Math.min(Math.max((left + right) / 2 - wide / 2, 0), 1 - wide);
      const y = Math.min(Math.max((top + bottom) / 2 - high / 2, 0), 1 - high);
      this.osd.viewport.fitBounds(
        new window.OpenSeadragon.Rect(bounds.x + x * bounds.width, bounds.y + y * bounds.height, wide * bounds.width, high * bounds.height), false);
    }

    zoom(how) {
      if (how === "fit") this.osd.viewport.goHome(false);
      else this.osd.viewport.zoomBy(how === "in" ? 1.4 : 1 / 1.4);
    }
  }

  window.PageViewer = PageViewer;
})();
