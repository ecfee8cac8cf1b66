"""Every error as RFC 9457 `application/problem+json`: one shape for every door, in Chinese, without internals."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from apiflask import APIFlask, HTTPError
from flask import Response, current_app, request
from pydantic import ValidationError
from sqlalchemy.exc import DataError
from sqlalchemy.exc import OperationalError as DatabaseAway
from werkzeug.datastructures import Headers

from api.request_ids import request_id
from models.errors import InvalidRequest, NotFound, StorageUnavailable, VerifierError
from models.messages import has_text, text
from workers.logs import logger

_log = logger(__name__)

MEDIA_TYPE = "application/problem+json"

_HTTP_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "request_timeout",
    411: "length_required",
    413: "request_too_large",
    415: "unsupported_media_type",
    422: "invalid_request",
    429: "too_many_requests",
    500: "internal",
    503: "unavailable",
}
"""Stable codes of the problems that HTTP itself raises."""

_FIELD_REASONS = (
    ("missing", "field_missing"),
    ("extra_forbidden", "field_unknown"),
    ("unexpected_keyword_argument", "field_unknown"),
    ("timezone", "field_datetime"),
    ("datetime", "field_datetime"),
    ("date", "field_date"),
    ("json", "field_json"),
    ("too_long", "field_length"),
    ("too_short", "field_length"),
    ("greater_than", "field_range"),
    ("less_than", "field_range"),
    ("_type", "field_type"),
    ("_parsing", "field_type"),
)
"""Fragment of pydantic's error type -> text; the first that fits wins."""

_HEADERS = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "10"},
    HTTPStatus.INSUFFICIENT_STORAGE: {"Retry-After": "60"},
}
"""What a client is told beside the body, by status."""

_LONGEST_FIELD = 80
"""Characters of a field path that are given back: its keys come from the sender."""

_MOST_FIELDS = 50


def problem(
    status: int, code: str, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **members: object
) -> Response:
    """Return the problem document as a response; `members` are extension members of RFC 9457, section 3.2."""
    body = problem_body(status, code, title, detail) | members
    response = Response(json.dumps(body, ensure_ascii=False), status=status, mimetype=MEDIA_TYPE)
    for name, value in (headers or {}).items():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def problem_body(status: int, code: str, title: str, detail: str) -> dict[str, object]:
    """Return the members that every problem has."""
    return {
        "type": f"urn:material-verifier:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request_id(),
    }


def of_verifier_error(error: VerifierError, **members: object) -> Response:
    """Return a typed error of the product as a problem."""
    if error.http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("request_failed", code=error.code, request_id=request_id())
    headers = _HEADERS.get(HTTPStatus(error.http_status))
    if "retry_after" in error.parameters:
        headers = {**(headers or {}), "Retry-After": str(error.parameters["retry_after"])}
    return problem(error.http_status, error.code, error.title, error.detail, headers=headers, **members)


def install(app: APIFlask) -> None:
    """Turn every error that `app` can raise into a problem document."""
    app.error_processor(_of_http_error)
    app.errorhandler(VerifierError)(of_verifier_error)
    app.errorhandler(DatabaseAway)(_of_absent_database)
    app.errorhandler(DataError)(_of_unstorable_text)
    app.errorhandler(Exception)(_of_unexpected)


def _of_unstorable_text(_error: DataError) -> Response:
    """Return what text that a database cannot hold comes to: PostgreSQL knows no NUL, and keeps to lengths."""
    if any("\0" in str(part) for part in (request.view_args or {}).values()):
        return of_verifier_error(NotFound())
    return of_verifier_error(InvalidRequest(reason=text("operating.unstorable_text")))


def _of_absent_database(error: DatabaseAway) -> Response:
    """Return 503 where the database does not answer: what was asked is not done, and may be asked again."""
    _log.error("database_away", kind=type(error).__name__, request_id=request_id())
    return of_verifier_error(StorageUnavailable())


def unknown_address() -> Response:
    """Return what an address that is not ours comes to."""
    return problem(404, _HTTP_CODES[404], text("api.http_404_title"), text("api.http_404_detail"))


def _of_http_error(error: HTTPError) -> Response:
    """Return what werkzeug or APIFlask raised as a problem: validation with its fields, all else by status."""
    status = int(error.status_code)
    if isinstance(error.__cause__, ValidationError):
        fields = _fields(error.__cause__)
        return problem(
            status,
            _HTTP_CODES[422],
            text("api.http_422_title"),
            text("api.http_422_detail", count=len(fields)),
            errors=fields[:_MOST_FIELDS],
        )
    key = f"http_{status}" if has_text(f"api.http_{status}_title") else "http_other"
    detail = text(f"api.{key}_detail", status=status, **_parameters())
    return problem(
        status,
        _HTTP_CODES.get(status, "http_error"),
        text(f"api.{key}_title"),
        detail,
        headers=dict(Headers(error.headers)),
    )


def _parameters() -> dict[str, object]:
    """Return the parameters that texts about HTTP may use."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    return {
        "limit_mib": (current_app.config["MAX_CONTENT_LENGTH"] or 0) // 2**20,
        "limit_parts": current_app.config["MAX_FORM_PARTS"],
        "expected": getattr(view, "_spec", {}).get("content_type", "application/json"),
    }


def _fields(error: ValidationError) -> list[dict[str, str]]:
    """Return field and reason of every complaint of pydantic, never the value that was sent."""
    return [
        {"field": ".".join(str(part) for part in found["loc"])[:_LONGEST_FIELD], "reason": _reason(found["type"])}
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _reason(kind: str) -> str:
    key = next((key for fragment, key in _FIELD_REASONS if fragment in kind), "field_invalid")
    return text(f"api.{key}")


def _of_unexpected(error: Exception) -> Response:
    """Return our own fault as a bare 500; the log gets type and places, not the message, which may quote a document."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    _log.error("unexpected_error", kind=type(error).__name__, frames=frames[-8:], request_id=request_id())
    return problem(500, _HTTP_CODES[500], text("api.http_500_title"), text("api.http_500_detail"))
