"""The copied ratio (文字复制比) of an application's papers: fractions, sources by share, both texts side by side."""

from __future__ import annotations

from flask import Response, request

from api import similarity as comparisons
from api.auth import require
from api.corpus import shelf
from api.service import Store, reading
from api.web.shell import page, web_blueprint
from api.web.similarity_view import Sifting, recounted
from models.errors import NotFound
from models.observation import Observation
from models.overlap import OverlapReport
from models.store.api_keys import Role
from models.store.papers import Papers
from models.store.similarity_jobs import JobKind, SimilarityJobs
from verifier.similarity.pages.view import pieces, ratio_rows, shown_passages

blueprint = web_blueprint("similarity")

_CHECKS = 20


@blueprint.get("/similarity")
@require(Role.REVIEWER)
def start() -> Response:
    """Show where a paper is compared without an application, and the last comparisons."""
    with reading() as store:
        found = SimilarityJobs(store.session, store.organisation).list(JobKind.COMPARISON, limit=500)
    jobs = sorted(found, key=lambda job: job.created_at, reverse=True)[:_CHECKS]
    return page("similarity_checks.html", jobs=jobs)


@blueprint.get("/similarity/<check_id>/report")
@require(Role.REVIEWER)
def check_report(check_id: str) -> Response:
    """Return the report of one comparison: a page that works by itself, or a PDF."""
    return comparisons.answer(check_id, "application/pdf" if request.args.get("kind") == "pdf" else "text/html")


@blueprint.get("/applications/<application_id>/similarity/<document_id>")
@require(Role.REVIEWER)
def show(application_id: str, document_id: str) -> Response:
    """Show one paper beside its sources."""
    with reading() as store:
        report, seen, others = _compared(store, application_id, document_id)
        application = store.applications.get(application_id)
        filename = store.documents.get(document_id).filename
    text = seen.text
    with shelf() as held:
        shown = shown_passages(report, text, lambda source: others.get(source) or held.text(source))
    return page(
        "similarity.html",
        application=application,
        document_id=document_id,
        filename=filename,
        report=report,
        rows=ratio_rows(report),
        pieces=pieces(text, shown),
        figures=_figures(report, text),
        papers=list(report.sources),
        title=application.applicant.name or application_id[:8],
        from_others=set(others),
    )


@blueprint.get("/applications/<application_id>/similarity/<document_id>/figures")
@require(Role.REVIEWER)
def figures(application_id: str, document_id: str) -> Response:
    """Return the ratio as the reader sifts it."""
    with reading() as store:
        report, seen, _ = _compared(store, application_id, document_id)
    return page("parts/similarity_figures.html", figures=_figures(report, seen.text))


def _figures(report: OverlapReport, text: str) -> dict[str, object]:
    asked = request.args
    sifting = Sifting(
        own="own" in asked, cited="cited" in asked, common="common" in asked, source=asked.get("source") or None
    )
    return {"ratio": recounted(report, text, sifting), "sifting": sifting}


def _compared(store: Store, application_id: str, document_id: str) -> tuple[OverlapReport, Observation, dict[str, str]]:
    """Return the comparison of a paper as it was judged, the paper, and texts of other applicants' papers by id."""
    store.applications.get(application_id)
    report = store.reports.latest(application_id)
    found = report.overlaps.get(document_id) if report is not None else None
    seen = store.observations.of_document(document_id)
    if found is None or seen is None:
        raise NotFound
    papers = Papers(store.session, store.organisation).found([source.id for source in found.sources])
    others = {
        paper.id: observation.text
        for paper in papers.values()
        if (observation := store.observations.of_document(paper.document)) is not None
    }
    return found, seen, others
