"""A streak of the scanner cuts no cell in two; a column of the table stays."""

import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from verifier.certificates.tables import find_tables
from verifier.pictures import RgbImage

COLUMNS = (150, 450, 900, 1100, 1500)
ROWS = range(400, 1001, 100)


def sheet() -> RgbImage:
    """A ruled table of six rows and four columns in the upper half of a sheet of A4."""
    image = np.full((2339, 1654, 3), 250, np.uint8)
    for y in ROWS:
        image[y : y + 3, COLUMNS[0] : COLUMNS[-1]] = 30
    for x in COLUMNS:
        image[ROWS[0] : ROWS[-1], x : x + 3] = 30
    return image


TITLE = Line("标准改进小组样品标识改造", Box.from_pixels(480, 430, 860, 470, width_px=1654, height_px=2339), 0.99)


def first_row(image: RgbImage) -> list[str]:
    (table,) = find_tables(image, [TITLE], page=1)
    return [cell.text for cell in table.cells if cell.row == 0]


@pytest.mark.parametrize("gaps", [(), ((1200, 1500),), ((0, 380), (700, 760))], ids=["whole", "broken", "begins late"])
def test_a_streak_along_the_page_is_no_rule(gaps: tuple[tuple[int, int], ...]) -> None:
    image = sheet()
    image[:, 640:642] = 60
    for top, bottom in gaps:
        image[top:bottom, 640:642] = 250
    assert first_row(image) == ["", TITLE.text, "", ""]


def test_a_rule_that_passes_the_frame_by_a_little_is_one() -> None:
    image = sheet()
    image[ROWS[0] - 25 : ROWS[-1] + 25, 900:903] = 30
    assert first_row(image) == ["", TITLE.text, "", ""]


def test_a_crease_through_the_page_makes_no_streak_of_a_tables_side() -> None:
    image = sheet()
    image[ROWS[0] - 300 : ROWS[-1] + 900, COLUMNS[0] : COLUMNS[0] + 3] = 30  # a side that was drawn on
    image[1250:1252, :] = 120
    image[700:702, :] = 120
    assert len(first_row(image)) == 4


def test_of_a_table_without_a_lower_edge_the_rules_stay() -> None:
    image = sheet()
    for x in COLUMNS:
        image[ROWS[0] : ROWS[-1] + 300, x : x + 3] = 30
    assert first_row(image) == ["", TITLE.text, "", ""]
