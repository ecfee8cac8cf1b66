"""Corrections by people: judged anew at once, without reading anything again; what stood there before is kept."""

from __future__ import annotations

from typing import Any, Final

from apiflask import APIBlueprint
from flask import Response
from pydantic import ValidationError

from api.applications import shown
from api.auditing import audit
from api.auth import caller, require
from api.documents import accepted, document_shown, refused_file
from api.policies import known_policy
from api.preconditions import etag, expected_edits
from api.problems import of_verifier_error
from api.schemas import ApplicationOut, DocumentOut, UploadOut
from api.schemas_corrections import (
    ApplicationPatch,
    ChangeOut,
    ChangesOut,
    DocumentPatch,
    FieldCorrectionIn,
    ReplacementIn,
)
from api.service import Store, judge_soon, reading, service, writing
from api.taking_in import sent_name, take_in_one
from models.errors import InputRefused, InvalidRequest, PreconditionFailed
from models.messages import text
from models.store.api_keys import Role
from models.store.application_changes import ApplicationChanges, Corrected, Outdated
from models.store.changes import Change, Changes, Subject
from models.store.document_changes import AlreadyThere, DocumentChanges
from models.store.documents import StoredDocument
from verifier.certificates.types import document_types
from verifier.checks.dossier import TYPE_FIELD

blueprint = APIBlueprint("corrections", __name__, url_prefix="/api/v1", tag="更正")

_EVENTS: Final = ("submitted_at", "received_at", "submission_number")
_CONDITIONAL: Final[dict[int, str]] = {412: "内容已被他人修改", 428: "缺少 If-Match"}


@blueprint.patch("/applications/<application_id>")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="更正申报（须带 If-Match）", responses=_CONDITIONAL)
@blueprint.input(ApplicationPatch, arg_name="body")
@blueprint.output(ApplicationOut)
def correct(application_id: str, body: ApplicationPatch) -> tuple[ApplicationOut, int, dict[str, str]]:
    """Correct applicant, facts, events or policy; the application is judged anew at once from what was read before."""
    edits = expected_edits()
    policy = known_policy(body.policy).id if body.policy is not None else None
    corrected = Corrected(
        applicant=body.applicant.model_dump(mode="json", exclude_unset=True),
        facts=body.facts,
        events={name: getattr(body, name) for name in _EVENTS if name in body.model_fields_set},
        policy=policy,
    )
    with writing() as store:
        store.applications.get(application_id)
        changes = ApplicationChanges(store.session, store.organisation, caller().actor)
        try:
            application = changes.correct(application_id, corrected, edits=edits, note=body.note)
        except Outdated:
            raise PreconditionFailed from None
        except ValidationError:
            raise InvalidRequest(reason=text("review.applicant_bad")) from None
        audit(store, "application.corrected", "application", application_id)
    judge_soon(application_id)
    with reading() as store:
        return shown(store, application_id), 200, {"ETag": etag(application.edits)}


@blueprint.get("/applications/<application_id>/corrections")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="申报及其材料的全部更正")
@blueprint.output(ChangesOut)
def of_application(application_id: str) -> ChangesOut:
    """Return every correction, oldest first, each with its author and what stood there before."""
    with reading() as store:
        store.applications.get(application_id)
        found = Changes(store.session, store.organisation).of_application(application_id)
    return _shown(found)


@blueprint.patch("/documents/<document_id>")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="更正材料的栏目、申报类型、是否遮盖")
@blueprint.input(DocumentPatch, arg_name="body")
@blueprint.output(DocumentOut)
def describe(document_id: str, body: DocumentPatch) -> DocumentOut:
    """Correct what the sender said of a document. What type it is, a reviewer says with a correction of `type`."""
    said = body.model_dump(exclude_unset=True, exclude={"note"})
    if body.declared_type is not None:
        _check_type(body.declared_type)
    with writing() as store:
        _in_force(store, document_id)
        try:
            document = _changes(store).describe(document_id, said, note=body.note)
        except AlreadyThere:
            raise InvalidRequest(reason=text("review.document_there")) from None
        audit(store, "document.described", "document", document_id)
    judge_soon(document.application_id)
    return document_shown(document)


