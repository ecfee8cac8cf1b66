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
from numpy.typing import NDArray

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
_READ: Final = 0.1
"""Weight of the log-odds of a reading of the line where look-alikes are told apart: it knows words and prefers them."""
_MOST_READ: Final = 6.0
_APART: Final = 0.5
"""By so much less likely than what was read are its look-alikes, by the picture alone, where a glyph is not vague."""
_FIRST: Final = 5
"""So many of the likeliest characters of a glyph may stand for it."""


_BARE: Final = 0.2
"""Likelihood of the likeliest character that says nothing for or against a glyph: beside names it is a hundredth."""
_SAYS: Final = (-2.0, 3.0)
"""Least and most that one picture says for a glyph, natural logarithm of its likelihood by that."""
_TOKEN: Final = 1.0
"""What it says for a glyph that one reading of the line has a character there."""
_SHARED: Final = 0.5
"""What it says beside that all lines have the same one, or the picture may well be one of theirs."""


@dataclass(frozen=True)
class Weighed:
    """A character of a name: the likeliest, and how sure it is."""

    text: str
    confidence: float


def name_in(row: GlyphRow, lines: Sequence[Sequence[Token]], seen: Scores, reader: GlyphReader) -> slice:
    """Return which of the places hold the name: the run for which the readers together say most.

    Print and rims beside a name are read, too; and of worn names the line recogniser leaves out the ends. Arguments as
    of `weigh`.
    """
    says = np.clip(seen.max(axis=1) - math.log(_BARE), *_SAYS)
    for place, angle in enumerate(row.angles):
        here = [{token.text for token in line if _stands_at(token, float(angle), row)} for line in lines]
        says[place] += _TOKEN * sum(any(is_han(text) or text in BRACKETS for text in texts) for texts in here)
        likely = {reader.characters[other] for other in _likeliest(seen[place])}
        says[place] += _SHARED * bool(set.intersection(*here) or set.union(*here) & (likely | set(BRACKETS)))
    upto = np.concatenate([[0.0], np.cumsum(says)])
    ends = [
        (float(upto[end] - upto[start]), start, end)
        for start in range(len(says))
        for end in range(start + 1, min(start + row.room, len(says)) + 1)
    ]
    _, first, last = max(ends)
    return slice(first, last)


def _likeliest(scores: NDArray[np.float32]) -> list[int]:
    """Return the first characters of a glyph, likeliest first."""
    count = min(_FIRST, len(scores))
    first = np.argpartition(scores, -count)[-count:]
    return [int(place) for place in first[np.argsort(-scores[first])]]


def _stands_at(token: Token, angle: float, row: GlyphRow) -> bool:
    return abs(token.angle - angle) < _NEAR * row.step


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


def look_alikes(text: str, reader: GlyphReader) -> frozenset[str]:
    """Return the characters that are alike in shape, as print and as the reader of glyphs sees them."""
    known = frozenset(other for other in lookalikes().get(text, "") if other in reader.places)
    return known | reader.look_alikes(text)


def standing(
    text: str, row: GlyphRow, lines: Sequence[Sequence[Token]], seen: Scores, reader: GlyphReader
) -> tuple[str, ...]:
    """Return, for each character of a name, all that may stand there, likeliest first; what was read may be missing.

    Each is among the first of the reader of glyphs or was read by the line, and its picture fits it better than its
    look-alikes, than anything that the line read, and than what the name has there. Where one glyph is vague no other
    may be another than was read: a worn 亚 was read 业, and 滩 was let stand for what was read before it.

    Args:
        text: the name, a character a place.
        row: its places.
        lines: what the line recogniser read of each picture of the ink.
        seen: what the reader of glyphs says of each place.
        reader: tells which class is which character.
    """
    found = []
    for one, angle, scores in zip(text, row.angles, seen, strict=True):
        here = [token for line in lines for token in line if _stands_at(token, float(angle), row)]
        found.append(one if one in BRACKETS else _standing_at(one, here, scores, reader, len(lines)))
    vague = {
        place for place, (one, scores) in enumerate(zip(text, seen, strict=True)) if _is_vague(one, scores, reader)
    }
    return tuple(
        here if vague <= {place} else one * (one in here)
        for place, (one, here) in enumerate(zip(text, found, strict=True))
    )


def _is_vague(one: str, scores: Scores, reader: GlyphReader) -> bool:
    """Tell whether a look-alike comes near what was read, by the picture alone."""
    if one not in reader.places:
        return False
    nearest = max((float(scores[reader.places[other]]) for other in look_alikes(one, reader)), default=-math.inf)
    return nearest > float(scores[reader.places[one]]) - _APART


def _standing_at(one: str, here: Sequence[Token], scores: Scores, reader: GlyphReader, lines: int) -> str:
    fits = {token.text: 0.0 for token in here}
    for token in here:
        sure = min(max(token.confidence, _SEEN[0]), _SEEN[1])
        fits[token.text] += _READ * min(max(math.log(sure / (1 - sure)) + _KNOWN, 0.0), _MOST_READ)

    def fit(character: str) -> float:
        return float(scores[reader.places[character]]) + fits.get(character, 0.0)

    rivals = {character for character in {one, *fits} if character in reader.places}
    likely = {reader.characters[place] for place in _likeliest(scores)} | rivals
    best = {
        character: max(
            (fit(rival) for rival in (rivals | look_alikes(character, reader)) - {character}), default=-math.inf
        )
        for character in likely
    }
    kept = sorted((character for character in likely if fit(character) > best[character]), key=lambda each: -fit(each))
    # A character that the reader of glyphs does not know stands there if every line has it.
    unknown = one not in reader.places and sum(token.text == one for token in here) == lines
    return "".join(kept) + one * unknown
