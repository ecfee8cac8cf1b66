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
