"""What an attached report of CNKI says: 去除本人已发表文献复制比, and of which paper (知网查重报告)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifier.certificates.folding import fold
from verifier.checks.context import Context
from verifier.checks.dossier import Held

_WITHOUT_OWN: Final = re.compile(r"去除本人(?:已发表)?(?:文献)?复制比[^\d%]{0,4}(\d{1,3}(?:\.\d{1,2})?)%")
_MARKS: Final = re.compile(r"[\W_]")


@dataclass(frozen=True)
class CnkiReport:
    """`percent` is 去除本人已发表文献复制比 as printed; None where it was not read."""

    held: Held
    percent: Fraction | None
    is_of_paper: bool
    names_author: bool


def report_of(paper: Held, type_id: str, context: Context) -> CnkiReport | None:
    """Return the report on this paper; one that names another title where there is none of its own; None without any.

    The title is that of the paper, or what its file is called.
    """
    reports = [_read(report, paper, context) for report in context.dossier.of((type_id,))]
    own = [report for report in reports if report.is_of_paper]
    return next(iter(own or reports), None)


def percent_in(said: str) -> Fraction | None:
    """Return 去除本人已发表文献复制比 in percent, exactly as a report prints it; None where it is not there."""
    found = _WITHOUT_OWN.search(fold(said).replace(" ", ""))
    return Fraction(found.group(1)) if found else None


def _read(report: Held, paper: Held, context: Context) -> CnkiReport:
    field = report.field("去除本人")
    percent = percent_in(report.folded_text)
    if field is not None and field.value and re.fullmatch(r"\d+(\.\d+)?%?", field.value):
        percent = Fraction(field.value.rstrip("%"))
    body = _MARKS.sub("", report.folded_text)
    titles = [_MARKS.sub("", fold(title)) for title in _titles(paper)]
    # Marks are out of the text: the dot of 阿依努尔·叶尔兰 must be out of the name.
    name = _MARKS.sub("", fold(context.applicant.name or ""))
    hidden = any(hit.covered for hit in context.case.names.get(report.document, ()))
    return CnkiReport(
        report,
        percent,
        is_of_paper=any(len(title) > 3 and title in body for title in titles),
        names_author=hidden or (bool(name) and name in body),
    )


def _titles(paper: Held) -> Sequence[str]:
    field = paper.field("题名")
    stem = paper.material.filename.rpartition(".")[0]
    return [title for title in (field.value if field else None, stem) if title]
