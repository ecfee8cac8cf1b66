"""The reviewer's page of one application: documents, the page with its boxes, the clauses and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify, url_for

from api import reports
from api.auth import caller, require
from api.service import Store, reading
from api.web.changes import changes
from api.web.facts import questions
from api.web.kinds import type_choices
from api.web.people import names_of, office_of
from api.web.record_view import notes, record
from api.web.shell import page, web_blueprint
from api.web.workbench_view import answers, counted, layers, sheets, title
from models.case import Case
from models.decisions import standing
from models.errors import NotReady
from models.masking import MaskingAnswer
from models.observation import NameHit, Observation
from models.report import Report
from models.store.api_keys import Role
from models.store.applications import ApplicationState
from models.store.authors import names_of_authors
from models.store.changes import Changes
from models.store.decisions import Decisions
from models.store.masked_view import same_name
from models.store.masking_tasks import MaskingKind, StoredMasking
from verifier.masking.names import Subject, find_names
from verifier.policies.loader import load_policy
from workers.cases import build_case

blueprint = web_blueprint("workbench", "/applications")


@blueprint.get("/<application_id>")
@require(Role.REVIEWER, Role.APPLICANT)
def show(application_id: str) -> Response:
    """Show one application, as far as it is."""
    with reading() as store:
        application = store.applications.get(application_id)
        documents = store.documents.of_application(application_id)
        progress = store.documents.progress(application_id)
        report = store.reports.latest(application_id)
        case = build_case(store.session, caller().organisation, application_id, seen=False)
        answered = _answered(store, application_id, report, case)
        colleagues = office_of(store)
        corrections = Changes(store.session, store.organisation).of_application(application_id)
        names = names_of_authors(store.session, store.organisation)
    policy = load_policy(application.policy)
    return page(
        "workbench.html",
        application=application,
        policy=policy,
        title=title(case, application.label),
        progress=progress,
        report=report,
        sheets=sheets(documents, report),
        is_current=application.is_judged,
        colleagues=colleagues,
        corrections=[(one, names(one.author)) for one in reversed(corrections)],
        facts=questions(case, policy),
        types=type_choices(),
        viewer={
            "page": url_for("documents.page", document_id="DOCUMENT", number=0),
            "preview": url_for("documents.preview", document_id="DOCUMENT", number=0),
            "layers": url_for("web_workbench.seen", application_id=application_id, document_id="DOCUMENT"),
        },
        **answered,
    )


@blueprint.get("/<application_id>/answers")
@require(Role.REVIEWER, Role.APPLICANT)
def cards(application_id: str) -> Response:
    """Return the answers as they stand now, to be put in place of those of before."""
    with reading() as store:
        report = store.reports.latest(application_id)
        case = build_case(store.session, caller().organisation, application_id, seen=False)
        answered = _answered(store, application_id, report, case)
    return page("parts/answered.html", **answered)


def _answered(store: Store, application_id: str, report: Report | None, case: Case) -> dict[str, Any]:
    """Return the answers as they stand after people's decisions, and what the list of them shows beside."""
    store.applications.get(application_id)
    if report is None:
        return {"stands": None, "answers": (), "counts": {}, "names": {}, "changed": None, "record": (), "notes": {}}
    before = store.reports.before(application_id)
    stands = standing(report, Decisions(store.session, store.organisation).of_application(application_id))
    names = names_of(store)
    found = answers(stands, case, names)
    changed = changes(before, report) if before is not None else None
    said = {"record": record(report, stands, names), "notes": notes(stands.acts, names)}
    return {"stands": stands, "answers": found, "counts": counted(found), "names": names, "changed": changed, **said}


@blueprint.get("/<application_id>/documents/<document_id>/layers.json")
@require(Role.REVIEWER, Role.APPLICANT)
def seen(application_id: str, document_id: str) -> Response:
    """Return what was seen in one document, as the viewer draws it."""
    with reading() as store:
        document = store.documents.get(document_id)
        observation = store.observations.of_document(document_id)
        applicant = store.applications.get(application_id).applicant.name
        check = store.masking.newest_of([document_id]).get((document_id, MaskingKind.CHECK))
    if observation is None or document.application_id != application_id:
        raise NotReady
    return jsonify(layers(observation, _names(document.filename, observation, applicant, check)))


def _names(
    filename: str, observation: Observation, applicant: str | None, check: StoredMasking | None
) -> Sequence[NameHit]:
    """Return where the applicant's name stands: as the last check of masking saw it, which knows covered ones too."""
    if applicant is None:
        return ()
    if check is not None and isinstance(check.answer, MaskingAnswer) and same_name(check.request.name or "", applicant):
        return [hit for page in check.answer.pages for hit in page.names]
    return find_names(filename, observation, Subject(name=applicant))


@blueprint.get("/<application_id>/progress")
@require(Role.REVIEWER, Role.APPLICANT)
def how_far(application_id: str) -> Response:
    """Return the line of progress; when all is judged, the page is to be loaded anew."""
    with reading() as store:
        application = store.applications.get(application_id)
        progress = store.documents.progress(application_id)
    if application.is_judged or application.state is ApplicationState.NEEDS_MANUAL:
        return Response(status=204, headers={"HX-Refresh": "true"})
    return page("parts/progress.html", application=application, progress=progress)


@blueprint.get("/<application_id>/export.<any(html, xlsx, docx, pdf):kind>")
@require(Role.REVIEWER, Role.APPLICANT)
def export(application_id: str, kind: str) -> Response:
    """Return the report, or the letter to the applicant, as a file."""
    return reports.answer(application_id, reports.MEDIA_TYPES[kind])
