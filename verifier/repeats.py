"""One picture in two places: the same seal or signature, ink for ink, on several pages or documents.

Nobody presses a stamp or signs twice alike. What honest reasons there are is left out: declared electronic seals carry
no print, and one sheet that was handed in twice bears the same marks by its nature.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice
from typing import Final, Literal

from models.case import Repeat
from models.document import Page
from models.geometry import Box
from models.observation import Observation, Seal
from verifier.ink_prints import InkPrint, unpacked
from verifier.seals import same_picture as same_seal
from verifier.signatures import same_picture as same_signature

_MOST: Final = 600
"""Pairs that are compared of one application, a millisecond each: forty seals of one office are 780."""
_OTHER_TURN: Final = 8.0
"""Degrees by which the names of two seals that are one picture begin apart at most, two tilted scans between them."""
_ONE_SHEET: Final = 0.85
"""Share of characters that two scans of one sheet have in common."""


@dataclass(frozen=True, eq=False)
class _Mark:
    document: str
    page: Page | None
    box: Box
    number: int
    ink: str
    says: str | None = None
    begins: float | None = None

    @cached_property
    def print(self) -> InkPrint:
        return unpacked(self.ink)

    @cached_property
    def characters(self) -> Counter[str]:
        return Counter(self.page.text) if self.page is not None else Counter()


def find_repeats(observations: Mapping[str, Observation]) -> tuple[Repeat, ...]:
    """Return every pair of marks of an application that are held to be one picture, seals first.

    Args:
        observations: what was seen, by document id.
    """
    seals = [
        _mark(document, observation, seal.page, seal.box, seal.ink, seal)
        for document, observation in observations.items()
        for seal in observation.seals
        if seal.ink
    ]
    signed = [
        _mark(document, observation, slot.page, slot.box, slot.ink)
        for document, observation in observations.items()
        for slot in observation.signatures
        if slot.ink
    ]
    return (
        *_repeats("seal", seals, same_seal.is_same_picture, _may_be_one_seal),
        *_repeats("signature", signed, same_signature.is_same_picture, _may_be_one_signature),
    )


def _mark(
    document: str, observation: Observation, number: int, box: Box, ink: str, seal: Seal | None = None
) -> _Mark:  # fmt: skip
    page = next((page for page in observation.pages if page.number == number), None)
    says, begins = (seal.text, seal.arc[0] if seal.arc else None) if seal is not None else (None, None)
    return _Mark(document, page, box, number, ink, says, begins)


def _repeats(
    kind: Literal["seal", "signature"],
    marks: Sequence[_Mark],
    same: Callable[[InkPrint, InkPrint], bool],
    may: Callable[[_Mark, _Mark], bool],
) -> Iterator[Repeat]:
    pairs = (pair for pair in combinations(marks, 2) if may(*pair))
    for one, other in islice(pairs, _MOST):
        if same(one.print, other.print) and not _one_sheet(one, other):
            yield Repeat(kind, one.document, one.number, one.box, other.document, other.number, other.box)


def _may_be_one_seal(one: _Mark, other: _Mark) -> bool:
    if one.says and other.says and one.says != other.says:
        return False
    turn = abs(one.begins - other.begins) if one.begins is not None and other.begins is not None else 0.0
    return min(turn, 360.0 - turn) <= _OTHER_TURN


def _may_be_one_signature(one: _Mark, other: _Mark) -> bool:
    """Tell whether two signatures are other places: slots that overlap may show one and the same ink."""
    return one.document != other.document or one.number != other.number or one.box.intersection(other.box) is None


def _one_sheet(one: _Mark, other: _Mark) -> bool:
    """Tell whether two pages are scans of one sheet, or of copies of it: they say the same."""
    if one.document == other.document and one.number == other.number:
        return False
    first, second = one.characters, other.characters
    return (first & second).total() > _ONE_SHEET * max(first.total(), second.total(), 1)
