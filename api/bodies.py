"""Bodies of requests: only of the announced type, and large ones spooled to the data disk, never to memory or /tmp."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import UnsupportedMediaType

from api.limits import MAX_FORM_FIELD_BYTES, MAX_FORM_PARTS, MAX_JSON_BYTES, MAX_REQUEST_BYTES, SPOOL_BYTES

_FOLDER = "SPOOL_FOLDER"


class SpoolingRequest(Request):
    """A request whose uploads lie beside the blobs until they are stored.

    Werkzeug's default is the system's temporary folder, which may be memory, and where applicants' papers do not
    belong. A spooled file has no name: when it is closed or the process ends, it is gone.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return self._spooled.enter_context(
            SpooledTemporaryFile(max_size=SPOOL_BYTES, mode="rb+", dir=current_app.config[_FOLDER])
        )

    def close(self) -> None:
        """Close every spooled file, also those of a body that was refused in its middle, which Werkzeug forgets."""
        super().close()
        self._spooled.close()

    @cached_property
    def _spooled(self) -> ExitStack:
        return ExitStack()


def install(app: Flask, spool_folder: Path) -> None:
    """Bound the bodies that `app` reads and spool uploads to `spool_folder`."""
    spool_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.request_class = SpoolingRequest
    app.config[_FOLDER] = str(spool_folder)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES, MAX_FORM_MEMORY_SIZE=MAX_FORM_FIELD_BYTES, MAX_FORM_PARTS=MAX_FORM_PARTS
    )
    app.before_request(_check_type)


def _check_type() -> None:
    """Refuse a body of another type than the view takes: APIFlask would read any type as JSON."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    expected = getattr(view, "_spec", {}).get("content_type")
    if expected is None:
        return
    if request.mimetype != expected:
        raise UnsupportedMediaType
    if expected == "application/json":
        request.max_content_length = MAX_JSON_BYTES
