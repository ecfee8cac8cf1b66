"""The pages that reading is measured on: four kinds of generated pages, and PDFs with a text layer of their own."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from tests.synthesis import fonts
from tests.synthesis.ageing import ageing, scan
from tests.synthesis.paper import Sheet, Type
from verifier.pictures import RgbImage

DPI = 200
FACES = ("song", "kai", "hei", "microhei")
ROOT = Path(__file__).resolve().parents[2]

Truth = tuple[str, ...] | None
"""The runs of text that truly stand on the page, in any order; None where nobody knows."""


@dataclass(frozen=True)
class Sample:
    """One page to read. `kind` groups pages in the table."""

    name: str
    kind: str
    image: RgbImage
    truth: Truth


def generated(per_kind: int) -> list[Sample]:
    """Return scanned A4 pages at 200 dpi, `per_kind` of each kind, in the four text faces by turns."""
    return [
        _scanned(kind, draw, seed, FACES[(seed + shift) % len(FACES)])
        for seed in range(per_kind)
        for shift, (kind, draw) in enumerate(KINDS.items())
    ]


def _scanned(kind: str, draw: Callable[[Sheet, random.Random, str], None], seed: int, face: str) -> Sample:
    sheet = Sheet()
    draw(sheet, random.Random(f"{kind} {seed}"), face)
    page = scan(sheet.finish(None, kind), ageing(seed * 7 + len(kind)), seed=seed)
    return Sample(f"{kind}-{seed}-{face}", kind, page.image, tuple(line.text for line in page.truth.lines))


def _prose(sheet: Sheet, rng: random.Random, face: str) -> None:
    """A letter: 12 pt, one column."""
    sheet.centred(26, "关于计量检定技术问题的说明", Type(fonts.bold(face), 18))
    y = 42.0
    while y < 255:
        y = sheet.paragraph(28, y, 154, _text(rng, face, 90, 190), Type(face, 12), leading=1.6)


def _dense(sheet: Sheet, rng: random.Random, face: str) -> None:
    """A printed paper: 9 pt, one column, little leading."""
    y = 20.0
    while y < 268:
        y = sheet.paragraph(20, y, 170, _text(rng, face, 160, 320), Type(face, 9), leading=1.35)


def _table(sheet: Sheet, rng: random.Random, face: str) -> None:
    """A ruled form of 150 short cells: words, numbers, dates."""
    sheet.centred(20, "检定结果表", Type(fonts.bold(face), 16))
    columns, rows, left, top, high = 6, 25, 16.0, 36.0, 9.2
    width = (sheet.width_mm - 2 * left) / columns
    for row in range(rows + 1):
        sheet.rule(left, top + row * high, left + columns * width, top + row * high)
    for column in range(columns + 1):
        sheet.rule(left + column * width, top, left + column * width, top + rows * high)
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * width, top + row * high
            sheet.centred(y + 2.7, _cell(rng, face, column), Type(face, 10.5), left=x, right=x + width)


def _cell(rng: random.Random, face: str, column: int) -> str:
    if column % 3 == 0:
        return _text(rng, face, 3, 7).strip("，。、；：？！（）")[:7] or "合格"
    if column % 3 == 1:
        return f"{rng.uniform(0.01, 999):.{rng.randint(1, 3)}f}"
    return f"{rng.randint(2015, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _certificate(sheet: Sheet, rng: random.Random, face: str) -> None:
    """A framed certificate: large heading, labelled values, a paragraph, number and date."""
    for inset, weight in ((10, 1.2), (13, 0.3)):
        sheet.frame(inset, inset, sheet.width_mm - inset, sheet.height_mm - inset, weight=weight)
    sheet.centred(40, "专业技术职务任职资格证书", Type(fonts.bold(face), 24))
    label, value = Type(fonts.bold(face), 14), Type(face, 14)
    for row, name in enumerate(("单位名称", "专业名称", "资格名称", "批准文号", "管理编号")):
        y = 75 + 13.0 * row
        sheet.text(35, y, name, label)
        number = f"{rng.randint(2015, 2024)}{rng.randint(10**9, 10**10 - 1)}"
        sheet.text(68, y, number if row >= 3 else _text(rng, face, 8, 14).strip("，。；：、"), value)
    sheet.paragraph(35, 150, 140, _text(rng, face, 90, 130), Type(face, 15), leading=1.8)
    sheet.text(110, 240, f"{rng.randint(2015, 2024)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日", value)


KINDS: dict[str, Callable[[Sheet, random.Random, str], None]] = {
    "prose": _prose,
    "dense": _dense,
    "table": _table,
    "certificate": _certificate,
}


def _text(rng: random.Random, face: str, low: int, high: int) -> str:
    """Return running text of the corpus in random order of its clauses: no page repeats another."""
    text = ""
    wanted, known = rng.randint(low, high), fonts.coverage(face)
    while len(text) < wanted:
        text += "".join(character for character in rng.choice(_clauses()) if character in known)
    return text[:wanted]


@lru_cache(maxsize=1)
def _clauses() -> tuple[str, ...]:
    rows = (ROOT / "samples/corpus.jsonl").read_text("utf-8").splitlines()
    whole = "".join(json.loads(row)["text"] for row in rows)
    ends = [index for index, character in enumerate(whole) if character in "，。；"]
    return tuple(clause for a, b in pairwise(ends) if 4 < len(clause := whole[a + 1 : b + 1].strip()) < 60)


def born_digital(files: list[Path], at_most: int) -> list[Sample]:
    """Return pages of PDFs drawn at 200 dpi with the text of their own layer; pages of little text are left out.

    At most `at_most` pages of all files together, spread evenly over each.
    """
    import pypdfium2

    samples = []
    for file in files:
        document = pypdfium2.PdfDocument(file)
        try:
            wanted = max(1, at_most // len(files))
            step = max(1, len(document) // wanted)
            for number in range(0, len(document), step)[:wanted]:
                page = document[number]
                text = page.get_textpage().get_text_bounded()
                if len("".join(text.split())) >= 50:
                    image = np.asarray(page.render(scale=DPI / 72).to_pil().convert("RGB"))
                    samples.append(Sample(f"{file.stem}-{number + 1}", "born-digital", image, tuple(text.splitlines())))
        finally:
            document.close()
    return samples


def pictures(folder: Path) -> Iterator[Sample]:
    """Yield the pictures of a folder; the truth is the `.txt` beside a picture, or unknown."""
    from PIL import Image, ImageOps

    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() not in {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"}:
            continue
        with Image.open(file) as opened:
            image = np.asarray(ImageOps.exif_transpose(opened).convert("RGB"))
        beside = file.with_suffix(".txt")
        truth = tuple(beside.read_text("utf-8").splitlines()) if beside.is_file() else None
        yield Sample(file.stem, "pictures", image, truth)


def need(files: list[Path]) -> None:
    """Stop with a reason where a file is not there."""
    for file in files:
        if not file.is_file():
            sys.exit(f"no such file: {file}")