@blueprint.delete("/documents/<document_id>")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="撤回一份材料（保留，不再计入）")
@blueprint.output({}, status_code=204)
def take_back(document_id: str) -> tuple[str, int]:
    """Take a document back: it is kept and shown as superseded, counted nowhere, and no judge sees it."""
    with writing() as store:
        store.documents.get(document_id)
        document = _changes(store).supersede(document_id)
        audit(store, "document.taken_back", "document", document_id)
    judge_soon(document.application_id)
    return "", 204


@blueprint.post("/documents/<document_id>/replacement")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="以新文件替换一份材料（旧的保留）")
@blueprint.input(ReplacementIn, location="form_and_files", arg_name="body")
@blueprint.output(UploadOut, status_code=202)
def replace(document_id: str, body: ReplacementIn) -> UploadOut | Response:
    """Put another file in the place of a document: same slot, same declarations; the old one is kept as superseded."""
    file = body.file[0]
    with reading() as store:
        old = _in_force(store, document_id)
    try:
        new = take_in_one(old, file)
    except InputRefused as refusal:
        refused = refused_file(sent_name(file), refusal)
        return of_verifier_error(refusal, refused=[refused.model_dump()])
    with writing() as store:
        _changes(store).supersede(document_id, by=new.id)
        audit(store, "document.replaced", "document", document_id)
    service().enqueue([new.id])
    judge_soon(old.application_id)
    return UploadOut(documents=[accepted(new)], refused=[])


@blueprint.post("/documents/<document_id>/corrections")
@require(Role.REVIEWER)
@blueprint.doc(summary="更正识读结果的一项")
@blueprint.input(FieldCorrectionIn, arg_name="body")
@blueprint.output(ChangeOut, status_code=201)
def correct_field(document_id: str, body: FieldCorrectionIn) -> tuple[ChangeOut, int]:
    """Say what a field of a document reads, or with `type` what the document is; the reading is kept beside it."""
    if body.name == TYPE_FIELD and body.value is not None:
        _check_type(body.value)
    with writing() as store:
        document = _in_force(store, document_id)
        changes = Changes(store.session, store.organisation)
        before = next((fix for fix in changes.of_document(document_id)[::-1] if _is_of(fix, body.name)), None)
        if body.withdraw and (before is None or before.withdrawn):
            raise InvalidRequest(reason=text("review.nothing_to_withdraw"))
        corrected = before is not None and not before.withdrawn
        change = changes.record(
            document.application_id,
            Subject.FIELD,
            body.name,
            earlier=before.value if before is not None and corrected else _read(store, document, body.name),
            value=body.value,
            author=caller().actor,
            note=body.note,
            document_id=document_id,
            withdrawn=body.withdraw,
        )
        store.applications.changed(document.application_id)
        audit(store, "document.field_corrected", "document", document_id)
    judge_soon(document.application_id)
    return _change(change), 201


@blueprint.get("/documents/<document_id>/corrections")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="一份材料的全部更正")
@blueprint.output(ChangesOut)
def of_document(document_id: str) -> ChangesOut:
    """Return every correction of a document, oldest first."""
    with reading() as store:
        store.documents.get(document_id)
        found = Changes(store.session, store.organisation).of_document(document_id)
    return _shown(found)


def _changes(store: Store) -> DocumentChanges:
    return DocumentChanges(store.session, store.organisation, caller().actor)


def _in_force(store: Store, document_id: str) -> StoredDocument:
    document = store.documents.get(document_id)
    if document.superseded_at is not None:
        raise InvalidRequest(reason=text("review.document_gone"))
    return document


def _is_of(fix: Change, name: str) -> bool:
    return fix.subject is Subject.FIELD and fix.name == name


def _check_type(type_id: str) -> None:
    if type_id not in document_types():
        raise InvalidRequest(reason=text("review.unknown_type", type=type_id))


def _read(store: Store, document: StoredDocument, name: str) -> str | None:
    """Return what was read of a field: what a correction stands against."""
    observation = store.observations.of_document(document.id)
    if observation is None:
        return None
    if name == TYPE_FIELD:
        return observation.type
    read = next((value for value in observation.fields if value.name == name), None)
    return None if read is None else read.raw if read.value is None else read.value


def _shown(changes: tuple[Change, ...]) -> ChangesOut:
    return ChangesOut(changes=[_change(change) for change in changes])


def _change(change: Change) -> ChangeOut:
    values: dict[str, Any] = {name: getattr(change, name) for name in ChangeOut.model_fields if name != "document"}
    return ChangeOut(document=change.document_id, **values)
