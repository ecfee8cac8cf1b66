"""The header `Idempotency-Key`: whoever lost an answer may send the request again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from flask import request
from pydantic import BaseModel

from api.auditing import nothing_changed
from api.auth import caller
from api.service import Store
from models.errors import InvalidRequest
from models.messages import text
from models.store.idempotency import KeyReused

HEADER: Final = "Idempotency-Key"
_LONGEST: Final = 200


def made_once(store: Store, body: BaseModel, make: Callable[[], str]) -> str:
    """Return the id of what `make` makes, or of what it made when the same request came before.

    Args:
        store: of the transaction in which `make` works: key and thing are recorded together or not at all.
        body: what was asked for; a key that comes back with another body is a mistake of the caller's.
        make: makes the thing and returns its id.

    Raises:
        InvalidRequest: the key is too long, not printable, or came before with another request.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return make()
    if not key or len(key) > _LONGEST or not key.isascii() or not key.isprintable():
        raise InvalidRequest(reason=text("api.idempotency_key_form", most=_LONGEST))
    # Each caller has keys of its own: two that both count from 1 are not to meet.
    key = hashlib.sha256(f"{caller().actor} {key}".encode()).hexdigest()
    digest = hashlib.sha256(f"{request.method} {request.path}\n{body.model_dump_json()}".encode()).hexdigest()
    try:
        known = store.idempotency.made(key, digest)
    except KeyReused:
        raise InvalidRequest(reason=text("api.idempotency_key_reused")) from None
    if known is not None:
        nothing_changed()
        return known
    made = make()
    store.idempotency.record(key, digest, made)
    return made
