"""Logging in and out, and the first administrator."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from api import sessions
from api.auth import PUBLIC, require
from api.cookies import safe_next
from api.web.shell import page, web_blueprint
from models.errors import InvalidRequest, TooManyTries, WrongLogin

blueprint = web_blueprint("login")


@blueprint.get("/login")
@require(PUBLIC)
def form() -> Response:
    """Show the form."""
    return _form(request.args.get("next", "/"))


def _form(following: str, *, login: str = "", trouble: str | None = None, status: int = 200) -> Response:
    return page("login.html", status=status, next=safe_next(following), login=login, trouble=trouble)


@blueprint.post("/login")
@require(PUBLIC)
def log_in() -> Answer:
    """Begin a session and lead to the page that was asked for."""
    login, following = request.form.get("login", ""), request.form.get("next", "/")
    try:
        signed_in = sessions.log_in(login, request.form.get("password", ""))
    except (TooManyTries, WrongLogin) as refused:
        return _form(following, login=login, trouble=refused.detail, status=refused.http_status)
    return signed_in.put_on(_to(safe_next(following)))


@blueprint.post("/logout")
@require(PUBLIC)
def log_out() -> Answer:
    """End the session. Public: who has none any more is logged out already."""
    return sessions.log_out(_to("/login"))


@blueprint.get("/setup")
@require(PUBLIC)
def first() -> Response:
    """Show the form of the first administrator; the code came with the link that the service printed."""
    return page("setup.html", code=request.args.get("code", ""), login="", display="", trouble=None)


@blueprint.post("/setup")
@require(PUBLIC)
def set_up() -> Answer:
    """Make the first administrator."""
    code, login, display = (request.form.get(name, "").strip() for name in ("code", "login", "display"))
    try:
        signed_in = sessions.set_up(code, login, request.form.get("password", ""), display or login)
    except (InvalidRequest, TooManyTries) as refused:
        given = {"code": code, "login": login, "display": display}
        return page("setup.html", status=refused.http_status, trouble=refused.detail, **given)
    return signed_in.put_on(_to("/"))


def _to(path: str) -> Response:
    response = redirect(path, code=303)
    assert isinstance(response, Response)
    return response
