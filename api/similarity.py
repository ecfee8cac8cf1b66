"""`/api/v1/similarity/checks`: one paper against the local corpus, pass by pass; the report as JSON, page and PDF."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from apiflask import APIBlueprint
from flask import Response, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotAcceptable

from api.auditing import audit
from api.auth import caller, require
from api.corpus import TEXT_ENDINGS, check_text, shelf, trouble
from api.paging import page_of
from api.schemas import PageQuery
from api.schemas_similarity import (
    ApplicationPaper,
    SimilarityCheckIn,
    SimilarityCheckList,
    SimilarityCheckOut,
    SimilarityCheckSummary,
)
from api.service import reading, service, writing
from api.taking_in import sent_name, size_of
from models.errors import InvalidRequest, NotFound, NotReady
from models.messages import text
from models.overlap import OverlapReport
from models.store.api_keys import Role
from models.store.papers import Papers
from models.store.similarity_jobs import JobKind, JobState, SimilarityJobs, StoredJob
from models.values import from_json
from verifier.intake.limits import HEAD_BYTES, MAX_FILE_BYTES
from verifier.intake.upload import check_upload
from workers.faults import reach

blueprint = APIBlueprint("similarity", __name__, url_prefix="/api/v1/similarity", tag="文字复制比")

_JSON, _HTML, _PDF = "application/json", "text/html", "application/pdf"
_RESPONSES: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {
        "description": "报告",
        "content": {
            _JSON: {"schema": {"type": "object"}},
            _HTML: {"schema": {"type": "string"}},
            _PDF: {"schema": {"type": "string", "format": "binary"}},
        },
    },
    404: {"description": "没有这次比对，或比对失败"},
    406: {"description": "没有所要的格式"},
    409: {"description": "仍在比对"},
}


@blueprint.post("/checks")
@require(Role.REVIEWER)
@blueprint.doc(
    summary="文字复制比：把一篇论文与本地语料比对", responses={404: "没有所指的材料", 409: "所指的材料仍在识读"}
)
@blueprint.input(SimilarityCheckIn, location="form_and_files", arg_name="body")
@blueprint.output(SimilarityCheckOut, status_code=202)
def create(body: SimilarityCheckIn) -> tuple[SimilarityCheckOut, int, dict[str, str]]:
    """Have a paper compared with the organisation's corpus; not CNKI's figure (不是知网的结果).

    The paper is a file, or a document that was handed in and is observed (409 while it is not). The answer links to the
    comparison, whose `stage` and `report` tell what each pass found.
    """
    paper = _document(body.document) if body.document else {"document": None} | _stored(body.file)
    asked = {
        **paper,
        "author": body.author,
        "own": _known(body.own),
        "own_files": [_stored(file) for file in body.own_file],
        "exclude_common": body.exclude_common,
    }
    with writing() as store:
        job = SimilarityJobs(store.session, caller().organisation).create(
            JobKind.COMPARISON, asked, created_by=caller().actor
        )
        audit(store, "comparison.asked_for", "comparison", job.id)
    reach("task_after_row")
    service().enqueue_similarity(job.id)
    reach("task_after_hint")
    shown = _shown(job)
    return shown, 202, {"Location": shown.links["self"]}


@blueprint.get("/checks")
@require(Role.REVIEWER)
@blueprint.doc(summary="比对列表")
@blueprint.input(PageQuery, location="query", arg_name="query")
@blueprint.output(SimilarityCheckList)
def list_all(query: PageQuery) -> SimilarityCheckList:
    """Return some comparisons of the caller's organisation in the order of their ids; `next` leads on."""
    with reading() as store:
        jobs = SimilarityJobs(store.session, caller().organisation)
        page, following = page_of(
            query, lambda limit, after: jobs.list(JobKind.COMPARISON, limit=limit, after=after), ".list_all"
        )
    return SimilarityCheckList(checks=[_summary(job) for job in page], next=following)


@blueprint.get("/checks/<check_id>")
@require(Role.REVIEWER)
@blueprint.doc(summary="比对进度与结果")
@blueprint.output(SimilarityCheckOut)
def show(check_id: str) -> SimilarityCheckOut:
    """Return how far a comparison has come, with the report of that stage: verbatim first, then edited, complete."""
    return _shown(_job(check_id))


@blueprint.get("/checks/<check_id>/report")
@require(Role.REVIEWER)
@blueprint.doc(
    summary="比对报告（JSON、两栏对照的 HTML、PDF），由 Accept 决定",
    responses=_RESPONSES,
)
def report(check_id: str) -> Response:
    """Return the complete report; the page needs nothing else and works from disk."""
    kinds = [_JSON, _HTML, _PDF]
    media_type = request.accept_mimetypes.best_match(kinds) if request.accept_mimetypes else _JSON
    if media_type is None:
        raise NotAcceptable
    response = answer(check_id, media_type)
    response.vary.add("Accept")
    return response


