"""Copies of one form say the same (一式几份，内容一致)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from pydantic.dataclasses import dataclass
from rapidfuzz import fuzz

from models.geometry import Box
from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, type_title
from verifier.checks.due import candidates

_SAME: Final = 0.95
"""Share of characters in which two scans of one text agree; what is below was read badly or says something else."""

_SURE: Final = 0.9
_LINE: Final = 6
_MISREAD: Final = 80
"""Characters of a line, and the likeness (0..100) of two readings of it."""

_MARKS: Final = re.compile(r"[^\w]|_")

_BY_HAND: Final = 0.3
"""Share of a line that lies where somebody signed or wrote."""

_OTHER: Final = 0.8
"""Below this share of agreement no reader is that bad: the copies differ."""


@dataclass(frozen=True, config=VALUE)
class SameCopiesParams:
    """`copies` are demanded; the fields in `fields` must agree letter by letter where both copies were read."""

    copies: int
    fields: tuple[str, ...] = ()


def run(
    documents: Sequence[Held], requirement: Requirement, params: SameCopiesParams, context: Context
) -> list[Answer]:
    """Count the copies and compare each with each."""
    if not documents:
        return []
    answers = [_count(documents, requirement, params, context)]
    copies = [_Copy.of(held) for held in documents]
    answers += [_compare(left, right, params) for left, right in combinations(copies, 2)]
    return answers


def _count(documents: Sequence[Held], requirement: Requirement, params: SameCopiesParams, context: Context) -> Answer:
    said = {"type": type_title(documents[0].type), "count": len(documents), "copies": params.copies}
    evidence = [held.evidence() for held in documents]
    if len(documents) >= params.copies:
        return passed(text("clauses.same_enough", **said), None, *evidence)
    remedy = text("clauses.same_remedy", **said)
    # One scan may stand for all copies; that they were not scanned is not that they are not there.
    if not context.case.complete or candidates(requirement.on, context) or context.application.received_at is None:
        return doubtful(text("clauses.same_few_maybe", **said), remedy, None, *evidence)
    return doubtful(text("clauses.same_few", **said), remedy, None, *evidence)


@dataclasses.dataclass(frozen=True)
class _Copy:
    """One copy: the lines of print that were surely read, and everything that was read, letters and digits only."""

    held: Held
    sure: tuple[str, ...]
    lines: frozenset[str]
    body: str

    @classmethod
    def of(cls, held: Held) -> _Copy:
        sure = tuple(_sure_lines(held))
        return cls(held, sure, frozenset(sure), _MARKS.sub("", held.folded_text))


def _compare(one_copy: _Copy, other_copy: _Copy, params: SameCopiesParams) -> Answer:
    left, right = one_copy.held, other_copy.held
    said = {"left": left.title, "right": right.title}
    evidence = [Evidence(held.document, held.first_page) for held in (left, right)]
    for name in params.fields:
        one, two = left.field(name), right.field(name)
        if one and two and one.value and two.value and one.value != two.value:
            message = text("clauses.same_field", field=name, one=one.value, two=two.value, **said)
            return doubtful(message, text("clauses.same_mend"), None, *evidence)
    likeness = (_found(one_copy, other_copy) + _found(other_copy, one_copy)) / 2
    said["percent"] = f"{likeness:.0%}"
    if likeness >= _SAME:
        return passed(text("clauses.same_good", **said), None, *evidence, likeness=round(likeness, 4))
    if likeness < _OTHER and not left.is_unreadable and not right.is_unreadable:
        return failed(text("clauses.same_other", **said), text("clauses.same_mend"), None, *evidence)
    return doubtful(text("clauses.same_unsure", **said), text("clauses.same_mend"), None, *evidence)


def _found(one: _Copy, other: _Copy) -> float:
    """Return which share (0..1) of the print that was surely read on one copy stands anywhere on the other.

    Line by line, in any order: where columns stand side by side two scans of one sheet are read in two orders. What was
    signed or written by hand is another on every copy, and what was read badly says nothing.
    """
    absent = [text for text in one.sure if text not in other.lines and text not in other.body]
    misread = [text for text in absent if len(text) >= _LINE and fuzz.partial_ratio(text, other.body) >= _MISREAD]
    total = sum(map(len, one.sure))
    return 1 - (sum(map(len, absent)) - sum(map(len, misread))) / total if total else 0.0


def _sure_lines(held: Held) -> list[str]:
    by_hand = [(slot.page, slot.box) for slot in held.signatures]
    by_hand += [(slot.page, slot.date.box) for slot in held.signatures if slot.date is not None]
    by_hand += [(one.page, one.box) for one in held.observation.writings]
    found = []
    for page, lines in zip(held.pages, held.folded, strict=True):
        written = [box for number, box in by_hand if number == page.number]
        found += [
            _MARKS.sub("", text)
            for line, text in zip(page.lines, lines, strict=True)
            if (line.confidence is None or line.confidence >= _SURE) and not _is_by_hand(line.box, written)
        ]
    return found


def _is_by_hand(box: Box, written: Sequence[Box]) -> bool:
    top, bottom = box.top, box.bottom
    # Most lines stand above or below whatever was written: those are passed over at once.
    return any(one.top < bottom and one.bottom > top and box.covered_by(one) > _BY_HAND for one in written)


CHECK = Check("same_copies", SameCopiesParams, run)
