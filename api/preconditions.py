"""Entity tags (RFC 9110, section 8.8.3): a change says which state it was made on, so that nobody's is overwritten."""

from __future__ import annotations

from flask import request

from models.errors import PreconditionFailed, PreconditionRequired


def etag(edits: int) -> str:
    """Return the tag of a thing that people have corrected so often."""
    return f'"{edits}"'


def expected_edits() -> int | None:
    """Return which state the request was made on; None where any will do (`*`).

    Raises:
        PreconditionRequired: the request does not say.
        PreconditionFailed: it names tags that were never given.
    """
    if "If-Match" not in request.headers:
        raise PreconditionRequired
    tags = request.if_match
    if tags.star_tag:
        return None
    named = [tag for tag in tags.as_set() if tag.isascii() and tag.isdecimal() and len(tag) < 10]
    if len(named) != 1:
        raise PreconditionFailed
    return int(named[0])
