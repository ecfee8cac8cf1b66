"""Read the name along the ring: find where it begins, read its line twice, look at each glyph by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.seals.around import Token, gap_by_reading, tokens_of
from verifier.seals.cells import GlyphRow, glyph_cells, glyph_rows
from verifier.seals.ellipse import Ellipse
from verifier.seals.glyphs import GlyphReader, Scores, glyph_reader
from verifier.seals.ink import Grey
from verifier.seals.names import DISPUTED, ends_like_organisation, is_han
from verifier.seals.second_opinion import Weighed, name_in, standing, weigh
from verifier.seals.strips import Placed, Strip, agreed, disputed, honest, read_name, said_of, score
from verifier.seals.unwrap import Gap, Unrolled, find_gaps, name_strip
from verifier.seals.zone import glyph_zone, with_margin

_EVEN: Final = 0.3
"""Confidence of a character from which it speaks for where it was looked for, below which against it."""
_LIKELY: Final = 0.45
"""Mean confidence from which what all readers say together is the name, whatever the line alone is surer of."""
_NO_DOUBT: Final = 0.95
_FEWEST: Final = 4


@dataclass(frozen=True)
class Name:
    """A name along a ring: where it does not stand, its text, a confidence a character, all that may stand at each."""

    gap: Gap
    text: str
    characters: tuple[float, ...]
    alternatives: tuple[str, ...] = ()

    @property
    def arc(self) -> tuple[float, float]:
        """Where the name begins and ends, degrees clockwise from three o'clock, 0..360."""
        begin, end = (round(math.degrees(angle) % 360, 1) for angle in (self.gap.end, self.gap.start))
        return begin, end


def read_ring_name(inks: tuple[Grey, Grey], ellipse: Ellipse, engine: OcrEngine) -> Name:
    """Return the name along the ring of a seal, its text empty where there is none.

    Args:
        inks: two pictures of the seal's ink, dark on white.
        ellipse: the rim of a common seal with these glyphs, pixels.
        engine: reads strips; one that tells no places of characters (`read_characters`) is believed as it is.
    """
    gaps = find_gaps(inks[0], ellipse)
    read = getattr(engine, "read_characters", None)
    if read is None:
        return _believed(inks, ellipse, gaps, engine)
    reader = glyph_reader()
    trial = _best_trial(inks[0], ellipse, _tellings(inks[0], ellipse, gaps, engine), read, reader)
    line = _name_tokens(trial.placed, trial.strip)
    if trial.row is not None and trial.seen is not None and trial.is_sure:
        name = name_in(trial.row, [line], trial.seen, reader)
        said = said_of(trial.strip.picture, trial.placed)[1]
        return _better(trial.gap, said, trial.row.part(name), [line], trial.seen[name], reader)
    return _read_twice(inks[1], ellipse, trial, read, reader)


def _read_twice(
    ink: Grey, ellipse: Ellipse, trial: _Trial, read: Callable[[RgbImage], list[Placed]], reader: GlyphReader
) -> Name:
    """Return what another picture of the ink makes of a trial that left something open."""
    second = name_strip(ink, ellipse, trial.gap, with_margin(trial.zone))
    placed = [trial.placed, read(second.picture)]
    strips = [trial.strip, second]
    first, other = (said_of(strip.picture, found)[1] for strip, found in zip(strips, placed, strict=True))
    line = honest(agreed(first, other))
    if trial.row is None or trial.seen is None:
        return Name(trial.gap, *line)
    lines = [_name_tokens(found, strip) for strip, found in zip(strips, placed, strict=True)]
    seen = np.float32(0.5) * (trial.seen + reader.scores(glyph_cells(ink, ellipse, trial.zone, trial.row)))
    name = name_in(trial.row, lines, seen, reader)
    return _better(trial.gap, line, trial.row.part(name), lines, seen[name], reader)


def _believed(inks: tuple[Grey, Grey], ellipse: Ellipse, gaps: list[Gap], engine: OcrEngine) -> Name:
    """Return what an engine says that tells no places of characters."""
    gap = max(gaps, key=lambda gap: score(read_name(name_strip(inks[0], ellipse, gap).picture, engine)[0]))
    zone = with_margin(glyph_zone(inks[0], ellipse, gap))
    first, second = (read_name(name_strip(ink, ellipse, gap, zone).picture, engine)[1] for ink in inks)
    return Name(gap, *honest(agreed(first, second)))


