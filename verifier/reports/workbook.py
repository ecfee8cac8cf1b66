"""The result table of a batch as an Excel workbook: one row an applicant, one row a finding.

Every text is written as text: a name such as `=cmd|…` must not become a formula on the reviewer's machine, nor a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from models.application import Applicant
from models.case import Case
from models.messages import text
from models.policy import Policy, Severity
from models.report import Finding, Report, Verdict
from models.roster import RosterFinding, RosterReport
from verifier.checks.dossier import type_title

_SHOWN: Final = (Verdict.FAILED, Verdict.ERRORED, Verdict.NEEDS_REVIEW)
_LONGEST: Final = 32_000
"""Excel holds 32,767 characters in a cell, and refuses a file with more."""

_APPLICANTS: Final = (
    ("number", 6), ("name", 12), ("id", 20), ("unit", 30), ("verdict", 10), ("reject", 10), ("correct", 8), ("warn", 8),
    ("review", 10), ("documents", 8), ("files", 40), ("problem", 40),
)  # fmt: skip
_FINDINGS: Final = (
    ("name", 12), ("id", 20), ("verdict", 10), ("severity", 12), ("clause", 16), ("message", 60), ("remedy", 48),
    ("document", 28), ("page", 6), ("quote", 44), ("requirement", 12),
)  # fmt: skip
_ROSTER: Final = (
    ("verdict", 10), ("id", 20), ("row", 6), ("column", 16), ("cell", 8), ("message", 60), ("remedy", 48),
)  # fmt: skip
_FILLS: Final = {Verdict.FAILED: "#fde7e5", Verdict.NEEDS_REVIEW: "#fff6da", Verdict.PASSED: "#e5f4e9"}


@dataclass(frozen=True)
class Judged:
    """One applicant of the batch with the files that were written for them."""

    case: Case
    report: Report
    files: tuple[str, ...] = field(default=())
    label: str | None = None
    """How the batch calls the application, where that is not its id."""
    problem: str = ""
    """What is wrong with the applicant's folder itself."""

    @property
    def verdict(self) -> Verdict:
        """The report's; of a folder that could not be had as it is, a failure."""
        return Verdict.FAILED if self.problem else self.report.verdict

    @property
    def applicant(self) -> Applicant:
        """Who applies."""
        return self.case.application.applicant


def write_workbook(
    target: Path, judged: Sequence[Judged], policy: Policy, *, roster: RosterReport | None = None
) -> None:
    """Write the table of a batch, applicants in the order given, findings in the order of the notice."""
    target.write_bytes(workbook_bytes(judged, policy, roster=roster))


def workbook_bytes(
    judged: Sequence[Judged], policy: Policy, *, missing: int = 0, roster: RosterReport | None = None
) -> bytes:
    """Return the table of a batch as an .xlsx file; one that lacks `missing` applicants says so."""
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        looks = _Looks(book)
        _applicants(book.add_worksheet(text("workbook.applicants")), judged, looks)
        _findings(book.add_worksheet(text("workbook.findings")), judged, looks)
        if roster is not None:
            _roster(book.add_worksheet(text("workbook.roster")), roster, looks)
        _about(book.add_worksheet(text("workbook.about")), judged, policy, looks, missing)
    return stream.getvalue()


