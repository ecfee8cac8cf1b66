"""Handing in a batch: ZIPs and folders are sent one by one, so that what has arrived is never sent again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from flask import Response, jsonify, request, url_for
from pydantic import Field, TypeAdapter, ValidationError

from api.auditing import audit
from api.auth import require
from api.documents import refused_file
from api.policies import known_policy
from api.service import reading, service, writing
from api.taking_in import sent_name
from api.taking_in_batches import Applicants, SentFile, take_in_applicants, take_in_folder
from api.web.kinds import type_choices
from api.web.shell import page, web_blueprint
from api.web.texts import t, template
from models.errors import InputRefused, InvalidRequest
from models.store.api_keys import Role
from verifier.certificates.types import document_types
from verifier.policies.loader import list_policies

blueprint = web_blueprint("upload", "/upload")


@dataclass(frozen=True)
class PlannedFile:
    """What a person sees and corrects of one file before it is sent."""

    path: Annotated[str, Field(min_length=1, max_length=1000)]
    slot: Annotated[str, Field(max_length=100)] = ""
    type: Annotated[str, Field(max_length=100)] = ""


_PLAN: Final = TypeAdapter(list[PlannedFile])

_LONGEST: Final = 100
MOST_FILES_AT_ONCE: Final = 200
"""Files of a folder in one request, below the parts that a form may have."""


@blueprint.get("")
@require(Role.REVIEWER)
def form() -> Response:
    """Show where a batch is handed in; with `batch`, more of one that is there."""
    batch_id = request.args.get("batch")
    with reading() as store:
        batch = store.batches.get(batch_id) if batch_id else None
    return page(
        "upload.html",
        policies=list_policies(),
        batch=batch,
        types=type_choices(),
        texts=_texts(),
        at_once=MOST_FILES_AT_ONCE,
    )


def _texts() -> dict[str, str]:
    """Return what the script says; it fills in the parameters itself."""
    states = ("waiting", "sending", "done", "failed", "finished", "unreachable")
    names = ("files", "zip", "roster", "progress", "open", "loose")
    return {name: template(f"upload_{name}") for name in (*states, *names)}


@blueprint.post("")
@require(Role.REVIEWER)
def begin() -> tuple[Response, int]:
    """Open a batch; its files follow."""
    policy = known_policy(request.form.get("policy", ""))
    label = request.form.get("label", "").strip()[:_LONGEST]
    with writing() as store:
        batch = store.batches.create(policy=policy.id, label=label or t("batch_unnamed"))
        audit(store, "batch.created", "batch", batch.id)
    return jsonify(_links(batch.id)), 201


def _links(batch_id: str) -> dict[str, str]:
    return {
        "id": batch_id,
        "zip": url_for("web_upload.add_zip", batch_id=batch_id),
        "folder": url_for("web_upload.add_folder", batch_id=batch_id),
        "roster": url_for("rosters.put", batch_id=batch_id),
        "page": url_for("web_batch.show", batch_id=batch_id),
    }


@blueprint.get("/<batch_id>")
@require(Role.REVIEWER)
def places(batch_id: str) -> Response:
    """Return where more files of a batch are sent to."""
    with reading() as store:
        return jsonify(_links(store.batches.get(batch_id).id))


@blueprint.post("/<batch_id>/zip")
@require(Role.REVIEWER)
def add_zip(batch_id: str) -> tuple[Response, int]:
    """Take in one ZIP: one applicant's folder, or a folder for each applicant."""
    file = request.files.get("file")
    with reading() as store:
        batch = store.batches.get(batch_id)
    if file is None:
        raise InvalidRequest(reason=t("no_file"))
    try:
        return _taken(take_in_applicants(batch, file))
    except (InputRefused, InvalidRequest) as refusal:
        return _refused(sent_name(file), refusal)


@blueprint.post("/<batch_id>/folder")
@require(Role.REVIEWER)
def add_folder(batch_id: str) -> tuple[Response, int]:
    """Take in files of one applicant's folder: its `label`, its files, and a `plan` with a line for each."""
    with reading() as store:
        batch = store.batches.get(batch_id)
    label = request.form.get("label", "").strip()
    sent = _sent_files()
    if not label or not sent:
        raise InvalidRequest(reason=t("no_file"))
    try:
        return _taken(take_in_folder(batch, label, sent))
    except (InputRefused, InvalidRequest) as refusal:
        return _refused(label, refusal)


def _sent_files() -> list[SentFile]:
    """Pair every file with its line of the form's `plan`: path, and slot and type where a person said them."""
    files = request.files.getlist("file")
    try:
        plan = _PLAN.validate_json(request.form.get("plan", "[]"))
    except ValidationError as error:
        raise InvalidRequest(reason=t("no_file")) from error
    if len(plan) != len(files):
        raise InvalidRequest(reason=t("no_file"))
    return [
        SentFile(line.path, file, line.slot.strip() or None, line.type if line.type in document_types() else None)
        for file, line in zip(files, plan, strict=True)
    ]


def _taken(taken: Applicants) -> tuple[Response, int]:
    service().enqueue(taken.documents)
    refused = [refused_file(name, refusal).model_dump() for name, refusal in taken.refused]
    answer = {"applications": len(taken.applications), "documents": len(taken.documents), "refused": refused}
    return jsonify(answer), 202


def _refused(name: str, refusal: InputRefused | InvalidRequest) -> tuple[Response, int]:
    answer = {"applications": 0, "documents": 0, "refused": [refused_file(name, refusal).model_dump()]}
    return jsonify(answer), refusal.http_status
