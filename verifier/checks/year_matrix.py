"""There is a certificate for each year of each subject (继续教育：公需科目、专业科目逐年)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.due import candidates
from verifier.checks.years import evidence_of, listed, subject_of, years_of


@dataclass(frozen=True, config=VALUE)
class YearMatrixParams:
    """Subject -> years, subject -> words that show it; a certificate's year and subject stand in two of its fields."""

    years: dict[str, tuple[int, ...]]
    words: dict[str, tuple[str, ...]]
    year_field: str
    subject_field: str


def run(
    documents: Sequence[Held], requirement: Requirement, params: YearMatrixParams, context: Context
) -> list[Answer]:
    """Answer once for the application."""
    covered: set[tuple[str, int]] = set()
    uncertain = []
    for held in documents:
        years, certain = years_of(held, params.year_field)
        subject = subject_of(held, params.subject_field, params.words)
        if subject is not None:
            covered |= {(subject, year) for year in years}
        if not certain or subject is None:
            uncertain.append(held)
    missing = {
        subject: [year for year in years if (subject, year) not in covered] for subject, years in params.years.items()
    }
    missing = {subject: years for subject, years in missing.items() if years}
    return [_answer(missing, documents, uncertain, requirement, params, context)]


def _answer(
    missing: dict[str, list[int]],
    documents: Sequence[Held],
    uncertain: Sequence[Held],
    requirement: Requirement,
    params: YearMatrixParams,
    context: Context,
) -> Answer:
    evidence = evidence_of(documents, params.year_field)
    said = {"wanted": _shown(params.years), "missing": _shown(missing), "count": len(documents)}
    if not missing:
        return passed(text("checks.matrix_all", **said), None, *evidence)
    evidence += [Evidence(expected=f"{subject} {year}") for subject, years in missing.items() for year in years]
    remedy = text("checks.matrix_remedy", **said)
    if not context.case.complete:
        return review(text("checks.matrix_incomplete", **said), None, None, *evidence)
    unread = [held.material.filename for held in uncertain]
    unread += [material.filename for material in candidates(requirement.on, context)]
    if unread:
        return doubtful(text("checks.matrix_maybe", files="、".join(unread), **said), remedy, None, *evidence)
    return failed(text("checks.matrix_missing", **said), remedy, None, *evidence)


def _shown(years: dict[str, tuple[int, ...]] | dict[str, list[int]]) -> str:
    return "；".join(f"{subject} {listed(wanted)}" for subject, wanted in years.items())


CHECK = Check("year_matrix", YearMatrixParams, run, application_wide=True, without_pages=True)
