"""What one strip says, what two say together, and how far to trust it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, TypeAlias

from rapidfuzz.distance import Levenshtein, Opcode

from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.seals.completeness import holes, ink_beyond
from verifier.seals.names import DISPUTED, ends_like_organisation, is_han

CLOSING: Final = "章印）)"
_UNUSUAL_END: Final = 0.8
"""Most confidence of a last character that ends no name: of clean readings those without an ending were all cut off."""

Strip: TypeAlias = tuple[str, tuple[float, ...]]
"""A text and the confidence of each of its characters."""


class Placed(Protocol):
    """A character as an engine's `read_characters` gives it; `position` is its middle along the strip, 0..1."""

    @property
    def text(self) -> str:
        """What it is."""

    @property
    def confidence(self) -> float:
        """How sure it is, 0..1."""

    @property
    def position(self) -> float:
        """Where it stands."""


def read_name(strip: RgbImage, engine: OcrEngine) -> tuple[Strip, Strip]:
    """Return what stands along the arc as the engine is sure of it, and with characters doubtful beside a hole."""
    read = getattr(engine, "read_characters", None)
    if read is None:  # an engine that does not tell where its characters stand
        plain = trimmed(*engine.read_strip(strip))
        return plain, plain
    return said_of(strip, read(strip))


def said_of(strip: RgbImage, read: Sequence[Placed]) -> tuple[Strip, Strip]:
    """Return the two readings of `read_name` from the characters that an engine placed along a strip."""
    found = [character for character in read if character.text]
    first, last = _han_range("".join(character.text[0] for character in found))
    places = [character.position for character in found[first:last]]
    missed = holes(strip, places) | ink_beyond(strip, places)
    text = "".join(character.text[0] for character in found[first:last])
    sure = tuple(character.confidence for character in found[first:last])
    careful = tuple(min(value, DISPUTED) if index in missed else value for index, value in enumerate(sure))
    return (text, sure), (text, careful)


def honest(strip: Strip) -> Strip:
    """Return the reading, its last character doubtful where no name of an organisation ends so."""
    text, characters = strip
    if not characters or ends_like_organisation(text) or text[-1] in CLOSING:
        return strip
    return text, (*characters[:-1], min(characters[-1], _UNUSUAL_END))


def score(strip: Strip) -> float:
    """Return how much a reading of the arc is worth.

    Right characters come with .95 and more, the ends of a centre line taken for glyphs with less.
    """
    text, characters = strip
    return sum(value - 0.75 for value in characters) + (0.5 if ends_like_organisation(text) else 0.0)


def agreed(first: Strip, second: Strip) -> Strip:
    """Return the better of two readings, doubtful where the other reads something else.

    An engine's own confidence is no guard (a dropped character came with .99); two pictures of the ink are a better
    one: of 84 readings, most of drawn seals, 52 of 59 that agreed were right and 21 of 25 that disagreed were wrong.
    """
    better, other = (first, second) if score(first) >= score(second) else (second, first)
    return disputed(better, other)


def disputed(strip: Strip, other: Strip) -> Strip:
    """Return a reading, doubtful where another reads something else."""
    text, characters = strip
    same = {place for block in Levenshtein.opcodes(text, other[0]) if block.tag == "equal" for place in _span(block)}
    return text, tuple(value if place in same else min(value, DISPUTED) for place, value in enumerate(characters))


def _span(block: Opcode) -> range:
    return range(block.src_start, block.src_end)


def trimmed(text: str, characters: tuple[float, ...]) -> tuple[str, tuple[float, ...]]:
    """Return the text without what is not Chinese at its ends (digits of the code, the star, another script)."""
    first, last = _han_range(text)
    return text[first:last], tuple(characters[first:last])


def _han_range(text: str) -> tuple[int, int]:
    """Return where the Chinese part of a text begins and ends, a closing bracket with it; (0, 0) without one."""
    han = [index for index, character in enumerate(text) if is_han(character)]
    if not han:
        return 0, 0
    first, last = han[0], han[-1] + 1
    return first, last + (last < len(text) and text[last] in ")）")
