"""Ruled tables: drawn here, so that every cell is known."""

import time

import cv2
import numpy as np
import pytest

from models.document import Line, Word
from models.geometry import Box
from verifier.certificates.tables import find_tables

WIDTH, HEIGHT = 1654, 2339
ROWS, COLUMNS = (400, 470, 540, 610, 900), (200, 420, 700, 1000, 1450)


def _sheet() -> np.ndarray:
    return np.full((HEIGHT, WIDTH, 3), 255, np.uint8)


def _ruled(merged: bool = False, thickness: int = 2, ink: int = 0) -> np.ndarray:
    """Four by four cells; `merged`: the last row is one label cell and one cell over three columns."""
    sheet = _sheet()
    colour = (ink, ink, ink)
    for y in ROWS:
        cv2.line(sheet, (COLUMNS[0], y), (COLUMNS[-1], y), colour, thickness)
    for index, x in enumerate(COLUMNS):
        bottom = ROWS[-2] if merged and index in (2, 3) else ROWS[-1]
        cv2.line(sheet, (x, ROWS[0]), (x, bottom), colour, thickness)
    return sheet


def _line(text: str, left: int, top: int, right: int, bottom: int) -> Line:
    return Line(text, Box.from_pixels(left, top, right, bottom, width_px=WIDTH, height_px=HEIGHT), 0.9)


def _in_cell(text: str, row: int, column: int) -> Line:
    return _line(text, COLUMNS[column] + 10, ROWS[row] + 15, COLUMNS[column] + 150, ROWS[row] + 50)


def test_cells_hold_their_text_and_blank_cells_stay() -> None:
    lines = [_in_cell("姓名", 0, 0), _in_cell("张三", 0, 1), _in_cell("性别", 0, 2), _line("标题", 700, 100, 900, 160)]
    (table,) = find_tables(_ruled(), lines, page=2)
    assert table.page == 2
    assert len(table.cells) == 16
    texts = {(cell.row, cell.column): cell.text for cell in table.cells}
    assert [texts[0, column] for column in range(4)] == ["姓名", "张三", "性别", ""]
    assert all(cell.row_span == cell.column_span == 1 for cell in table.cells)
    corner = next(cell.box for cell in table.cells if (cell.row, cell.column) == (1, 1))
    assert corner.iou(Box.from_pixels(420, 470, 700, 540, width_px=WIDTH, height_px=HEIGHT)) > 0.85


def test_merged_cells_span_columns() -> None:
    (table,) = find_tables(_ruled(merged=True), [_in_cell("免学理由", 3, 0)], page=1)
    last = [cell for cell in table.cells if cell.row == 3]
    assert [(cell.column, cell.column_span, cell.text) for cell in last] == [(0, 1, "免学理由"), (1, 3, "")]


def _askew(image: np.ndarray, degrees: float) -> np.ndarray:
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1)
    return cv2.warpAffine(image, turn, (WIDTH, HEIGHT), borderValue=(255, 255, 255))


def _dashed_by_wear(image: np.ndarray) -> np.ndarray:
    worn = image.copy()
    worn[:, 555:563] = 255
    worn[505:513, :] = 255
    return worn


def _scanned(image: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, 10, image.shape)
    return np.clip(cv2.GaussianBlur(image, (0, 0), 1.0) * 0.8 + 30 + noise, 0, 255).astype(np.uint8)


def _sealed(image: np.ndarray) -> np.ndarray:
    stamp = np.full_like(image, 255)
    cv2.circle(stamp, (900, 560), 160, (220, 30, 40), 8)
    return np.minimum(image, stamp)  # ink adds to ink: a black line under the seal stays dark


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("hairline", _ruled(thickness=1)),
        ("pale", _ruled(ink=170)),
        ("half a degree", _askew(_ruled(), 0.5)),
        ("minus one degree", _askew(_ruled(), -1.0)),
        ("one and a half degrees", _askew(_ruled(), 1.5)),
        ("worn", _dashed_by_wear(_ruled())),
        ("scanned", _scanned(_ruled())),
        ("sealed", _sealed(_ruled())),
        ("ruled in red", np.where(_ruled() == 0, np.array([210, 60, 60], np.uint8), np.uint8(255)).astype(np.uint8)),
        ("small scan", cv2.resize(_ruled(thickness=3), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)),
        ("large scan", cv2.resize(_ruled(), None, fx=2, fy=2)),
    ],
)
def test_tables_are_found_as_scanners_leave_them(name, image) -> None:
    (table,) = find_tables(image, [], page=1)
    assert {(cell.row, cell.column) for cell in table.cells} == {
        (row, column) for row in range(4) for column in range(4)
    }
    assert len(table.cells) == 16, name


def test_a_line_over_several_cells_is_shared_out() -> None:
    line = _line("姓名张三性别男", 210, 415, 1200, 455)
    lefts = [240, 310, 450, 530, 730, 800, 1050]
    words = tuple(
        Word(character, Box.from_pixels(left, 415, left + 40, 455, width_px=WIDTH, height_px=HEIGHT))
        for character, left in zip(line.text, lefts, strict=True)
    )
    (table,) = find_tables(_ruled(), [Line(line.text, line.box, 0.9, words)], page=1)
    assert [cell.text for cell in table.cells if cell.row == 0] == ["姓名", "张三", "性别", "男"]


def test_lines_of_a_cell_are_joined_in_order() -> None:
    lines = [
        _line("专业技术职务", 210, 680, 400, 710),
        _line("现任", 260, 640, 340, 670),
        _line("New", 430, 640, 500, 670),
        _line("York", 430, 680, 500, 710),
    ]
    (table,) = find_tables(_ruled(), lines, page=1)
    assert [cell.text for cell in table.cells if cell.row == 3][:2] == ["现任专业技术职务", "New York"]


def test_two_tables_come_from_top_to_bottom() -> None:
    sheet = _ruled()
    sheet[1200:1750] = sheet[380:930]
    first, second = find_tables(sheet, [], page=1)
    assert first.box.bottom < second.box.top


def _frame() -> np.ndarray:
    sheet = _sheet()
    cv2.rectangle(sheet, (100, 100), (1550, 2200), (0, 0, 0), 4)
    cv2.rectangle(sheet, (120, 120), (1530, 2180), (0, 0, 0), 2)
    return sheet


def _letter() -> np.ndarray:
    sheet = _sheet()
    for row, y in enumerate(range(300, 2000, 60)):
        for x in range(200, 1400, 40):
            cv2.rectangle(sheet, (x, y), (x + 26, y + 30), (0, 0, 0), 2 + row % 2)
    cv2.line(sheet, (200, 250), (1450, 250), (0, 0, 0), 3)
    return sheet


@pytest.mark.parametrize("image", [_sheet(), _frame(), _letter(), np.zeros((20, 20, 3), np.uint8)])
def test_what_is_no_table(image) -> None:
    assert find_tables(image, [], page=1) == []


def test_a_page_without_a_table_is_answered_fast() -> None:
    image = _letter()
    find_tables(image, [], page=1)
    began = time.perf_counter()
    find_tables(image, [], page=1)
    assert time.perf_counter() - began < 0.6  # 60 ms on a quiet core; room for a busy machine
