"""What is said of a roster (花名册): findings with sheet, row and column as their place, and their report."""

from __future__ import annotations

from dataclasses import field

from pydantic import JsonValue
from pydantic.dataclasses import dataclass

from models.report import Evidence, Verdict
from models.values import VALUE


@dataclass(frozen=True, config=VALUE)
class RosterFinding:
    """One defect, or one question for a person, of a roster.

    `code` is stable. `row` is the number that a spreadsheet shows, `column` the printed name, `cell` such as `D5`; all
    None for the roster as a whole. `applicant` is the folder that it is about; `evidence` leads into its documents.
    """

    code: str
    verdict: Verdict
    message: str
    remedy: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    applicant: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, config=VALUE)
class RosterReport:
    """All findings of one roster. `requirement`, `clause` and `quote` are those of the notice that asks for it.

    `matched` leads from the applicants' folders to their rows. A roster that could not be read has an `error` (code,
    title, detail) and nothing else.
    """

    filename: str
    policy_id: str
    verdict: Verdict
    people: int = 0
    columns: tuple[str, ...] = ()
    findings: tuple[RosterFinding, ...] = ()
    matched: dict[str, int] = field(default_factory=dict)
    requirement: str | None = None
    clause: str | None = None
    quote: str | None = None
    error: dict[str, JsonValue] | None = None
