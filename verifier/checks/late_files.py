"""Nothing was handed in after the hand-in (一次性报卷，不得补报): later files are refused and not judged."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class LateFilesParams:
    """None: the hand-in is the day the paper was received (报卷)."""


def run(documents: Sequence[Held], requirement: Requirement, params: LateFilesParams, context: Context) -> list[Answer]:
    """Answer once for the application, naming the refused files."""
    if context.application.received_at is None:
        return [passed(text("clauses.late_before"))]
    if context.late:
        files = "、".join(material.filename for material in context.late)
        evidence = [Evidence(text=material.filename) for material in context.late]
        return [failed(text("clauses.late_refused", files=files), text("clauses.late_remedy"), None, *evidence)]
    if (context.application.submission_number or 1) > 1:
        number = context.application.submission_number
        return [failed(text("clauses.late_again", number=number), text("clauses.late_remedy"))]
    undated = [entry.filename for entry in context.application.materials if entry.handed_in_at is None]
    if undated:
        return [review(text("clauses.late_undated", count=len(undated)), text("clauses.late_record"))]
    return [passed(text("clauses.late_none"))]


CHECK = Check("late_files", LateFilesParams, run, application_wide=True, without_pages=True)
