"""Who calls and what they may: an API key names a role inside an organisation, every route names the roles it serves.

A view is marked with `@require(...)`; the gate, which runs before any view, any parsing of a body and any look at the
disk, refuses a view without a mark. So a forgotten decorator locks a route instead of opening it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from flask import Flask, current_app, g, request

from models.errors import Forbidden, Unauthorised
from models.store.api_keys import Role, authenticate
from models.store.database import Database
from workers.logs import logger

_log = logger(__name__)

View = TypeVar("View", bound=Callable[..., Any])


PUBLIC: Final = "public"
"""Mark of a route that needs no key."""

SECURITY_SCHEME: Final = "apiKey"
"""Name of the scheme in the OpenAPI document."""

_MARK = "required_roles"


@dataclass(frozen=True)
class Caller:
    """The holder of the key of the current request."""

    organisation: str
    role: Role
    key: str
    """Id of the key, never the key."""


def require(first: Role | str, *others: Role) -> Callable[[View], View]:
    """Mark a view as open to these roles (the administrator's is always among them) or, with `PUBLIC`, to everybody."""
    roles: frozenset[Role] = frozenset() if first == PUBLIC else frozenset({Role(first), *others, Role.ADMIN})

    def mark(view: View) -> View:
        setattr(view, _MARK, roles)
        spec = view.__dict__.setdefault("_spec", {})
        spec["security"] = [{SECURITY_SCHEME: sorted(roles)}] if roles else None
        return view

    return mark


def required_roles(view: Callable[..., Any] | None) -> frozenset[Role] | None:
    """Return the roles that `view` serves, empty for everybody; None where it has no mark."""
    return cast("frozenset[Role] | None", getattr(view, _MARK, None))


def caller() -> Caller:
    """Return the caller of the current request; only views that require a role may ask."""
    return cast(Caller, g.caller)


def install(app: Flask, database: Database) -> None:
    """Put the gate before every view of `app`."""

    def gate() -> None:
        if request.endpoint is None:
            return  # no such route or method: 404 and 405 tell nothing about anybody
        roles = required_roles(current_app.view_functions.get(request.endpoint))
        if roles is None:
            _log.error("route_without_mark", endpoint=request.endpoint)
            raise Forbidden
        if not roles:
            return
        g.caller = _identify(database)
        if g.caller.role not in roles:
            raise Forbidden

    app.before_request(gate)


def _identify(database: Database) -> Caller:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorised
    with database.reading() as session:
        found = authenticate(session, key.strip())
    if found is None:
        raise Unauthorised
    return Caller(found.organisation_id, found.role, found.id)
