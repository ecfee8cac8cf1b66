"""The application was not handed in more often than allowed (提交次数)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class SubmissionCountParams:
    """`maximum` submissions are allowed."""

    maximum: int


def run(
    documents: Sequence[Held], requirement: Requirement, params: SubmissionCountParams, context: Context
) -> list[Answer]:
    """Compare the number of this submission."""
    number = context.application.submission_number
    if number is None:
        return [review(text("checks.submissions_unknown", maximum=params.maximum), text("checks.submissions_record"))]
    said = {"number": number, "maximum": params.maximum}
    if number > params.maximum:
        message = text("checks.submissions_over", **said)
        return [failed(message, text("checks.submissions_remedy"), submissions=number, maximum=params.maximum)]
    key = "checks.submissions_last" if number == params.maximum else "checks.submissions_within"
    return [passed(text(key, **said), submissions=number, maximum=params.maximum)]


CHECK = Check("submission_count", SubmissionCountParams, run, application_wide=True, without_pages=True)
