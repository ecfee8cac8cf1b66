"""How sure a value is, where blanks were left out, and pages with a watermark."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Line, Page, Word
from models.geometry import Box
from models.observation import Cell, Table
from tests.certificates.pages import line_of, page_of
from verifier.certificates.cells import cell_confidence
from verifier.certificates.certainty import character_confidences, confidence_of, gaps_in
from verifier.certificates.fields import read_fields
from verifier.certificates.layout import stream_of
from verifier.certificates.lookup import find_by_patterns
from verifier.certificates.watermark import without_watermark


def spelled(text: str, confidences: list[float], lefts: list[float] | None = None) -> Line:
    """A line with a word for every character, each 0.02 wide."""
    at = lefts or [0.1 + 0.02 * index for index in range(len(text))]
    words = tuple(
        Word(character, Box(left, 0.1, left + 0.02, 0.12), confidence)
        for character, left, confidence in zip(text, at, confidences, strict=True)
    )
    return Line(text, Box(at[0], 0.1, at[-1] + 0.02, 0.12), sum(confidences) / len(confidences), words)


def test_one_guessed_character_decides_over_many_clear_ones() -> None:
    assert confidence_of([1.0] * 10) == 1.0
    assert confidence_of([1.0] * 9 + [0.95]) == pytest.approx(0.995)
    assert confidence_of([1.0] * 9 + [0.75]) == pytest.approx(0.85)
    assert confidence_of([1.0] * 9 + [0.41]) == pytest.approx(0.5467)
    assert confidence_of([1.0] * 60 + [0.41]) == pytest.approx(0.9903)
    assert confidence_of([None, 0.95]) == 0.95
    assert confidence_of([None]) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_a_value_is_sure_only_where_each_character_is(confidences: list[float]) -> None:
    sure = confidence_of(confidences)
    assert sure is not None
    assert (sure >= 0.9 - 1e-4) == (min(confidences) >= 0.9 - 1e-4) or abs(min(confidences) - 0.9) < 1e-3


def test_marks_say_nothing_about_the_value_beside_them() -> None:
    line = spelled("姓名：张", [1.0, 1.0, 0.3, 0.98])
    assert character_confidences(line) == [1.0, 1.0, None, 0.98]
    assert character_confidences(replace(line, words=())) == [line.confidence, line.confidence, None, line.confidence]


def test_a_value_is_as_sure_as_its_own_characters() -> None:
    line = spelled("姓名：张三性别：男", [0.4, 1.0, 0.3, 0.98, 0.96, 1.0, 1.0, 1.0, 0.99])
    found = {field.name: field for field in read_fields("title_cert", [Page(1, 1654, 2339, 200.0, (line,))], [])}
    assert found["姓名"].value == "张三"
    assert found["姓名"].confidence == pytest.approx(0.97)


def test_a_wide_gap_is_a_blank() -> None:
    line = spelled("高原局张三", [1.0] * 5, [0.1, 0.12, 0.14, 0.20, 0.22])
    page = Page(1, 1654, 2339, 200.0, (line,))
    assert gaps_in(line, page) == {3}
    assert stream_of([page]).text == "高原局 张三"
    assert gaps_in(spelled("高原局张三", [1.0] * 5), page) == frozenset()


def test_beside_digits_a_blank_must_be_wider() -> None:
    line = spelled("2024年9月", [1.0] * 7, [0.1, 0.12, 0.14, 0.16, 0.18, 0.215, 0.25])
    assert gaps_in(line, Page(1, 1654, 2339, 200.0, (line,))) == frozenset()


def slanted(text: str, left: float, top: float) -> Line:
    return Line(text, Box(left, top, left + 0.02 * len(text), top + 0.012 * len(text)), 0.97)


def test_pieces_of_a_watermark_are_no_part_of_a_cell() -> None:
    label, value = line_of("现任专业技术职务", left=0.1, top=0.3), line_of("助理工程师", left=0.4, top=0.3)
    marks = (slanted("人才服务云平台申报专用", 0.1, 0.05), slanted("人才服务云平台申报专用", 0.6, 0.05))
    piece = Line("平台", Box(0.51, 0.29, 0.57, 0.33), 0.97)
    boxes = (Box(0.09, 0.28, 0.38, 0.34), Box(0.38, 0.28, 0.7, 0.34))
    table = Table(
        1,
        Box(0.09, 0.28, 0.7, 0.34),
        (Cell(0, 0, boxes[0], "现任专业技术职务"), Cell(0, 1, boxes[1], "助理工程师平台")),
    )
    page = Page(1, 1654, 2339, 200.0, (label, value, *marks, piece))
    pages, tables = without_watermark([page], [table])
    assert pages[0].lines == (label, value)
    assert [cell.text for cell in tables[0].cells] == ["现任专业技术职务", "助理工程师"]
    found = {field.name: field.value for field in read_fields("app_form", [page], [table])}
    assert found["现任专业技术职务"] == "助理工程师"


def test_print_read_together_with_a_watermark_stays_and_is_not_sure() -> None:
    label, other = line_of("现任专业技术职务", left=0.1, top=0.3), line_of("毕业院校某某大学", left=0.1, top=0.4)
    marks = (slanted("人才服务云平台申报专用", 0.1, 0.05), slanted("人才服务云平台申报专用", 0.6, 0.05))
    both = Line("工程师务云", Box(0.4, 0.28, 0.52, 0.34), 0.98)
    steep = Line("台建设工程", Box(0.4, 0.5, 0.5, 0.57), 0.98)
    page = Page(1, 1654, 2339, 200.0, (label, other, both, steep, *marks))
    (cleaned,), _ = without_watermark([page], [])
    assert [line.text for line in cleaned.lines] == [label.text, other.text, "工程师", "建设工程"]
    assert [line.confidence for line in cleaned.lines[2:]] == [0.5, 0.5]


def test_a_page_without_a_watermark_stays_as_it_is() -> None:
    page = page_of("# 证明", "兹证明张三同志在我单位工作。", "某某县质量检验所", "2024年9月5日")
    assert without_watermark([page], []) == ([page], [])
    once = replace(page, lines=(*page.lines, slanted("样本不得复制", 0.2, 0.5)))
    assert without_watermark([once], [])[0] == [once]


@pytest.mark.parametrize(
    "last", ["2024年9月5日候", "2024年9月5日1", "2024年9月15t1", "第2024年9月5日", "2024年9月15度"]
)
def test_strokes_of_a_seal_beside_the_date_do_not_hide_it(last: str) -> None:
    page = page_of("# 证明", "兹证明张三同志在我单位工作。", "某某县质量检验所", last)
    found = {field.name: field.value for field in read_fields("work_exp", [page], [])}
    assert found["落款单位"] == "某某县质量检验所"
    assert (found["落款日期"] or "").startswith("2024-09-")


def test_a_note_on_a_copy_that_was_misread_is_no_sign_off() -> None:
    page = page_of(
        "# 获奖证书", "获奖者：|张三", "某某市市场监督管理局", "2015年11月23日", "已审扶，与原件相标", "2024年9月5日"
    )
    found = {field.name: field.value for field in read_fields("award", [page], [])}
    assert (found["落款单位"], found["落款日期"]) == ("某某市市场监督管理局", "2015-11-23")


def test_a_text_that_a_streak_cuts_is_doubtful() -> None:
    text = "样品标识改造"
    line = spelled(text, [0.99] * 6, [0.4 + 0.02 * index for index in range(6)])
    label = line_of("成果名称", left=0.1, top=0.1)
    page = Page(1, 1654, 2339, 200.0, (label, line))
    ends = (0.1, 0.39, 0.45, 0.7)
    texts = ("成果名称", "样品", "标识改造")
    cells = tuple(
        Cell(0, column, Box(left, 0.09, right, 0.13), words)
        for column, (left, right, words) in enumerate(zip(ends, ends[1:], texts, strict=False))
    )
    table = Table(1, Box(0.1, 0.09, 0.7, 0.13), cells)
    assert cell_confidence([page], table, cells[1]) == 0.75
    assert cell_confidence([page], table, cells[0]) == pytest.approx(0.98)


def test_a_value_read_across_columns_is_doubtful() -> None:
    page = page_of("证书由昆仑河|工业大学颁发")
    stream = stream_of([page])
    crossing = find_by_patterns(stream, (r"由(?P<value>[\u4e00-\u9fff]{2,12}?大学)",))
    assert crossing is not None
    assert (crossing.text, crossing.confidence) == ("昆仑河工业大学", 0.75)
    assert stream.between(2, 2) == ""


def test_long_lines_of_a_page_askew_are_no_watermark() -> None:
    text = "恶化，并且当灌装工位二号机架横梁松动时，伺服模组首台共振被放大，装配平台二号振动幅值的均值超过规定"
    askew = [Line(text, Box(0.12, top, 0.9, top + 0.022), 0.99) for top in (0.2, 0.4)]
    page = Page(1, 1654, 2339, 200.0, (*askew, Line("摘要", Box(0.1, 0.1, 0.14, 0.112), 0.99)))
    assert without_watermark([page], []) == ([page], [])


@pytest.mark.parametrize("last", ["自2024年9月5日", "2024年9月15起", "的是2024年9月5日"])
def test_a_date_that_a_sentence_goes_on_with_is_not_that_of_signing(last: str) -> None:
    page = page_of("# 证明", "兹证明张三同志在我单位工作。", "某某县质量检验所", last)
    found = {field.name: field.value for field in read_fields("work_exp", [page], [])}
    assert found["落款日期"] is None


@pytest.mark.parametrize("label", ["姓名：__", "姓_名：_"])
def test_the_rule_below_a_blank_is_no_value(label: str) -> None:
    rows = (line_of("专业技术资格证书", left=0.3, top=0.1), line_of(label, left=0.1, top=0.3))
    name = Line("海平超", Box(0.4, 0.3, 0.46, 0.32), 0.99)
    page = Page(1, 1654, 2339, 200.0, (*rows, name))
    found = {field.name: field.value for field in read_fields("title_cert", [page], [])}
    assert found["姓名"] == "海平超"


def test_a_number_ends_with_its_row() -> None:
    rows = [("获奖证书", 0.1), ("证书号：2015-J-076-R01", 0.3), ("8", 0.4), ("某某县科学技术局", 0.5)]
    page = Page(1, 1654, 2339, 200.0, tuple(line_of(text, left=0.2, top=top) for text, top in rows))
    found = {field.name: field.value for field in read_fields("award", [page], [])}
    assert found["编号"] == "2015-J-076-R01"


def test_a_platform_signs_as_an_office_does() -> None:
    page = page_of("# 继续教育合格证书", "姓名：海平超", "澜江省继续教育公共服务平台", "2022年11月8日")
    found = {field.name: field for field in read_fields("ce_cert", [page], [])}
    assert found["落款单位"].value == "澜江省继续教育公共服务平台"
    assert (found["落款单位"].confidence or 0.0) > 0.9


def test_a_long_name_ends_before_the_next_label() -> None:
    rows = [("# 继续教育合格证书", 0.1), ("姓名：", 0.2), ("证件号码：", 0.3), ("完成学时：", 0.4)]
    lines = [line_of(text, left=0.1, top=top) for text, top in rows]
    lines.insert(2, line_of("阿卜杜拉·肉孜", left=0.3, top=0.2))
    found = {
        field.name: field.value for field in read_fields("ce_cert", [Page(1, 1654, 2339, 200.0, tuple(lines))], [])
    }
    assert found["姓名"] == "阿卜杜拉·肉孜"


@pytest.mark.parametrize(
    "row", ["主要完成人：1. 海平超  2. 李四", "完成者：1、海平超", "主要完成人：1.海平超（某某厂）2.李四"]
)
def test_the_first_of_a_numbered_list_is_the_name(row: str) -> None:
    page = page_of("# 获奖证书", row, "某某县科学技术局", "2024年9月5日")
    found = {field.name: field.value for field in read_fields("award", [page], [])}
    assert found["姓名"] == "海平超"


def test_a_sentence_tells_series_and_day_of_a_title() -> None:
    page = page_of(
        "# 专业技术资格证书", "海平超同志经某某市评审委员会二〇一八年十月六日评审，取得工程系列质量专业工程师资格。"
    )
    found = {field.name: field.value for field in read_fields("title_cert", [page], [])}
    assert (found["系列"], found["批准日期"]) == ("工程系列", "2018-10-06")
