"""The recipe: an opened document in, one policy-free `Observation` out. Expensive; its result is cached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from models.document import Page
from models.geometry import Box
from models.observation import (
    Cover,
    EngineInfo,
    Observation,
    PageQuality,
    Photo,
    QrCode,
    Seal,
    Signature,
    Surface,
    SurfaceKind,
    Table,
    Writing,
)
from verifier.certificates.codes import read_codes
from verifier.certificates.cut_dates import with_whole_dates
from verifier.certificates.drawn_tables import fill_tables
from verifier.certificates.fields import read_part_fields
from verifier.certificates.form_photo import find_form_photo
from verifier.certificates.marks import find_marks, with_marks
from verifier.certificates.photo import find_photo
from verifier.certificates.recognise import recognise, recognise_text
from verifier.certificates.tables import find_tables
from verifier.certificates.tick_cells import fill_tick_cells
from verifier.intake.opened import HiddenPicture, LayerLine, Opened
from verifier.masking.cosmetic import cosmetic_covers
from verifier.masking.covers import find_covers
from verifier.masking.layer_rows import scattered_rows
from verifier.masking.other_ways import other_readings
from verifier.masking.pale_print import pale_readings
from verifier.masking.unread_names import unread_names
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.placing import placed_boxes, placed_layer, placed_surfaces, placed_tables
from verifier.reading.quality import assess
from verifier.reading.text_layer import settle
from verifier.reading.upright import read_upright, upright_page
from verifier.seals.observe import observe_seals
from verifier.seals.reread import read_again
from verifier.signatures.observe import observe_signatures
from verifier.signatures.opinions import judge_opinions

OBSERVER: Final = "11"
"""Raised whenever what is observed changes for the same bytes, so that cached observations are made anew."""


_SMALL_PICTURE_PX: Final = 800
"""Pictures with a smaller long side, previews among them, are read at twice their size."""


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
        upright = upright_page(page, found)
        _observe_page(upright, found.image, engine, seen, _beside(opened, upright))
    portraits = frozenset(photo.page for photo in seen.photos if not photo.on_form)
    recognition = recognise(seen.pages, portraits) if seen.pages else recognise_text(_text_without_pages(opened))
    return Observation(
        sha256=opened.document.sha256,
        pages=tuple(seen.pages),
        type=recognition.type,
        type_confidence=recognition.confidence,
        parts=recognition.parts,
        engine=EngineInfo(observer=observer_version(engine), ocr=engine.name, ocr_version=engine.version),
        tables=tuple(seen.tables),
        fields=tuple(read_part_fields(recognition.parts, seen.pages, seen.tables, seen.seals)),
        seals=tuple(seen.seals),
        signatures=tuple(seen.signatures),
        writings=tuple(seen.writings),
        surfaces=placed_surfaces(_unsettled(opened), seen.pages)
        + tuple(seen.surfaces)
        + tuple(_surfaces_on_pages(seen))
        + tuple(_surfaces_behind(opened, engine)),
        covers=tuple(seen.covers),
        qr_codes=tuple(seen.codes),
        photo=min(seen.photos, key=lambda photo: photo.on_form, default=None),
        quality=tuple(seen.quality),
        unsearched=opened.unsearched,
    )


@dataclass
class _Seen:
    """What the pages gave so far."""

    pages: list[Page] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    surfaces: list[Surface] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    codes: list[QrCode] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    quality: list[PageQuality] = field(default_factory=list)


@dataclass(frozen=True)
class _Beside:
    """What the file says of a page beside its pixels, placed on the page as it is looked at."""

    layer: tuple[LayerLine, ...]
    tables: tuple[Table, ...]
    pictures: tuple[HiddenPicture, ...]
    laid: tuple[Box, ...]


def _beside(opened: Opened, page: Page) -> _Beside:
    layer = opened.layers[page.number - 1] if opened.layers else ()
    tables = tuple(table for table in opened.tables if table.page == page.number)
    pictures = tuple(picture for picture in opened.pictures if picture.page == page.number)
    laid = placed_boxes(opened.laid[page.number - 1], page) if opened.laid else ()
    return _Beside(placed_layer(layer, page), placed_tables(tables, [page]), pictures, laid)


def _unsettled(opened: Opened) -> tuple[Surface, ...]:
    """Return the texts beside the pixels, without the lines of text layers: those are compared with the pixels."""
    settled = {(number, line.text.strip()) for number, layer in enumerate(opened.layers, start=1) for line in layer}
    return tuple(
        surface
        for surface in opened.surfaces
        if surface.kind is not SurfaceKind.TEXT_LAYER or (surface.page, surface.text) not in settled
    )


def _observe_page(page: Page, image: RgbImage, engine: OcrEngine, seen: _Seen, beside: _Beside) -> None:
    seals = observe_seals(image, page=page.number, dpi=page.dpi, engine=engine)
    read = with_whole_dates(image, read_again(image, page.lines, seals, engine), engine)
    settled = settle(read, beside.layer, image, engine, page=page.number)
    lines = with_marks(settled.lines, find_marks(image, settled.lines, dpi=page.dpi))
    seen.pages.append(replace(page, lines=lines, text_source=settled.source))
    seen.surfaces += settled.surfaces
    seen.surfaces += scattered_rows(beside.layer, page=page.number)
    seen.seals += seals
    seen.signatures += observe_signatures(image, lines, seals, page=page.number, laid=beside.laid)
    seen.writings += judge_opinions(image, lines, page=page.number)
    photo = find_photo(image, lines, page=page.number) or find_form_photo(image, lines, page=page.number)
    seen.photos += [photo] if photo is not None else []
    pictures = [*(seal.box for seal in seals), *([photo.box] if photo is not None else [])]
    covers = find_covers(image, lines, page=page.number, known=pictures)
    # What was read, without ticks: a mark that takes the place of characters would make them look covered.
    seen.covers += cosmetic_covers(image, settled.lines, beside.layer, beside.pictures, covers, page=page.number)
    seen.codes += read_codes(image, page=page.number)
    seen.surfaces += other_readings(image, lines, list(_placed(seen, page.number)), engine, page=page.number)
    seen.surfaces += pale_readings(image, lines, engine, page=page.number)
    found = fill_tables(beside.tables, find_tables(image, lines, page=page.number), lines)
    found = fill_tick_cells(image, found)
    seen.tables += found
    own = [cover for cover in seen.covers if cover.page == page.number]
    seen.surfaces += unread_names(image, seen.pages[-1], found, own)
    seen.quality.append(assess(image, lines, page=page.number, dpi=page.dpi))


def _placed(seen: _Seen, page: int) -> Iterator[Box]:
    """Yield where something else than print was seen on a page."""
    for found in (seen.seals, seen.signatures, seen.codes, seen.covers):
        yield from (one.box for one in found if one.page == page)


def _surfaces_behind(opened: Opened, engine: OcrEngine) -> Iterator[Surface]:
    """Yield what can be read in pictures that no page shows."""
    for picture in opened.pictures:
        enlarged = np.repeat(np.repeat(picture.image, 2, axis=0), 2, axis=1)
        image = enlarged if max(picture.image.shape) < _SMALL_PICTURE_PX else picture.image
        text = "\n".join(line.text for line in read_upright(image, engine).lines)
        if text:
            yield Surface(picture.kind, text)


def _text_without_pages(opened: Opened) -> str:
    """Return the text of a document that has no pages (DOCX that nothing laid out)."""
    return "\n".join(surface.text for surface in opened.surfaces if surface.kind is SurfaceKind.TEXT_LAYER)


def _surfaces_on_pages(seen: _Seen) -> list[Surface]:
    """Text that was read in places other than lines; the lines themselves stay in the pages."""
    found = [Surface(SurfaceKind.QR, code.text, code.page, code.box) for code in seen.codes]
    found += [Surface(SurfaceKind.SEAL, seal.text, seal.page, seal.box) for seal in seen.seals if seal.text]
    found += [Surface(SurfaceKind.SIGNATURE, slot.text, slot.page, slot.box) for slot in seen.signatures if slot.text]
    return found
