"""Finds the ruled lines of a page and the cells between them (表格线), on pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.certificates.streaks import without_streaks

Grey: TypeAlias = NDArray[np.uint8]

_LONG_SIDE_PX: Final = 1600
"""Pages are looked at in this size: a hairline at 200 dpi still leaves a mark, and a page takes a few milliseconds."""

_LINE_SHARE: Final = 1 / 30
"""A ruled line is longer than this part of the page's long side: longer than any stroke of a heading."""

_MIN_CELL_PX: Final = 9
_MIN_CELLS: Final = 4
_MIN_TABLE_SHARE: Final = 0.01
_FRAME_SHARE: Final = 0.92
_FILLED_SHARE: Final = 0.7
"""Cells fill a table; holes between chance lines (dirt, a photograph) lie scattered."""


@dataclass(frozen=True)
class Grid:
    """A table as ruled: `cells` are (left, top, right, bottom) in page fractions, `spans` their (row, column) ranges.

    `spans[i]` is (row, column, row_span, column_span) of `cells[i]`, in reading order.
    """

    cells: tuple[tuple[float, float, float, float], ...]
    spans: tuple[tuple[int, int, int, int], ...]


def find_grids(grey: Grey) -> list[Grid]:
    """Return the ruled tables of a page (H x W uint8), from top to bottom.

    Horizontal and vertical lines are kept by morphological opening; cells are the holes of what is left, so that merged
    cells need no rule of their own. Cells are put in order on axes turned by the table's own angle: a page askew by a
    degree moves the ends of a line by more than a row's height.
    """
    scale = min(1.0, _LONG_SIDE_PX / max(grey.shape))
    # Areas, though they cost a third of it all: where points are sampled, one table in ten loses a line.
    small = grey if scale == 1.0 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    mask, slope = _line_mask(np.asarray(small, dtype=np.uint8))
    if mask is None:
        return []
    height, width = small.shape
    grids = []
    for holes in _holes_by_table(mask):
        grid = _grid(holes, slope, width, height)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: min(cell[1] for cell in grid.cells))


