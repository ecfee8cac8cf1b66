"""One thing is told once: the same patent, paper, award or standard twice, one number on two different things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from models.messages import text
from verifier.checks.context import Context
from verifier.checks.dossier import Held
from verifier.consistency.sayings import Lead, Saying, disagree, saying

_KEYS: Final = {
    "patent": "专利号", "paper": "题名", "representative_work": "题名", "book": "ISBN", "award": "编号",
    "achievement": "合同编号", "research_report": "题名", "ce_cert": "证书编号", "vocational": "证书编号",
}  # fmt: skip
"""What tells two things of a type apart."""

_NAMES: Final = {"patent": ("名称",), "award": ("项目名称",), "ce_cert": ("年度", "科目"), "diploma": ("学校",),
                 "title_cert": ("资格名称",), "achievement": ("项目名称",)}  # fmt: skip
"""What two papers of one number must agree in."""

_OF_ONE: Final = {**_KEYS, "diploma": "证书编号", "title_cert": "证书编号"}
_COPIES: Final = frozenset(
    {"patent", "paper", "representative_work", "book", "award", "achievement", "research_report"}
)
"""Types of which each paper stands for an achievement of its own."""


def leads(context: Context) -> list[Lead]:
    """Return what was used twice."""
    found = []
    for type_id, key in _OF_ONE.items():
        told = [(held, saying(held, key)) for held in context.dossier.of((type_id,))]
        found += [
            lead for (one, left), (other, right) in combinations(told, 2) for lead in _compare(one, other, left, right)
        ]
    return found


def _compare(one: Held, other: Held, left: Saying | None, right: Saying | None) -> Iterator[Lead]:
    if one.document != other.document and one.material.sha256 == other.material.sha256 and one.type in _COPIES:
        message = text("consistency.same_file", one=one.title, other=other.title)
        yield Lead(other.document, message, (other.evidence(), one.evidence()))
    elif left and right and left.value == right.value:
        yield from _same(left, right)


def _same(left: Saying, right: Saying) -> Iterator[Lead]:
    names = [(saying(left.held, name), saying(right.held, name)) for name in _NAMES.get(left.held.type or "", ())]
    differing = [(two, one) for one, two in names if one and two and one.value != two.value]
    if differing:
        yield from (disagree(one, other) for one, other in differing)
    elif left.held.type in _COPIES:
        message = text("consistency.used_twice", one=right.said, other=left.held.title)
        yield Lead(right.held.document, message, (right.evidence(), left.evidence()))
