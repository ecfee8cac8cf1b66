"""The fee that was paid is the one of the applicant's level and way (缴费金额)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Conditions, Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, passed, review
from verifier.checks.answers import failed as failing
from verifier.checks.conditions import applies
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.money import amounts_in


@dataclass(frozen=True, config=VALUE)
class Fee:
    """So many yuan, for whom the facts in `when` hold."""

    when: Conditions
    yuan: int


@dataclass(frozen=True, config=VALUE)
class FeeParams:
    """The fees of the notice."""

    fees: tuple[Fee, ...]

    @property
    def conditions(self) -> tuple[Conditions, ...]:
        """The facts that are named; the loader looks them up."""
        return tuple(fee.when for fee in self.fees)


def run(documents: Sequence[Held], requirement: Requirement, params: FeeParams, context: Context) -> list[Answer]:
    """Compare each receipt; one receipt may pay for several people of a unit, so a multiple goes to a person."""
    verdicts = [(fee, applies(fee.when, {}, context.policy, context.facts)) for fee in params.fees]
    due = [fee.yuan for fee, said in verdicts if said.answer is True]
    if len(set(due)) != 1:
        unknown = "、".join(dict.fromkeys(label for _, said in verdicts for label in said.unknown))
        return [review(text("clauses.fee_unknown", unknown=unknown), text("checks.facts_remedy", unknown=unknown))]
    return [_judge(held, due[0]) for held in documents]


def _judge(held: Held, due: int) -> Answer:
    amounts = amounts_in(held.text)
    found = "、".join(dict.fromkeys(f"{amount:f}" for amount in amounts))
    said = {"title": held.title, "due": due, "found": found}
    evidence = held.evidence(text=found or None, expected=str(due))
    if due in amounts:
        return passed(text("clauses.fee_good", **said), held, evidence)
    if not amounts:
        return review(text("clauses.fee_unread", **said), None, held, evidence)
    remedy = text("clauses.fee_remedy", **said)
    if any(amount % due == 0 for amount in amounts):
        return doubtful(text("clauses.fee_several", **said), remedy, held, evidence)
    return failing(text("clauses.fee_bad", **said), remedy, held, evidence)


CHECK = Check("fee", FeeParams, run, without_pages=True)
