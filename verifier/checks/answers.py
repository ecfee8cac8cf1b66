"""What a check says: one `Answer` for a document, or for the application where `document` is None."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import JsonValue

from models.report import Evidence, Verdict
from models.values import trusted

if TYPE_CHECKING:
    from verifier.checks.dossier import Held


@dataclass(frozen=True)
class Answer:
    """Verdict of one check with its reason, the way to mend it, and what was seen where.

    `condition` is the text that says when the remedy applies, where a person must look first; None: at once.
    """

    verdict: Verdict
    message: str
    remedy: str | None = None
    document: str | None = None
    evidence: tuple[Evidence, ...] = ()
    measures: dict[str, JsonValue] = field(default_factory=dict)
    condition: str | None = None


def passed(message: str, held: Held | None = None, *evidence: Evidence, **measures: JsonValue) -> Answer:
    """Return the answer 通过; nothing is to mend."""
    return _answer(Verdict.PASSED, message, None, held, evidence, measures)


def condensed(answers: Sequence[Answer], message: Callable[[str], str], held: Held) -> list[Answer]:
    """Return the answers with all that passed in one: `message` makes its text of their joined texts."""
    good = [answer for answer in answers if answer.verdict is Verdict.PASSED]
    if not good:
        return list(answers)
    evidence = tuple(evidence for answer in good for evidence in answer.evidence)
    open_ones = [answer for answer in answers if answer.verdict is not Verdict.PASSED]
    return [*open_ones, passed(message("、".join(answer.message for answer in good)), held, *evidence)]


def failed(
    message: str, remedy: str | None, held: Held | None = None, *evidence: Evidence, **measures: JsonValue
) -> Answer:
    """Return the answer 不通过."""
    return _answer(Verdict.FAILED, message, remedy, held, evidence, measures)


def review(
    message: str, remedy: str | None = None, held: Held | None = None, *evidence: Evidence, **measures: JsonValue
) -> Answer:
    """Return the answer 转人工: `message` names what is unknown."""
    return _answer(Verdict.NEEDS_REVIEW, message, remedy, held, evidence, measures)


def doubtful(
    message: str, mending: str, held: Held | None = None, *evidence: Evidence, **measures: JsonValue
) -> Answer:
    """Return the answer 转人工 where `mending` is for the applicant to do only if a person sees the defect too.

    A report that orders somebody to sign again what is signed already costs them a week and the office its name.
    """
    return _answer(Verdict.NEEDS_REVIEW, message, mending, held, evidence, measures, "checks.if_confirmed")


def _answer(
    verdict: Verdict,
    message: str,
    remedy: str | None,
    held: Held | None,
    evidence: tuple[Evidence, ...],
    measures: dict[str, JsonValue],
    condition: str | None = None,
) -> Answer:
    # A frozen dataclass sets each field by a call of its own; a judgement makes hundreds of answers.
    return trusted(
        Answer,
        verdict=verdict,
        message=message,
        remedy=remedy,
        document=held.document if held else None,
        evidence=evidence,
        measures=measures,
        condition=condition,
    )
