"""`/api/v1/masking`: does a file give its subject away, and masked copies that do not (姓名遮盖)."""

from __future__ import annotations

from typing import BinaryIO, cast

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, url_for
from werkzeug.datastructures import FileStorage

from api.auditing import audit
from api.auth import caller, require
from api.paging import page_of
from api.schemas import Trouble
from api.schemas_masking import (
    MaskingAccepted,
    MaskingCheckIn,
    MaskingCheckList,
    MaskingCheckOut,
    MaskingCopyIn,
    MaskingCopyList,
    MaskingCopyOut,
    MaskingIn,
    MaskingQuery,
)
from api.service import reading, service, writing
from api.taking_in import sent_name, size_of
from models.errors import InvalidRequest, NotFound, NotReady
from models.masking import CopyAnswer, MaskingAnswer
from models.messages import error_text, text
from models.store.api_keys import Role
from models.store.masked_view import same_name
from models.store.masking_tasks import MaskingKind, MaskingRequest, MaskingState, StoredMasking
from verifier.intake.limits import HEAD_BYTES, MAX_FILE_BYTES, MAX_PDF_PAGES
from verifier.intake.upload import check_upload
from verifier.masking.subject import subject_from
from workers.faults import reach

blueprint = APIBlueprint("masking", __name__, url_prefix="/api/v1/masking", tag="姓名遮盖")

_PDF = "application/pdf"


@blueprint.post("/checks")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="检查姓名遮盖", responses={404: "没有所指的材料", 409: "所指的材料仍在识读"})
@blueprint.input(MaskingCheckIn, location="form_and_files", arg_name="body")
@blueprint.output(MaskingAccepted, status_code=202)
def check(body: MaskingCheckIn) -> tuple[MaskingAccepted, int, dict[str, str]]:
    """Have a file checked for traces of a person; without a name its covers alone are judged."""
    return _accepted(_taken(MaskingKind.CHECK, body, flags=body.flags))


@blueprint.post("/copies")
@require(Role.REVIEWER)
@blueprint.doc(summary="生成遮盖副本", responses={404: "没有所指的材料", 409: "所指的材料仍在识读"})
@blueprint.input(MaskingCopyIn, location="form_and_files", arg_name="body")
@blueprint.output(MaskingAccepted, status_code=202)
def copy(body: MaskingCopyIn) -> tuple[MaskingAccepted, int, dict[str, str]]:
    """Have a masked copy made. Of a document, the copy that was asked for last is the one that counts."""
    return _accepted(_taken(MaskingKind.COPY, body, added=tuple(body.added), removed=tuple(body.removed)))


@blueprint.get("/checks")
@require(Role.REVIEWER)
@blueprint.doc(summary="遮盖检查列表")
@blueprint.input(MaskingQuery, location="query", arg_name="query")
@blueprint.output(MaskingCheckList)
def list_checks(query: MaskingQuery) -> MaskingCheckList:
    """Return some checks of the caller's organisation in the order of their ids; `next` leads on."""
    found, following = _page(query, MaskingKind.CHECK, ".list_checks")
    return MaskingCheckList(checks=[_check_out(task) for task in found], next=following)


@blueprint.get("/copies")
@require(Role.REVIEWER)
@blueprint.doc(summary="遮盖副本列表")
@blueprint.input(MaskingQuery, location="query", arg_name="query")
@blueprint.output(MaskingCopyList)
def list_copies(query: MaskingQuery) -> MaskingCopyList:
    """Return some copies of the caller's organisation in the order of their ids; `next` leads on."""
    found, following = _page(query, MaskingKind.COPY, ".list_copies")
    return MaskingCopyList(copies=[_copy_out(task) for task in found], next=following)


@blueprint.get("/checks/<check_id>")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="遮盖检查结果")
@blueprint.output(MaskingCheckOut)
def show_check(check_id: str) -> MaskingCheckOut:
    """Return how far a check is, and its answer."""
    return _check_out(_task(check_id, MaskingKind.CHECK))


