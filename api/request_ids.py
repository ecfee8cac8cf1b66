"""One id per request, in every answer and every log line, so that a complaint finds its trace."""

from __future__ import annotations

import re
import uuid
from typing import cast

from flask import Flask, Response, g, has_request_context, request

HEADER = "X-Request-ID"

_ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")
"""An id that a proxy in front may give; anything else would put foreign text into our logs."""


def request_id() -> str:
    """Return the id of the current request, or "-" outside of one."""
    return cast(str, g.get("request_id", "-")) if has_request_context() else "-"


def install(app: Flask) -> None:
    """Give every request of `app` an id and tell it in the answer."""
    app.before_request(_assign)
    app.after_request(_tell)


def _assign() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _ACCEPTED.fullmatch(given) else uuid.uuid4().hex


def _tell(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    return response
