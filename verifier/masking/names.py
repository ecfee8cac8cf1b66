"""Find every trace of a person in what was seen of one file (姓名残留检测)."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterable, Iterator, Sequence

from models.document import Line, Page, TextSource
from models.geometry import Box
from models.observation import NameHit, Observation, Surface, SurfaceKind
from verifier.masking.beside import left_beside_covers
from verifier.masking.identifiers import find_identifier
from verifier.masking.placing import box_of_range
from verifier.masking.spelling import DOUBTFUL, Trace, find_spellings
from verifier.masking.stacks import loose_joins, stacks
from verifier.masking.subject import Subject

__all__ = ["DOUBTFUL", "Subject", "find_names"]

_SHORT_SEAL = 8
"""A name chop holds at most this many characters (欧阳某某之印章)."""


def find_names(filename: str, observation: Observation, subject: Subject) -> list[NameHit]:
    """Return all traces of `subject`: in pixels, on every other surface, in seals, signatures, codes, the file name.

    One trace over a line break makes one hit for each line that holds a part of it, so that each part can be covered.
    `variant` is one of `verifier.masking.spelling` or the kind of the identifier; those in `DOUBTFUL` want a person.

    `covered` is False on every hit: what could be read is not covered. That holds as well for a text layer below an
    opaque box, where the eye sees nothing but everybody can copy the text; a name that is hidden for good leaves
    nothing that this function could report.
    """
    hits: list[NameHit] = []
    for page in observation.pages:
        hits.extend(page_hits(page, subject))
        hits.extend(_beside_hits(page, observation, subject, hits))
    for surface in _surfaces(filename, observation):
        hits.extend(_surface_hits(surface, subject))
    hits.extend(_cell_hits(observation, subject, hits))
    return list(dict.fromkeys(hits))


def find_traces(text: str, subject: Subject) -> list[Trace]:
    """Return the traces of the name and of everything in `subject.also` in one text."""
    traces = find_spellings(text, subject)
    for kind, value in subject.also:
        traces.extend(find_identifier(text, kind, value))
    return traces


def page_hits(page: Page, subject: Subject) -> Iterator[NameHit]:
    """Yield the traces in the lines of one page, with their places."""
    surface = SurfaceKind.TEXT_LAYER if page.text_source is TextSource.TEXT_LAYER else SurfaceKind.PIXELS
    seen: set[tuple[int, int]] = set()
    surest_first = sorted(_page_traces(page, subject), key=lambda found: found[1].variant in DOUBTFUL)
    for text, trace, parts, variant in surest_first:
        places = {(index, place) for index, start, end in parts for place in range(start, end)}
        if not places or places & seen:
            continue
        seen |= places
        for index, start, end in parts:
            box = box_of_range(page.lines[index], start, end, aspect=page.width_px / page.height_px)
            yield NameHit(surface, text[trace.start : trace.end], variant, False, page.number, box)


def _beside_hits(page: Page, observation: Observation, subject: Subject, hits: Sequence[NameHit]) -> Iterator[NameHit]:
    known = [hit.box for hit in hits if hit.page == page.number and hit.box is not None]
    for index, start, end in left_beside_covers(page, observation.covers, subject):
        line = page.lines[index]
        box = box_of_range(line, start, end, aspect=page.width_px / page.height_px)
        if not any(box.intersection(other) for other in known):
            yield NameHit(SurfaceKind.PIXELS, line.text[start:end], "partial", False, page.number, box)


def _page_traces(page: Page, subject: Subject) -> Iterator[tuple[str, Trace, list[tuple[int, int, int]], str]]:
    """Yield (text, trace, its parts, variant) from the page in reading order, then from the other ways to read it."""
    readings: list[tuple[list[int], bool]] = [(list(range(len(page.lines))), False)]
    readings.extend((join, False) for join in loose_joins(page.lines))
    readings.extend((stack, True) for stack in stacks(page))
    for indices, vertical in readings:
        text, places = _joined(page.lines, indices)
        for trace in find_traces(text, subject):
            parts = _parts(places, trace)
            stacked = vertical and len(parts) > 1 and trace.variant not in DOUBTFUL
            yield text, trace, parts, "vertical" if stacked else trace.variant


def _joined(lines: tuple[Line, ...], indices: Iterable[int]) -> tuple[str, list[tuple[int, int]]]:
    """Return the lines joined by line breaks and, for each character, (line, place in it); a break has line -1."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    for index in indices:
        pieces.append(lines[index].text + "\n")
        places.extend((index, place) for place in range(len(lines[index].text)))
        places.append((-1, 0))
    return "".join(pieces), places


