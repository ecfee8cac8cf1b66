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
from models.observation import Observation, Seal, Signature
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
    marks = [_marks(document, seen.pages, seen.seals, seen.signatures) for document, seen in observations.items()]
    return _all_repeats([one for seals, _ in marks for one in seals], [one for _, signed in marks for one in signed])


def repeats_in_file(
    pages: Sequence[Page], seals: Sequence[Seal], signatures: Sequence[Signature] = ()
) -> tuple[Repeat, ...]:
    """Return every pair of marks of one file that are held to be one picture; the document's id is empty."""
    return _all_repeats(*_marks("", pages, seals, signatures))


def _marks(
    document: str, pages: Sequence[Page], seals: Sequence[Seal], signatures: Sequence[Signature]
) -> tuple[list[_Mark], list[_Mark]]:
    """Return the marks of a document that carry a print: seals, signatures."""
    by_number = {page.number: page for page in pages}
    return (
        [
            _Mark(
                document, by_number.get(seal.page), seal.box, seal.page, seal.ink, seal.text, seal.arc and seal.arc[0]
            )
            for seal in seals
            if seal.ink
        ],
        [_Mark(document, by_number.get(slot.page), slot.box, slot.page, slot.ink) for slot in signatures if slot.ink],
    )


def _all_repeats(seals: Sequence[_Mark], signed: Sequence[_Mark]) -> tuple[Repeat, ...]:
    return (
        *_repeats("seal", seals, same_seal.is_same_picture, _may_be_one_seal),
        *_repeats("signature", signed, same_signature.is_same_picture, _may_be_one_signature),
    )


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
