"""One finding out of the answers that the checks of a requirement give: the worst wins, all reasons are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from models.messages import text
from models.policy import Requirement, Severity
from models.report import Evidence, Finding, Verdict
from models.values import trusted
from verifier.checks.answers import Answer
from verifier.checks.context import Context
from verifier.policies.process import is_closed

_FEW: Final = 3
"""So many pieces of evidence are compared with each other faster than they are hashed."""

_IN_ORDER: Final = (Verdict.PASSED, Verdict.NOT_APPLICABLE)


def finding_of(requirement: Requirement, answers: Sequence[Answer], context: Context) -> Finding:
    """Return one finding: the worst answer wins, the reasons of all are kept, the worst first."""
    severity = context.escalation.get(requirement.severity, requirement.severity)
    if len(answers) == 1 and answers[0].verdict in _IN_ORDER:
        return _in_order(requirement, answers[0], severity)
    ranked = sorted(answers, key=lambda answer: -answer.verdict.rank) if len(answers) > 1 else answers
    worst = ranked[0]
    measures = {name: value for answer in ranked for name, value in answer.measures.items()}
    return trusted(
        Finding,
        requirement=requirement.id,
        clause=requirement.clause,
        quote=requirement.quote,
        verdict=worst.verdict,
        severity=severity,
        message="\n".join(dict.fromkeys(answer.message for answer in ranked)) if len(ranked) > 1 else worst.message,
        remedy="\n".join(_remedies(ranked, requirement, context)) or None,
        document=worst.document,
        evidence=_evidence(ranked, worst.verdict),
        measures=measures or None,
        **_certain(ranked, requirement, context),
    )


def _in_order(requirement: Requirement, answer: Answer, severity: Severity) -> Finding:
    """Return the finding of one answer with nothing to mend: nine of ten are of this kind."""
    return trusted(
        Finding,
        requirement=requirement.id,
        clause=requirement.clause,
        quote=requirement.quote,
        verdict=answer.verdict,
        severity=severity,
        message=answer.message,
        remedy=None if answer.verdict is Verdict.PASSED else answer.remedy,
        document=answer.document,
        evidence=_evidence([answer], answer.verdict),
        measures=answer.measures or None,
        defect=None,
        mending=None,
    )


def _certain(ranked: Sequence[Answer], requirement: Requirement, context: Context) -> dict[str, str | None]:
    """Return what of a failed finding is certain: its defects, and how to mend them."""
    if ranked[0].verdict is not Verdict.FAILED:
        return {"defect": None, "mending": None}
    sure = [answer for answer in ranked if answer.verdict is Verdict.FAILED]
    mending = [requirement.remedy] if requirement.remedy else [answer.remedy for answer in sure if answer.remedy]
    if is_closed(context.policy, context.application):
        mending = [text("clauses.no_corrections")]
    return {
        "defect": "\n".join(dict.fromkeys(answer.message for answer in sure)),
        "mending": "\n".join(dict.fromkeys(mending)) or None,
    }


def _remedies(ranked: Sequence[Answer], requirement: Requirement, context: Context) -> list[str]:
    """Return what to do: at once, and what only if a person sees the defect too.

    Beside a certain defect the doubtful ones are the applicant's to look at: everything is to be mended at once.
    """
    if ranked[0].verdict is Verdict.PASSED:
        return []
    is_failed = ranked[0].verdict is Verdict.FAILED
    if is_failed and is_closed(context.policy, context.application):
        return [text("clauses.no_corrections")]
    if is_failed and requirement.remedy:
        return [requirement.remedy]
    certain = dict.fromkeys(answer.remedy for answer in ranked if answer.remedy and answer.condition is None)
    remedies = [remedy for remedy in certain if remedy is not None]
    conditional: dict[str, dict[str, None]] = {}
    for answer in ranked:
        if answer.remedy and answer.condition and answer.remedy not in certain:
            condition = "checks.if_failed" if is_failed else answer.condition
            conditional.setdefault(condition, {})[answer.remedy] = None
    return remedies + [text(condition, remedy="".join(said)) for condition, said in conditional.items()]


def _evidence(ranked: Sequence[Answer], verdict: Verdict) -> tuple[Evidence, ...]:
    """Return what was seen, the worst first; beside a defect, what is in order would only hide it."""
    if len(ranked) == 1 and len(ranked[0].evidence) < 2:
        return ranked[0].evidence
    open_ones = [answer for answer in ranked if verdict is Verdict.PASSED or answer.verdict is not Verdict.PASSED]
    pieces = [evidence for answer in open_ones for evidence in answer.evidence]
    if len(pieces) > _FEW:
        return tuple(dict.fromkeys(pieces))
    return tuple(piece for index, piece in enumerate(pieces) if piece not in pieces[:index])