def answer(check_id: str, media_type: str) -> Response:
    """Return the complete report in one of the media types.

    Raises:
        NotReady: the comparison goes on.
        NotFound: there is no such comparison, or it failed.
    """
    job = _job(check_id)
    if job.state not in (JobState.DONE, JobState.FAILED):
        raise NotReady
    if job.state is JobState.FAILED or job.result is None:
        raise NotFound
    if media_type == _JSON:
        response = Response(job.result, content_type=_JSON)
    else:
        blob = job.page if media_type == _HTML else job.pdf
        if blob is None:
            raise NotFound
        content_type = f"{_HTML}; charset=utf-8" if media_type == _HTML else _PDF
        response = Response(service().blobs.read(caller().organisation, blob), content_type=content_type)
    if media_type == _PDF:
        # A neutral name: files leave the office by mail, and their names should tell nobody's.
        response.headers["Content-Disposition"] = f'attachment; filename="{check_id}.pdf"'
    return response


@blueprint.get("/papers/<paper_id>")
@require(Role.REVIEWER)
@blueprint.doc(summary="来源是另一份申报材料时，是哪一份")
@blueprint.output(ApplicationPaper)
def paper(paper_id: str) -> ApplicationPaper:
    """Return which document of which application a source is that reports name without telling whose it is."""
    with reading() as store:
        found = Papers(store.session, caller().organisation).get(paper_id)
    links = {
        "document": url_for("documents.show", document_id=found.document),
        "application": url_for("applications.show", application_id=found.application),
    }
    return ApplicationPaper(id=found.id, document=found.document, application=found.application, links=links)


def _job(check_id: str) -> StoredJob:
    with reading() as store:
        return SimilarityJobs(store.session, caller().organisation).get(check_id, kinds=(JobKind.COMPARISON,))


def _document(document_id: str) -> dict[str, str]:
    with reading() as store:
        document = store.documents.get(document_id)
        if store.observations.of_document(document_id) is None:
            raise NotReady
    return {"document": document.id, "sha256": document.sha256, "filename": document.filename}


def _stored(file: FileStorage | None) -> dict[str, str]:
    """Check and store a file to compare or to know as the author's own; on return it survives a power cut.

    Raises:
        InputRefused: it cannot be accepted.
    """
    assert file is not None, "the body has a file where it has no document"
    filename, stream = sent_name(file), cast(BinaryIO, file.stream)
    if filename.lower().endswith(TEXT_ENDINGS):
        check_text(filename, size_of(stream))
    else:
        check_upload(filename, stream.read(HEAD_BYTES), size_of(stream))
        stream.seek(0)
    blob = service().blobs.put(caller().organisation, stream, limit_bytes=MAX_FILE_BYTES)
    reach("task_after_file")
    return {"sha256": blob.sha256, "filename": filename}


def _known(own: list[str]) -> list[str]:
    """Return ids of own publications; one that is in no corpus would change nothing, in silence."""
    if own and service().settings.corpus is None:
        with shelf() as held:
            missing = [entry for entry in own if held.find(entry) is None]
        if missing:
            raise InvalidRequest(reason=text("similarity.no_such_document", ids="、".join(missing)))
    return own


def _summary(job: StoredJob) -> SimilarityCheckSummary:
    return SimilarityCheckSummary(**_fields(job))


def _shown(job: StoredJob) -> SimilarityCheckOut:
    asked = job.request
    return SimilarityCheckOut(
        **_fields(job),
        own=asked["own"],
        own_files=[file["filename"] for file in asked["own_files"]],
        exclude_common=asked["exclude_common"],
        report=from_json(OverlapReport, job.result) if job.result else None,
    )


def _fields(job: StoredJob) -> dict[str, Any]:
    links = {"self": url_for("similarity.show", check_id=job.id)}
    if job.state is JobState.DONE:
        links["report"] = url_for("similarity.report", check_id=job.id)
    if job.request["document"] is not None:
        links["document"] = url_for("documents.show", document_id=job.request["document"])
    return {
        "id": job.id,
        "state": job.state,
        "stage": job.stage,
        "document": job.request["document"],
        "filename": job.request["filename"],
        "author": job.request["author"],
        "created_at": job.created_at,
        "finished_at": job.finished_at,
        "error": trouble(job),
        "links": links,
    }
