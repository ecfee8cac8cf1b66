// Pictures of pages, held in the memory of this page and nowhere else: the service lets no cache keep them, as a
// browser's cache lies on a disk that others may read. What is likely to be looked at next is fetched ahead.
"use strict";

(() => {
  const HELD_MS = 120_000; // a copy may be taken back, a right may end: after this the service is asked again

  class PagePictures {
    // address: of a picture, with DOCUMENT for the document and /pages/0 for the page; most: how many are held
    constructor(address, most) {
      this.address = address;
      this.most = most;
      this.held = new Map(); // address -> { at, picture: promise of an address in memory, or of null }; oldest first
    }

    of(document, number, priority = "high") {
      const url = this.address.replace("DOCUMENT", document).replace("/pages/0", `/pages/${number}`);
      const known = this.held.get(url);
      if (known && performance.now() - known.at < HELD_MS) return known.picture;
      this.drop(url);
      const picture = fetch(url, { priority })
        .then((answer) => (answer.ok ? answer.blob() : null))
        .then((data) => data && URL.createObjectURL(data), () => null);
      this.held.set(url, { at: performance.now(), picture });
      picture.then((got) => { if (!got) this.drop(url); });
      if (this.held.size > this.most) this.drop(this.held.keys().next().value);
      return picture;
    }

    drop(url) {
      this.held.get(url)?.picture.then((got) => got && URL.revokeObjectURL(got));
      this.held.delete(url);
    }

    // One after the other, so that what somebody waits for is not behind a queue.
    async ahead(pages) {
      for (const [document, number] of pages) await this.of(document, number, "low");
    }
  }

  window.PagePictures = PagePictures;
})();
