"""Papers of applications: compared with the corpora of their organisation and with the papers of other applicants.

Who copied from whom cannot be told from whose paper is judged first. A paper is findable before its application is
judged, and an application that was judged before a paper came which shares text with its own is judged anew.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from sqlalchemy.orm import Session

from models.application import Applicant
from models.case import Case
from models.messages import text as message
from models.observation import Observation
from models.overlap import OverlapReport
from models.report import Report
from models.store.applications import Applications
from models.store.masked_view import same_name
from models.store.papers import Papers, StoredPaper, paper_id
from models.store.reports import Reports
from verifier.screening import COMPARED_TYPES
from workers.context import Context
from workers.corpora import corpora_of


def with_overlaps(context: Context, organisation_id: str, case: Case, *, findable: bool) -> Case:
    """Return the case with what its papers share with the corpora and with other applicants' papers.

    Args:
        context: of this process.
        organisation_id: whose application it is.
        case: the application with what was seen in it.
        findable: make its papers findable by others first, and take back those that are no part of it any more.
    """
    papers = {document: seen for document, seen in case.observations.items() if seen.type in COMPARED_TYPES}
    if findable:
        _keep_findable(context, organisation_id, case.application.id, papers)
    if not papers:
        return case
    overlaps = {
        document: overlap_of(context, organisation_id, case.application.applicant, case.application.id, seen)
        for document, seen in papers.items()
    }
    return dataclasses.replace(case, overlaps=overlaps)


def overlap_of(
    context: Context, organisation_id: str, applicant: Applicant, application_id: str, seen: Observation
) -> OverlapReport:
    """Compare one paper; what the applicant handed in, now or with another application, is no source of it."""
    from verifier.similarity.compare import compare

    index = corpora_of(context.settings).compared(organisation_id)
    exclude = papers_of(context, organisation_id, applicant, application_id, seen)
    return compare(seen.text, index, author=applicant.name, pages=seen.pages, exclude=exclude)


def papers_of(
    context: Context, organisation_id: str, applicant: Applicant, application_id: str, seen: Observation
) -> frozenset[str]:
    """Return the papers that this applicant handed in, of those that a paper could be found in."""
    from verifier.similarity.compare import NEAR_SOURCES
    from verifier.similarity.tokens import tokenise

    papers = corpora_of(context.settings).papers_found(organisation_id)
    if papers is None:
        return frozenset()
    found = papers.search(tokenise(seen.text), near=2 * NEAR_SOURCES)
    ids = {entry.source.id for entry in found.exact} | {source.id for source in found.near}
    with context.database.reading() as session:
        known = Papers(session, organisation_id).found(ids).values()
    return frozenset(paper.id for paper in known if is_own(paper, applicant, application_id))


def is_own(paper: StoredPaper, applicant: Applicant, application_id: str) -> bool:
    """Tell whether a paper was handed in by this very applicant: same name, and no other number of identity."""
    if paper.application == application_id:
        return True
    one, other = paper.applicant, applicant
    named = one.name is not None and other.name is not None and same_name(one.name, other.name)
    return named and (one.id_number == other.id_number or None in (one.id_number, other.id_number))


def judge_again(session: Session, organisation_id: str, report: Report) -> tuple[str, ...]:
    """Mark applications whose report is older than a paper that shares text with theirs; return their ids.

    Call this in the transaction that saves the report. Two applications do not mark each other for ever: the report
    that is saved here was begun when the other's paper was findable.
    """
    sources = [source.id for overlap in report.overlaps.values() for source in overlap.sources if source.copied]
    papers = Papers(session, organisation_id)
    mine = papers.found([paper_id(document) for document in report.overlaps])
    if not mine:
        return ()
    came = max(paper.created_at for paper in mine.values())
    marked = []
    for other in {paper.application: paper for paper in papers.found(sources).values()}.values():
        known = Reports(session, organisation_id).latest(other.application)
        if other.policy == report.policy_id and known is not None and known.judged_at <= came:
            Applications(session, organisation_id).changed(other.application)
            marked.append(other.application)
    return tuple(marked)


def _keep_findable(
    context: Context, organisation_id: str, application_id: str, papers: Mapping[str, Observation]
) -> None:
    """Make the papers of an application findable, first in the corpus, then by a row: the row's time is the later."""
    with context.database.reading() as session:
        known = Papers(session, organisation_id).of_application(application_id)
    gone = {known[document] for document in known if document not in papers}
    new = [document for document in papers if document not in known]
    if not gone and not new:
        return
    from verifier.similarity.sources import Source

    corpus = corpora_of(context.settings).papers(organisation_id)
    for paper in gone:
        corpus.remove(paper)
    for document in new:
        # No name and no id of the application: reports are read by applicants.
        source = Source(paper_id(document), message("similarity.other_application"), kind="application")
        corpus.add(source, papers[document].text)
    with context.database.transaction() as session:
        store = Papers(session, organisation_id)
        store.forget(gone)
        for document in new:
            store.hold(application_id, document)
