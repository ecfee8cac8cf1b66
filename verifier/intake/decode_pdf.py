"""Inside the child: a PDF to rendered pages, its text layer and the texts of its document information."""

from __future__ import annotations

import math
from typing import IO, Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.behind import Behind
from verifier.intake.laid_pictures import laid_pictures
from verifier.intake.limits import (
    MAX_DOCUMENT_PIXELS,
    MAX_METADATA_CHARACTERS,
    MAX_METADATA_ENTRIES,
    MAX_PAGE_POINTS,
    MAX_PDF_PAGES,
    MAX_RENDERED_PIXELS,
    PDF_DPI,
)
from verifier.intake.pdf_behind import revision_ends, search_behind
from verifier.intake.pdf_pictures import search_page_pictures, search_revisions
from verifier.intake.ruled_tables import RuledTables
from verifier.intake.spool import Answer
from verifier.intake.text_layer import text_lines

_POINTS_PER_INCH: Final = 72.0
_TAIL_BYTES: Final = 2048
_MIN_SIDE_POINTS: Final = 3.0
_LARGEST_SHEET_INCHES: Final = 24.0
"""A2. Larger pages are pictures whose resolution nobody stated: their points say nothing about millimetres."""


def decode_pdf(file: IO[bytes], answer: Answer) -> None:
    """Send the pages of the PDF in `file`; raises Refusal."""
    data = file.read()
    expected = _count_by_qpdf(data)
    if expected == 0:  # asked here, because PDFium does not open a document without pages
        raise Refusal(ExitCode.NO_PAGES)
    document = _open(data)
    pages = len(document)
    if pages > MAX_PDF_PAGES:
        raise Refusal(ExitCode.TOO_MANY_PAGES)
    if pages != expected:
        # Parsers that disagree show each its own document: what is checked would not be what is masked.
        raise Refusal(ExitCode.BROKEN)
    sizes = [_size(document, index) for index in range(pages)]
    scale = _scale_for_all(sizes)
    answer.begin(pages, _texts(document))
    tables, behind = RuledTables(data), Behind()
    for index, size in enumerate(sizes):
        _send_page(document, index, size, scale, tables, answer, behind)
    search_behind(data, behind)
    search_revisions(data, revision_ends(data), document, behind)
    answer.end(behind)


def _open(data: bytes) -> Any:  # noqa: ANN401  # pypdfium2 has no types
    """Open with the empty user password, which many programs set to forbid printing only."""
    try:
        document = pypdfium2.PdfDocument(data, password="")
    except pypdfium2.PdfiumError as error:
        raise Refusal(_code_of(getattr(error, "err_code", None), data)) from None
    document.init_forms()  # filled-in form fields are drawn only after this
    return document


def _code_of(error: int | None, data: bytes) -> ExitCode:
    if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return ExitCode.ENCRYPTED
    return ExitCode.BROKEN if _has_end(data) else ExitCode.TRUNCATED


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data[-_TAIL_BYTES:]


def _count_by_qpdf(data: bytes) -> int:
    """Return the number of pages as a second parser sees it."""
    import io

    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as document:
            return len(document.pages)
    except pikepdf.PasswordError:
        raise Refusal(ExitCode.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, RecursionError, OSError, OverflowError, KeyError, TypeError):
        if not _has_end(data):
            # A cut file may be "repaired" to its first pages: the rest would be missing in silence.
            raise Refusal(ExitCode.TRUNCATED) from None
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            return len(document.pages)
    except (pikepdf.PdfError, ValueError, RecursionError, OSError, OverflowError, KeyError, TypeError):
        raise Refusal(ExitCode.BROKEN) from None


def _size(document: Any, index: int) -> tuple[float, float]:  # noqa: ANN401
    """Return a page's size in points, read without loading the page."""
    try:
        width, height = document.get_page_size(index)
    except pypdfium2.PdfiumError:
        raise Refusal(ExitCode.BROKEN) from None
    if not (math.isfinite(width) and math.isfinite(height)) or min(width, height) < _MIN_SIDE_POINTS:
        raise Refusal(ExitCode.BROKEN)
    if max(width, height) > MAX_PAGE_POINTS:
        raise Refusal(ExitCode.PAGE_TOO_LARGE)
    return width, height


def _scale_of(size: tuple[float, float]) -> float:
    """Return pixels per point for a page: `PDF_DPI`, or less where that would be too many pixels."""
    scale = PDF_DPI / _POINTS_PER_INCH
    pixels = size[0] * size[1] * scale * scale
    return scale * min(1.0, math.sqrt(MAX_RENDERED_PIXELS / pixels))


def _scale_for_all(sizes: list[tuple[float, float]]) -> float:
    """Return the factor by which every page of a very long document is reduced."""
    pixels = sum(width * height * _scale_of((width, height)) ** 2 for width, height in sizes)
    return min(1.0, math.sqrt(MAX_DOCUMENT_PIXELS / pixels))


def _send_page(
    document: Any,  # noqa: ANN401
    index: int,
    size: tuple[float, float],
    reduced: float,
    tables: RuledTables,
    answer: Answer,
    behind: Behind,
) -> None:
    scale = _scale_of(size) * reduced
    try:
        page = document[index]
        bitmap = page.render(
            scale=scale, rev_byteorder=True, prefer_bgrx=False, force_bitmap_format=pdfium.FPDFBitmap_BGR
        )
    except pypdfium2.PdfiumError:
        raise Refusal(ExitCode.BROKEN) from None
    lines = text_lines(page)
    ruled = tables.find(page, index, sum(len(line[0]) for line in lines))
    dpi = scale * _POINTS_PER_INCH if max(size) / _POINTS_PER_INCH <= _LARGEST_SHEET_INCHES else None
    answer.page(_rows(bitmap), bitmap.width, bitmap.height, dpi, lines, ruled, laid_pictures(page))
    search_page_pictures(page, index + 1, bitmap.to_pil, behind)
    bitmap.close()
    page.close()


def _rows(bitmap: Any) -> bytes | memoryview:  # noqa: ANN401
    """Return the rows of a bitmap without the padding that PDFium may leave at the end of each."""
    view = memoryview(bitmap.buffer).cast("B")
    width = bitmap.width * 3
    if bitmap.stride == width:
        return view[: width * bitmap.height]
    return b"".join(view[row * bitmap.stride : row * bitmap.stride + width] for row in range(bitmap.height))


def _texts(document: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """Return document information, bookmarks and names of attachments as (kind of surface, text)."""
    found = [("metadata", value) for value in document.get_metadata_dict(skip_empty=True).values()]
    for number, bookmark in enumerate(document.get_toc(max_depth=5)):
        if number >= MAX_METADATA_ENTRIES:
            break
        found.append(("bookmark", bookmark.get_title() or ""))
    for index in range(min(document.count_attachments(), MAX_METADATA_ENTRIES)):
        found.append(("attachment", document.get_attachment(index).get_name()))
    kept = [(kind, text[:MAX_METADATA_CHARACTERS]) for kind, text in found if text.strip()]
    return kept[:MAX_METADATA_ENTRIES]
