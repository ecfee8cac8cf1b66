"""Writes a labelled set of pages: `python -m tests.synthesis.write_set OUT --count N --seed S [--split held]`.

Images in OUT/images, LABELS.csv and BOXES.csv in the formats of the accuracy programs. Of every ten documents six are
train, two dev, two held; held pages have a text face, writers, seals and
places of their own (titles and certificates are printed in the same faces everywhere).
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from models.geometry import Box
from tests.synthesis.ageing import ageing
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS, draw_pages
from tests.synthesis.pdf import jpeg
from tests.synthesis.people import scene
from tests.synthesis.truth import Drawn, Truth

LABELS = ("path", "category", "type", "split", "subject_name", "answer", "note")
BOXES = (
    "path", "page", "kind", "left", "top", "right", "bottom",
    "text", "shape", "colour", "role", "signature_kind", "ignore",
)  # fmt: skip
SPLITS = ("train",) * 6 + ("dev",) * 2 + ("held",) * 2
SIGNED = ("truth_pledge", "unit_resp", "pub_notice")
SEALED = ("unit_resp", "pub_notice", "pub_result", "recommend", "diploma", "title_cert", "id_card")
COVERS = ("opaque", "opaque", "opaque", "translucent", "mosaic", "blur", "thin", "partial")


def draw_one(index: int, seed: int, split: str) -> tuple[str, str, list[Drawn]]:
    """Return (type, the applicant's name, pages) of one document of a set; what is odd about it is drawn by lot."""
    rng = random.Random(f"set {seed} {index}")
    types = list(DOCUMENTS)
    type_, number = types[index % len(types)], rng.randrange(10**6)
    about, look = scene(number), style(number, split=split)
    options: dict[str, object] = {}
    if type_ in SIGNED:
        options["signature"] = rng.choices(("handwritten", "printed", "pasted", "absent"), (55, 16, 13, 16))[0]
    if type_ in SEALED and rng.random() < 0.2:
        options["seal_text"] = scene(number + 1).unit.name
    if rng.random() < 0.25:
        look = replace(look, masked=rng.choice(COVERS))
    how = ageing(number, grey=rng.random() < 0.12)
    return type_, about.person.name, draw_pages(type_, number, about=about, look=look, how=how, **options)


def rows_of(path: str, truth: Truth) -> Iterator[dict[str, object]]:
    """Yield the rows of BOXES.csv of one page; a file holds one page."""

    def row(kind: str, box: Box, **more: object) -> dict[str, object]:
        sides = dict(zip(("left", "top", "right", "bottom"), (f"{side:.4f}" for side in box), strict=True))
        return {"path": path, "page": 1, "kind": kind, "ignore": 0, **sides, **more}

    for seal in truth.seals:
        # A note stamp (条形章) is ink of the same pad, but nobody asks for it as a seal.
        kind, note = "fragment" if seal.is_fragment else "seal", seal.shape == "rectangle"
        yield row(kind, seal.box, text=seal.text, shape=seal.shape, colour=seal.colour, ignore=int(note))
    for one in truth.signatures:
        yield row("signature_slot", one.box, text=one.name or "", role=one.role, signature_kind=one.kind)
        if one.date:
            yield row("date_slot", one.date.box, text=one.date.value or "", role=one.role, signature_kind=one.date.kind)
    for item in truth.fields:
        yield row("field", item.box, text=item.value, role=item.name)
    for cover in truth.covers:
        yield row("cover", cover.box, role=cover.kind)
    for code in truth.qr_codes:
        yield row("qr", code.box, text=code.text)
    for box in truth.names:
        yield row("name", box)


def write(out: Path, count: int, seed: int, only: str | None = None) -> int:
    """Write `count` documents; returns the number of pages."""
    (out / "images").mkdir(parents=True, exist_ok=True)
    labels, boxes = [], []
    for index in range(count):
        split = only or SPLITS[index // len(DOCUMENTS) % len(SPLITS)]
        type_, name, drawn = draw_one(index, seed, split)
        for number, page in enumerate(drawn, 1):
            path = f"images/{index:05d}-{type_}-{number}.jpg"
            (out / path).write_bytes(jpeg(page.image, 84))
            labels.append(_label(path, page, split, name))
            boxes += rows_of(path, page.truth)
    _write_rows(out / "LABELS.csv", LABELS, labels)
    _write_rows(out / "BOXES.csv", BOXES, boxes)
    return len(labels)


def _write_rows(path: Path, columns: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _label(path: str, page: Drawn, split: str, name: str) -> dict[str, object]:
    truth = page.truth
    return {
        "path": path,
        "category": "generated",
        "type": truth.type or "",
        "split": split,
        "subject_name": name,
        "answer": "leaks" if truth.names else "clean",
        "note": f"layout={truth.layout}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100, help="documents, not pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=sorted(set(SPLITS)), help="write this split alone")
    arguments = parser.parse_args()
    print(write(arguments.out, arguments.count, arguments.seed, arguments.split), "pages")


if __name__ == "__main__":
    main()
