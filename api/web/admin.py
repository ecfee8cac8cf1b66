"""Administration (管理): users, keys, notices, health. Changes go through the routes of the HTTP interface."""

from __future__ import annotations

from collections import Counter

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from api import health
from api.auth import require
from api.policies import known_policy
from api.service import reading
from api.web.shell import page, web_blueprint
from models.errors import NotFound, UnknownPolicy
from models.policy import Severity
from models.store.api_keys import ApiKeys, Role
from models.store.users import Users
from verifier.policies.loader import list_policies, problems_of

blueprint = web_blueprint("admin", "/admin")

_PAGE = 100


@blueprint.get("")
@require(Role.ADMIN)
def start() -> Answer:
    """Lead to the first of the pages."""
    return redirect(url_for("web_admin.users"))


@blueprint.get("/users")
@require(Role.ADMIN)
def users() -> Response:
    """Show the users of the organisation."""
    after = request.args.get("after")
    with reading() as store:
        found = Users(store.session, store.organisation).list(limit=_PAGE + 1, after=after)
    following = found[_PAGE - 1].id if len(found) > _PAGE else None
    return page("admin/users.html", users=found[:_PAGE], roles=list(Role), following=following)


@blueprint.get("/keys")
@require(Role.ADMIN)
def keys() -> Response:
    """Show the keys of the organisation, without their secrets."""
    with reading() as store:
        found = ApiKeys(store.session, store.organisation).list()
    return page("admin/keys.html", keys=found, roles=list(Role))


@blueprint.get("/policies")
@require(Role.ADMIN, Role.REVIEWER)
def policies() -> Response:
    """Show the notices of this installation."""
    return page("admin/policies.html", policies=list_policies())


@blueprint.get("/policies/<policy_id>")
@require(Role.ADMIN, Role.REVIEWER)
def policy(policy_id: str) -> Response:
    """Show one notice clause by clause."""
    try:
        found = known_policy(policy_id)
    except UnknownPolicy as unknown:
        raise NotFound from unknown
    counts = Counter(requirement.severity for requirement in found.requirements)
    severities = {severity.value: counts[severity] for severity in Severity if counts[severity]}
    return page("admin/policy.html", policy=found, severities=severities, problems=problems_of(policy_id))


@blueprint.get("/health")
@require(Role.ADMIN)
def parts() -> Response:
    """Show the parts that the service stands on."""
    answer, _ = health.look()
    return page("admin/health.html", ready=answer)
