"""What stands for a paper is not used again as an achievement (不得重复使用)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import SlotName
from verifier.checks.places import at_field
from verifier.checks.slots import same_slot


@dataclass(frozen=True, config=VALUE)
class UsedOnceParams:
    """Nothing of the slot `first` may stand in the slot `second` too: not the same file, nor the same number.

    `keys` are fields that number a thing (专利号, 标准号).
    """

    first: SlotName
    second: SlotName
    keys: tuple[str, ...]


def run(documents: Sequence[Held], requirement: Requirement, params: UsedOnceParams, context: Context) -> list[Answer]:
    """Compare every document of the one slot with every one of the other, once for the application."""
    if not documents:
        return []
    left = [held for held in documents if same_slot(held.material.slot, params.first)]
    right = [held for held in documents if same_slot(held.material.slot, params.second)]
    said = {"first": params.first, "second": params.second}
    for one, two in product(left, right):
        evidence = _same(one, two, params)
        if evidence:
            message = text("clauses.used_twice", one=one.title, two=two.title, **said)
            return [failed(message, text("clauses.used_remedy", **said), None, *evidence)]
    homeless = [held for held in documents if held.material.slot is None]
    if homeless:
        evidence = [held.evidence() for held in homeless]
        return [review(text("clauses.used_no_slot", **said), None, None, *evidence)]
    unread = [held for held in (*left, *right) if not any(_numbers(held, params))]
    if left and right and unread:
        message = text("clauses.used_unread", files="、".join(held.material.filename for held in unread), **said)
        return [review(message, None, None, *(held.evidence() for held in unread))]
    return [passed(text("clauses.used_once", **said))]


def _same(one: Held, two: Held, params: UsedOnceParams) -> list[Evidence]:
    if one.material.sha256 == two.material.sha256:
        return [one.evidence(), two.evidence()]
    for name in params.keys:
        left, right = one.field(name), two.field(name)
        if left and right and left.value and right.value and fold(left.value) == fold(right.value):
            return [at_field(one, left), at_field(two, right)]
    return []


def _numbers(held: Held, params: UsedOnceParams) -> list[str]:
    return [field.value for name in params.keys for field in held.fields(name) if field.value]


CHECK = Check("used_once", UsedOnceParams, run)
