"""The applicant's unit (申报单位): its applications, and checking the papers before they are handed in."""

from __future__ import annotations

from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from api.auditing import audit
from api.auth import require
from api.policies import known_policy
from api.service import reading, writing
from api.web.shell import page, web_blueprint
from models.application import Applicant
from models.store.api_keys import Role
from verifier.policies.loader import list_policies

blueprint = web_blueprint("own", "/own")

_PAGE: Final = 50


@blueprint.get("")
@require(Role.APPLICANT)
def show_all() -> Response:
    """Show the caller's applications and pre-checks."""
    after = request.args.get("after")
    with reading() as store:
        found = store.applications.list(limit=_PAGE + 1, after=after)
        rows = [(application, store.documents.progress(application.id)) for application in found[:_PAGE]]
    titles = {pack.id: pack.title for pack in list_policies()}
    following = found[_PAGE - 1].id if len(found) > _PAGE else None
    return page("own.html", rows=rows, titles=titles, policies=list_policies(), following=following)


@blueprint.post("")
@require(Role.APPLICANT)
def begin() -> Answer:
    """Open a pre-check: an application without submission number, which no rule counts as handed in."""
    policy = known_policy(request.form.get("policy", ""))
    name, unit, number = (request.form.get(key, "").strip()[:200] or None for key in ("name", "unit", "id_number"))
    applicant = Applicant(name=name, unit=unit, id_number=number)
    with writing() as store:
        application = store.applications.create(policy=policy.id, applicant=applicant)
        audit(store, "application.created", "application", application.id)
    return redirect(url_for("web_workbench.show", application_id=application.id), code=303)
