"""An amount on the document is at least what the notice demands (年创经济效益)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.money import amounts_in


@dataclass(frozen=True, config=VALUE)
class AmountParams:
    """The largest amount on the documents must be at least `minimum` yuan."""

    minimum: int


def run(documents: Sequence[Held], requirement: Requirement, params: AmountParams, context: Context) -> list[Answer]:
    """Look at each document; which of several amounts is a year's benefit, a person confirms."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: AmountParams) -> Answer:
    amounts = amounts_in(held.text)
    said = {"title": held.title, "minimum": _shown(Decimal(params.minimum))}
    if not amounts:
        return review(text("clauses.amount_unread", **said), None, held, held.evidence(expected=said["minimum"]))
    said["found"] = _shown(max(amounts))
    evidence = held.evidence(text=said["found"], expected=said["minimum"])
    if max(amounts) < params.minimum:
        remedy = text("clauses.amount_remedy", **said)
        if held.is_unreadable:
            return doubtful(text("clauses.amount_low", **said), remedy, held, evidence)
        return failed(text("clauses.amount_low", **said), remedy, held, evidence)
    if len([amount for amount in amounts if amount >= params.minimum]) < len(amounts):
        return review(text("clauses.amount_several", **said), None, held, evidence)
    return passed(text("clauses.amount_good", **said), held, evidence)


def _shown(amount: Decimal) -> str:
    if amount >= 10_000:
        return f"{(amount / 10_000).normalize():f}万元"
    return f"{amount.normalize():f}元"


CHECK = Check("amount", AmountParams, run, without_pages=True)
