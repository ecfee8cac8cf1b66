"""Inside the child: where a page shows small pictures of their own, as a signature that was put in with a program."""

from __future__ import annotations

from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from verifier.intake.limits import MAX_LAID_PICTURES
from verifier.intake.pdf_pictures import page_to_pixels

_LARGEST: Final = 0.25
"""Share of the page above which a picture is content, or the scan itself."""
_SCAN: Final = 0.5
_MOST_OVER_A_SCAN: Final = 3
"""Scanning programs cut pages into strips and layers; whoever lays a picture over a scan lays one or two."""

Place = tuple[float, float, float, float]


def laid_pictures(page: Any) -> list[Place]:  # noqa: ANN401  # pypdfium2 has no types
    """Return left, top, right, bottom of the small pictures of a page as fractions of the page as it is shown."""
    try:
        items = [item for item in page.get_objects(max_depth=4) if item.type == pdfium.FPDF_PAGEOBJ_IMAGE]
        places = [_place(page, item.get_bounds()) for item in items]
    except pypdfium2.PdfiumError:
        return []
    areas = [max(0.0, right - left) * max(0.0, bottom - top) for left, top, right, bottom in places]
    small = [place for place, area in zip(places, areas, strict=True) if 0 < area <= _LARGEST]
    if sum(areas) > _SCAN and len(small) > _MOST_OVER_A_SCAN:
        return []
    return small[:MAX_LAID_PICTURES]


def _place(page: Any, bounds: Place) -> Place:  # noqa: ANN401
    size = (10_000, 10_000)
    left, bottom, right, top = bounds
    corners = [page_to_pixels(page, x, y, size) for x, y in ((left, bottom), (right, top))]
    across, down = zip(*corners, strict=True)
    return min(across) / size[0], min(down) / size[1], max(across) / size[0], max(down) / size[1]
