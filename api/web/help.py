"""How things are done: one page, a section for each task."""

from __future__ import annotations

from flask import Response

from api.auth import caller, require
from api.web.help_view import sections
from api.web.shell import page, web_blueprint
from models.store.api_keys import Role

blueprint = web_blueprint("help", "/help")


@blueprint.get("")
@require(Role.REVIEWER, Role.APPLICANT, Role.MASKED_REVIEWER, Role.AUDITOR)
def show() -> Response:
    """Show what the caller's role can do and how."""
    return page("help.html", sections=sections(caller().role))
