// What was dropped or chosen, as [path, file]; what a file seems to be by its name; the row in which that is corrected.
"use strict";

(() => {
  const IGNORED = /(^|\/)(\.|Thumbs\.db|desktop\.ini|__MACOSX)/;

  const walk = async (item, prefix = "") => {
    if (item.isFile) return [[prefix + item.name, await new Promise((resolve, reject) => item.file(resolve, reject))]];
    const reader = item.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) break;
      for (const inner of some) found.push(...await walk(inner, `${prefix}${item.name}/`));
    }
    return found;
  };
  // Files dropped on `element` or chosen in `inputs` go to take([[path, file], ...]), one call for each thing dropped.
  const watch = (element, inputs, take) => {
    const holdsFiles = (event) => [...event.dataTransfer?.types ?? []].includes("Files");
    ["dragenter", "dragover"].forEach((name) => element.addEventListener(name, (event) => {
      if (holdsFiles(event)) { event.preventDefault(); element.classList.add("over"); }
    }));
    ["dragleave", "drop"].forEach((name) => element.addEventListener(name, () => element.classList.remove("over")));
    element.addEventListener("drop", async (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const items = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
      if (!items.length) take([...event.dataTransfer.files].map((file) => [file.name, file])); // no file of a disk: no folders
      for (const item of items) take((await walk(item)).filter(([path]) => !IGNORED.test(path)));
    });
    for (const input of inputs) {
      input.addEventListener("change", () => {
        const files = [...input.files].map((file) => [file.webkitRelativePath || file.name, file]);
        take(files.filter(([path]) => !IGNORED.test(path)));
        input.value = "";
      });
    }
  };

  const options = () => document.getElementById("type-options").content;
  const guess = (path) => {
    // The name holds a title (张三毕业证书.jpg), or is a piece of one: the shortest such title is the nearest (身份证.jpg).
    const name = path.split("/").pop().replace(/\.\w+$/, "");
    const bare = name.replace(/[\d\s_.（）()-]/g, "");
    const kinds = [...options().querySelectorAll("option[data-words]")]
      .map((option) => [option.value, option.dataset.words.split("|").filter(Boolean)]);
    const holds = kinds.find(([, words]) => words.some((word) => name.includes(word)));
    if (holds) return holds[0];
    const length = ([, words]) => Math.min(...words.filter((word) => word.includes(bare)).map((word) => word.length));
    const pieces = bare.length > 2 ? kinds.map((kind) => [length(kind), kind[0]]).sort(([one], [other]) => one - other) : [];
    return pieces.length && Number.isFinite(pieces[0][0]) && pieces[0][0] < (pieces[1]?.[0] ?? Infinity) ? pieces[0][1] : "";
  };
  // A row of the table whose headings name its columns: the file, its slot and its type, to be corrected in place.
  const line = (file, table) => {
    const made = document.createElement("tr");
    const [name, place, type] = [document.createElement("td"), document.createElement("td"), document.createElement("td")];
    const [, placeHead, typeHead] = table.querySelectorAll("th");
    name.textContent = file.path;
    name.className = "file";
    const slot = Object.assign(document.createElement("input"), { value: file.slot, maxLength: 100, name: "slot" });
    if (document.getElementById("slots")) slot.setAttribute("list", "slots");
    slot.setAttribute("aria-label", placeHead.textContent);
    slot.addEventListener("change", () => { file.slot = slot.value; });
    const kind = document.createElement("select");
    kind.setAttribute("aria-label", typeHead.textContent);
    kind.append(options().cloneNode(true));
    kind.value = file.type;
    kind.addEventListener("change", () => { file.type = kind.value; });
    place.append(slot);
    type.append(kind);
    made.append(name, place, type);
    return made;
  };

  window.Files = { watch, guess, line };
})();
