"""Events of an application or a batch as they happen (Server-Sent Events), read from the database."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Final

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, request

from api.auth import caller, require
from api.schemas_events import EventsQuery
from api.service import reading, service
from models.store.api_keys import Role
from models.store.database import Database
from models.store.events import Event, Events

blueprint = APIBlueprint("events", __name__, url_prefix="/api/v1", tag="事件")

_STREAM: Final = "text/event-stream"
_POLL_SECONDS: Final = 0.5
_RETRY_MS: Final = 3000
_BEAT_SECONDS: Final = 10.0
_LARGEST_ID: Final = 2**31

_open_streams = threading.BoundedSemaphore(4)
"""A stream holds a thread of the web process; who finds none free gets what is there and asks again."""


@blueprint.get("/applications/<application_id>/events")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="一份申报的事件流（SSE）")
@blueprint.input(EventsQuery, location="query", arg_name="query")
@blueprint.output(FileSchema(type="string"), content_type=_STREAM)
def of_application(application_id: str, query: EventsQuery) -> Response:
    """Tell what happens to an application and its documents, from the event after `Last-Event-ID` on.

    A stream ends after `seconds`; a client that comes again with `Last-Event-ID` misses nothing.
    """
    with reading() as store:
        store.applications.get(application_id)
    return _stream(query, application=application_id)


@blueprint.get("/batches/<batch_id>/events")
@require(Role.REVIEWER)
@blueprint.doc(summary="一个批次的事件流（SSE）")
@blueprint.input(EventsQuery, location="query", arg_name="query")
@blueprint.output(FileSchema(type="string"), content_type=_STREAM)
def of_batch(batch_id: str, query: EventsQuery) -> Response:
    """Tell what happens in a batch, from the event after `Last-Event-ID` on; see the stream of an application."""
    with reading() as store:
        store.batches.get(batch_id)
    return _stream(query, batch=batch_id)


def _stream(query: EventsQuery, *, application: str | None = None, batch: str | None = None) -> Response:
    last = _last_seen(query)
    follow = _follow(service().database, caller().organisation, last, query.seconds, application, batch)
    # Buffering by a proxy would keep back what is to be told at once.
    return Response(follow, content_type=f"{_STREAM}; charset=utf-8", headers={"X-Accel-Buffering": "no"})


def _last_seen(query: EventsQuery) -> int:
    said = request.headers.get("Last-Event-ID", "")
    usable = said.isascii() and said.isdecimal() and len(said) <= 10 and int(said) < _LARGEST_ID
    return int(said) if usable else query.after


def _follow(
    database: Database, organisation: str, last: int, seconds: float, application: str | None, batch: str | None
) -> Iterator[str]:
    yield f"retry: {_RETRY_MS}\n\n"
    held = seconds > 0 and _open_streams.acquire(blocking=False)
    try:
        end = time.monotonic() + (seconds if held else 0)
        quiet_since = time.monotonic()
        while True:
            with database.reading() as session:
                found = Events(session, organisation).after(last, application=application, batch=batch)
            for event in found:
                last = event.id
                yield _said(event)
            if found:
                quiet_since = time.monotonic()
                continue
            if time.monotonic() >= end:
                return
            if time.monotonic() - quiet_since > _BEAT_SECONDS:
                quiet_since = time.monotonic()
                yield ": \n\n"  # a connection that is gone is noticed when something is written to it
            time.sleep(min(_POLL_SECONDS, max(0.0, end - time.monotonic())))
    finally:
        if held:
            _open_streams.release()


def _said(event: Event) -> str:
    data = {
        "id": event.id, "kind": event.kind.value, "created_at": event.at.isoformat(), "batch": event.batch,
        "application": event.application, "document": event.document, "state": event.state,
    }  # fmt: skip
    return f"id: {event.id}\nevent: {event.kind.value}\ndata: {json.dumps(data)}\n\n"
