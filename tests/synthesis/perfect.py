"""What a perfect reader would see of drawn pages: their truth as an `Observation`, no engine and no finder asked.

Recognition, fields, tables and opinions are the product's own, on perfect lines. Tests of packs and judge take a
thousandth of the time that reading costs, and what they find wrong is no misreading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np

from models.document import Line, Page, TextSource
from models.geometry import Box, Point
from models.observation import (
    Cover,
    CoverKind,
    EngineInfo,
    HandwrittenDate,
    Observation,
    PageQuality,
    Photo,
    QrCode,
    Seal,
    SealColour,
    SealShape,
    Signature,
    SignatureKind,
    Surface,
    SurfaceKind,
    Table,
    Writing,
)
from tests.synthesis.truth import Drawn, SealTruth, SignatureTruth
from verifier.certificates.dates import parse_date
from verifier.certificates.fields import read_part_fields
from verifier.certificates.folding import fold
from verifier.certificates.form_photo import find_form_photo
from verifier.certificates.photo import find_photo
from verifier.certificates.recognise import recognise
from verifier.certificates.tables import find_tables
from verifier.signatures.opinions import judge_opinions

SURE = 1.0


def perfect_observation(pages: Sequence[Drawn], *, name: str) -> Observation:
    """Return what can be seen on drawn pages; `name` decides the digest that stands for the file's bytes."""
    read, tables, photos = [], [], []
    seals: list[Seal] = []
    signatures: list[Signature] = []
    writings: list[Writing] = []
    surfaces: list[Surface] = []
    for number, page in enumerate(pages, 1):
        height, width = page.image.shape[:2]
        lines = _in_sight(page)
        read.append(Page(number, width, height, page.dpi, lines, TextSource.PIXELS))
        tables += _tables(page, number)
        photo = find_photo(page.image, lines, page=number) or find_form_photo(page.image, lines, page=number)
        photos += [photo] if photo is not None else []
        seals += [_seal(one, number) for one in page.truth.seals]
        signatures += [_signature(one, number, page) for one in page.truth.signatures]
        writings += _writings(page, number)
        surfaces += [Surface(SurfaceKind.SEAL, one.text, number, one.box) for one in page.truth.seals]
        surfaces += [Surface(SurfaceKind.QR, one.text, number, one.box) for one in page.truth.qr_codes]
    found = recognise(read, frozenset(photo.page for photo in photos if not photo.on_form))
    return Observation(
        sha256=sha256(name.encode()).hexdigest(),
        pages=tuple(read),
        type=found.type,
        type_confidence=found.confidence,
        parts=found.parts,
        engine=EngineInfo("perfect", "perfect", "1"),
        tables=tuple(tables),
        fields=tuple(read_part_fields(found.parts, read, tables, seals)),
        seals=tuple(seals),
        signatures=tuple(signatures),
        writings=tuple(writings),
        surfaces=tuple(surfaces),
        covers=tuple(
            Cover(number, one.box, CoverKind(one.kind))
            for number, page in enumerate(pages, 1)
            for one in page.truth.covers
        ),
        qr_codes=tuple(
            QrCode(number, one.box, "QRCode", one.text)
            for number, page in enumerate(pages, 1)
            for one in page.truth.qr_codes
        ),
        photo=_first(photos),
        quality=tuple(_quality(page, number) for number, page in enumerate(pages, 1)),
    )


def _first(photos: Sequence[Photo]) -> Photo | None:
    return min(photos, key=lambda photo: photo.on_form, default=None)


def _tables(page: Drawn, number: int) -> list[Table]:
    return find_tables(page.image, _in_sight(page), page=number)


def _in_sight(page: Drawn) -> tuple[Line, ...]:
    """Return the lines of a page without what lies below its opaque covers."""
    hidden = [one.box for one in page.truth.covers if one.kind == CoverKind.OPAQUE]
    return tuple(line for one in page.truth.as_lines() if (line := _uncovered(one, hidden) if hidden else one))


def _uncovered(line: Line, hidden: Sequence[Box]) -> Line | None:
    words = tuple(word for word in line.words if not any(cover.contains(word.box.centre) for cover in hidden))
    if len(words) == len(line.words):
        return line
    text, boxes = "".join(word.text for word in words), [word.box for word in words]
    return Line(text, Box.around(boxes), 1.0, words) if text.strip() else None


def _seal(one: SealTruth, number: int) -> Seal:
    return Seal(
        page=number,
        box=one.box,
        outline=_corners(one.box),
        shape=SealShape(one.shape),
        colour=SealColour(one.colour),
        # Of a slice over the edge nobody reads the whole name.
        text=None if one.is_fragment else one.text,
        centre_text=None if one.is_fragment else one.centre_text,
        code=one.code,
        confidence=SURE,
        is_copy=one.colour in ("grey", "black"),
        is_fragment=one.is_fragment,
        diameter_mm=one.diameter_mm,
    )


def _corners(box: Box) -> tuple[Point, ...]:
    return ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))


def _signature(one: SignatureTruth, number: int, page: Drawn) -> Signature:
    date = None
    if one.date is not None:
        value = parse_date(fold(one.date.value)).value if one.date.value else None
        day = dt.date.fromisoformat(value) if value and len(value) == len("2024-01-01") else None
        date = HandwrittenDate(day, one.date.value, one.date.box, SignatureKind(one.date.kind), SURE)
    is_hidden = any(
        one.box.covered_by(cover.box) > 0.5 or cover.box.covered_by(one.box) > 0.5 for cover in page.truth.covers
    )
    name = None if is_hidden else one.name
    return Signature(number, one.box, one.role, SignatureKind(one.kind), SURE, date, name)


def _writings(page: Drawn, number: int) -> list[Writing]:
    """Return the opinions that the product looks for, each as it was truly written."""
    by_hand = [line.box for line in page.truth.lines if line.kind == "handwritten"]
    return [
        replace(
            one,
            kind=SignatureKind.HANDWRITTEN
            if any(box.intersection(one.box) for box in by_hand)
            else SignatureKind.PRINTED,
            confidence=SURE,
        )
        for one in judge_opinions(page.image, _in_sight(page), page=number)
    ]


def _quality(page: Drawn, number: int) -> PageQuality:
    is_blank = not page.truth.lines and float(np.std(page.image)) < 4
    return PageQuality(number, 400.0, is_blank, ("blank",) if is_blank else ())
