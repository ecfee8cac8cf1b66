"""A consequence that the office must not forget (须面试、免答辩): shown, never a defect."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Conditions, Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, passed, review
from verifier.checks.conditions import applies
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class RemindParams:
    """The `note` in Chinese, for whom one of the conditions in `any_of` holds (none: for everybody)."""

    note: str
    any_of: tuple[Conditions, ...] = ()

    @property
    def conditions(self) -> tuple[Conditions, ...]:
        """The facts that are named; the loader looks them up."""
        return self.any_of


def run(documents: Sequence[Held], requirement: Requirement, params: RemindParams, context: Context) -> list[Answer]:
    """Answer once for the application."""
    said = [applies(when, {}, context.policy, context.facts) for when in params.any_of]
    if not said or any(entry.answer is True for entry in said):
        return [passed(params.note)]
    unknown = "、".join(dict.fromkeys(label for entry in said if entry.answer is None for label in entry.unknown))
    if unknown:
        message = text("checks.facts_unknown", unknown=unknown)
        return [review(message, text("checks.facts_remedy", unknown=unknown))]
    return [Answer(Verdict.NOT_APPLICABLE, text("checks.not_applicable"))]


CHECK = Check(
    "remind",
    RemindParams,
    run,
    application_wide=True,
    without_pages=True,
    reaches=(Verdict.PASSED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE),
)
