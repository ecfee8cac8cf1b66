"""Where the name along a ring begins and ends, told by reading all around it.

Ink alone does not tell it on every seal: a code at the foot, a straight line that reaches into the ring, a deep or a
worn ring of glyphs make other gaps as wide. The ring is read twice around in one piece, so that every name stands
whole in it; the run of characters that reads most like a name, evenly set and with nothing beside it, is the name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from verifier.reading.engine import OcrEngine
from verifier.seals.ellipse import Ellipse
from verifier.seals.ink import Grey
from verifier.seals.names import BRACKETS, ends_like_organisation, is_han
from verifier.seals.strips import Placed
from verifier.seals.unwrap import Gap, Unrolled, ring_twice

_TURN: Final = 2 * math.pi
_FEWEST: Final = 3
_SURE: Final = 0.6
"""Confidence above which a character speaks for its run, below which against it."""
_FOREIGN: Final = 0.5
"""What a digit or a letter inside a run costs: names on seals hold none but brackets."""
_WIDE: Final = 1.75
"""A step of so many usual ones passes over a glyph."""
_PER_HOLE: Final = 0.6
_CROWDED: Final = (0.5, 0.4)
"""A step narrower than this many usual ones costs so much: two scripts are mixed up."""
_ENDING: Final = 0.5
"""What an end that names of organisations have is worth."""
_FREE: Final = (1.5, 0.4)
"""What a place of this many steps without a character before or after the run is worth."""
_BEFORE: Final = 0.65
_BEHIND: Final = 0.85
"""How far, in usual steps, a name reaches beyond the places that a reader tells for its first and last character."""
_LEAST_GAP: Final = 0.05


@dataclass(frozen=True)
class Token:
    """A character as read, and the angle at which it stands, radians."""

    text: str
    confidence: float
    angle: float

    @property
    def is_of_name(self) -> bool:
        """Tell whether names on seals hold such a character."""
        return is_han(self.text) or self.text in BRACKETS


def gap_by_reading(ink: Grey, ellipse: Ellipse, start: float, engine: OcrEngine) -> Gap | None:
    """Return where no name stands; None where no three characters are read, or the engine tells no places.

    Args:
        ink: dark on white, (height, width).
        ellipse: the rim of a common seal with these glyphs, pixels.
        start: where reading begins, radians clockwise from x; best a place without glyphs.
        engine: reads the strip.
    """
    read = getattr(engine, "read_characters", None)
    if read is None:
        return None
    strip = ring_twice(ink, ellipse, start)
    tokens = tokens_of(read(strip.picture), strip)
    step = _usual_step(tokens)
    if step is None:
        return None
    run = _likeliest_run(tokens, step)
    return None if run is None else _gap_around(tokens[run[0]].angle, tokens[run[1]].angle, step)


def tokens_of(read: Sequence[Placed], strip: Unrolled) -> list[Token]:
    """Return what was read of a strip, each character where it stands on the ring."""
    return [Token(found.text[0], found.confidence, strip.angle_at(found.position)) for found in read if found.text]


def _usual_step(tokens: Sequence[Token]) -> float | None:
    """Return the usual angle from one Chinese character to the next, None where there are too few."""
    han = [token for token in tokens if is_han(token.text)]
    if len(han) < _FEWEST:
        return None
    steps = [(after.angle - before.angle, min(before.confidence, after.confidence)) for before, after in pairwise(han)]
    return max(1e-3, median([step for step, sure in steps if sure > _SURE] or [step for step, _ in steps]))


def _likeliest_run(tokens: Sequence[Token], step: float) -> tuple[int, int] | None:
    """Return the first and last index of the run within one turn that reads most like a name."""
    best: tuple[float, tuple[int, int]] | None = None
    for first, token in enumerate(tokens):
        if not is_han(token.text):
            continue
        worth = _worth(token)
        for last in range(first + 1, len(tokens)):
            if tokens[last].angle - token.angle > _TURN - step * _BEFORE:
                break
            worth += _worth(tokens[last]) - _cost_of_step((tokens[last].angle - tokens[last - 1].angle) / step)
            if tokens[last].is_of_name and last - first + 1 >= _FEWEST:
                whole = worth + _worth_of_ends(tokens, first, last, step)
                if best is None or whole > best[0]:
                    best = whole, (first, last)
    return None if best is None else best[1]


def _worth(token: Token) -> float:
    return token.confidence - _SURE if token.is_of_name else -_FOREIGN


def _cost_of_step(steps: float) -> float:
    least, crowded = _CROWDED
    return _PER_HOLE * (steps - 1) if steps > _WIDE else crowded if steps < least else 0.0


def _worth_of_ends(tokens: Sequence[Token], first: int, last: int, step: float) -> float:
    free, bonus = _FREE
    text = "".join(token.text for token in tokens[first : last + 1])
    worth = _ENDING if ends_like_organisation(text) else 0.0
    if first > 0 and tokens[first].angle - tokens[first - 1].angle > free * step:
        worth += bonus
    if last + 1 < len(tokens) and tokens[last + 1].angle - tokens[last].angle > free * step:
        worth += bonus
    return worth


def _gap_around(first: float, last: float, step: float) -> Gap:
    """Return what is left of the turn beside characters at `first` to `last`."""
    begin, end = first - _BEFORE * step, last + _BEHIND * step
    excess = max(0.0, end - begin - _TURN + _LEAST_GAP) / 2
    begin, end = begin + excess, end - excess
    start = end % _TURN
    return Gap(start, start + begin + _TURN - end)
