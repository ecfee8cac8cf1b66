"""`audit(...)`: one line in every transaction that changes something; the log says who did what to which thing."""

from __future__ import annotations

import re
from http import HTTPStatus

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.auth import SAFE_METHODS, caller_or_none
from api.request_ids import request_id
from api.service import Store, service
from models.store.audit import AuditLog
from workers.logs import logger

_log = logger(__name__)

ANONYMOUS = "anonymous"
"""The actor of what somebody did who is not known, or not yet."""


def install(app: Flask) -> None:
    """Have every change that succeeded in the log, also of a view that forgot to call `audit`."""
    app.after_request(_note_forgotten)


def audit(store: Store, action: str, kind: str, object_id: str | None, *, reason: str | None = None) -> None:
    """Note in the audit log what the caller does; call it last in the `with writing()` block that does it.

    Args:
        store: of that block: the entry and the change are there together or not at all.
        action: code `THING.DONE`, such as `application.created`.
        kind: what kind of thing, such as `application`.
        object_id: its id.
        reason: a code where there is one (a decision's, a withdrawal's); never a text, a name or a value.
    """
    audit_in(store.session, store.organisation, action, kind, object_id, reason=reason)


def audit_in(
    session: Session,
    organisation: str,
    action: str,
    kind: str,
    object_id: str | None,
    *,
    reason: str | None = None,
    actor: str | None = None,
) -> None:
    """Note an event where there is no `Store`: signing in, or a key that is refused.

    `actor` is the caller, and anonymous where nobody is known.
    """
    found = caller_or_none()
    by = actor or (found.actor if found is not None else ANONYMOUS)
    log = AuditLog(session, organisation)
    log.append(action, kind, object_id, actor=by, reason=reason, request_id=request_id())
    g.audited = True


def nothing_changed() -> None:
    """Say that the current request, though of a method that changes things, changed nothing."""
    g.audited = True


def _note_forgotten(response: Response) -> Response:
    """Note a change under the name of its view where nothing else was noted of the request."""
    caller = caller_or_none()
    if request.method in SAFE_METHODS or response.status_code >= HTTPStatus.BAD_REQUEST or "audited" in g:
        return response
    if caller is not None:
        action = re.sub(r"[^a-z0-9_.]", "_", str(request.endpoint).lower())[:60]
        object_id = next((str(value) for value in (request.view_args or {}).values()), None)
        try:
            with service().database.transaction() as session:
                audit_in(session, caller.organisation, action, "request", object_id)
        except SQLAlchemyError as error:
            # The change is made and answered; what is left is to say that its entry is missing.
            _log.error("audit_missing", endpoint=request.endpoint, kind=type(error).__name__, request_id=request_id())
    return response