@blueprint.get("/copies/<copy_id>")
@require(Role.REVIEWER)
@blueprint.doc(summary="遮盖副本状态与证明")
@blueprint.output(MaskingCopyOut)
def show_copy(copy_id: str) -> MaskingCopyOut:
    """Return how far a copy is, what it covers, and the proof."""
    return _copy_out(_task(copy_id, MaskingKind.COPY))


@blueprint.get("/checks/<check_id>/pages/<int:number>.png")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="被检查文件的页面图片（原件）", responses={409: "仍在检查"})
@blueprint.output(FileSchema(type="string", format="binary"), content_type="image/png")
def checked_page(check_id: str, number: int) -> Response:
    """Return an upright page of the file as it came: what the boxes of the answer lie on."""
    return _original(_task(check_id, MaskingKind.CHECK), number)


@blueprint.get("/copies/<copy_id>/pages/<int:number>.png")
@require(Role.REVIEWER)
@blueprint.doc(summary="遮盖前的页面图片（原件，供增减遮盖块）", responses={409: "仍在生成"})
@blueprint.output(FileSchema(type="string", format="binary"), content_type="image/png")
def copied_page(copy_id: str, number: int) -> Response:
    """Return an upright page of the original, on which a reviewer adds and removes boxes."""
    return _original(_task(copy_id, MaskingKind.COPY), number)


@blueprint.get("/copies/<copy_id>/copy.pdf")
@require(Role.REVIEWER)
@blueprint.doc(summary="下载放行的遮盖副本", responses={409: "仍在生成"})
@blueprint.output(FileSchema(type="string", format="binary"), content_type=_PDF)
def download(copy_id: str) -> Response:
    """Return a released copy; 404 where it was not released or was taken back."""
    task = _task(copy_id, MaskingKind.COPY)
    if not task.state.is_terminal:
        raise NotReady
    if task.copy is None or task.state is not MaskingState.DONE:
        raise NotFound
    return Response(service().blobs.read(caller().organisation, task.copy), mimetype=_PDF)


@blueprint.post("/copies/<copy_id>/withdraw")
@require(Role.REVIEWER)
@blueprint.doc(summary="撤回遮盖副本")
@blueprint.output(MaskingCopyOut)
def withdraw(copy_id: str) -> MaskingCopyOut:
    """Take a copy back: from now on no blind reviewer sees the document, until another copy is released."""
    with writing() as store:
        withdrawn = store.masking.withdraw(copy_id)
        audit(store, "masked_copy.withdrawn", "masked_copy", copy_id)
    return _copy_out(withdrawn)


def _taken(kind: MaskingKind, body: MaskingIn, **details: object) -> StoredMasking:
    """Record the task, with its file stored before; hint to the workers after."""
    if bool(body.file) == (body.document is not None):
        raise InvalidRequest(reason=text("masking.one_of_both"))
    request = _of_file(kind, body, body.file[0], details) if body.file else _of_document(kind, body, details)
    if kind is MaskingKind.COPY and request.name is None:
        raise InvalidRequest(reason=text("masking.name_needed"))
    with writing() as store:
        task = store.masking.add(request)
        thing = "masked_copy" if kind is MaskingKind.COPY else "masking_check"
        audit(store, f"{thing}.asked_for", thing, task.id)
    reach("task_after_row")
    service().enqueue_masking([task.id])
    reach("task_after_hint")
    return task


def _of_file(kind: MaskingKind, body: MaskingIn, file: FileStorage, details: dict[str, object]) -> MaskingRequest:
    name, also = _subject(body, None)
    stream, filename = cast(BinaryIO, file.stream), sent_name(file)
    check_upload(filename, stream.read(HEAD_BYTES), size_of(stream))
    stream.seek(0)
    blob = service().blobs.put(caller().organisation, stream, limit_bytes=MAX_FILE_BYTES)
    reach("task_after_file")
    return MaskingRequest(kind, blob.sha256, filename, None, name, also, **details)  # type: ignore[arg-type]


