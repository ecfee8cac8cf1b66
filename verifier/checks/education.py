"""What further education was offered: hours by year and subject, credits by year (继续教育、学习强国)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from models.report import Evidence
from verifier.certificates.folding import fold
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Context
from verifier.checks.dossier import Held
from verifier.checks.years import years_of

_HOURS: Final = "ce_cert"
_YEAR, _SUBJECT, _AMOUNT = "年度", "科目", "学时"
_CREDITS: Final = re.compile(r"(?:年度积分|学习积分|总积分|积分|学分)[^\d]{0,6}(\d{2,6})|(\d{2,6})(?:积分|学分|分)")
_YEAR_OF: Final = re.compile(r"(?<!\d)(20\d{2})年")


@dataclass
class Offered:
    """Hours as (year, subject as read, hours), the best credits of each year, and the files that could not be read."""

    certificates: list[tuple[int, str, int]] = field(default_factory=list)
    credits: dict[int, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    unread_credits: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def hours(self, year: int, subject: Sequence[str]) -> int:
        """Return the hours of a year in a subject, by any of its words; of all subjects where there are none."""
        words = [fold(word) for word in subject]
        return sum(
            hours
            for of, said, hours in self.certificates
            if of == year and (not words or any(word in said for word in words))
        )


def offered(context: Context, credits_type: str) -> Offered:
    """Return everything that the application offers as further education."""
    found = Offered()
    for held in context.dossier.of((_HOURS,)):
        _certificate(held, found)
    for held in context.dossier.of((credits_type,)) if credits_type else ():
        _points(held, found)
    return found


def _certificate(held: Held, found: Offered) -> None:
    years, certain = years_of(held, _YEAR)
    amount = held.field(_AMOUNT)
    digits = re.search(r"\d+", amount.value or "") if amount else None
    found.evidence.append(held.evidence())
    if not certain or len(years) != 1 or amount is None or digits is None or is_doubtful(amount.confidence):
        found.unread.append(held.material.filename)
        return
    subject = held.field(_SUBJECT)
    said = fold((subject.value or "") if subject else "") or held.folded_text
    found.certificates.append((next(iter(years)), said, int(digits.group())))


def _points(held: Held, found: Offered) -> None:
    """Read a screenshot: its year and its points, from fields where a reader gives them, else from its text."""
    body = held.folded_text
    found.evidence.append(held.evidence())
    points_field, year_field = held.field("积分"), held.field("年份")
    years = {int(year) for year in _YEAR_OF.findall(body)}
    points = [int(one or two) for one, two in _CREDITS.findall(body)]
    if year_field and (year_field.value or "").isdecimal():
        years = {int(year_field.value or 0)}
    if points_field and (points_field.value or "").isdecimal():
        points = [int(points_field.value or 0)]
    if len(years) != 1 or not points:
        found.unread_credits.append(held.material.filename)
        found.unread.append(held.material.filename)
        return
    (year,) = years
    # A screenshot shows the day's points too; the year's are the most.
    found.credits[year] = max(found.credits.get(year, 0), *points)
