"""The letter to an applicant as it is worded on its page: what the machine proposes, what a person wrote instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from models.policy import Policy
from models.report import Report, Verdict
from models.store.notices import StoredNotice
from models.values import adapter
from verifier.reports.notice import Notice, chinese_date

LONGEST_TEXT = 2000
"""Characters of one text of a letter that a person words."""


@dataclass(frozen=True)
class Since:
    """One requirement of the last letter, and whether it is still open in the report of now.

    `clause` and `quote` are the notice's, "" where it has no such requirement any more; `number` is the place of the
    open answer in the report, None where it is mended.
    """

    requirement: str
    still_open: bool
    clause: str = ""
    quote: str = ""
    number: int | None = None


def reworded(notice: Notice, said: Mapping[str, str]) -> Notice:
    """Return the letter with a person's words; a text that was emptied leaves the proposal, an item too.

    `said` has `opening`, `closing` (a paragraph a line), `office`, and `problem-N` and `remedy-N` for item N.
    """

    def text(name: str, proposed: str) -> str:
        return said.get(name, "").strip()[:LONGEST_TEXT] or proposed

    parts = tuple(
        replace(
            part,
            items=tuple(
                replace(
                    item,
                    problem=text(f"problem-{item.number}", item.problem),
                    remedy=text(f"remedy-{item.number}", item.remedy),
                )
                for item in part.items
            ),
        )
        for part in notice.parts
    )
    closing = tuple(line.strip() for line in text("closing", "\n".join(notice.closing)).splitlines() if line.strip())
    return replace(
        notice,
        opening=text("opening", notice.opening),
        closing=closing,
        office=text("office", notice.office),
        parts=parts,
    )


def body_of(notice: Notice) -> dict[str, Any]:
    """Return the letter as it is kept."""
    return asdict(notice)


def kept(stored: StoredNotice) -> Notice:
    """Return a letter that was kept."""
    return adapter(Notice).validate_python(stored.body)


def dated(notice: Notice, day: dt.date) -> Notice:
    """Return the letter with the date of the day on which it goes out, and no remark of being a draft."""
    return replace(notice, date=chinese_date(day), draft="")


def open_requirements(report: Report) -> tuple[str, ...]:
    """Return the requirements that the applicant is told of: failed ones, each once."""
    failed = [finding.requirement for finding in report.findings if finding.verdict is Verdict.FAILED]
    return tuple(dict.fromkeys(failed))


def since(last: StoredNotice, report: Report, policy: Policy) -> tuple[Since, ...]:
    """Return what became of every requirement of the last letter; what is still open comes first."""
    places: dict[str, int] = {}
    for number, finding in enumerate(report.findings):
        if finding.verdict is Verdict.FAILED:
            places.setdefault(finding.requirement, number)
    rules = {requirement.id: requirement for requirement in policy.requirements}
    found = []
    for one in last.requirements:
        rule = rules.get(one)
        said = (rule.clause, rule.quote) if rule is not None else ("", "")
        found.append(Since(one, one in places, *said, places.get(one)))
    return tuple(sorted(found, key=lambda one: not one.still_open))
