"""How often the application was handed in, and what a failure of this time costs (提交次数)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement, Severity
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class SubmissionCountParams:
    """`maximum` submissions are allowed; number 0 is a check before the first one, which counts for nothing."""

    maximum: int


def run(
    documents: Sequence[Held], requirement: Requirement, params: SubmissionCountParams, context: Context
) -> list[Answer]:
    """Look at the number of this submission, and at its other findings."""
    number = context.application.submission_number
    if number is None:
        return [review(text("checks.submissions_unknown", maximum=params.maximum), text("checks.submissions_record"))]
    said = {"number": number, "maximum": params.maximum, "left": params.maximum - number}
    measures: dict[str, Any] = {"submissions": number, "maximum": params.maximum}
    if number == 0:
        return [passed(text("clauses.submissions_check", **said), **measures)]
    if number > params.maximum:
        return [failed(text("checks.submissions_over", **said), text("checks.submissions_remedy"), **measures)]
    worst = _worst(context)
    if number < params.maximum:
        key = "clauses.submissions_left" if worst is Verdict.FAILED else "checks.submissions_within"
        return [passed(text(key, **said), **measures)]
    if worst is Verdict.FAILED:
        return [failed(text("clauses.submissions_ended", **said), text("checks.submissions_remedy"), **measures)]
    if worst is Verdict.PASSED:
        return [passed(text("clauses.submissions_last_good", **said), **measures)]
    return [review(text("checks.submissions_last", **said), None, None, **measures)]


def _worst(context: Context) -> Verdict | None:
    return Verdict.worst(finding.verdict for finding in context.findings if finding.severity is not Severity.WARN)


CHECK = Check("submission_count", SubmissionCountParams, run, application_wide=True, without_pages=True, after_all=True)
