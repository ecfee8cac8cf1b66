"""One file and a name, checked without any application (遮盖检查)."""

from __future__ import annotations

from flask import Response, request, url_for

from api.auth import require
from api.service import reading
from api.web.masking_view import checked, marks
from api.web.shell import page, web_blueprint
from models.masking import MaskingAnswer
from models.store.api_keys import Role
from models.store.masking_tasks import MaskingKind

blueprint = web_blueprint("masking_check", "/masking")


@blueprint.get("")
@require(Role.REVIEWER, Role.APPLICANT)
def show() -> Response:
    """Show the form, and the answer of the check that the address names."""
    return page(
        "masking_check.html",
        check_id=request.args.get("check", ""),
        page_url=url_for("masking.checked_page", check_id="DOCUMENT", number=0),
        state_url=url_for(".state", check_id="DOCUMENT"),
    )


@blueprint.get("/checks/<check_id>")
@require(Role.REVIEWER, Role.APPLICANT)
def state(check_id: str) -> Response:
    """Return how far a check is, and its answer."""
    with reading() as store:
        task = store.masking.get(check_id, MaskingKind.CHECK)
    answer = task.answer if isinstance(task.answer, MaskingAnswer) else None
    return page(
        "parts/masking_state.html",
        document=None,
        needs_mask=None,
        flag_differs=False,
        pages=len(answer.pages) if answer else 0,
        check=checked(task),
        copy=None,
        may_copy=False,
        subject=task.request.name,
        viewer={"pages": marks(answer), "boxes": {"found": [], "added": [], "removed": []}, "copies": None},
    )
