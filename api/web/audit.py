"""The audit log (审计日志): read, filter, take away; nothing here changes anything."""

from __future__ import annotations

import datetime as dt
from typing import Final
from urllib.parse import urlencode

from flask import Response, request

from api import audit_log
from api.auth import require
from api.service import reading
from api.web.shell import SHANGHAI, page, web_blueprint
from models.store.api_keys import ApiKeys, Role
from models.store.audit import AuditFilter, AuditLog
from models.store.users import Users

blueprint = web_blueprint("audit", "/audit")

_PAGE: Final = 100
_LONGEST: Final = 100


@blueprint.get("")
@require(Role.AUDITOR)
def show_all() -> Response:
    """Show entries, newest first; those shown are checked, all of them where that is asked for."""
    before = request.args.get("before", "")
    whole = request.args.get("check") == "all"
    with reading() as store:
        log = AuditLog(store.session, store.organisation)
        found = log.list(_wanted(), limit=_PAGE + 1, before=int(before) if before.isdecimal() else None)
        broken = log.verify() if whole else log.check(found[:_PAGE])
        users = Users(store.session, store.organisation).list(limit=1000)
        keys = ApiKeys(store.session, store.organisation).list()
    names = {f"user:{user.id}": user.display_name for user in users} | {f"key:{key.id}": key.label for key in keys}
    kept = {name: value for name, value in request.args.items() if name not in ("before", "check") and value}
    more = len(found) > _PAGE
    following = f"?{urlencode(kept | {'before': found[_PAGE - 1].number})}" if more else None
    actions = sorted({entry.action for entry in found})
    return page(
        "audit.html",
        entries=found[:_PAGE],
        names=names,
        actions=actions,
        asked=kept,
        broken=broken,
        whole=whole,
        following=following,
    )


@blueprint.get("/export.csv")
@require(Role.AUDITOR)
def export() -> Response:
    """Return the entries that are asked for as a table."""
    return audit_log.as_csv(_wanted())


def _wanted() -> AuditFilter:
    asked = {name: request.args.get(name, "").strip()[:_LONGEST] or None for name in ("actor", "action", "object")}
    since, until = _day(request.args.get("since")), _day(request.args.get("until"))
    return AuditFilter(
        actor=asked["actor"],
        action=asked["action"],
        object_id=asked["object"],
        since=since,
        until=until + dt.timedelta(days=1) if until else None,
    )


def _day(value: str | None) -> dt.datetime | None:
    """Return the beginning of a day as the form sends it, None where there is none."""
    try:
        return dt.datetime.combine(dt.date.fromisoformat(value or ""), dt.time(), tzinfo=SHANGHAI)
    except ValueError:
        return None
