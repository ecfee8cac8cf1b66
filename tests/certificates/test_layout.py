"""Rows, blocks, and the way back from text to its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Line, Page, TextSource, Word
from models.geometry import Box
from tests.certificates.pages import line_of, page_of
from verifier.certificates.layout import Stream, character_boxes, columns_of, rows_of, stream_of


def test_lines_side_by_side_are_one_row() -> None:
    left, right = line_of("姓名", top=0.2), line_of("张三", left=0.5, top=0.205)
    below = line_of("性别", top=0.23)
    assert rows_of([below, right, left]) == [[left, right], [below]]


def test_a_tall_stamp_is_a_row_of_its_own() -> None:
    text, stamp = line_of("正文", top=0.2), line_of("已审核", left=0.6, top=0.17, height=0.08)
    assert len(rows_of([text, stamp])) == 2


def test_blocks_run_downwards() -> None:
    a, b = line_of("左一左一左一", top=0.2), line_of("左二左二左二", top=0.23)
    c, d = line_of("右一", left=0.7, top=0.2), line_of("右二", left=0.7, top=0.23)
    assert columns_of([a, c, b, d]) == [[a, b], [c, d]]


def test_the_stream_keeps_rows_and_forgets_spaces() -> None:
    stream = stream_of([page_of("姓 名：|张三", "性別 男")])
    assert stream.text == "姓 名:\t张三\n性别 男"
    assert stream.tight == "姓名:张三性别男"


def test_a_place_that_runs_over_two_lines() -> None:
    page = page_of("同意推", "荐张三")
    stream = stream_of([page])
    place = stream.tight_place(*_span(stream.tight, "推荐"))
    assert place is not None
    assert (place.raw, place.page, place.confidence) == ("推荐", 1, 0.98)
    assert place.box.bottom > page.lines[1].box.top


def test_a_place_over_two_pages_has_the_box_of_the_first() -> None:
    pages = [page_of("同意推", number=4), page_of("荐张三", number=5)]
    stream = stream_of(pages)
    place = stream.tight_place(*_span(stream.tight, "推荐"))
    assert place is not None
    assert (place.page, place.raw) == (4, "推荐")
    assert place.box.covered_by(pages[0].lines[0].box) > 0.99


def test_white_space_has_no_place() -> None:
    stream = stream_of([page_of("甲|乙")])
    assert stream.place(1, 2) is None
    assert stream.tight_place(0, 0) is None
    assert Stream([]).tight == ""


def test_boxes_of_characters_come_from_words() -> None:
    words = (Word("张三", Box(0.1, 0.1, 0.3, 0.2)), Word("李", Box(0.6, 0.1, 0.7, 0.2)))
    boxes = character_boxes(Line("张三 李", Box(0.1, 0.1, 0.7, 0.2), 0.9, words))
    assert [round(box.left, 3) for box in boxes] == [0.1, 0.2, 0.3, 0.6]
    assert boxes[2].width == 0


@pytest.mark.parametrize("words", [(), (Word("李四", Box(0.1, 0.1, 0.3, 0.2)),)])
def test_without_words_that_spell_the_line_boxes_are_shared_out(words) -> None:
    boxes = character_boxes(Line("张三", Box(0.2, 0.1, 0.4, 0.2), 0.9, words))
    assert [round(box.left, 3) for box in boxes] == [0.2, 0.3]


_TEXT = st.text("张三李四，。（）ABC12 　評審", min_size=1, max_size=20)


@settings(deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=5))
def test_every_span_lies_on_its_page(texts: list[str]) -> None:
    lines = tuple(Line(text, Box(0.1, 0.1 + 0.1 * i, 0.9, 0.15 + 0.1 * i), 0.5) for i, text in enumerate(texts))
    stream = stream_of([Page(1, 100, 100, None, lines, TextSource.PIXELS)])
    assert stream.tight == "".join(stream.text.split())
    for start in range(len(stream.tight)):
        place = stream.tight_place(start, len(stream.tight))
        assert place is not None
        assert 0.1 <= place.box.left <= place.box.right <= 0.9 + 1e-9


def _span(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)
