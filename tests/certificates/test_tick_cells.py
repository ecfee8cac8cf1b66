"""Ticks by pen in a column without boxes."""

import cv2
import numpy as np
import pytest

from models.document import Page
from models.geometry import Box
from models.observation import Cell, Table
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from verifier.certificates.kinds.ticks import ticked_clauses
from verifier.certificates.layout import stream_of
from verifier.certificates.spec import Material
from verifier.certificates.tables import find_tables
from verifier.certificates.tick_cells import UNREAD, fill_tick_cells

STROKES = {
    "tick": (((40, 45), (55, 65), (85, 20)), "√"),
    "large tick": (((30, 40), (50, 70), (110, 12)), "√"),
    "cross": (((40, 20), (80, 65)), ((40, 65), (80, 20)), UNREAD),
    "slash": (((40, 68), (90, 18)), UNREAD),
    "circle": (None, UNREAD),
}


def sheet(name: str, text: str = "") -> tuple[np.ndarray, Table]:
    """A column of two cells, a printed tick in the upper one and a stroke in the lower one."""
    image = np.full((400, 1200, 3), 245, np.uint8)
    cv2.rectangle(image, (10, 100), (130, 180), (30, 30, 30), 2)
    *lines, _ = STROKES.get(name, ((), ""))
    for line in lines:
        if line is None:
            cv2.circle(image, (70, 140), 20, (40, 40, 160), 3)
        elif line:
            points = np.array([(10 + x, 100 + y) for x, y in line], np.int32)
            cv2.polylines(image, [points], isClosed=False, color=(40, 40, 160), thickness=4)
    upper = Cell(0, 0, Box(10 / 1200, 20 / 400, 130 / 1200, 100 / 400), "√")
    lower = Cell(1, 0, Box(10 / 1200, 100 / 400, 130 / 1200, 180 / 400), text)
    return image, Table(1, Box(0.0, 0.0, 1.0, 1.0), (upper, lower))


@pytest.mark.parametrize("name", STROKES)
@pytest.mark.parametrize("text", ["", "V"])
def test_the_shape_of_a_stroke_tells_a_tick(name: str, text: str) -> None:
    image, table = sheet(name, text)
    (found,) = fill_tick_cells(image, [table])
    expected = STROKES[name][-1]
    assert found.cells[1].text == (text if expected == UNREAD and text else expected)


def test_an_empty_cell_and_columns_without_a_tick_stay_as_they_are() -> None:
    image, table = sheet("nothing")
    assert fill_tick_cells(image, [table]) == [table]
    image, table = sheet("tick")
    bare = Table(1, table.box, (Cell(0, 0, table.cells[0].box, "序号"), table.cells[1]))
    assert fill_tick_cells(image, [bare]) == [bare]


def test_a_column_ticked_by_pen_is_read_right_though_some_ticks_are_not_read() -> None:
    (page,) = DOCUMENTS["ability_self"](scene(14), style(14, split="dev"), manner="pen")
    page = capture(page, "flatbed", 3)
    lines = list(page.truth.as_lines())
    ticks = [line for line in lines if line.text == "√" and line.box.top > 0.2]
    read = tuple(line for line in lines if line not in ticks[1:])  # the reader of text misses all but one
    tables = fill_tick_cells(page.image, find_tables(page.image, read, page=1))
    seen = Page(1, page.image.shape[1], page.image.shape[0], page.dpi, read)
    found = {one.name: one.value for one in ticked_clauses(Material([seen], stream_of([seen]), tables))}
    truth = {one.name: one.value for one in page.truth.fields if one.name.startswith("勾选")}
    assert not [name for name in truth if found.get(name) not in (None, truth[name])]
    assert sum(found.get(name) == value for name, value in truth.items()) >= len(truth) - 1
