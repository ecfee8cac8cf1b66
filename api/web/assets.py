"""Scripts and styles of the console: served from the package, addressed by their content, cached for good."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from mimetypes import guess_type
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from api.auth import PUBLIC, require

blueprint = Blueprint("web_assets", __name__, url_prefix="/static")

_HASH_DIGITS: Final = 12
_YEAR_SECONDS: Final = 365 * 24 * 3600
_SUFFIXES: Final = (".css", ".js", ".svg", ".png", ".webp")


@lru_cache(maxsize=1)
def _assets() -> dict[str, tuple[bytes, str]]:
    """Return path below `static` -> content and hash, of every file that a page may ask for."""
    found: dict[str, tuple[bytes, str]] = {}
    pending = [("", files("api.web") / "static")]
    while pending:
        prefix, folder = pending.pop()
        for entry in folder.iterdir():
            name = f"{prefix}{entry.name}"
            if entry.is_dir():
                pending.append((f"{name}/", entry))
            elif name.endswith(_SUFFIXES):
                content = entry.read_bytes()
                found[name] = (content, hashlib.sha256(content).hexdigest()[:_HASH_DIGITS])
    return found


def asset(name: str) -> str:
    """Return the address of a file below `static`; a changed file has another address.

    Raises:
        KeyError: there is no such file.
    """
    return f"/static/{name}?v={_assets()[name][1]}"


@blueprint.get("/<path:name>")
@require(PUBLIC)
def show(name: str) -> Response:
    """Return a file; under its full address it may be kept by any cache, it holds nothing of anybody."""
    if name not in _assets():
        raise NotFound
    content, digest = _assets()[name]
    response = Response(content, mimetype=guess_type(name)[0])
    fixed = request.args.get("v") == digest
    response.headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable" if fixed else "no-cache"
    response.set_etag(digest)
    response.make_conditional(request)
    return response
