"""Who is behind a change: noted with it for good, as an id and never as a name."""

from __future__ import annotations

from api.auth import caller


def author() -> str:
    """Return the id of whoever makes the current request."""
    return caller().actor
