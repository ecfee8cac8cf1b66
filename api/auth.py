"""Who calls and what they may: a key or a session names a role inside an organisation, a route names those it serves.

A view is marked with `@require(...)`; the gate, which runs before any view, any parsing of a body and any look at the
disk, refuses a view without a mark. So a forgotten decorator locks a route instead of opening it.

A caller is an API key (`Authorization: Bearer`) or a user with a session (cookie `mv_session`). A cookie is sent by the
browser whoever made the page, so a request that changes something must also carry the session's CSRF token. Pages for
people stand in blueprints whose names begin with `web_`: there, who is not signed in is led to `/login`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, redirect, request
from werkzeug.urls import iri_to_uri

from api.cookies import session_secret
from api.lockout import address_subject, key_subject, take_try
from api.request_ids import request_id
from models.errors import CsrfRefused, Forbidden, Unauthorised
from models.store.api_keys import Role, authenticate, meant
from models.store.audit import AuditLog
from models.store.database import Database
from models.store.user_sessions import UserSessions
from workers.logs import logger
from workers.settings import Settings

_log = logger(__name__)

View = TypeVar("View", bound=Callable[..., Any])


PUBLIC: Final = "public"
"""Mark of a route that needs no key."""

SECURITY_SCHEME: Final = "apiKey"
"""Name of the scheme of keys in the OpenAPI document."""

COOKIE_SCHEME: Final = "session"
"""Name of the scheme of sessions in the OpenAPI document."""

CSRF_HEADER: Final = "X-CSRF-Token"
CSRF_FIELD: Final = "csrf_token"
LOGIN_PAGE: Final = "/login"
WEB_PREFIX: Final = "web_"
"""Blueprints whose names begin so hold pages for people."""

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_MARK = "required_roles"


@dataclass(frozen=True)
class Caller:
    """Who makes the current request: a key, or a user with a session."""

    organisation: str
    role: Role
    key: str | None = None
    """Id of the key, never the key."""
    user: str | None = None
    """Id of the user."""
    display: str = ""
    """How the user is called on pages; never for logs."""
    csrf_token: str | None = None
    """What forms of a session's pages carry in the field `csrf_token`; a key needs none."""

    @property
    def actor(self) -> str:
        """Who it is as noted in the store: `user:ID` or `key:ID`."""
        return f"user:{self.user}" if self.user is not None else f"key:{self.key}"

    @property
    def only_own(self) -> bool:
        """Whether the caller sees what it made itself and nothing else of its organisation."""
        return self.role is Role.APPLICANT


def require(first: Role | str, *others: Role) -> Callable[[View], View]:
    """Mark a view as open to these roles (the administrator's is always among them) or, with `PUBLIC`, to everybody."""
    roles: frozenset[Role] = frozenset() if first == PUBLIC else frozenset({Role(first), *others, Role.ADMIN})

    def mark(view: View) -> View:
        setattr(view, _MARK, roles)
        spec = view.__dict__.setdefault("_spec", {})
        spec["security"] = [{SECURITY_SCHEME: sorted(roles)}, {COOKIE_SCHEME: []}] if roles else None
        return view

    return mark


def required_roles(view: Callable[..., Any] | None) -> frozenset[Role] | None:
    """Return the roles that `view` serves, empty for everybody; None where it has no mark."""
    return cast("frozenset[Role] | None", getattr(view, _MARK, None))


def caller() -> Caller:
    """Return the caller of the current request; only views that require a role may ask."""
    return cast(Caller, g.caller)


def caller_or_none() -> Caller | None:
    """Return the caller, None on a public route."""
    return cast("Caller | None", g.get("caller"))


def csrf_token_of(secret: str) -> str:
    """Return the CSRF token of a session: made from its secret, so that it is kept nowhere and ends with it."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def install(app: Flask, database: Database, settings: Settings) -> None:
    """Put the gate before every view of `app`."""

    def gate() -> Response | None:
        if request.endpoint is None:
            return None  # no such route or method: 404 and 405 tell nothing about anybody
        roles = required_roles(current_app.view_functions.get(request.endpoint))
        if roles is None:
            _log.error("route_without_mark", endpoint=request.endpoint)
            raise Forbidden
        if not roles:
            _refuse_foreign_pages()
            return None
        found = identify(database, settings)
        if found is None:
            if _is_page() and request.method in SAFE_METHODS:
                return _to_login()
            raise Unauthorised
        g.caller = found
        if found.role not in roles:
            raise Forbidden
        if found.csrf_token is not None:
            _check_csrf(found.csrf_token)
        return None

    app.before_request(gate)


def identify(database: Database, settings: Settings) -> Caller | None:
    """Return who makes the current request, None where it is nobody that is known.

    A request with an `Authorization` is that of a key and of nothing else: its cookies do not count.
    """
    if "Authorization" in request.headers:
        return _by_key(database)
    secret = session_secret()
    return None if secret is None else _by_session(database, settings, secret)


def _by_key(database: Database) -> Caller | None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    with database.reading() as session:
        found = authenticate(session, key.strip())
    if found is None:
        take_try(database, key_subject(key.strip()), address_subject())
        _note_refused(database, key.strip())
        return None
    return Caller(found.organisation_id, found.role, key=found.id)


def _note_refused(database: Database, key: str) -> None:
    """Note in the log of its organisation that a key was tried with a wrong secret, or after its end."""
    with database.reading() as session:
        known = meant(session, key)
    if known is not None:
        with database.transaction() as session:
            log = AuditLog(session, known[1])
            log.append("key.refused", "key", known[0], actor="anonymous", request_id=request_id())


def _by_session(database: Database, settings: Settings, secret: str) -> Caller | None:
    with database.reading() as session:
        found = UserSessions(session).find(secret, idle=settings.session_idle)
    if found is None:
        return None
    if found.seen_late:
        with database.transaction() as session:
            UserSessions(session).seen(secret)
    user = found.user
    return Caller(
        user.organisation_id, user.role, user=user.id, display=user.display_name, csrf_token=csrf_token_of(secret)
    )


def _check_csrf(expected: str) -> None:
    """Refuse a request that changes something without the token of its session.

    The header is looked at first: only a form, which cannot set one, has its body read.
    """
    if request.method in SAFE_METHODS:
        return
    _refuse_foreign_pages()
    given = request.headers.get(CSRF_HEADER)
    if given is None and request.mimetype in _FORMS:
        given = request.form.get(CSRF_FIELD)
    if given is None or not hmac.compare_digest(given.encode(), expected.encode()):
        raise CsrfRefused


def _refuse_foreign_pages() -> None:
    """Refuse a change that another site's page asks for; browsers say so in a header that no page can forge.

    Fetch Metadata (W3C): also the public routes need it, or a foreign page could sign its reader in as somebody else.
    """
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise CsrfRefused


def _is_page() -> bool:
    return (request.blueprint or "").startswith(WEB_PREFIX)


def _to_login() -> Response:
    wanted = iri_to_uri(request.full_path.rstrip("?"))
    return cast(Response, redirect(f"{LOGIN_PAGE}?{urlencode({'next': wanted})}", code=302))
