"""`/api/v1/audit`: the audit log, to read, to filter and to take away as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from apiflask import APIBlueprint
from flask import Response, request, stream_with_context
from werkzeug.exceptions import NotAcceptable

from api.auth import require
from api.paging import page_of
from api.schemas_audit import AuditChain, AuditEntryOut, AuditList, AuditQuery
from api.service import Store, reading
from models.store.api_keys import Role
from models.store.audit import AuditEntry, AuditFilter, AuditLog

blueprint = APIBlueprint("audit", __name__, url_prefix="/api/v1/audit", tag="审计")

_JSON, _CSV = "application/json", "text/csv"
_COLUMNS: Final = ("number", "at", "actor", "action", "kind", "object", "reason", "request_id", "hash")
_AT_ONCE: Final = 1000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_RESPONSES: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {"content": {_CSV: {"schema": {"type": "string"}}}},
    406: {"description": "没有所要的格式"},
}


@blueprint.get("")
@require(Role.AUDITOR)
@blueprint.doc(summary="审计日志（JSON 逐页，或 CSV 全部），由 Accept 决定", responses=_RESPONSES)
@blueprint.input(AuditQuery, location="query", arg_name="query")
@blueprint.output(AuditList)
def list_all(query: AuditQuery) -> AuditList | Response:
    """Return entries, newest first; as CSV all that fit the filter, without pages."""
    accepted = request.accept_mimetypes.best_match([_JSON, _CSV]) if request.accept_mimetypes else _JSON
    if accepted is None:
        raise NotAcceptable
    wanted = _filter(query)
    if accepted == _CSV:
        response = as_csv(wanted)
        response.vary.add("Accept")
        return response
    asked = query.model_dump(mode="json", exclude={"limit", "after"}, exclude_none=True)
    with reading() as store:
        log = _log(store)
        page, following = page_of(
            query, lambda limit, after: log.list(wanted, limit=limit, before=_number(after)), ".list_all", **asked
        )
    return AuditList(entries=[_entry(entry) for entry in page], next=following)


@blueprint.get("/chain")
@require(Role.AUDITOR)
@blueprint.doc(summary="核对审计日志的哈希链")
@blueprint.output(AuditChain)
def chain() -> AuditChain:
    """Compute every hash anew and tell whether all entries are as they were written, and all there."""
    with reading() as store:
        broken = _log(store).verify()
    return AuditChain(intact=broken is None, first_broken=broken)


def as_csv(wanted: AuditFilter) -> Response:
    """Return all entries that fit a filter as a file."""
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(stream_with_context(_csv(wanted)), content_type=f"{_CSV}; charset=utf-8", headers=headers)


def _log(store: Store) -> AuditLog:
    return AuditLog(store.session, store.organisation)


def _filter(query: AuditQuery) -> AuditFilter:
    return AuditFilter(query.actor, query.action, query.kind, query.object, query.since, query.until)


def _number(after: str | None) -> int | None:
    return None if after is None else int(after)


def _csv(wanted: AuditFilter) -> Iterator[str]:
    """Yield the table piece by piece, with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _lines([_COLUMNS])
    before: int | None = None
    while True:
        with reading() as store:
            found = _log(store).list(wanted, limit=_AT_ONCE, before=before)
        yield _lines([[_cell(value) for value in _entry(entry).model_dump(mode="json").values()] for entry in found])
        if len(found) < _AT_ONCE:
            return
        before = found[-1].number


def _lines(rows: Sequence[Sequence[str]]) -> str:
    sheet = io.StringIO()
    csv.writer(sheet).writerows(rows)
    return sheet.getvalue()


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV Injection)."""
    shown = "" if value is None else str(value)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _entry(entry: AuditEntry) -> AuditEntryOut:
    return AuditEntryOut(
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        kind=entry.kind,
        object=entry.object_id,
        reason=entry.reason,
        request_id=entry.request_id,
        hash=entry.hash,
    )