def _line_mask(grey: Grey) -> tuple[Grey | None, float]:
    """Return the mask of ruled lines (None where there are none of one direction) and their slope (dy / dx)."""
    # Ink is what is darker than its neighbourhood: grey scans and shaded rows need no threshold of their own.
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    length = max(15, int(max(grey.shape) * _LINE_SHARE))
    # Thickened by one pixel across its direction, a line that climbs a pixel now and then stays in one piece.
    across, along = _open(ink, length, 1), _open(ink, 1, length)
    if not across.any() or not along.any():
        return None, 0.0
    along = without_streaks(across, along)
    slope = _slope(across)
    # Lines are drawn on a little, so that a corner worn away by the scanner does not join two cells.
    gap = max(3, length // 6)
    across_on = cv2.dilate(across, np.ones((3, 2 * gap + 1), np.uint8))
    along_on = cv2.dilate(along, np.ones((2 * gap + 1, 3), np.uint8))
    return np.asarray(cv2.bitwise_or(across_on, along_on), dtype=np.uint8), slope


def _open(ink: NDArray[Any], width: int, height: int) -> Grey:
    thick = cv2.dilate(ink, np.ones((3, 1) if width > height else (1, 3), np.uint8))
    kernel = np.ones((height, width), np.uint8)
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def _slope(across: Grey) -> float:
    """Return the median slope of the longer horizontal lines."""
    contours, _ = cv2.findContours(across, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    slopes = []
    for contour in sorted(contours, key=lambda contour: -cv2.boundingRect(contour)[2])[:20]:
        points = contour.reshape(-1, 2).astype(np.float64)
        if np.ptp(points[:, 0]) >= 60:
            slopes.append(float(np.polyfit(points[:, 0], points[:, 1], 1)[0]))
    return float(np.median(slopes)) if slopes else 0.0


def _holes_by_table(mask: Grey) -> list[list[NDArray[np.int32]]]:
    """Return the holes of each connected net of lines; a frame around the page is no table."""
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return []
    height, width = mask.shape
    tables = []
    for index, (_, _, child, parent) in enumerate(hierarchy[0]):
        _, _, table_width, table_height = cv2.boundingRect(contours[index])
        if parent >= 0 or table_width * table_height < _MIN_TABLE_SHARE * width * height:
            continue
        holes = []
        while child >= 0:
            _, _, hole_width, hole_height = cv2.boundingRect(contours[child])
            # The frame of a certificate or of a scanner's lid holds the page, not a cell's text.
            is_frame = hole_width > _FRAME_SHARE * width and hole_height > 0.8 * height
            if min(hole_width, hole_height) >= _MIN_CELL_PX and not is_frame:
                holes.append(contours[child].reshape(-1, 2))
            child = hierarchy[0][child][0]
        if len(holes) >= _MIN_CELLS and _fills(holes):
            tables.append(holes)
    return tables


def _fills(holes: list[NDArray[np.int32]]) -> bool:
    _, _, width, height = cv2.boundingRect(np.concatenate(holes))
    return sum(cv2.contourArea(hole) for hole in holes) >= _FILLED_SHARE * width * height


def _grid(holes: list[NDArray[np.int32]], slope: float, width: int, height: int) -> Grid | None:
    """Put cells on rows and columns by their edges, measured on axes turned by `slope`."""
    edges = []
    for hole in holes:
        x, y = hole[:, 0] + slope * hole[:, 1], hole[:, 1] - slope * hole[:, 0]
        # Percentiles: one notch in a line (a stroke that touches it) must not move the edge.
        ends = (np.sort(x), np.sort(y))
        edges.append([float(one[round(share * (one.size - 1))]) for share in (0.02, 0.98) for one in ends])
    columns = _clusters([edge for cell in edges for edge in (cell[0], cell[2])], tolerance=max(6.0, width / 130))
    rows = _clusters([edge for cell in edges for edge in (cell[1], cell[3])], tolerance=max(6.0, height / 180))
    if len(rows) < 3 or len(columns) < 3:
        return None  # one row or one column of boxes is a form's frame, not a table
    spans = []
    for left, top, right, bottom in edges:
        row, column = _nearest(rows, top), _nearest(columns, left)
        spans.append((row, column, max(1, _nearest(rows, bottom) - row), max(1, _nearest(columns, right) - column)))
    cells = [
        (
            hole[:, 0].min() / width,
            hole[:, 1].min() / height,
            (hole[:, 0].max() + 1) / width,
            (hole[:, 1].max() + 1) / height,
        )
        for hole in holes
    ]
    ordered = sorted(zip(spans, cells, strict=True), key=lambda pair: pair[0][:2])
    spans_in_order = _closed_up([span for span, _ in ordered])
    if not _is_coherent(spans_in_order):
        return None
    return Grid(tuple((float(a), float(b), float(c), float(d)) for _, (a, b, c, d) in ordered), tuple(spans_in_order))


def _clusters(values: list[float], *, tolerance: float) -> list[float]:
    """Return the means of values that lie within `tolerance` of their neighbours: the ruled lines' positions."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [float(np.mean(group)) for group in groups]


def _nearest(lines: list[float], value: float) -> int:
    return int(np.argmin(np.abs(np.asarray(lines) - value)))


def _closed_up(spans: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Number rows and columns without gaps: both edges of a thick line count as lines of their own."""
    rows = {row: index for index, row in enumerate(sorted({span[0] for span in spans}))}
    columns = {column: index for index, column in enumerate(sorted({span[1] for span in spans}))}
    return [
        (
            rows[row],
            columns[column],
            max(1, sum(row <= other < row + tall for other in rows)),
            max(1, sum(column <= other < column + wide for other in columns)),
        )
        for row, column, tall, wide in spans
    ]


def _is_coherent(spans: list[tuple[int, int, int, int]]) -> bool:
    """Tell whether the cells tile their grid: few places empty, hardly any taken twice."""
    taken = [
        (r, c)
        for row, column, tall, wide in spans
        for r in range(row, row + tall)
        for c in range(column, column + wide)
    ]
    rows, columns = (max(place[axis] for place in taken) + 1 for axis in (0, 1))
    return len(set(taken)) >= _FILLED_SHARE * rows * columns and len(taken) <= 1.1 * len(set(taken))