def _parts(places: list[tuple[int, int]], trace: Trace) -> list[tuple[int, int, int]]:
    """Return the trace as (line, start, end), one for each line it touches."""
    parts: list[tuple[int, int, int]] = []
    for index, place in places[trace.start : trace.end]:
        if index < 0:
            continue
        if parts and parts[-1][0] == index:
            parts[-1] = (index, parts[-1][1], place + 1)
        else:
            parts.append((index, place, place + 1))
    return parts


def _surfaces(filename: str, observation: Observation) -> Iterator[Surface]:
    """Yield everything beside the pages' lines that carries text."""
    yield Surface(SurfaceKind.FILENAME, filename)
    yield from observation.surfaces
    for seal in observation.seals:
        for text in (seal.text, seal.centre_text):
            if text:
                yield Surface(SurfaceKind.SEAL, text, seal.page, seal.box)
    for signature in observation.signatures:
        if signature.text:
            yield Surface(SurfaceKind.SIGNATURE, signature.text, signature.page, signature.box)
    for code in observation.qr_codes:
        yield Surface(SurfaceKind.QR, code.text, code.page, code.box)


def _surface_hits(surface: Surface, subject: Subject) -> Iterator[NameHit]:
    for text in _decodings(surface):
        traces = find_traces(text, subject)
        for trace in traces:
            yield _hit(surface, text[trace.start : trace.end], trace.variant)
        if not traces and surface.kind is SurfaceKind.SEAL and _chopped(text, subject):
            yield _hit(surface, text, "partial")


def _hit(surface: Surface, text: str, variant: str) -> NameHit:
    return NameHit(surface.kind, text, variant, False, surface.page, surface.box)


def _decodings(surface: Surface) -> list[str]:
    """Return the text and what it says when percent escapes are undone; a seal's ring also from another start."""
    texts = [surface.text]
    if "%" in surface.text:
        texts.extend(urllib.parse.unquote(surface.text, encoding=code, errors="replace") for code in ("utf-8", "gbk"))
    if surface.kind is SurfaceKind.SEAL:
        texts = [surface.text * 2] if len(surface.text) <= _SHORT_SEAL else texts
    return list(dict.fromkeys(texts))


def _chopped(text: str, subject: Subject) -> bool:
    """Tell whether a short seal holds all characters of the name: chops are read in columns, from either side."""
    name = "".join(subject.parts)
    return len(name) >= 2 and len(text) <= _SHORT_SEAL and all(character in text for character in name)


def _cell_hits(observation: Observation, subject: Subject, hits: list[NameHit]) -> list[NameHit]:
    """Return what only a cell's text shows: narrow columns break names, and reading order runs across the rows."""
    known: dict[int | None, list[Box]] = {}
    for hit in hits:
        if hit.box is not None:
            known.setdefault(hit.page, []).append(hit.box)
    found: list[NameHit] = []
    for table in observation.tables:
        for cell in table.cells:
            if any(cell.box.intersection(box) for box in known.get(table.page, [])):
                continue
            surface = Surface(SurfaceKind.PIXELS, cell.text, table.page, cell.box)
            found.extend(_surface_hits(surface, subject))
    return found
