"""How much one request may carry. Limits of single files (pages, pixels, types) are the intake's."""

from __future__ import annotations

from typing import Final

from verifier.intake.limits import MAX_FILE_BYTES

MAX_FORM_PARTS: Final = 256
"""Parts (files and fields) of one multipart request."""

MAX_FORM_FIELD_BYTES: Final = 512 * 1024
"""Bytes of a form field that is not a file: it is kept in memory.

Werkzeug measures its parser's buffer against this figure too, and reads 64 KiB at a time: a limit of that size would
refuse every larger *file*.
"""

MAX_JSON_BYTES: Final = 1024 * 1024
"""Bytes of a JSON body: it is kept in memory and its depth costs time."""

MAX_REQUEST_BYTES: Final = 4 * MAX_FILE_BYTES
"""Bytes of one request: a few large scans or many small ones."""

SPOOL_BYTES: Final = 1024 * 1024
"""Bytes of an uploaded file that stay in memory before it is spooled to the data disk."""
