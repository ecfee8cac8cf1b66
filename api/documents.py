"""Documents: taking in files, and what was seen and found in them."""

from __future__ import annotations

import re
from typing import BinaryIO, cast

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, url_for
from werkzeug.datastructures import FileStorage

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
from api.service import reading, service, writing
from models.errors import InputRefused, NotFound, NotReady
from models.messages import error_text
from models.store.api_keys import Role
from models.store.documents import DocumentState, StoredDocument
from verifier.intake.limits import HEAD_BYTES, MAX_FILE_BYTES, MAX_PDF_PAGES
from verifier.intake.upload import check_upload

blueprint = APIBlueprint("documents", __name__, url_prefix="/api/v1", tag="材料")

_QUOTED_NAME = re.compile(r'filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@blueprint.post("/applications/<application_id>/documents")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="上传材料")
@blueprint.input(DocumentsIn, location="form_and_files", arg_name="body")
@blueprint.output(UploadOut, status_code=202)
def upload(application_id: str, body: DocumentsIn) -> UploadOut | Response:
    """Take in files for one slot; each is accepted or refused by itself. Observing follows by itself.

    202 means that every accepted file is on the disk and recorded. Where all files are refused, the answer is the first
    refusal as a problem, with all of them in `refused`.
    """
    with reading() as store:
        store.applications.get(application_id)
    documents: list[StoredDocument] = []
    refused: list[tuple[str, InputRefused]] = []
    for file in body.file:
        try:
            documents.append(_take_in(application_id, file, body))
        except InputRefused as refusal:
            refused.append((_sent_name(file), refusal))
    service().enqueue([document.id for document in documents])
    answers = [_refused(filename, refusal) for filename, refusal in refused]
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
        error=_trouble(document),
        type=document.type,
        pages=document.pages,
        links=_links(document),
    )


def _trouble(document: StoredDocument) -> Trouble | None:
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
    with reading() as store:
        document = store.documents.get(document_id)
        blob = store.pictures.page(document.sha256, number) if 1 <= number <= MAX_PDF_PAGES else None
    if blob is None:
        if not document.state.is_terminal:
            raise NotReady
        raise NotFound
    return Response(service().blobs.read(caller().organisation, blob), mimetype="image/png")


def accepted(document: StoredDocument) -> AcceptedDocument:
    """Return the short form of a document."""
    return AcceptedDocument(
        id=document.id, sha256=document.sha256, state=document.state, filename=document.filename, slot=document.slot
    )


def _take_in(application_id: str, file: FileStorage, body: DocumentsIn) -> StoredDocument:
    """Check, store and record one file; when this returns, a power cut does not lose it."""
    stream = cast(BinaryIO, file.stream)
    filename = _sent_name(file)
    check_upload(filename, stream.read(HEAD_BYTES), _size(stream))
    stream.seek(0)
    blob = service().blobs.put(caller().organisation, stream, limit_bytes=MAX_FILE_BYTES)
    with writing() as store:
        return store.documents.add(
            application_id,
            sha256=blob.sha256,
            size=blob.size,
            filename=filename,
            slot=body.slot,
            declared_type=body.declared_type,
            needs_mask=body.needs_mask,
        )


def _sent_name(file: FileStorage) -> str:
    r"""Return the file's name as sent.

    Not `secure_filename`, which turns every Chinese name into nothing and mends a path that is to be refused. And not
    `file.filename` where there is a backslash: Werkzeug reads it as an escape (RFC 9110, section 5.6.4), so that
    `..\a.pdf` would arrive as the harmless `..a.pdf`, while HTML forms send it literally (WHATWG HTML, 4.10.21.8).
    """
    raw = _QUOTED_NAME.search(file.headers.get("Content-Disposition", ""))
    name = raw[1].replace('\\"', '"') if raw else ""
    return name if "\\" in name else file.filename or ""


def _size(stream: BinaryIO) -> int:
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def _refused(filename: str, refusal: InputRefused) -> RefusedFile:
    return RefusedFile(filename=filename, code=refusal.code, title=refusal.title, detail=refusal.detail)


def _links(document: StoredDocument) -> dict[str, str]:
    links = {
        "self": url_for("documents.show", document_id=document.id),
        "application": url_for("applications.show", application_id=document.application_id),
    }
    if document.state is DocumentState.OBSERVED:
        links["observation"] = url_for("documents.observation", document_id=document.id)
        links["findings"] = url_for("documents.findings", document_id=document.id)
        links["first_page"] = url_for("documents.page", document_id=document.id, number=1)
    return links