class _Looks:
    """The formats of the workbook."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  # xlsxwriter has no types
        plain = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
        plain["border_color"] = "#d0d0d0"
        self.cell = book.add_format(plain)
        self.head = book.add_format({**plain, "bold": True, "bg_color": "#e9edf2", "valign": "vcenter"})
        self.verdicts = {verdict: book.add_format({**plain, "bg_color": fill}) for verdict, fill in _FILLS.items()}


def _applicants(sheet: Any, judged: Sequence[Judged], looks: _Looks) -> None:  # noqa: ANN401
    _head(sheet, _APPLICANTS, len(judged), looks)
    for row, one in enumerate(judged, start=1):
        open_ones = [finding for finding in one.report.findings if finding.verdict in _SHOWN]
        failed = [finding.severity for finding in open_ones if finding.verdict is Verdict.FAILED]
        values: list[object] = [
            row, one.applicant.name or "", one.label or one.case.application.id, one.applicant.unit or "",
            text(f"cli.verdict_{one.verdict}"), *(failed.count(severity) for severity in Severity),
            len(open_ones) - len(failed), len(one.case.application.materials), "\n".join(one.files),
            one.problem,
        ]  # fmt: skip
        _row(sheet, row, values, looks, verdict=(4, one.verdict))


def _findings(sheet: Any, judged: Sequence[Judged], looks: _Looks) -> None:  # noqa: ANN401
    rows = [(one, finding) for one in judged for finding in one.report.findings if finding.verdict in _SHOWN]
    _head(sheet, _FINDINGS, len(rows), looks)
    for row, (one, finding) in enumerate(rows, start=1):
        values: list[object] = [
            one.applicant.name or "", one.label or one.case.application.id, text(f"terminal.{finding.verdict}"),
            text(f"reports.severity_{finding.severity}"), finding.clause, finding.message, finding.remedy or "",
            _document(one.case, finding), _pages(finding), finding.quote, finding.requirement,
        ]  # fmt: skip
        _row(sheet, row, values, looks, verdict=(2, finding.verdict))


def _roster(sheet: Any, report: RosterReport, looks: _Looks) -> None:  # noqa: ANN401
    """Write what is to be mended in the roster, and by which row and cell; of one that cannot be read, why."""
    findings = report.findings
    if report.error is not None:
        why, what = str(report.error["title"]), str(report.error["detail"])
        findings = (RosterFinding(str(report.error["code"]), Verdict.FAILED, why, what),)
    _head(sheet, _ROSTER, len(findings), looks)
    for row, finding in enumerate(findings, start=1):
        values: list[object] = [
            text(f"terminal.{finding.verdict}"), finding.applicant or "", finding.row or "", finding.column or "",
            finding.cell or "", finding.message, finding.remedy,
        ]  # fmt: skip
        _row(sheet, row, values, looks, verdict=(0, finding.verdict))


def _about(sheet: Any, judged: Sequence[Judged], policy: Policy, looks: _Looks, missing: int) -> None:  # noqa: ANN401
    moments = sorted(one.report.judged_at for one in judged)
    lines = [
        (text("reports.policy"), f"{policy.title}（{policy.id} {policy.version}）"),
        (text("workbook.source"), policy.source.file),
        (text("reports.judged_at"), moments[-1].isoformat(timespec="seconds") if moments else ""),
        (text("workbook.note_label"), text("workbook.note")),
    ]
    if missing:
        lines.insert(0, (text("workbook.partial_label"), text("workbook.partial", count=missing)))
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    for row, (label, value) in enumerate(lines):
        sheet.write_string(row, 0, label, looks.head)
        sheet.write_string(row, 1, value, looks.cell)


def _head(sheet: Any, columns: Iterable[tuple[str, int]], rows: int, looks: _Looks) -> None:  # noqa: ANN401
    listed = list(columns)
    for column, (name, width) in enumerate(listed):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text(f"workbook.column_{name}"), looks.head)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, rows), len(listed) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _row(sheet: Any, row: int, values: Sequence[object], looks: _Looks, *, verdict: tuple[int, Verdict]) -> None:  # noqa: ANN401
    for column, value in enumerate(values):
        look = looks.verdicts.get(verdict[1], looks.cell) if column == verdict[0] else looks.cell
        if isinstance(value, int):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, str(value)[:_LONGEST], look)


def _document(case: Case, finding: Finding) -> str:
    if finding.document is None:
        return text("reports.whole_application")
    observation = case.observations.get(finding.document)
    kind = type_title(observation.type) + "　" if observation and observation.type else ""
    return kind + finding.document


def _pages(finding: Finding) -> str:
    return "、".join(str(page) for page in sorted({piece.page for piece in finding.evidence if piece.page}))
