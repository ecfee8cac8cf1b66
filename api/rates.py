"""How often one caller may ask: counted in the queue server, which all web processes share; without it, in memory.

Headers as in the IETF draft "RateLimit header fields for HTTP" (version 3): limit, what is left, seconds to the reset.
"""

from __future__ import annotations

import hashlib
import time
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, request
from flask_limiter import Limiter

from api.auth import SAFE_METHODS, caller_or_none
from workers.settings import Settings

_WITHOUT_CALLER: Final = 10
"""Who is not known, and does not only look, gets so many times less: there is little that it may ask."""

_PATIENCE_SECONDS: Final = 0.25


def install(app: Flask, settings: Settings) -> None:
    """Limit the requests of each caller of `app`; after the gate, which tells who it is."""
    if settings.requests_per_minute == 0:
        return
    limiter = Limiter(
        _caller,
        application_limits=[lambda: f"{_most(settings)} per minute"],
        application_limits_exempt_when=_is_free,
        storage_uri=_storage(settings.redis_url),
        storage_options=_options(settings.redis_url),
        strategy="fixed-window",
        in_memory_fallback_enabled=True,
        swallow_errors=True,
        headers_enabled=False,
    )
    limiter.init_app(app)

    def tell(response: Response) -> Response:
        found = limiter.current_limit
        if found is None or request.endpoint is None:
            return response
        seconds = min(max(0, round(found.reset_at - time.time())), found.limit.get_expiry())
        response.headers["RateLimit-Limit"] = str(found.limit.amount)
        response.headers["RateLimit-Remaining"] = str(max(0, found.remaining))
        response.headers["RateLimit-Reset"] = str(seconds)
        if found.breached and response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers["Retry-After"] = str(max(1, seconds))
        return response

    app.after_request(tell)


def _is_free() -> bool:
    """Tell whether somebody unknown only looks: an office behind one address loads many files of a page at once."""
    return caller_or_none() is None and request.method in SAFE_METHODS


def _caller() -> str:
    """Return whose requests are counted together; an address only as a hash, since the queue server keeps no data."""
    caller = caller_or_none()
    if caller is not None:
        return caller.actor
    return f"address:{hashlib.sha256(str(request.remote_addr).encode()).hexdigest()[:32]}"


def _most(settings: Settings) -> int:
    known = caller_or_none() is not None
    return settings.requests_per_minute if known else max(1, settings.requests_per_minute // _WITHOUT_CALLER)


def _storage(redis_url: str | None) -> str:
    if redis_url is None:
        return "memory://"
    return redis_url.replace("unix://", "redis+unix://", 1) if redis_url.startswith("unix://") else redis_url


def _options(redis_url: str | None) -> dict[str, str | int]:
    if redis_url is None:
        return {}
    return {"socket_timeout": _PATIENCE_SECONDS, "socket_connect_timeout": _PATIENCE_SECONDS}  # type: ignore[dict-item]
