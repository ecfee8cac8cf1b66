"""`/api/v1/verifications`: one document by itself, answered as soon as it is observed."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, cast

from apiflask import APIBlueprint
from flask import Response, url_for
from pydantic import BaseModel

from api.auditing import audit
from api.auth import caller, require
from api.documents import trouble
from api.idempotency import made_once
from api.policies import known_policy
from api.problems import of_verifier_error
from api.schemas_events import VerificationCreated, VerificationIn, VerificationOut
from api.service import Store, reading, service, writing
from api.taking_in import is_zip, sent_name, size_of
from models.application import Applicant
from models.errors import InputRefused, InvalidRequest, NotFound
from models.messages import text
from models.policy import Severity
from models.report import Finding, Verdict
from models.store.api_keys import Role
from models.store.blobs import Blob
from models.store.documents import StoredDocument
from verifier.certificates.types import document_types
from verifier.intake.limits import HEAD_BYTES, MAX_FILE_BYTES
from verifier.intake.upload import check_upload
from verifier.masking.names import Subject, find_names

blueprint = APIBlueprint("verifications", __name__, url_prefix="/api/v1/verifications", tag="单份核验")

_NO_POLICY = ""


class _Asked(BaseModel):
    """What was asked for, for the idempotency key: a form has no body of its own that could be compared."""

    sha256: str
    said: dict[str, str | bool | None]


@blueprint.post("")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="核验一份材料")
@blueprint.input(VerificationIn, location="form_and_files", arg_name="body")
@blueprint.output(VerificationCreated, status_code=202)
def create(body: VerificationIn) -> tuple[VerificationCreated, int, dict[str, str]] | Response:
    """Verify one document; the answer is asked for at `links.self`. `Idempotency-Key` makes it safe to send again."""
    policy = known_policy(body.policy).id if body.policy is not None else _NO_POLICY
    if body.declared_type is not None and body.declared_type not in document_types():
        raise InvalidRequest(reason=text("review.unknown_type", type=body.declared_type))
    file, filename = cast(BinaryIO, body.file[0].stream), sent_name(body.file[0])
    if is_zip(file):
        raise InvalidRequest(reason=text("review.one_file"))
    try:
        check_upload(filename, file.read(HEAD_BYTES), size_of(file))
        file.seek(0)
        blob = service().blobs.put(caller().organisation, file, limit_bytes=MAX_FILE_BYTES)
    except InputRefused as refusal:
        return of_verifier_error(refusal)
    said = body.model_dump(exclude={"file"}) | {"filename": hashlib.sha256(filename.encode()).hexdigest()}
    with writing() as store:
        verification = made_once(
            store, _Asked(sha256=blob.sha256, said=said), lambda: _record(store, body, policy, filename, blob)
        )
        document = _document(store, verification)
    service().enqueue([document.id])
    created = VerificationCreated(
        id=verification, document=document.id, state=document.state, links=_links(verification, document)
    )
    return created, 202, {"Location": created.links["self"]}


@blueprint.get("/<verification_id>")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="单份核验的进度与结果")
@blueprint.output(VerificationOut)
def show(verification_id: str) -> VerificationOut:
    """Return how a verification stands: its findings as soon as the document is observed."""
    with reading() as store:
        application = store.applications.get(verification_id)
        document = _document(store, verification_id)
        findings = store.findings.of_document(document.id)
        observation = store.observations.of_document(document.id)
    name = application.applicant.name
    seen = observation is not None and name is not None
    names = find_names(document.filename, observation, Subject(name=name)) if seen else None  # type: ignore[arg-type]
    return VerificationOut(
        id=verification_id,
        document=document.id,
        state=document.state,
        policy=application.policy or None,
        verdict=_verdict(findings) if application.policy and observation is not None else None,
        findings=list(findings),
        names=names,
        error=trouble(document),
        links=_links(verification_id, document),
    )


def _record(store: Store, body: VerificationIn, policy: str, filename: str, blob: Blob) -> str:
    applicant = Applicant(name=body.name, unit=body.unit)
    verification = store.applications.create(policy=policy, applicant=applicant, single=True).id
    store.documents.add(
        verification,
        sha256=blob.sha256,
        size=blob.size,
        filename=filename,
        declared_type=body.declared_type,
        needs_mask=body.needs_mask,
    )
    audit(store, "verification.created", "verification", verification)
    return verification


def _document(store: Store, verification_id: str) -> StoredDocument:
    if not store.applications.get(verification_id).single:
        raise NotFound
    documents = store.documents.of_application(verification_id)
    if not documents:  # taken back
        raise NotFound
    return documents[0]


def _verdict(findings: tuple[Finding, ...]) -> Verdict:
    """Return the verdict of one document: no finding at all is not a pass, nobody asked anything of it."""
    worst = Verdict.worst(found.verdict for found in findings if found.severity is not Severity.WARN)
    return worst if worst in (Verdict.FAILED, Verdict.PASSED) else Verdict.NEEDS_REVIEW


def _links(verification_id: str, document: StoredDocument) -> dict[str, str]:
    return {
        "self": url_for("verifications.show", verification_id=verification_id),
        "document": url_for("documents.show", document_id=document.id),
        "observation": url_for("documents.observation", document_id=document.id),
    }
