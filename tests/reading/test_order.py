import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.geometry import Box
from verifier.reading.order import reading_order


def box(left, top, width=0.1, height=0.02):
    return Box.clamped(left, top, left + width, top + height)


def test_rows_run_from_top_to_bottom_and_left_to_right():
    boxes = [box(0.6, 0.101), box(0.1, 0.2), box(0.1, 0.1), box(0.6, 0.199)]

    assert reading_order(boxes) == [2, 0, 1, 3]


def test_a_tall_label_beside_two_rows_does_not_merge_them():
    boxes = [box(0.3, 0.10), box(0.3, 0.13), box(0.1, 0.10, height=0.05)]

    assert [index for index in reading_order(boxes) if index != 2] == [0, 1]


def test_skewed_rows_are_told_apart_by_their_slope():
    slope = 0.05
    rows = [[box(x, 0.1 + 0.03 * row + slope * x) for x in (0.1, 0.4, 0.7)] for row in range(5)]
    boxes = [found for row in rows for found in row]

    assert reading_order(boxes, slope) == list(range(15))
    assert reading_order(boxes) != list(range(15))


def test_a_page_of_overlapping_slanted_boxes_is_not_one_row():
    boxes = [box(0.9 - 0.02 * step, 0.1 + 0.008 * step) for step in range(40)]

    order = reading_order(boxes)

    assert order.index(39) > order.index(0)


@given(st.lists(st.tuples(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0, 0.1), st.floats(0, 0.1)), max_size=30))
def test_the_order_is_a_permutation(raw):
    boxes = [box(*values) for values in raw]

    assert sorted(reading_order(boxes)) == list(range(len(boxes)))


def column(left, right, top, count, *, step=0.02, last=1.0):
    """Lines of prose; the last one of every four is `last` of the width."""
    lines = []
    for number in range(count):
        width = (right - left) * (last if number % 4 == 3 else 1.0)
        lines.append(box(left, top + step * number, width, 0.015))
    return lines


@pytest.mark.parametrize("shift", [0.0, 0.009])
def test_two_columns_of_prose_are_read_one_after_the_other(shift):
    title, abstract = [box(0.2, 0.05, 0.6, 0.03)], column(0.1, 0.9, 0.1, 3)
    left, right = column(0.08, 0.48, 0.2, 30, last=0.4), column(0.52, 0.92, 0.2 + shift, 26, last=0.4)
    foot = [box(0.48, 0.95, 0.04, 0.015)]
    boxes = title + abstract + left + right + foot

    assert reading_order(boxes) == list(range(len(boxes)))


def test_a_wide_figure_parts_the_columns_of_a_page():
    upper = column(0.08, 0.48, 0.1, 8) + column(0.52, 0.92, 0.1, 8)
    caption = [box(0.2, 0.5, 0.6, 0.02)]
    lower = column(0.08, 0.48, 0.6, 8) + column(0.52, 0.92, 0.6, 6)
    boxes = upper + caption + lower

    assert reading_order(boxes) == list(range(len(boxes)))


def test_a_foot_on_one_side_comes_last():
    boxes = column(0.08, 0.48, 0.1, 10) + column(0.52, 0.92, 0.1, 10) + [box(0.08, 0.9, 0.2, 0.015)]

    assert reading_order(boxes) == list(range(21))


def by_rows(rows):
    """Boxes of rows of (left, width), and their order if read row by row."""
    boxes = [box(left, 0.1 + 0.03 * number, width, 0.015) for number, row in enumerate(rows) for left, width in row]
    return boxes, list(range(len(boxes)))


def test_a_form_is_read_row_by_row():
    # Label and value twice a row: 姓名 ... 性别 ..., of uneven lengths.
    boxes, order = by_rows([[(0.1, 0.08), (0.2, 0.1), (0.5, 0.08), (0.62, 0.05 + 0.02 * (n % 5))] for n in range(12)])

    assert reading_order(boxes) == order


def test_a_form_of_two_halves_is_read_row_by_row():
    boxes, order = by_rows([[(0.1, 0.12 + 0.04 * (n % 6)), (0.55, 0.1 + 0.05 * (n % 5))] for n in range(12)])

    assert reading_order(boxes) == order


def test_the_tables_of_a_company_report_are_read_row_by_row():
    # Long names on the left, two columns of numbers, as even as prose, on the right.
    boxes, order = by_rows([[(0.12, 0.15 + 0.05 * (n % 4)), (0.5, 0.15), (0.72, 0.15)] for n in range(20)])

    assert reading_order(boxes) == order


def test_two_signatures_beside_each_other_are_read_row_by_row():
    boxes, order = by_rows([[(0.1, 0.35), (0.55, 0.35)] for _ in range(3)])

    assert reading_order(boxes) == order