def _tellings(ink: Grey, ellipse: Ellipse, inked: list[Gap], engine: OcrEngine) -> Iterator[Gap]:
    """Yield where the name may not stand: as the ink tells, as reading all around does, as the ink does next."""
    yield inked[0]
    told = gap_by_reading(ink, ellipse, inked[0].middle, engine)
    if told is not None:
        yield told
    else:
        yield from inked[1:]


@dataclass(frozen=True, eq=False)
class _Trial:
    """A name read from one gap to its other side: the strip, what the line recogniser and the reader of glyphs say.

    `worth` grows with each place that both make a likely character of; where they leave no doubt of any, and it ends as
    names do, `is_sure`.
    """

    gap: Gap
    zone: tuple[float, float]
    strip: Unrolled
    placed: list[Placed]
    row: GlyphRow | None
    seen: Scores | None
    worth: float
    is_sure: bool = False


def _best_trial(
    ink: Grey, ellipse: Ellipse, gaps: Iterable[Gap], read: Callable[[RgbImage], list[Placed]], reader: GlyphReader
) -> _Trial:
    """Return the trial that is worth most; a sure one needs no other beside it."""
    best: _Trial | None = None
    for gap in gaps:
        trial = _tried(ink, ellipse, gap, read, reader)
        if best is None or trial.worth > best.worth:
            best = trial
        if trial.is_sure:
            break
    assert best is not None, "there is always a gap"
    return best


def _tried(
    ink: Grey, ellipse: Ellipse, gap: Gap, read: Callable[[RgbImage], list[Placed]], reader: GlyphReader
) -> _Trial:
    zone = glyph_zone(ink, ellipse, gap)
    strip = name_strip(ink, ellipse, gap, with_margin(zone))
    placed = read(strip.picture)
    line = _name_tokens(placed, strip)
    best = _Trial(gap, zone, strip, placed, None, None, 0.0)
    for row in glyph_rows(ink, ellipse, zone, gap, [token.angle for token in line if is_han(token.text)]):
        seen = reader.scores(glyph_cells(ink, ellipse, zone, row))
        name = name_in(row, [line], seen, reader)
        found = weigh(row.part(name), [line], seen[name], reader)
        worth = sum(character.confidence - _EVEN for character in found)
        if best.row is None or worth > best.worth:
            best = _Trial(gap, zone, strip, placed, row, seen, worth, _is_sure(found))
        if best.is_sure:
            break
    return best


def _is_sure(found: list[Weighed]) -> bool:
    """Tell whether nothing is left open: other gaps and places then only cost time."""
    text = "".join(character.text for character in found)
    return (
        len(found) >= _FEWEST
        and min(character.confidence for character in found) >= _NO_DOUBT
        and ends_like_organisation(text)
    )


def _is_likely(name: Strip) -> bool:
    return float(np.mean(name[1])) >= _LIKELY


def _name_tokens(read: list[Placed], strip: Unrolled) -> list[Token]:
    """Return the characters of a line from its first Chinese one to its last."""
    tokens = tokens_of(read, strip)
    han = [index for index, token in enumerate(tokens) if is_han(token.text)]
    return tokens[han[0] : han[-1] + 2] if han else []


def _better(gap: Gap, line: Strip, row: GlyphRow, lines: list[list[Token]], seen: Scores, reader: GlyphReader) -> Name:
    """Return what all readers say together, or the line where it is worth more; doubtful where the two differ."""
    weighed = weigh(row, lines, seen, reader)
    together: Strip = ("".join(found.text for found in weighed), tuple(found.confidence for found in weighed))
    text, characters = disputed(together, line) if _is_likely(together) else agreed(together, line)
    if len(text) != len(weighed):
        return Name(gap, *honest((text, characters)))
    others = standing(text, row, lines, seen, reader)
    characters = tuple(
        sure if one in here else min(sure, DISPUTED) for one, here, sure in zip(text, others, characters, strict=True)
    )
    return Name(gap, *honest((text, characters)), others)
