"""`/api/v1/applications`: opening applications, how far they are."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import url_for

from api.auditing import audit
from api.auth import require
from api.documents import accepted
from api.idempotency import made_once
from api.paging import page_of
from api.policies import known_policy
from api.preconditions import etag
from api.schemas import (
    ApplicationCreated,
    ApplicationIn,
    ApplicationList,
    ApplicationOut,
    ApplicationSummary,
    PageQuery,
    Progress,
)
from api.service import Store, reading, writing
from models.store.api_keys import Role
from models.store.applications import StoredApplication
from models.store.documents import Progress as StoredProgress

blueprint = APIBlueprint("applications", __name__, url_prefix="/api/v1/applications", tag="申报")


@blueprint.post("")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="新建申报")
@blueprint.input(ApplicationIn, arg_name="body")
@blueprint.output(ApplicationCreated, status_code=201)
def create(body: ApplicationIn) -> tuple[ApplicationCreated, int, dict[str, str]]:
    """Open an application under a policy; documents follow one by one or together.

    With the header `Idempotency-Key` the same request may be sent again: it opens nothing twice.
    """
    policy = known_policy(body.policy)
    with writing() as store:

        def make() -> str:
            made = store.applications.create(
                policy=policy.id,
                applicant=body.applicant,
                facts=body.facts,
                submitted_at=body.submitted_at,
                received_at=body.received_at,
                submission_number=body.submission_number,
                earlier_notices=tuple(body.earlier_notices),
            )
            audit(store, "application.created", "application", made.id)
            return made.id

        application_id = made_once(store, body, make)
        application = store.applications.get(application_id)
    links = _links(application.id)
    created = ApplicationCreated(id=application.id, state=application.state, links=links)
    return created, 201, {"Location": links["self"]}


@blueprint.get("")
@require(Role.REVIEWER, Role.AUDITOR)
@blueprint.doc(summary="申报列表")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(ApplicationList)
def list_all(query: PageQuery) -> ApplicationList:
    """Return some applications of the caller's organisation in the order of their ids; `next` leads on."""
    with reading() as store:
        page, following = page_of(
            query, lambda limit, after: store.applications.list(limit=limit, after=after), ".list_all"
        )
    return ApplicationList(applications=[summary(application) for application in page], next=following)


@blueprint.get("/<application_id>")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="申报进度与结论")
@blueprint.output(ApplicationOut)
def show(application_id: str) -> tuple[ApplicationOut, int, dict[str, str]]:
    """Return state, progress and verdict of one application; `ETag` names what people entered of it, for `PATCH`.

    When its last document is terminal it is judged; another document re-opens it, and then the verdict is open again.
    """
    with reading() as store:
        edits = store.applications.get(application_id).edits
        return shown(store, application_id), 200, {"ETag": etag(edits)}


def shown(store: Store, application_id: str) -> ApplicationOut:
    """Return an application as it is answered."""
    application = store.applications.get(application_id)
    progress = store.documents.progress(application_id)
    documents = store.documents.of_application(application_id)
    return ApplicationOut(
        id=application.id,
        policy=application.policy,
        state=application.state,
        progress=progress_shown(progress),
        verdict=application.verdict if application.is_judged else None,
        documents=[accepted(document) for document in documents],
        links=_links(application.id),
    )


def progress_shown(progress: StoredProgress) -> Progress:
    """Return counts of documents as they are answered."""
    return Progress(total=progress.total, done=progress.done, failed=progress.failed, eta_seconds=progress.eta_seconds)


def summary(application: StoredApplication) -> ApplicationSummary:
    """Return the short form of an application."""
    return ApplicationSummary(
        id=application.id,
        policy=application.policy,
        state=application.state,
        verdict=application.verdict if application.is_judged else None,
        created_at=application.created_at,
        links=_links(application.id),
    )


def _links(application_id: str) -> dict[str, str]:
    return {
        "self": url_for("applications.show", application_id=application_id),
        "documents": url_for("documents.upload", application_id=application_id),
        "report": url_for("reports.show", application_id=application_id),
    }
