"""Inside the child: what a PDF holds behind its pages: strings, attachments, thumbnails, revisions, bytes beside it.

The pages themselves are PDFium's. Here qpdf (by pikepdf) opens the same bytes again, because PDFium does not tell of
what it does not draw; both were asked before for the number of pages and agree on it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from verifier.intake.behind import Behind
from verifier.intake.limits import MAX_FILE_BYTES
from verifier.intake.pdf_images import search_images
from verifier.intake.pdf_objects import readings, search_objects
from verifier.intake.readable import decoded, search_bytes

_ERRORS: Final = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RuntimeError,
    RecursionError,
    OverflowError,
    NotImplementedError,
)
"""What pikepdf raises on malformed objects. Whatever cannot be read is told as such; it never ends the document."""

_END: Final = b"%%EOF"
_START: Final = b"%PDF-"
_ACTUAL: Final = re.compile(rb"/(?:ActualText|Alt|E)\s*(?:\(((?:[^\\()]|\\.){1,2000})\)|<([0-9A-Fa-f\s]{4,8000})>)")
_COMMENT: Final = re.compile(rb"(?:^|[\r\n])[ \t]*%([^\r\n]{4,400})")
_STREAM: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_MOST_ATTACHMENTS: Final = 20
_MOST_CONTENT_BYTES: Final = 8 * 1024 * 1024
_MOST_ATTACHMENT_BYTES: Final = 32 * 1024 * 1024


def search_behind(data: bytes, behind: Behind, *, nested: bool = False) -> None:
    """Keep everything that the pages of a PDF do not show; `nested` for an attachment of another PDF."""
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            _search_document(document, behind, nested)
    except _ERRORS:
        behind.unread.add("metadata")
    search_bytes_beside(data, behind)
    if len(data) < MAX_FILE_BYTES:
        _search_comments(_STREAM.sub(b"", data), behind)


def _search_comments(data: bytes, behind: Behind) -> None:
    """Keep the comments of the file's own syntax (ISO 32000-1, 7.2.3): no viewer shows them, any editor does."""
    for match in _COMMENT.finditer(data):
        text = decoded(match.group(1))
        if text is not None and not text.startswith(("%EOF", "PDF-")):
            behind.text("metadata", text)


def _search_document(document: pikepdf.Pdf, behind: Behind, nested: bool) -> None:
    search_objects(document, behind)
    search_images(document, behind)
    for page in document.pages:
        _search_page(page, behind)
    for number, stream in enumerate(_embedded(document)):
        if nested or number >= _MOST_ATTACHMENTS:
            behind.unread.add("attachment")
            return
        _search_attachment(stream, behind)


def _search_page(page: pikepdf.Page, behind: Behind) -> None:
    thumbnail = page.obj.get("/Thumb")
    if isinstance(thumbnail, pikepdf.Stream):
        try:
            thumbnail["/Subtype"] = pikepdf.Name.Image  # optional in thumbnails, demanded by pikepdf
            behind.picture("thumbnail", pikepdf.PdfImage(thumbnail).as_pil_image())
        except (*_ERRORS, OSError):
            behind.unread.add("thumbnail")
    try:
        content = page.obj.get("/Contents")
        streams = content if isinstance(content, pikepdf.Array) else [content]
        for stream in streams:
            if isinstance(stream, pikepdf.Stream) and int(stream.get("/Length", 0)) < _MOST_CONTENT_BYTES:
                operators = stream.read_bytes()
                _search_marked_content(operators, behind)
                _search_comments(operators, behind)
    except _ERRORS:
        behind.unread.add("hidden_text")


def _search_marked_content(data: bytes, behind: Behind) -> None:
    """Keep replacement texts (ActualText, Alt, E) that stand in the content itself."""
    if b"BDC" not in data:
        return
    for match in _ACTUAL.finditer(data):
        literal, digits = match.groups()
        text = f"({literal.decode('latin-1')})" if literal is not None else f"<{digits.decode('ascii')}>"
        parsed = pikepdf.Object.parse(text.encode("latin-1"))
        if isinstance(parsed, pikepdf.String):
            for reading in readings(parsed):
                behind.text("hidden_text", reading)


def _embedded(document: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the contents of attachments, also of those that nothing links any more."""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and isinstance(item.get("/EF"), pikepdf.Dictionary):
            yield from {stream.objgen: stream for stream in item["/EF"].values()}.values()
        elif isinstance(item, pikepdf.Stream) and item.get("/Type") == "/EmbeddedFile":
            yield item


def _search_attachment(stream: Any, behind: Behind) -> None:  # noqa: ANN401
    if int(stream.get("/Length", 0)) > _MOST_ATTACHMENT_BYTES:
        behind.unread.add("attachment")
        return
    content = stream.read_bytes()[:MAX_FILE_BYTES]
    if content.lstrip()[:5] == _START:
        search_behind(content, behind, nested=True)
        _keep_page_texts(content, "attachment", behind)
        behind.unread.add("attachment")  # its texts are kept; its pages were not looked at
    elif decoded(content) is not None:
        search_bytes("attachment", content, behind)
    elif not behind.picture_file("attachment", content):
        search_bytes("attachment", content, behind)
        behind.unread.add("attachment")


def _keep_page_texts(data: bytes, kind: str, behind: Behind) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        for page in document:
            behind.text(kind, page.get_textpage().get_text_bounded())
    except pypdfium2.PdfiumError:
        behind.unread.add(kind)


def search_bytes_beside(data: bytes, behind: Behind) -> None:
    """Keep what stands before the header and behind the last end mark."""
    start, end = data.find(_START), data.rfind(_END)
    for piece in (data[: max(0, start)], data[end + len(_END) :] if end >= 0 else b""):
        if len(piece.strip(b"\0\r\n\t ")) >= 2:
            search_bytes("trailing_bytes", piece, behind)


def revision_ends(data: bytes) -> list[int]:
    """Return where earlier revisions of the file end (ISO 32000-1, 7.5.6: each update adds an end mark), newest first.

    A linearized file has an end mark behind its first part, which is no revision: there a page is missing.
    """
    ends = []
    position = data.find(_END)
    while position >= 0:
        ends.append(position + len(_END))
        position = data.find(_END, position + 1)
    return ends[:-1][::-1]
