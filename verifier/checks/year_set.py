"""There is a document for each of the years that the notice lists (近三年年度考核表)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, type_title
from verifier.checks.due import candidates
from verifier.checks.years import evidence_of, listed, years_of


@dataclass(frozen=True, config=VALUE)
class YearSetParams:
    """`years` that must be covered, read from `field`; with `sides`, each document shows so many pages (正反面)."""

    years: tuple[int, ...]
    field: str
    sides: int = 1


def run(documents: Sequence[Held], requirement: Requirement, params: YearSetParams, context: Context) -> list[Answer]:
    """Answer for the years once, and for the sides per document."""
    covered: dict[int, list[Held]] = {}
    uncertain = []
    for held in documents:
        years, certain = years_of(held, params.field)
        for year in years:
            covered.setdefault(year, []).append(held)
        if not certain:
            uncertain.append(held)
    missing = set(params.years) - set(covered)
    answers = [_years(missing, documents, uncertain, requirement, params, context)]
    wanted = [year for year in params.years if year in covered]
    return answers + [answer for year in wanted for answer in _sides(year, covered[year], params)]


def _years(
    missing: set[int],
    documents: Sequence[Held],
    uncertain: Sequence[Held],
    requirement: Requirement,
    params: YearSetParams,
    context: Context,
) -> Answer:
    evidence = evidence_of(documents, params.field)
    names = "、".join(f"《{type_title(type_id)}》" for type_id in requirement.on)
    said = {"names": names, "wanted": listed(params.years), "missing": listed(missing), "count": len(documents)}
    if not missing:
        return passed(text("checks.years_all", **said), None, *evidence)
    evidence += [Evidence(expected=f"{names} {year}") for year in sorted(missing)]
    remedy = text("checks.years_remedy", **said)
    if not context.case.complete:
        return review(text("checks.years_incomplete", **said), None, None, *evidence)
    unread = [held.material.filename for held in uncertain]
    unread += [material.filename for material in candidates(requirement.on, context)]
    if unread:
        return doubtful(text("checks.years_maybe", files="、".join(unread), **said), remedy, None, *evidence)
    return failed(text("checks.years_missing", **said), remedy, None, *evidence)


def _sides(year: int, held: Sequence[Held], params: YearSetParams) -> list[Answer]:
    pages = sum(len(document.pages) for document in held)
    if pages >= params.sides:
        return []
    first = held[0]
    message = text("checks.sides_missing", title=first.title, year=year, pages=pages, sides=params.sides)
    remedy = text("checks.sides_remedy", sides=params.sides)
    # Both sides may lie side by side on one landscape page (A3).
    if any(document.has_no_pages for document in held):
        return [review(text("checks.no_pages", title=first.title), text("checks.no_pages_remedy"), first)]
    if any(page.width_px > page.height_px for document in held for page in document.pages):
        return [doubtful(message + text("checks.please_look"), remedy, first, first.evidence())]
    return [failed(message, remedy, first, first.evidence())]


CHECK = Check("year_set", YearSetParams, run, application_wide=True, without_pages=True)
