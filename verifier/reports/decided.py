"""A report as it stands after people's decisions: verdicts that hold, each marked with who decided, when and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from models.decisions import Act, Decided, Standing, StandingFinding
from models.messages import text
from models.report import Finding, Report, Verdict

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def decided_report(report: Report, standing: Standing, names: Callable[[str], str] = str) -> Report:
    """Return the report after people's decisions; the same one where there are none.

    Args:
        report: as judged.
        standing: what holds of it.
        names: gives the name under which an author is shown.
    """
    if standing.conclusion is None and not standing.decided:
        return report
    findings = tuple(_marked(found, names) for found in standing.findings)
    return dataclasses.replace(report, findings=findings, verdict=standing.verdict)


def _marked(found: StandingFinding, names: Callable[[str], str]) -> Finding:
    if found.decided is None:
        return found.finding
    finding, decided = found.finding, found.decided
    remark = _remark(finding.verdict, decided, names)
    changed = dataclasses.replace(finding, verdict=decided.verdict, message=f"{finding.message}\n{remark}")
    if decided.verdict is not Verdict.FAILED:
        return dataclasses.replace(changed, remedy=None, defect=None, mending=None)
    said = next((act.note or act.reason for act in reversed(decided.acts) if act.note or act.reason), None)
    # What a letter to the applicant says is the defect that is certain: the machine's, else what the person wrote.
    return dataclasses.replace(changed, defect=finding.defect or said or finding.message)


def _remark(machine: Verdict, decided: Decided, names: Callable[[str], str]) -> str:
    if decided.disputed:
        said = [
            text("review.disputed_one", who=names(act.author), verdict=_verdict(act.verdict)) for act in decided.acts
        ]
        return text("review.disputed", said="；".join(said))
    last = decided.acts[-1]
    return text(
        "review.decided",
        machine=_verdict(machine),
        verdict=_verdict(decided.verdict),
        who="、".join(names(author) for author in decided.authors),
        when=last.at.astimezone(_SHANGHAI).strftime("%Y-%m-%d %H:%M"),
        why=_why(last),
    )


def _why(act: Act) -> str:
    said = "；".join(part for part in (act.reason, act.note) if part)
    return f"：{said}" if said else ""


def _verdict(verdict: Verdict | None) -> str:
    return text(f"review.verdict_{verdict or Verdict.NEEDS_REVIEW}")
