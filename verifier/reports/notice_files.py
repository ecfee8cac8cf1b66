"""Writes the letter to an applicant as DOCX, for offices that word it themselves, and as PDF."""

from __future__ import annotations

import dataclasses
import io
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import docxtpl

from models.errors import InvalidRequest
from models.messages import text
from verifier.reports.notice import Notice
from verifier.typesetting.pdf import typeset

TEMPLATE: Final = "notice.docx"


def notice_pdf(notice: Notice) -> bytes:
    """Return the letter as PDF/A with its fonts embedded."""
    source = (files("verifier.reports") / "templates" / "notice.typ").read_bytes()
    return typeset(source, _data(notice))


def notice_docx(notice: Notice, template: Path | None = None) -> bytes:
    """Return the letter as DOCX, set by a template with the fields of `Notice` (docs/notices.md).

    Raises:
        InvalidRequest: the office's own template is no DOCX, or names a field that there is not.
    """
    source = template.read_bytes() if template else (files("verifier.reports") / "templates" / TEMPLATE).read_bytes()
    stream = io.BytesIO()
    try:
        document = docxtpl.DocxTemplate(io.BytesIO(source))
        # Names are text, whatever is in them: `A&B <公章>` must not become markup.
        document.render(_data(notice), autoescape=True)
        document.save(stream)
    except Exception as error:
        if template is None:
            raise
        raise InvalidRequest(reason=text("notice.bad_template", reason=type(error).__name__)) from error
    return stream.getvalue()


def _data(notice: Notice) -> dict[str, Any]:
    labels = {key: text(f"notice.{name}") for key, name in _LABELS.items()}
    return {**dataclasses.asdict(notice), "labels": labels, "numerals": text("notice.numerals")}


_LABELS: Final = {"problem": "problem", "basis": "basis_label", "remedy": "remedy_label"}
