"""The rows of LABELS.csv and BOXES.csv, in the columns that the accuracy programs read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from models.geometry import Box
from tests.synthesis.truth import Truth

LABELS = ("path", "category", "type", "split", "subject_name", "answer", "note")
BOXES = (
    "path", "page", "kind", "left", "top", "right", "bottom",
    "text", "shape", "colour", "role", "signature_kind", "ignore",
)  # fmt: skip

Row = dict[str, object]


def box_rows(path: str, truth: Truth) -> Iterator[Row]:
    """Yield the rows of BOXES.csv of one page; a file holds one page."""

    def row(kind: str, box: Box, **more: object) -> Row:
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


def label_row(path: str, *, category: str = "generated", **more: object) -> Row:
    """Return a row of LABELS.csv, what is not told left empty."""
    return dict.fromkeys(LABELS, "") | {"path": path, "category": category, **more}


def write_rows(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write a CSV file with these columns."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
