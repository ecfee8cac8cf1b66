"""Security headers of every answer: nothing is sniffed, framed, fetched from elsewhere or kept by a cache."""

from __future__ import annotations

from flask import Flask, Response

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Everything behind a key is about a person: no cache, shared or private, keeps it.
    "Cache-Control": "no-store",
}

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox"
)
"""For answers and for the HTML report, which carries its styles and pictures inside and runs no script.

A page that needs more (the console) sets a policy of its own, which then stands.
"""


def install(app: Flask) -> None:
    """Add the headers to every answer of `app`, errors included."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    return response
