"""Sets of cut-out pieces: single seals on scraps of print, signature slots as they are cut from pages."""

from __future__ import annotations

import random
from pathlib import Path

from models.geometry import Box
from tests.synthesis.documents.common import SPLITS, style
from tests.synthesis.handwriting import sign
from tests.synthesis.ink.seal_kinds import SEAL_KINDS, stamp_of
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.pdf import jpeg
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from tests.synthesis.seals import press
from tests.synthesis.sets.recipe import Recipe
from tests.synthesis.sets.rows import Row, box_rows, label_row
from tests.synthesis.truth import Drawn

SIGNATURES = ("handwritten", "printed", "absent", "pasted")
SEAL_WAYS = ("flatbed", "flatbed", "flatbed", "photocopy", "heavy_jpeg", "soft", "noisy")
"""Scraps lie flat: no turns, no desks."""


def draw_seal_piece(recipe: Recipe, index: int) -> Drawn:
    """Return one stamp on a scrap of 80 by 80 mm, with print below it two times of three."""
    rng = random.Random(f"seals {recipe.seed} {index}")
    split, kind = recipe.split_of(index), tuple(SEAL_KINDS)[index % len(SEAL_KINDS)]
    about = scene(rng.randrange(10**6))
    look, sheet = style(about.seed, split=split), Sheet((80.0, 80.0))
    if rng.random() < 0.67:
        type_ = Type(look.body, rng.choice((10.5, 12.0, 14.0)))
        sheet.centred(36 + rng.uniform(-6, 6), about.unit.name[:14], type_)
        sheet.centred(
            46 + rng.uniform(-4, 4), f"{about.signed.year}年{about.signed.month}月{about.signed.day}日", type_
        )
    owner = about.person.name[:3] if kind.startswith("chop") else about.unit.name
    stamp = stamp_of(kind, owner, rng.randrange(10**6), split=split, code=about.unit.code)
    press(sheet, stamp, 40 + rng.uniform(-6, 6), 40 + rng.uniform(-6, 6))
    page = sheet.finish(None, f"seal-{kind}")
    return capture(page, rng.choice(recipe.ways or SEAL_WAYS), rng.randrange(10**6))


def draw_slot(recipe: Recipe, index: int) -> tuple[str, str, Drawn, Box]:
    """Return (kind, name, page, the slot on it) of one signature slot on a ruled line or in an open space."""
    rng = random.Random(f"slots {recipe.seed} {index}")
    split, kind = recipe.split_of(index), SIGNATURES[index % len(SIGNATURES)]
    about = scene(rng.randrange(10**6))
    writer = style(about.seed, split=split)
    sheet = Sheet((110.0, 40.0))
    if rng.random() < 0.4:
        sheet.rule(22, 27, 98, 27, weight=0.2)
    face = rng.choice(SPLITS[split].bodies)
    truth = sign(sheet, 28, 20, about.person.name, "申报人", writer.applicant, kind=kind,
                 printed=Type(face, rng.choice((12.0, 14.0, 16.0))), seed=rng.randrange(1000))  # fmt: skip
    way = rng.choice(recipe.ways or SEAL_WAYS)
    page = capture(sheet.finish(None, f"slot-{kind}"), way, rng.randrange(10**6))
    box = page.truth.signatures[0].box if page.truth.signatures else truth.box
    grown = box.expanded(rng.uniform(0.01, 0.06), rng.uniform(0.02, 0.12))
    return kind, about.person.name, page, grown


def write_seal(out: Path, recipe: Recipe, index: int) -> tuple[list[Row], list[Row]]:
    """Write one scrap with a seal."""
    page = draw_seal_piece(recipe, index)
    path = f"images/{index:05d}-{page.truth.layout}.jpg"
    (out / path).write_bytes(jpeg(page.image, 86))
    return [label_row(path, category="seals", split=recipe.split_of(index))], list(box_rows(path, page.truth))


def write_slot(out: Path, recipe: Recipe, index: int) -> tuple[list[Row], list[Row]]:
    """Write one cut-out slot; its label's answer is what stands in it."""
    kind, name, page, box = draw_slot(recipe, index)
    left, top, right, bottom = box.to_pixels(page.image.shape[1], page.image.shape[0])
    path = f"images/{index:05d}-slot-{kind}.jpg"
    (out / path).write_bytes(jpeg(page.image[top:bottom, left:right], 88))
    # For a slot that holds a picture of a signature the accuracy program has no answer of its own.
    answer = "" if kind == "pasted" else kind
    row = label_row(path, category="signatures", split=recipe.split_of(index), answer=answer, note=f"name={name}")
    return [row], []
