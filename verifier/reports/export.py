"""A report as JSON of the public interface: one object an applicant, its findings with evidence and measures."""

from __future__ import annotations

from typing import Any, Final

from models.report import Report
from models.values import to_jsonable

_KEYS: Final = (
    "requirement", "clause", "quote", "verdict", "severity", "message", "remedy", "document", "evidence", "measures",
)  # fmt: skip


def applicant_json(report: Report, name: str | None) -> dict[str, Any]:
    """Return `{id, name, verdict, findings}`; a finding whose `document` is null belongs to the application."""
    findings = [{key: finding[key] for key in _KEYS} for finding in to_jsonable(report)["findings"]]
    return {"id": report.application, "name": name, "verdict": report.verdict.value, "findings": findings}
