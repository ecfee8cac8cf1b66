"""Documents: taking in files, and what was seen and found in them."""

from __future__ import annotations

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, url_for

from api.auth import caller, require
from api.problems import of_verifier_error
from api.schemas import (
    AcceptedDocument,
    DocumentOut,
    DocumentsIn,
    FindingsOut,
    ObservationOut,
    RefusedFile,
    Trouble,
    UploadOut,
)
from api.service import reading, service
from api.taking_in import sent_name, take_in
from models.errors import InputRefused, NotFound, NotReady, VerifierError
from models.messages import error_text
from models.store.api_keys import Role
from models.store.documents import DocumentState, StoredDocument
from models.store.pictures import PagePicture
from verifier.intake.limits import MAX_PDF_PAGES
from workers.faults import reach

blueprint = APIBlueprint("documents", __name__, url_prefix="/api/v1", tag="材料")


@blueprint.post("/applications/<application_id>/documents")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="上传材料")
@blueprint.input(DocumentsIn, location="form_and_files", arg_name="body")
@blueprint.output(UploadOut, status_code=202)
def upload(application_id: str, body: DocumentsIn) -> UploadOut | Response:
    """Take in files for one slot; each is accepted or refused by itself. Observing follows by itself.

    A ZIP is unpacked: each of its files is a document or is in `refused`. Where no slot is given, the folders at its
    top are the slots.

    202 means that every accepted file is on the disk and recorded. Where all files are refused, the answer is the first
    refusal as a problem, with all of them in `refused`.
    """
    with reading() as store:
        store.applications.get(application_id)
    documents: list[StoredDocument] = []
    refused: list[tuple[str, InputRefused]] = []
    for file in body.file:
        try:
            taken = take_in(application_id, file, body)
            documents += taken.documents
            refused += taken.refused
        except InputRefused as refusal:
            refused.append((sent_name(file), refusal))
    service().enqueue([document.id for document in documents])
    reach("after_hint")
    answers = [refused_file(filename, refusal) for filename, refusal in refused]
    if refused and not documents:
        return of_verifier_error(refused[0][1], refused=[answer.model_dump() for answer in answers])
    return UploadOut(documents=[accepted(document) for document in documents], refused=answers)


@blueprint.get("/documents/<document_id>")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="材料状态")
@blueprint.output(DocumentOut)
def show(document_id: str) -> DocumentOut:
    """Return what is known of one document."""
    with reading() as store:
        document = store.documents.get(document_id)
    return document_shown(document)


def document_shown(document: StoredDocument) -> DocumentOut:
    """Return a document as it is answered."""
    return DocumentOut(
        id=document.id,
        application=document.application_id,
        sha256=document.sha256,
        filename=document.filename,
        size=document.size,
        slot=document.slot,
        declared_type=document.declared_type,
        needs_mask=document.needs_mask,
        state=document.state,
        error=trouble(document),
        type=document.type,
        pages=document.pages,
        superseded_at=document.superseded_at,
        superseded_by=document.superseded_by,
        links=_links(document),
    )


def trouble(document: StoredDocument) -> Trouble | None:
    """Return why a document needs a person, None where it does not."""
    if document.error_code is None:
        return None
    title, detail = error_text(document.error_code, **document.error_parameters)
    return Trouble(code=document.error_code, title=title, detail=detail)


@blueprint.get("/documents/<document_id>/observation")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="识读结果", responses={409: "仍在识读"})
@blueprint.output(ObservationOut)
def observation(document_id: str) -> ObservationOut:
    """Return all that was seen in one document, once it is observed."""
    with reading() as store:
        store.documents.get(document_id)
        found = store.observations.of_document(document_id)
    if found is None:
        raise NotReady
    return ObservationOut(found)


@blueprint.get("/documents/<document_id>/findings")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="单份材料的核验发现", responses={409: "仍在识读"})
@blueprint.output(FindingsOut)
def findings(document_id: str) -> FindingsOut:
    """Return the findings of one document, readable before the whole application is judged."""
    with reading() as store:
        document = store.documents.get(document_id)
        found = store.findings.of_document(document_id)
    if document.state is not DocumentState.OBSERVED:
        raise NotReady
    return FindingsOut(document=document_id, findings=list(found))


@blueprint.get("/documents/<document_id>/pages/<int:number>.png")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="页面图片", responses={409: "仍在识读"})
@blueprint.output(FileSchema(type="string", format="binary"), content_type="image/png")
def page(document_id: str, number: int) -> Response:
    """Return the upright picture of one page, counted from 1; the worker made it, nothing is rendered here."""
    return _blob(_picture(document_id, number).full, "image/png")


@blueprint.get("/documents/<document_id>/pages/<int:number>/preview.jpg")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="页面预览图（屏幕大小）", responses={409: "仍在识读"})
@blueprint.output(FileSchema(type="string", format="binary"), content_type="image/jpeg")
def preview(document_id: str, number: int) -> Response:
    """Return the page at the size of a screen: a twentieth of the bytes. PNG where only that was kept."""
    picture = _picture(document_id, number)
    return _small(picture.preview, picture)


@blueprint.get("/documents/<document_id>/pages/<int:number>/thumbnail.jpg")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="页面缩略图", responses={409: "仍在识读"})
@blueprint.output(FileSchema(type="string", format="binary"), content_type="image/jpeg")
def thumbnail(document_id: str, number: int) -> Response:
    """Return a small picture of a page. PNG, and not small, where only that was kept."""
    picture = _picture(document_id, number)
    return _small(picture.thumbnail, picture)


def _small(kept: str | None, picture: PagePicture) -> Response:
    """Return a smaller picture of a page, or the whole one where no smaller was kept."""
    return _blob(kept, "image/jpeg") if kept else _blob(picture.full, "image/png")


def _picture(document_id: str, number: int) -> PagePicture:
    with reading() as store:
        document = store.documents.get(document_id)
        found = store.pictures.page(document.sha256, number) if 1 <= number <= MAX_PDF_PAGES else None
    if found is not None:
        return found
    raise NotFound if document.state.is_terminal else NotReady


def _blob(sha256: str, media_type: str) -> Response:
    return Response(service().blobs.read(caller().organisation, sha256), mimetype=media_type)


def accepted(document: StoredDocument) -> AcceptedDocument:
    """Return the short form of a document."""
    return AcceptedDocument(
        id=document.id, sha256=document.sha256, state=document.state, filename=document.filename, slot=document.slot
    )


def refused_file(filename: str, refusal: VerifierError) -> RefusedFile:
    """Return the short form of a file that was not stored."""
    return RefusedFile(filename=filename, code=refusal.code, title=refusal.title, detail=refusal.detail)


def _links(document: StoredDocument) -> dict[str, str]:
    links = {
        "self": url_for("documents.show", document_id=document.id),
        "application": url_for("applications.show", application_id=document.application_id),
    }
    if document.state is DocumentState.OBSERVED:
        links["observation"] = url_for("documents.observation", document_id=document.id)
        links["findings"] = url_for("documents.findings", document_id=document.id)
    if document.state is DocumentState.OBSERVED and document.pages:
        links["first_page"] = url_for("documents.page", document_id=document.id, number=1)
    return links
