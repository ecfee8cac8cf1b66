"""Our own answer names everything at once (一次性告知): no finding may be held back."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class OutputRuleParams:
    """None: the rule is about this report."""


def run(
    documents: Sequence[Held], requirement: Requirement, params: OutputRuleParams, context: Context
) -> list[Answer]:
    """Tell whether every requirement was answered; a check that broke, or a file not yet read, is told as such."""
    answered = {finding.requirement for finding in context.findings}
    broken = [finding.requirement for finding in context.findings if finding.verdict is Verdict.ERRORED]
    # Those that are asked last, as this one is, cannot be among the findings that they were told.
    silent = {entry.id for entry in context.policy.requirements if entry.id not in answered and not _is_last(entry)}
    if broken or silent:
        message = text("clauses.output_broken", requirements="、".join(sorted({*broken, *silent})))
        return [Answer(Verdict.ERRORED, message, text("checks.errored_remedy"))]
    if not context.case.complete:
        return [review(text("clauses.output_incomplete"))]
    defects = sum(finding.verdict is Verdict.FAILED for finding in context.findings)
    return [passed(text("clauses.output_complete", requirements=len(context.policy.requirements), defects=defects))]


def _is_last(requirement: Requirement) -> bool:
    return any(call.check in LAST for call in requirement.checks)


LAST = frozenset({"output_rule", "submission_count", "revision", "severity_rule"})
"""Checks that are asked after all others."""

CHECK = Check(
    "output_rule",
    OutputRuleParams,
    run,
    application_wide=True,
    without_pages=True,
    after_all=True,
    reaches=(Verdict.PASSED, Verdict.NEEDS_REVIEW, Verdict.ERRORED),
)
