"""Finds the ruled lines of a page and the cells between them (表格线), on pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.certificates.runs import across_runs, along_runs
from verifier.certificates.streaks import without_streaks

Grey: TypeAlias = NDArray[np.uint8]

_LONG_SIDE_PX: Final = 1000
"""Pages twice as long and more are reduced by the whole number that leaves this or more: a hairline then keeps half of
its contrast wherever it lies, and reducing takes a tenth of the time that a fraction takes."""

_LINE_SHARE: Final = 1 / 30
"""A ruled line is longer than this part of the page's long side: longer than any stroke of a heading."""

_AROUND_SHARE: Final = 12 / 1600
"""Half the side of the neighbourhood that ink is darker than, by the page's long side."""

_DARKER: Final = 12
_SLOPED_SHARE: Final = 60 / 1600
"""Length of lines whose slope is asked, at the least."""
_MIN_CELL_SHARE: Final = 9 / 1600
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


def reduced(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a page (H x W or H x W x 3 uint8) in the size in which ruled lines are looked for."""
    steps = max(image.shape[:2]) // _LONG_SIDE_PX
    if steps < 2:
        return image
    # Areas: where points are sampled, one table in ten loses a line.
    return np.asarray(cv2.resize(image, None, fx=1 / steps, fy=1 / steps, interpolation=cv2.INTER_AREA), np.uint8)


def find_grids(grey: Grey) -> list[Grid]:
    """Return the ruled tables of a page (H x W uint8, `reduced`), from top to bottom.

    Horizontal and vertical lines are kept by morphological opening; cells are the holes of what is left, so that merged
    cells need no rule of their own. Cells are put in order on axes turned by the table's own angle: a page askew by a
    degree moves the ends of a line by more than a row's height.
    """
    found = _ruled_lines(grey)
    if found is None:
        return []
    across, along = found
    tables = _holes_by_table(_net(across, along))
    height, width = grey.shape
    slope = _slope(across) if tables else 0.0
    grids = [grid for holes in tables if (grid := _grid(holes, slope, width, height)) is not None]
    return sorted(grids, key=lambda grid: min(cell[1] for cell in grid.cells))


def _ruled_lines(grey: Grey) -> tuple[Grey, Grey] | None:
    """Return the masks (0 or 1) of level and of upright lines, None where there are none of one direction."""
    # Ink is what is darker than its neighbourhood: grey scans and shaded rows need no threshold of their own.
    side = max(3, 2 * round(_AROUND_SHARE * max(grey.shape)) + 1)
    ink = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, _DARKER)
    length = _line_length(grey)
    along = along_runs(np.asarray(ink, np.uint8), length)
    across = across_runs(np.asarray(ink, np.uint8), length) if along.any() else along
    return (across, without_streaks(across, along)) if across.any() else None


def _line_length(grey: Grey) -> int:
    return max(15, int(max(grey.shape) * _LINE_SHARE))


def _net(across: Grey, along: Grey) -> Grey:
    """Return both masks in one, lines drawn on a little: a corner worn away by the scanner does not join two cells."""
    gap = max(3, _line_length(across) // 6)
    across_on = cv2.dilate(across, np.ones((3, 2 * gap + 1), np.uint8))
    along_on = cv2.dilate(along, np.ones((2 * gap + 1, 3), np.uint8))
    return np.asarray(cv2.bitwise_or(across_on, along_on), dtype=np.uint8)


def _slope(across: Grey) -> float:
    """Return the median slope of the longer horizontal lines."""
    contours, _ = cv2.findContours(across, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    slopes = []
    for contour in sorted(contours, key=lambda contour: -cv2.boundingRect(contour)[2])[:20]:
        points = contour.reshape(-1, 2).astype(np.float64)
        if np.ptp(points[:, 0]) >= _SLOPED_SHARE * max(across.shape):
            slopes.append(float(np.polyfit(points[:, 0], points[:, 1], 1)[0]))
    return float(np.median(slopes)) if slopes else 0.0


def _holes_by_table(mask: Grey) -> list[list[NDArray[np.int32]]]:
    """Return the holes of each connected net of lines; a frame around the page is no table."""
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return []
    height, width = mask.shape
    least = max(4, round(_MIN_CELL_SHARE * max(mask.shape)))
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
            if min(hole_width, hole_height) >= least and not is_frame:
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
