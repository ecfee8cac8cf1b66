"""What the last notice asked for was mended (对照上次退回意见)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence, Finding, Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held

_ID: Final = re.compile(r"[A-Z]{1,8}-\d{1,4}")


@dataclass(frozen=True, config=VALUE)
class RevisionParams:
    """None: the comments are those that the application carries (`earlier_notices`)."""


def run(documents: Sequence[Held], requirement: Requirement, params: RevisionParams, context: Context) -> list[Answer]:
    """Answer once for the application, comment by comment: by the requirement that a comment names, or by its quote."""
    comments = context.case.earlier_notices
    if not comments:
        return [Answer(Verdict.NOT_APPLICABLE, text("clauses.revision_none"))]
    return [answer for comment in comments for answer in _comment(comment, requirement, context)]


def _comment(comment: str, requirement: Requirement, context: Context) -> list[Answer]:
    named = _named(comment, requirement, context)
    if not named:
        return [review(text("clauses.revision_unknown", comment=comment), text("clauses.revision_look"))]
    return [_mended(comment, name, context.findings) for name in named]


def _named(comment: str, requirement: Requirement, context: Context) -> list[str]:
    others = [entry for entry in context.policy.requirements if entry.id != requirement.id]
    ids = set(_ID.findall(comment))
    named = [entry.id for entry in others if entry.id in ids]
    return named or [entry.id for entry in others if entry.quote in comment]


def _mended(comment: str, name: str, findings: Iterable[Finding]) -> Answer:
    own = [finding for finding in findings if finding.requirement == name]
    verdict = Verdict.worst(finding.verdict for finding in own)
    said = {"comment": comment, "requirement": name}
    evidence: tuple[Evidence, ...] = tuple(
        dict.fromkeys(evidence for finding in own if finding.verdict is verdict for evidence in finding.evidence)
    )
    if verdict is Verdict.PASSED:
        return passed(text("clauses.revision_mended", **said), None, *evidence)
    if verdict is Verdict.FAILED:
        return failed(text("clauses.revision_open", **said), text("clauses.revision_remedy"), None, *evidence)
    # Nothing of the kind was handed in this time, or it cannot be told: silence is no mending.
    return review(text("clauses.revision_unsure", **said), text("clauses.revision_look"), None, *evidence)


CHECK = Check(
    "revision",
    RevisionParams,
    run,
    application_wide=True,
    without_pages=True,
    after_all=True,
    reaches=(Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE),
)
