"""Clauses of which one violated is enough to refuse the application (任一不符即不予受理)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence, Finding, Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class SeverityRuleParams:
    """Ids of the requirements that it speaks of."""

    of: tuple[str, ...]


def run(
    documents: Sequence[Held], requirement: Requirement, params: SeverityRuleParams, context: Context
) -> list[Answer]:
    """Answer once for the application by the worst of those findings; one that does not apply decides nothing."""
    findings = [finding for finding in context.findings if finding.requirement in params.of]
    worst = Verdict.worst(finding.verdict for finding in findings)
    named = "、".join(params.of)
    if worst is None or worst is Verdict.NOT_APPLICABLE:
        return [Answer(Verdict.NOT_APPLICABLE, text("clauses.rule_none", requirements=named))]
    if worst is Verdict.PASSED:
        return [passed(text("clauses.rule_good", requirements=named))]
    open_ones = [finding for finding in findings if finding.verdict is worst]
    evidence = _evidence(open_ones)
    broken = "、".join(dict.fromkeys(finding.requirement for finding in open_ones))
    if worst is Verdict.FAILED:
        remedy = text("clauses.rule_remedy", requirements=broken)
        return [failed(text("clauses.rule_bad", requirements=broken), remedy, None, *evidence)]
    return [review(text("clauses.rule_doubtful", requirements=broken), None, None, *evidence)]


def _evidence(findings: Sequence[Finding]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence for finding in findings for evidence in finding.evidence))


CHECK = Check(
    "severity_rule",
    SeverityRuleParams,
    run,
    application_wide=True,
    without_pages=True,
    after_all=True,
    reaches=(Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE),
)
