"""A report for the terminal: one row a requirement and verdict, worst first, legible at 100 columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from models.messages import text
from models.policy import Severity
from models.report import Evidence, Finding, Report, Verdict

_COLOURS = {
    Verdict.FAILED: "bold red",
    Verdict.ERRORED: "bold magenta",
    Verdict.NEEDS_REVIEW: "yellow",
    Verdict.PASSED: "green",
    Verdict.NOT_APPLICABLE: "dim",
}

_COST = {Severity.REJECT: 0, Severity.CORRECT: 1, Severity.WARN: 2}

_LONGEST_NAME = 24
"""Characters of a file name that are shown in a row."""


def findings_table(report: Report, *, filenames: Mapping[str, str] | None = None, everything: bool = False) -> Table:
    """Return the findings as a table: verdict, clause, finding with remedy, and where it was seen.

    Args:
        report: what was judged.
        filenames: names to show for document ids.
        everything: also show what passed and what does not apply; otherwise these are only counted in the caption.
    """
    table = Table(
        title=text("terminal.title", verdict=text(f"terminal.{report.verdict}"), policy=report.policy_id),
        caption=_caption(report),
        show_lines=True,
        expand=True,
    )
    table.add_column(text("terminal.column_verdict"), no_wrap=True, width=6)
    table.add_column(text("terminal.column_clause"), ratio=2, overflow="fold")
    table.add_column(text("terminal.column_finding"), ratio=6, overflow="fold")
    table.add_column(text("terminal.column_place"), ratio=3, overflow="fold")
    for group in _groups(report):
        if everything or group[0].verdict not in (Verdict.PASSED, Verdict.NOT_APPLICABLE):
            table.add_row(*_row(group, filenames or {}))
    return table


def plain(value: str) -> str:
    """Return `value` without control and format characters: read text or a file's name must not steer the terminal."""
    return "".join(sign for sign in value if sign == "\n" or not unicodedata.category(sign).startswith("C"))


def _groups(report: Report) -> list[list[Finding]]:
    """Return findings of one requirement with one verdict together, worst first: eight files, one thing to mend."""
    groups: dict[tuple[str, Verdict], list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault((finding.requirement, finding.verdict), []).append(finding)
    return sorted(
        groups.values(), key=lambda group: (-group[0].verdict.rank, _COST[group[0].severity], group[0].requirement)
    )


def _row(group: list[Finding], filenames: Mapping[str, str]) -> tuple[Text, Text, Text, Text]:
    finding = group[0]
    said = Text(plain(finding.message))
    if len(group) > 1:
        names = [_name(other.document, filenames) for other in group[1:]]
        said.append("\n" + text("terminal.also", count=len(names), names="、".join(names)), style="dim")
    if finding.remedy:
        said.append("\n" + text("terminal.remedy", remedy=plain(finding.remedy)), style="cyan")
    verdict = Text(text(f"terminal.{finding.verdict}"), style=_COLOURS[finding.verdict])
    verdict.append("\n" + text(f"terminal.{finding.severity}"), style="dim")
    # Text, not str: a file's name or text may hold what rich would take for markup.
    clause = Text(plain(finding.clause)).append("\n" + plain(finding.requirement), style="dim")
    return verdict, clause, said, Text(_places(finding, filenames))


def _places(finding: Finding, filenames: Mapping[str, str]) -> str:
    places = list(dict.fromkeys(_place(evidence, finding, filenames) for evidence in finding.evidence))
    if not any(places):
        return _name(finding.document, filenames)
    return "\n".join(place for place in places if place)


def _place(evidence: Evidence, finding: Finding, filenames: Mapping[str, str]) -> str:
    name = _name(evidence.document or finding.document, filenames)
    return text("terminal.place", name=name, page=evidence.page) if evidence.page is not None else name


def _name(document: str | None, filenames: Mapping[str, str]) -> str:
    if document is None:
        return text("terminal.whole_application")
    name = plain(filenames.get(document, document))
    if len(name) <= _LONGEST_NAME:
        return name
    half = (_LONGEST_NAME - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


def _caption(report: Report) -> str:
    counts = {verdict: sum(found.verdict is verdict for found in report.findings) for verdict in Verdict}
    return text("terminal.caption", **{verdict.value: count for verdict, count in counts.items()})
