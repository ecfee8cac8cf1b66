"""The cookie of a session, and where people may be sent after signing in."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from flask import Response, request

NAME: Final = "mv_session"

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_PLACE = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
"""A path of this site in ASCII: browsers read `//host` and `/\\host` as another site and drop control characters."""


def session_secret() -> str | None:
    """Return what the session cookie of the current request holds, None where it holds nothing of ours."""
    value = request.cookies.get(NAME, "")
    return value if _SECRET.fullmatch(value) else None


def set_session(response: Response, secret: str, expires_at: dt.datetime) -> None:
    """Give the browser a session's cookie: for no script, for no foreign page's form, over HTTPS only where it is."""
    response.set_cookie(
        NAME, secret, expires=expires_at, path="/", httponly=True, samesite="Lax", secure=request.is_secure
    )


def clear_session(response: Response) -> None:
    """Take the session's cookie from the browser."""
    response.delete_cookie(NAME, path="/", httponly=True, samesite="Lax", secure=request.is_secure)


def safe_next(place: str | None) -> str:
    """Return where to go after signing in: a path of this site, else its first page."""
    return place if place is not None and _PLACE.fullmatch(place) else "/"
