"""Inside the child: pictures of a PDF that its pages do not show as they are, and pages of its earlier revisions.

A picture below another, beside the page, clipped, or behind a mask keeps its pixels: whoever extracts it sees them.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from verifier.intake.behind import Behind
from verifier.intake.limits import MAX_REVISIONS, REVISION_SECONDS

_GRID: Final = 64
_MOST_UNLIKE: Final = 40
"""Difference of brightness, 0..255, of one cell of the grid: a box over one word changes a cell by 100 and more, a
shift by a pixel of scaling by 10."""
_MOST_PICTURES_PER_PAGE: Final = 40
_SMALLEST_SIDE_PX: Final = 40
_REVISION_SCALE: Final = 150 / 72
_COMPARED_SCALE: Final = 0.5
_MOST_REVISION_PAGES: Final = 12


def search_page_pictures(
    page: Any,  # noqa: ANN401
    number: int,
    rendered: Callable[[], Image.Image],
    behind: Behind,
) -> None:
    """Keep the pictures of a page, from 1, that differ from what the rendered page has in their place."""
    objects = list(page.get_objects(max_depth=4))
    pictures = [item for item in objects if item.type == pdfium.FPDF_PAGEOBJ_IMAGE]
    if not pictures or (len(objects) == 1 and _fills(page, pictures[0])):
        return  # a scanned page: one picture, and the page is its rendering
    if len(pictures) > _MOST_PICTURES_PER_PAGE:
        behind.unread.add("frame")
    shown = rendered()
    for item in pictures[:_MOST_PICTURES_PER_PAGE]:
        try:
            raw = item.get_bitmap(render=False).to_pil()
        except (pypdfium2.PdfiumError, ValueError, RuntimeError):
            behind.unread.add("frame")
            continue
        if min(raw.size) >= _SMALLEST_SIDE_PX:
            _keep_unless_shown(raw, _place(item, page, shown), number, shown, behind)


def _fills(page: Any, item: Any) -> bool:  # noqa: ANN401
    """Tell whether the page shows the whole picture, upright or not, and nothing masks it."""
    left, bottom, right, top = item.get_bounds()
    crop_left, crop_bottom, crop_right, crop_top = page.get_cropbox()
    inside = left >= crop_left - 1 and bottom >= crop_bottom - 1 and right <= crop_right + 1 and top <= crop_top + 1
    return bool(inside) and not pdfium.FPDFPageObj_HasTransparency(item.raw) and not _is_clipped(item)


def _is_clipped(item: Any) -> bool:  # noqa: ANN401
    path = pdfium.FPDFPageObj_GetClipPath(item.raw)
    return bool(path) and pdfium.FPDFClipPath_CountPaths(path) > 0


def _keep_unless_shown(
    raw: Image.Image, box: tuple[int, int, int, int] | None, number: int, shown: Image.Image, behind: Behind
) -> None:
    if box is None:
        behind.picture("frame", raw)
        return
    grid = max(4, min(_GRID, min(box[2] - box[0], box[3] - box[1]) // 8))
    place, small = _small(shown.crop(box), grid), _small(raw, grid)
    unlike = {
        turn: ImageChops.difference(small if turn is None else small.transpose(turn), place).histogram()
        for turn in _TURNS
    }
    turn = min(_TURNS, key=lambda turn: sum(level * count for level, count in enumerate(unlike[turn])))
    if any(unlike[turn][_MOST_UNLIKE:]):
        sides = (box[0] / shown.width, box[1] / shown.height, box[2] / shown.width, box[3] / shown.height)
        behind.picture("frame", raw if turn is None else raw.transpose(turn), (number, *sides))


_TURNS: Final = (
    None,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
)
"""A page may draw a picture turned or mirrored; that hides nothing."""


def _place(item: Any, page: Any, shown: Image.Image) -> tuple[int, int, int, int] | None:  # noqa: ANN401
    """Return where a picture lies on the rendered page, in pixels; None where a part of it is beside the page."""
    left, bottom, right, top = item.get_bounds()
    across, down = [], []
    for x, y in ((left, bottom), (right, top)):
        column, row = page_to_pixels(page, x, y, shown.size)
        across.append(column)
        down.append(row)
    box = (min(across), min(down), max(across), max(down))
    slack = 0.02 * max(shown.size)
    inside = box[0] >= -slack and box[1] >= -slack and box[2] <= shown.width + slack and box[3] <= shown.height + slack
    return box if inside and box[2] - box[0] >= 2 and box[3] - box[1] >= 2 else None


def page_to_pixels(page: Any, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:  # noqa: ANN401
    """Return the pixel of a point in page space on a rendering of this size; PDFium knows of /Rotate and crop box."""
    column, row = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, column, row)
    return column.value, row.value


def _small(image: Image.Image, grid: int) -> Image.Image:
    return image.convert("L").resize((grid, grid), Image.Resampling.BOX)


def search_revisions(data: bytes, ends: list[int], document: Any, behind: Behind) -> None:  # noqa: ANN401
    """Keep texts and pages of earlier revisions where they differ from the present one.

    Args:
        data: the whole file.
        ends: where earlier revisions end, newest first.
        document: the present revision, as PDFium opened it.
        behind: collects.
    """
    if not ends:
        return
    last = time.monotonic() + REVISION_SECONDS
    present = {line for page in document for line in _lines(page)}
    for number, end in enumerate(ends):
        if number >= MAX_REVISIONS or time.monotonic() > last:
            behind.unread.add("revision")
            return
        try:
            earlier = pypdfium2.PdfDocument(data[:end])
        except pypdfium2.PdfiumError:
            continue  # a linearized file's first part, or nothing that anybody could open
        _search_revision(earlier, document, present, last, behind)


def _search_revision(earlier: Any, document: Any, present: set[str], last: float, behind: Behind) -> None:  # noqa: ANN401
    for index in range(len(earlier)):
        if index >= _MOST_REVISION_PAGES or time.monotonic() > last:
            behind.unread.add("revision")
            return
        try:
            page = earlier[index]
            gone = [line for line in _lines(page) if line not in present]
            behind.text("revision", "\n".join(gone))
            if _looks_different(page, document, index):
                behind.picture("revision", page.render(scale=_REVISION_SCALE).to_pil())
        except pypdfium2.PdfiumError:
            behind.unread.add("revision")


def _looks_different(page: Any, document: Any, index: int) -> bool:  # noqa: ANN401
    if index >= len(document):
        return True
    one, other = (each.render(scale=_COMPARED_SCALE).to_pil().convert("L") for each in (page, document[index]))
    return one.size != other.size or ImageChops.difference(one, other).getbbox() is not None


def _lines(page: Any) -> Iterator[str]:  # noqa: ANN401
    try:
        text = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return
    yield from filter(None, (line.strip() for line in text.splitlines()))
