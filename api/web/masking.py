"""Masking (姓名遮盖) of one application: what gives its applicant away, page by page, and copies that do not."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from api.auth import caller, require
from api.service import Store, reading, service
from api.web.masking_view import boxes, checked, copied, flag_differs, marks, mask_sheets, pages_of
from api.web.shell import page, wants_fragment, web_blueprint
from models.application import Applicant
from models.errors import NoMaskedCopy, NotFound
from models.masking import MaskingAnswer
from models.store.api_keys import Role
from models.store.documents import DocumentState
from models.store.masked_view import masked_view
from models.store.masking_tasks import MaskingKind
from verifier.policies.loader import load_policy

blueprint = web_blueprint("masking", "/applications")


@blueprint.get("/<application_id>/masking")
@require(Role.REVIEWER, Role.APPLICANT)
def show(application_id: str) -> Response:
    """Show the documents of one application with where their masking stands."""
    with reading() as store:
        application = store.applications.get(application_id)
        found = store.documents.of_application(application_id)
        documents = [document for document in found if document.state is not DocumentState.CANCELLED]
        tasks = store.masking.newest_of([document.id for document in documents])
    sheets = mask_sheets(documents, tasks, application.applicant.name)
    if wants_fragment():
        return page("parts/masking_sheets.html", sheets=sheets, may_copy=_may_copy())
    return page(
        "masking.html",
        application=application,
        policy=load_policy(application.policy),
        sheets=sheets,
        also=_also(application.applicant),
        may_copy=_may_copy(),
        page_url=url_for("documents.page", document_id="DOCUMENT", number=0),
        preview_url=url_for("documents.preview", document_id="DOCUMENT", number=0),
        masked_url=url_for("masked.page", document_id="DOCUMENT", number=0),
        state_url=url_for(".state", application_id=application_id, document_id="DOCUMENT"),
    )


@blueprint.get("/<application_id>/masking/<document_id>")
@require(Role.REVIEWER, Role.APPLICANT)
def state(application_id: str, document_id: str) -> Response:
    """Return what is known of one document: its answer, its boxes, its copy with the proof."""
    with reading() as store:
        application = store.applications.get(application_id)
        document = store.documents.get(document_id)
        if document.application_id != application_id:
            raise NotFound
        tasks = store.masking.newest_of([document_id])
        copies = _copies(store, document_id)
    name = application.applicant.name
    check, copy = (tasks.get((document_id, kind)) for kind in (MaskingKind.CHECK, MaskingKind.COPY))
    answer = check.answer if check is not None and isinstance(check.answer, MaskingAnswer) else None
    shown_check = checked(check, name) if check is not None else None
    shown_copy = copied(copy, name) if copy is not None and _may_copy() else None
    return page(
        "parts/masking_state.html",
        document=document,
        needs_mask=document.needs_mask,
        flag_differs=flag_differs(shown_check, document.needs_mask),
        pages=pages_of(document, check),
        check=shown_check,
        copy=shown_copy,
        may_copy=_may_copy(),
        subject=name,
        viewer={"pages": marks(answer), "boxes": boxes(copy if _may_copy() else None), "copies": copies},
    )


def _copies(store: Store, document_id: str) -> dict[str, Any] | None:
    """Return what blind reviewers are shown of the document now; None where there is nothing."""
    if not _may_copy():
        return None
    try:
        view = masked_view(store.session, service().blobs, caller().organisation, document_id)
    except NoMaskedCopy:
        return None
    return {"copy": view.copy_id, "pages": len(view.pages)}


def _may_copy() -> bool:
    """Tell whether the caller may have copies made: those who hand in may only check."""
    return caller().role is not Role.APPLICANT


def _also(applicant: Applicant) -> list[tuple[str, str]]:
    """Return what else of an applicant can be looked for: kind, and the value as the interface takes it."""
    known = (("unit", applicant.unit), ("id_number", applicant.id_number))
    return [(kind, f"{kind}={value}") for kind, value in known if value]
