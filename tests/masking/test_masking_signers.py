"""Who signs in a slot that names nobody: the row of the form says it, or the heading above."""

from __future__ import annotations

import pytest

from models.geometry import Box
from models.observation import Cell, Signature, SignatureKind, Table
from tests.masking.test_masking_places import SLOT, WHO, line, seen, slot
from verifier.masking.places import open_signatures, own_signatures


def form(heading: str, text: str = "") -> Table:
    """A row of a form whose second cell holds the slot."""
    cells = (
        Cell(0, 0, Box(0.1, 0.7, 0.2, 0.9), heading),
        Cell(0, 1, Box(0.2, 0.7, 0.9, 0.9), text),
        Cell(1, 0, Box(0.1, 0.9, 0.2, 0.95), "单位意见"),
    )
    return Table(1, Box(0.1, 0.7, 0.9, 0.95), cells)


@pytest.mark.parametrize(
    ("heading", "text", "own"),
    [
        ("本人\n承诺", "", True),
        ("个人总结", "", True),
        ("申报人承诺", "", True),
        ("被考核人意见", "", True),
        ("", "本人承诺以上所填内容属实。签名：", True),
        ("本人所在单位意见", "", False),
        ("派出所意见", "本人承诺属实", False),
        ("主管领导评语", "", False),
        ("备注", "", False),
        ("", "我单位承诺以上材料真实", False),
        ("", "本人意见：同意。", True),
        ("", "考核意见：本人表现良好", False),
    ],
)
def test_the_row_of_a_form_says_who_signs_in_a_bare_slot(heading: str, text: str, own: bool):
    what = seen(type_="freelance_political", signatures=(slot("签名"),), tables=(form(heading, text),))
    assert bool(own_signatures(what, WHO)) is own


@pytest.mark.parametrize(
    ("role", "heading", "own"),
    [
        ("负责人", "本人意见", True),
        ("负责人", "单位意见", False),
        ("负责人", "备注", False),
        ("单位负责人", "本人意见", False),
        ("审核人", "本人意见", False),
    ],
)
def test_the_foot_that_a_form_repeats_in_every_row_is_the_subjects_in_an_own_row(role: str, heading: str, own: bool):
    what = seen(type_="appraisal", signatures=(slot(role),), tables=(form(heading),))
    assert bool(own_signatures(what, WHO)) is own
    assert bool(open_signatures(what)) is own


@pytest.mark.parametrize(("heading", "own"), [("个人总结", True), ("单位意见", False), ("备注" * 10 + "本人", False)])
def test_a_heading_above_the_cell_says_who_signs_in_it(heading: str, own: bool):
    cells = (Cell(0, 0, Box(0.1, 0.65, 0.9, 0.7), heading), Cell(1, 0, Box(0.1, 0.7, 0.9, 0.9), "同意"))
    table = Table(1, Box(0.1, 0.65, 0.9, 0.9), cells)
    assert bool(own_signatures(seen(signatures=(slot("负责人"),), tables=(table,)), WHO)) is own


@pytest.mark.parametrize(
    ("headings", "own"),
    [
        (("单位意见", "本人意见"), True),
        (("本人意见", "单位意见"), False),
        (("个人总结：", "同意以上内容"), True),
        (("本人在单位从事计量检定工作多年，业绩突出",), False),
        ((), False),
    ],
)
def test_where_no_table_was_found_the_heading_above_says_who_signs(headings: tuple[str, ...], own: bool):
    lines = [line(text, top=0.3 + 0.1 * row) for row, text in enumerate(headings)]
    assert bool(own_signatures(seen(*lines, signatures=(slot("负责人"),)), WHO)) is own


def test_the_row_of_a_form_weighs_more_than_its_kind():
    what = seen(type_="appraisal", signatures=(slot("签名"),), tables=(form("考核意见"),))
    assert own_signatures(what, WHO) == []
    below = Signature(1, Box(0.3, 0.95, 0.5, 0.99), "签名", SignatureKind.HANDWRITTEN, 0.9)
    what = seen(type_="appraisal", signatures=(slot("签名"), below), tables=(form("本人意见"),))
    assert [hit.box.top for hit in own_signatures(what, WHO) if hit.box] == [pytest.approx(SLOT.top)]
