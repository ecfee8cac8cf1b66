"""Sets of pages: documents of all types, odd ones among them, as they come over a counter."""

from __future__ import annotations

import inspect
import random
import zlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.pdf import jpeg
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from tests.synthesis.scanning.light import file_of
from tests.synthesis.sets.recipe import Recipe
from tests.synthesis.sets.rows import Row, box_rows, label_row
from tests.synthesis.truth import Drawn

COVERS = ("opaque", "opaque", "opaque", "translucent", "mosaic", "blur", "thin", "partial")


@lru_cache(maxsize=256)
def settings_of(type_: str) -> frozenset[str]:
    """Return the options that a document takes."""
    return frozenset(inspect.signature(DOCUMENTS[type_]).parameters)


def draw_one(recipe: Recipe, index: int) -> tuple[str, str, str, list[Drawn]]:
    """Return (type, the applicant's name, how it came in, pages) of one document; what is odd about it is by lot."""
    rng = random.Random(f"set {recipe.seed} {index}")
    type_, number = recipe.drawn_types[index % len(recipe.drawn_types)], rng.randrange(10**6)
    about, look = scene(number), style(number, split=recipe.split_of(index))
    options: dict[str, object] = {}
    known = settings_of(type_)
    if "signature" in known:
        options["signature"] = rng.choices(("handwritten", "printed", "pasted", "absent"), (55, 16, 13, 16))[0]
    if "seal_text" in known and rng.random() < 0.2:
        options["seal_text"] = scene(number + 1).unit.name
    if "sealed" in known and rng.random() < 0.06:
        options["sealed"] = False
    if rng.random() < 0.25:
        look = replace(look, masked=rng.choice(COVERS))
    clean = DOCUMENTS[type_](about, look, **options)
    # All pages of a document lay in one machine.
    way, start = rng.choice(recipe.drawn_ways), zlib.crc32(f"{type_} {number}".encode())
    return type_, about.person.name, way, [capture(page, way, start + turn) for turn, page in enumerate(clean)]


def write_page(out: Path, recipe: Recipe, index: int) -> tuple[list[Row], list[Row]]:
    """Write the pages of one document as JPEG files; returns their rows of LABELS.csv and BOXES.csv."""
    type_, name, way, drawn = draw_one(recipe, index)
    labels, boxes = [], []
    for number, page in enumerate(drawn, 1):
        path = f"images/{index:05d}-{type_}-{number}.jpg"
        (out / path).write_bytes(file_of(page.image) or jpeg(page.image, 84))
        answer = "leaks" if page.truth.names else "clean"
        note = f"layout={page.truth.layout} way={way} dpi={page.dpi:.0f}"
        labels.append(
            label_row(
                path,
                type=page.truth.type or "",
                split=recipe.split_of(index),
                subject_name=name,
                answer=answer,
                note=note,
            )
        )
        boxes += box_rows(path, page.truth)
    return labels, boxes
