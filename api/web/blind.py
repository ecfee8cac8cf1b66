"""Pages of blind reviewers (盲审专家): released masked copies under neutral labels, and nothing else.

Everything here comes from `models.store.masked_view`; pictures come from `/api/v1/masked`. A page that serves blind
reviewers belongs into this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Response, request, url_for

from api.auth import caller, require
from api.service import reading, service
from api.web.shell import page, web_blueprint
from models.store.api_keys import Role
from models.store.masked_view import MaskedView, masked_views, released_applications
from verifier.checks.dossier import type_title
from verifier.policies.loader import list_policies

blueprint = web_blueprint("blind", "/blind")

_PAGE: Final = 20


@dataclass(frozen=True)
class Paper:
    """A document as blind reviewers know it: a number, what its copy shows it to be, and its pages."""

    id: str
    number: int
    type: str
    pages: int


@blueprint.get("")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
def show_all() -> Response:
    """Show the applications of which a masked copy is released."""
    with reading() as store:
        found, following = released_applications(
            store.session, service().blobs, caller().organisation, limit=_PAGE, after=request.args.get("after")
        )
    titles = {pack.id: pack.title for pack in list_policies()}
    return page("blind.html", applications=found, titles=titles, following=following)


@blueprint.get("/<application_id>")
@require(Role.REVIEWER, Role.MASKED_REVIEWER)
def show(application_id: str) -> Response:
    """Show the masked copies of one application."""
    with reading() as store:
        views, withheld = masked_views(store.session, service().blobs, caller().organisation, application_id)
    return page(
        "blind_application.html",
        application_id=application_id,
        papers=papers(views),
        withheld=withheld,
        page_url=url_for("masked.page", document_id="DOCUMENT", number=0),
        preview_url=url_for("masked.preview", document_id="DOCUMENT", number=0),
    )


def papers(views: tuple[MaskedView, ...]) -> tuple[Paper, ...]:
    """Return what a list shows of masked copies."""
    return tuple(
        Paper(view.document_id, number, type_title(view.type) if view.type else "", len(view.pages))
        for number, view in enumerate(views, start=1)
    )
