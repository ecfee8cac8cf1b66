"""Read the name along the ring: find where it begins, read its line twice, look at each glyph by itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from verifier.reading.engine import OcrEngine
from verifier.seals.around import Token, gap_by_reading, tokens_of
from verifier.seals.cells import glyph_cells, glyph_row
from verifier.seals.ellipse import Ellipse
from verifier.seals.glyphs import GlyphReader, Scores, glyph_reader
from verifier.seals.ink import Grey
from verifier.seals.names import DISPUTED, is_han
from verifier.seals.second_opinion import Weighed, likelier_than, name_in, shows_another, weigh
from verifier.seals.strips import Placed, Strip, agreed, completed, honest, read_name, said_of, score
from verifier.seals.unwrap import Gap, Unrolled, find_gaps, name_strip
from verifier.seals.zone import glyph_zone, with_margin

_GAPS: Final = 1
"""Gaps told by the ink that are tried beside the one that reading tells."""


@dataclass(frozen=True)
class Name:
    """A name along a ring: where it does not stand, its text, a confidence a character, what else each may be.

    `contested` are the places at which the picture clearly shows a look-alike.
    """

    gap: Gap
    text: str
    characters: tuple[float, ...]
    alternatives: tuple[str, ...] = ()
    contested: tuple[int, ...] = ()

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
    gap = _gap(inks[0], ellipse, engine)
    zone = glyph_zone(inks[0], ellipse, gap)
    strips = [name_strip(ink, ellipse, gap, with_margin(zone)) for ink in inks]
    read = getattr(engine, "read_characters", None)
    if read is None:
        first, second = (read_name(strip.picture, engine)[1] for strip in strips)
        return Name(gap, *honest(agreed(first, second)))
    placed: list[list[Placed]] = [read(strip.picture) for strip in strips]
    first, second = (said_of(strip.picture, found)[1] for strip, found in zip(strips, placed, strict=True))
    line = honest(agreed(first, second))
    lines = [_name_tokens(found, strip) for strip, found in zip(strips, placed, strict=True)]
    row = glyph_row(inks[0], ellipse, zone, gap, [token.angle for token in lines[0] if is_han(token.text)])
    if row is None:
        return Name(gap, *line)
    reader = glyph_reader()
    one, other = (reader.scores(glyph_cells(ink, ellipse, zone, row)) for ink in inks)
    seen = np.float32(0.5) * (one + other)
    name = name_in(row, lines, seen, reader)
    return _better(gap, line, weigh(row.part(name), lines, seen[name], reader), seen[name], reader)


def _gap(ink: Grey, ellipse: Ellipse, engine: OcrEngine) -> Gap:
    """Return the gap from which the line reads best."""
    inked = find_gaps(ink, ellipse)
    told = gap_by_reading(ink, ellipse, inked[0].middle, engine)
    gaps = inked if told is None else [told, *inked[:_GAPS]]
    # Chosen before doubts about holes: they would favour the short reading of a wrong start.
    return max(gaps, key=lambda gap: score(read_name(name_strip(ink, ellipse, gap).picture, engine)[0]))


def _name_tokens(read: list[Placed], strip: Unrolled) -> list[Token]:
    """Return the characters of a line from its first Chinese one to its last."""
    tokens = tokens_of(read, strip)
    han = [index for index, token in enumerate(tokens) if is_han(token.text)]
    return tokens[han[0] : han[-1] + 2] if han else []


def _better(gap: Gap, line: Strip, weighed: list[Weighed], seen: Scores, reader: GlyphReader) -> Name:
    """Return what all readers say together, or the line where it is worth more; doubtful where the two differ."""
    together: Strip = ("".join(found.text for found in weighed), tuple(found.confidence for found in weighed))
    text, characters = completed(line, together) or agreed(together, line)
    if len(text) != len(weighed):
        return Name(gap, *honest((text, characters)))
    others = tuple(likelier_than(one, scores, reader) for one, scores in zip(text, seen, strict=True))
    contested = tuple(
        place for place, (one, scores) in enumerate(zip(text, seen, strict=True)) if shows_another(one, scores, reader)
    )
    characters = tuple(min(sure, DISPUTED) if place in contested else sure for place, sure in enumerate(characters))
    return Name(gap, *honest((text, characters)), others, contested)
