"""Boxes to tick, drawn and scanned, are seen in the pixels."""

from dataclasses import replace

import numpy as np
import pytest

from models.document import Line, Page, Word
from models.geometry import Box
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from verifier.certificates.kinds.ticks import ticked_clauses
from verifier.certificates.layout import stream_of
from verifier.certificates.marks import Mark, find_marks, with_marks
from verifier.certificates.spec import Material
from verifier.certificates.tables import find_tables


def line(text: str, left: float = 0.1, top: float = 0.1) -> Line:
    return Line(text, Box(left, top, left + 0.02 * len(text), top + 0.02), 0.9)


def scanned(manner: str, way: str = "flatbed"):
    (page,) = DOCUMENTS["ability_self"](scene(50), style(50, split="train"), manner=manner)
    return capture(page, way, 7)


@pytest.mark.parametrize("manner", ["drawn", "solid", "pen"])
def test_every_open_box_is_open_and_no_tick_is_missed_by_more_than_one(manner: str) -> None:
    page = scanned(manner)
    lines = [one for one in page.truth.as_lines() if one.text not in "□☑■"]
    marked = with_marks(lines, find_marks(page.image, lines, dpi=page.dpi))
    tables = find_tables(page.image, marked, page=1)
    height, width = page.image.shape[:2]
    seen = Page(1, width, height, page.dpi, marked)
    read = {one.name: one.value for one in ticked_clauses(Material([seen], stream_of([seen]), tables))}
    truth = {one.name: one.value for one in page.truth.fields if one.name.startswith("勾选")}
    assert [name for name, value in truth.items() if value == "否" and read.get(name) != "否"] == []
    assert sum(value == "是" and read.get(name) != "是" for name, value in truth.items()) <= 1
    assert not any(read.get(name) == "否" for name, value in truth.items() if value == "是")


def test_pages_that_speak_of_no_boxes_are_not_searched() -> None:
    page = scanned("drawn")
    assert find_marks(page.image, [line("毕业证书")], dpi=page.dpi) == []


def test_a_letter_of_a_word_is_no_box() -> None:
    image = np.full((600, 800, 3), 255, np.uint8)
    for left in (100, 140, 300):
        image[60:80, left : left + 20] = 0
        image[63:77, left + 3 : left + 17] = 255
    text = [
        line("请打√", top=0.5),
        Line("人口", Box(0.1, 0.09, 0.152, 0.14)),
        Line("□男", Box(0.172, 0.09, 0.23, 0.14)),
    ]
    text.append(Line("□女", Box(0.372, 0.09, 0.43, 0.14)))
    boxes = [mark.box.left for mark in find_marks(image, text, dpi=100)]
    assert [round(left * 800) for left in sorted(boxes)] == [140, 300]


@pytest.mark.parametrize("behind", [0.0, 0.002, 0.012], ids=["touching", "near", "apart"])
def test_a_box_that_was_read_as_nothing_stands_behind_its_word(behind: float) -> None:
    image = np.full((400, 1000, 3), 255, np.uint8)
    right = 0.144 + behind
    for left in (round(1000 * right), 400, 600):
        image[100:120, left : left + 20] = 0
        image[103:117, left + 3 : left + 17] = 255
    image[103:117, round(1000 * right) + 8 : round(1000 * right) + 12] = 0
    top, bottom = 0.24, 0.31
    words = tuple(Word(one, Box(left, top, left + 0.024, bottom), 0.99) for one, left in (("合", 0.1), ("格", 0.12)))
    read = [
        Line("合格", Box(0.1, top, right + 0.022, bottom), 0.99, words),
        Line("优秀□", Box(0.35, top, 0.43, bottom)),
        Line("不合格□", Box(0.53, top, 0.63, bottom)),
    ]
    marks = find_marks(image, read, dpi=120)
    assert [one.text for one in with_marks(read, marks)] == ["合格☑", "优秀□", "不合格□"]


@pytest.mark.parametrize(
    ("read", "box", "ticked", "expected"),
    [
        ("口优秀", (0.1, 0.12), True, "☑优秀"),
        ("优秀口", (0.14, 0.16), False, "优秀□"),
        ("优秀 合格", (0.139, 0.161), True, "优秀☑ 合格"),
        ("回", (0.1, 0.12), True, "☑"),
        ("优秀", (0.105, 0.115), None, "优秀"),
    ],
)
def test_marks_are_written_into_the_lines(read, box, ticked, expected) -> None:
    mark = Mark(Box(box[0], 0.1, box[1], 0.12), ticked)
    assert [one.text for one in with_marks([line(read)], [mark])] == [expected]


def test_a_mark_where_nothing_was_read_is_a_line_of_its_own() -> None:
    lines = with_marks([line("1.1 熟悉本专业法规", left=0.2)], [Mark(Box(0.1, 0.1, 0.12, 0.12), ticked=True)])
    page = Page(1, 1654, 2339, 200.0, lines)
    (field,) = ticked_clauses(Material([page], stream_of([page]), []))
    assert (field.name, field.value, field.page) == ("勾选 1.1", "是", 1)
    assert field.box == replace(lines[-1].box)


@pytest.mark.parametrize("text", ["Give an answer", "民族：回族", "收回本证", "人口与家庭"])
def test_a_mark_is_not_written_into_a_word(text: str) -> None:
    at = next(index for index, character in enumerate(text) if character in "v回口")
    left = 0.1 + 0.8 * at / len(text)
    mark = Mark(Box(left, 0.1, left + 0.8 / len(text), 0.12), ticked=True)
    assert [one.text for one in with_marks([Line(text, Box(0.1, 0.1, 0.9, 0.12), 0.99)], [mark])] == [text]
