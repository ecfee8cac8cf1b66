"""What was asked back came in time (逾期未补充完整的，视为放弃)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import FactName
from verifier.checks.sources import parse_day


@dataclass(frozen=True, config=VALUE)
class DeadlineParams:
    """Facts: the day until which it was `due`, and the day on which it was `done`."""

    due: FactName
    done: FactName


def run(documents: Sequence[Held], requirement: Requirement, params: DeadlineParams, context: Context) -> list[Answer]:
    """Answer once for the application; where nothing was asked back, the clause does not apply."""
    labels = {name: context.policy.facts[name].label for name in (params.due, params.done)}
    due, done = (parse_day(str(context.fact(name) or "")) for name in (params.due, params.done))
    if due is None:
        if not context.case.earlier_notices:
            return [Answer(Verdict.NOT_APPLICABLE, text("clauses.deadline_none"))]
        return [_unknown(labels[params.due])]
    if done is None:
        if context.today <= due:
            return [passed(text("clauses.deadline_running", due=due))]
        return [_unknown(labels[params.done])]
    if done <= due:
        return [passed(text("clauses.deadline_kept", due=due, done=done))]
    return [failed(text("clauses.deadline_missed", due=due, done=done), text("clauses.deadline_remedy"))]


def _unknown(label: str) -> Answer:
    return review(text("clauses.fact_unknown", label=label), text("checks.facts_remedy", unknown=label))


CHECK = Check(
    "deadline",
    DeadlineParams,
    run,
    application_wide=True,
    without_pages=True,
    reaches=(Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE),
)