def _of_document(kind: MaskingKind, body: MaskingIn, details: dict[str, object]) -> MaskingRequest:
    with reading() as store:
        document = store.documents.get(body.document or "")
        applicant = store.applications.get(document.application_id).applicant.name
    name, also = _subject(body, applicant)
    if applicant is not None and name is not None and not same_name(name, applicant):
        # A copy that hides somebody else would show the applicant to whoever must not know.
        raise InvalidRequest(reason=text("masking.name_differs"))
    return MaskingRequest(kind, document.sha256, document.filename, document.id, name, also, **details)  # type: ignore[arg-type]


def _subject(body: MaskingIn, applicant: str | None) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    subject = subject_from(body.name if body.name is not None else applicant or None, body.also)
    return (subject.name or None, subject.also) if subject is not None else (None, ())


def _accepted(task: StoredMasking) -> tuple[MaskingAccepted, int, dict[str, str]]:
    links = {"self": _address(task)}
    return MaskingAccepted(id=task.id, state=task.state, links=links), 202, {"Location": links["self"]}


def _address(task: StoredMasking) -> str:
    if task.request.kind is MaskingKind.CHECK:
        return url_for("masking.show_check", check_id=task.id)
    return url_for("masking.show_copy", copy_id=task.id)


def _page(query: MaskingQuery, kind: MaskingKind, view: str) -> tuple[list[StoredMasking], str | None]:
    of = {"document": query.document} if query.document is not None else {}
    with reading() as store:
        found, following = page_of(
            query,
            lambda limit, after: store.masking.list(kind, document=query.document, limit=limit, after=after),
            view,
            **of,
        )
    return list(found), following


def _task(task_id: str, kind: MaskingKind) -> StoredMasking:
    with reading() as store:
        return store.masking.get(task_id, kind)


def _original(task: StoredMasking, number: int) -> Response:
    with reading() as store:
        picture = store.pictures.page(task.request.sha256, number) if 1 <= number <= MAX_PDF_PAGES else None
    if picture is None:
        if not task.state.is_terminal:
            raise NotReady
        raise NotFound
    return Response(service().blobs.read(caller().organisation, picture.full), mimetype="image/png")


def _check_out(task: StoredMasking) -> MaskingCheckOut:
    result = task.answer if isinstance(task.answer, MaskingAnswer) else None
    links = {"self": _address(task)}
    if result is not None and result.pages:
        links["first_page"] = url_for("masking.checked_page", check_id=task.id, number=1)
    flags = {str(page): flag for page, flag in task.request.flags.items()}
    return MaskingCheckOut(**_shared(task), flags=flags, result=result, links=links)


def _copy_out(task: StoredMasking) -> MaskingCopyOut:
    result = task.answer if isinstance(task.answer, CopyAnswer) else None
    links = {"self": _address(task)}
    if result is not None:
        links["first_page"] = url_for("masking.copied_page", copy_id=task.id, number=1)
    if task.copy is not None and task.state is MaskingState.DONE:
        links["copy"] = url_for("masking.download", copy_id=task.id)
        if task.request.document_id is not None:
            links["masked"] = url_for("masked.show", document_id=task.request.document_id)
    added, removed = list(task.request.added), list(task.request.removed)
    return MaskingCopyOut(**_shared(task), added=added, removed=removed, result=result, links=links)


def _shared(task: StoredMasking) -> dict[str, object]:
    request = task.request
    trouble = None
    if task.error_code is not None:
        title, detail = error_text(task.error_code, **task.error_parameters)
        trouble = Trouble(code=task.error_code, title=title, detail=detail)
    return {
        "id": task.id,
        "document": request.document_id,
        "filename": request.filename,
        "name": request.name,
        "also": [f"{kind}={value}" for kind, value in request.also],
        "state": task.state,
        "error": trouble,
        "created_at": task.created_at,
        "finished_at": task.finished_at,
    }
