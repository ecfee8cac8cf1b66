"""The recipe: an opened document in, one policy-free `Observation` out. Expensive; its result is cached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from models.document import Line, Page
from models.observation import (
    Cover,
    EngineInfo,
    Observation,
    PageQuality,
    QrCode,
    Seal,
    Signature,
    Surface,
    SurfaceKind,
    Table,
)
from verifier.certificates.codes import read_codes
from verifier.certificates.fields import read_part_fields
from verifier.certificates.recognise import recognise
from verifier.certificates.tables import find_tables
from verifier.intake.opened import Opened
from verifier.masking.covers import find_covers
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.placing import placed_surfaces
from verifier.reading.quality import assess
from verifier.reading.upright import read_upright, upright_page
from verifier.seals.observe import observe_seals
from verifier.seals.reread import read_again
from verifier.signatures.observe import observe_signatures

OBSERVER: Final = "2"
"""Raised whenever what is observed changes for the same bytes, so that cached observations are made anew."""


def observer_version(engine: OcrEngine) -> str:
    """Return the key under which observations of this code with this engine are cached."""
    return f"{OBSERVER}/{engine.name}/{engine.version}"


def observe(opened: Opened, engine: OcrEngine, *, on_page: Callable[[int], None] | None = None) -> Observation:
    """Look at every page once, upright, and say what is there.

    All boxes are on the upright pages; `verifier.reading.upright.straight_picture` gives their pictures.

    Args:
        opened: the document with one picture a page, as it came in.
        engine: reads the pictures.
        on_page: called with the number of each page before it is read, for progress.
    """
    seen = _Seen()
    for page, image in zip(opened.document.pages, opened.images, strict=True):
        if on_page is not None:
            on_page(page.number)
        found = read_upright(image, engine)
        _observe_page(upright_page(page, found), found.image, engine, seen)
    recognition = recognise(seen.pages)
    return Observation(
        sha256=opened.document.sha256,
        pages=tuple(seen.pages),
        type=recognition.type,
        type_confidence=recognition.confidence,
        parts=recognition.parts,
        engine=EngineInfo(observer=observer_version(engine), ocr=engine.name, ocr_version=engine.version),
        tables=tuple(seen.tables),
        fields=tuple(read_part_fields(recognition.parts, seen.pages, seen.tables)),
        seals=tuple(seen.seals),
        signatures=tuple(seen.signatures),
        surfaces=placed_surfaces(opened.surfaces, seen.pages) + tuple(_surfaces_on_pages(seen)),
        covers=tuple(seen.covers),
        qr_codes=tuple(seen.codes),
        quality=tuple(seen.quality),
    )


@dataclass
class _Seen:
    """What the pages gave so far."""

    pages: list[Page] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    codes: list[QrCode] = field(default_factory=list)
    quality: list[PageQuality] = field(default_factory=list)


def _observe_page(page: Page, image: RgbImage, engine: OcrEngine, seen: _Seen) -> None:
    seals = observe_seals(image, page=page.number, dpi=page.dpi, engine=engine)
    lines: list[Line] = read_again(image, page.lines, seals, engine)
    seen.pages.append(replace(page, lines=tuple(lines)))
    seen.seals += seals
    seen.signatures += observe_signatures(image, lines, seals, page=page.number)
    seen.covers += find_covers(image, lines, page=page.number)
    seen.codes += read_codes(image, page=page.number)
    seen.tables += find_tables(image, lines, page=page.number)
    seen.quality.append(assess(image, lines, page=page.number, dpi=page.dpi))


def _surfaces_on_pages(seen: _Seen) -> list[Surface]:
    """Text that was read in places other than lines; the lines themselves stay in the pages."""
    found = [Surface(SurfaceKind.QR, code.text, code.page, code.box) for code in seen.codes]
    found += [Surface(SurfaceKind.SEAL, seal.text, seal.page, seal.box) for seal in seen.seals if seal.text]
    found += [Surface(SurfaceKind.SIGNATURE, slot.text, slot.page, slot.box) for slot in seen.signatures if slot.text]
    return found
