"""Two readers of one name: the line recogniser, twice, and the reader of single glyphs; what they say together.

Scores are natural logarithms of odds and add up. What is left open at a place is told with it, so that an expected
name can be compared with the picture and not with one guess at it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from verifier.masking.spelling import lookalikes
from verifier.seals.around import Token
from verifier.seals.cells import GlyphRow
from verifier.seals.glyphs import GlyphReader, Scores
from verifier.seals.names import BRACKETS, is_han

_LINE: Final = 0.8
"""Weight of the log-odds of one of the two readings of the line, beside 1 for the glyph's own log-probability. Fitted
with the one below on names drawn for development."""
_KNOWN: Final = 3.0
"""What it speaks for a character that the line recogniser chose it at all: of 18,710 others it did not."""
_SEEN: Final = (0.02, 0.999)
_RARE_FROM: Final = 3755
_RARE: Final = 1.0
"""Characters of GB 2312's second level are this much less likely: names hold one in fifty."""
_NEAR: Final = 0.5
"""A reading belongs to the glyph whose middle is at most this many steps away."""
_UNSURE: Final = 0.85
"""Most confidence of a character that one of the three readings does not have."""
_CLEARLY: Final = 3.0
"""By so much more likely a look-alike is clearly there: of 1,430 drawn glyphs 27 seemed another, of 232 others 213."""
_FIRST: Final = 5
"""So many of the likeliest characters of a glyph may stand for it."""


_FOUND: Final = 0.3
"""Likelihood of the likeliest character from which a place at the end of a name holds a glyph, read or not."""
_ADDED: Final = 0.5
"""The same of a place that the line recogniser passed over, beyond the ends of what it read."""
_PASSED: Final = 3
"""At most so many places in a row are passed over there."""


@dataclass(frozen=True)
class Weighed:
    """A character of a name: the likeliest, and how sure it is."""

    text: str
    confidence: float


def name_in(row: GlyphRow, lines: Sequence[Sequence[Token]], seen: Scores, reader: GlyphReader) -> slice:
    """Return which of the places hold the name: from the first to the last that the readers together believe in.

    Print and rims beside a name are read, too; and of worn names the line recogniser leaves out the ends. Arguments as
    of `weigh`.
    """
    sure = np.exp(seen.max(axis=1))
    here = [[[token for token in line if _stands_at(token, angle, row)] for line in lines] for angle in row.angles]
    read = [place for place, tokens in enumerate(here) if any(tokens)]
    kept = [place for place in read if sure[place] >= _FOUND or _is_read(here[place], seen[place], reader)] or read
    first, last = kept[0], kept[-1]
    for place in range(first - 1, -1, -1):
        if first - place <= _PASSED and sure[place] >= _ADDED and last - place < row.room:
            first = place
    for place in range(last + 1, len(sure)):
        if place - last <= _PASSED and sure[place] >= _ADDED and place - first < row.room:
            last = place
    return slice(first, last + 1)


def _stands_at(token: Token, angle: float, row: GlyphRow) -> bool:
    return abs(token.angle - angle) < _NEAR * row.step


def _is_read(tokens: Sequence[Sequence[Token]], scores: Scores, reader: GlyphReader) -> bool:
    """Tell whether all lines have one character at a place, or the picture may well show one of theirs."""
    texts = [{token.text for token in line} for line in tokens]
    likely = {reader.characters[place] for place in np.argsort(-scores)[:_FIRST].tolist()}
    return bool(set.intersection(*texts) or set.union(*texts) & (likely | set(BRACKETS)))


def weigh(row: GlyphRow, lines: Sequence[Sequence[Token]], seen: Scores, reader: GlyphReader) -> list[Weighed]:
    """Return the name that all readers together make likeliest.

    Args:
        row: where the glyphs stand.
        lines: what the line recogniser read of each picture of the ink.
        seen: what the reader of glyphs says of each place.
        reader: tells which class is which character.
    """
    found = []
    for angle, scores in zip(row.angles, seen, strict=True):
        here = [token for line in lines for token in line if _stands_at(token, float(angle), row)]
        bracket = next((token for token in here if token.text in BRACKETS), None)
        if bracket is not None:
            found.append(Weighed(bracket.text, bracket.confidence))
        else:
            found.append(_weighed(here, scores, reader, len(lines)))
    return found


def _weighed(here: Sequence[Token], scores: Scores, reader: GlyphReader, lines: int) -> Weighed:
    together = scores.copy()
    together[_RARE_FROM:] -= _RARE
    for token in here:
        place = reader.places.get(token.text) if is_han(token.text) else None
        if place is not None:
            sure = min(max(token.confidence, _SEEN[0]), _SEEN[1])
            together[place] += _LINE * (math.log(sure / (1 - sure)) + _KNOWN)
    best = int(together.argmax())
    share = 1.0 / float(np.exp(together - together[best]).sum())
    text = reader.characters[best]
    if int(scores.argmax()) != best or sum(token.text == text for token in here) < lines:
        share = min(share, _UNSURE)
    return Weighed(text, share)


def shows_another(text: str, scores: Scores, reader: GlyphReader) -> bool:
    """Tell whether the picture is clearly that of a character which a quick eye takes for `text`."""
    own = reader.places.get(text)
    others = [reader.places[other] for other in look_alikes(text, reader)]
    return own is not None and bool(others) and float(scores[others].max() - scores[own]) > _CLEARLY


def look_alikes(text: str, reader: GlyphReader) -> frozenset[str]:
    """Return the characters that are alike in shape, as print and as the reader of glyphs sees them."""
    known = frozenset(other for other in lookalikes().get(text, "") if other in reader.places)
    return known | reader.look_alikes(text)


def likelier_than(text: str, scores: Scores, reader: GlyphReader) -> str:
    """Return those of a glyph's first five characters that fit its picture better than `text`, likeliest first.

    A look-alike has to fit clearly better: 市 was liked better than the 币 that was cut.
    """
    own = reader.places.get(text)
    known = -math.inf if own is None else float(scores[own])
    alike = look_alikes(text, reader)
    first = [(reader.characters[place], float(scores[place])) for place in np.argsort(-scores)[:_FIRST].tolist()]
    return "".join(other for other, score in first if score > known + (_CLEARLY if other in alike else 0.0))
