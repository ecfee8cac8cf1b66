from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.geometry import Box
from models.observation import (
    Cell,
    QrCode,
    Seal,
    SealColour,
    SealShape,
    Signature,
    SignatureKind,
    Surface,
    SurfaceKind,
    Table,
)
from tests.masking.masking_observations import column, line, observation, page_of
from verifier.masking.names import DOUBTFUL, Subject, find_names
from verifier.masking.spelling import find_spellings

BLANK = observation()
BOX = Box(0.1, 0.1, 0.3, 0.3)


def variants(text: str, name: str) -> list[tuple[str, str]]:
    return [(text[trace.start : trace.end], trace.variant) for trace in find_spellings(text, Subject(name))]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("张三丰", "申报人张三丰同志", [("张三丰", "name")]),
        ("张三丰", "张 三　丰", [("张 三　丰", "spaced")]),
        ("张三丰", "张三\n丰", [("张三\n丰", "line_break")]),
        ("张三丰", "張三豐", [("張三豐", "traditional")]),
        ("張三豐", "张三丰", [("张三丰", "traditional")]),
        ("李建国", "李建囯、李建围", [("李建围", "confusable")]),
        ("李建国", "李建军", []),
        ("高明", "姓名：高明", [("高明", "name")]),
        ("高明", "高明同志", [("高明", "name")]),
        ("高明", "这不是高明确的做法", [("高明", "inside_word")]),
        ("高明", "姓名 高　明", [("高　明", "spaced")]),
        ("张三丰", "获奖人：张*丰", [("张*丰", "partial")]),
        ("张三丰", "由三丰，主持", []),
        ("张三丰", "“三丰”", [("三丰", "partial")]),
        ("阿卜杜拉·买合木提", "阿卜杜拉买合木提", [("阿卜杜拉买合木提", "name")]),
        ("阿卜杜拉·买合木提", "阿卜杜拉•买合\n木提", [("阿卜杜拉•买合\n木提", "line_break")]),
        ("阿卜杜拉·买合木提", "学员：买合木提。", [("买合木提", "partial")]),
        ("欧阳修远", "欧阳修达", []),
        ("John Smith", "by john  smith.", [("john  smith", "spaced")]),
        ("", "张三", []),
        ("张三", "", []),
    ],
)
def test_spelling_is_found_with_its_variant(name, text, expected):
    assert variants(text, name) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("张三", "Zhang San"),
        ("张三", "ZHANG, San"),
        ("张三", "San Zhang"),
        ("张三", "zhangsan1988@example.com"),
        ("张三", "Zhāng Sān"),
        ("张三丰", "ZHANG San-feng"),
        ("张三丰", "Ｚｈａｎｇ Ｓａｎｆｅｎｇ"),
        ("单雄信", "Shan Xiongxin"),
        ("曾国藩", "Zeng Guofan"),
        ("仇英", "Qiu Ying"),
        ("区小明", "Ou Xiaoming"),
        ("查良镛", "Zha Liangyong"),
        ("解缙绅", "Xie Jinshen"),
        ("盖叫天", "Ge Jiaotian"),
        ("朴树森", "Piao Shusen"),
        ("尉迟恭", "Yuchi Gong"),
        ("万俟卨林", "Moqi Xielin"),
        ("吕布", "Lyu Bu"),
        ("吕布", "LV BU"),
        ("欧阳修", "Ouyang Xiu"),
        ("欧阳修", "OU YANG XIU"),
        ("阿卜杜拉·买合木提", "Abudula Maihemuti"),
    ],
)
def test_pinyin_is_found(name, text):
    assert [variant for _, variant in variants(text, name)] == ["pinyin"]


@pytest.mark.parametrize("text", ["ZHANG S.F.", "S. F. Zhang", "Zhang SF", "Zhang, S."])
def test_initials_are_found_and_doubtful(text):
    assert [variant for _, variant in variants(text, "张三丰")] == ["pinyin_short"]
    assert "pinyin_short" in DOUBTFUL


@pytest.mark.parametrize("text", ["Zhangsanity", "the sand", "Shanghai", "He said so", "Wang S.", "zhangs"])
def test_other_latin_words_are_no_pinyin(text):
    assert variants(text, "张三") == []


def test_every_surface_is_searched():
    seal = Seal(2, BOX, (), SealShape.SQUARE, SealColour.RED, "三之印张", None, None, 0.9, False, False, None)
    seen = observation(
        page_of(line("申报人：张三")),
        surfaces=(
            Surface(SurfaceKind.METADATA, "Author: Zhang San"),
            Surface(SurfaceKind.TEXT_LAYER, "张三", 1, BOX),
            Surface(SurfaceKind.EXIF, "张 三"),
        ),
        seals=(seal,),
        signatures=(Signature(3, BOX, "申报人", SignatureKind.HANDWRITTEN, 0.9, None, "张三"),),
        qr_codes=(QrCode(1, BOX, "QRCode", "https://example.com/?n=%E5%BC%A0%E4%B8%89"),),
    )
    hits = find_names("张三-论文.pdf", seen, Subject("张三"))
    assert {hit.surface for hit in hits} == {
        SurfaceKind.PIXELS, SurfaceKind.METADATA, SurfaceKind.TEXT_LAYER, SurfaceKind.EXIF, SurfaceKind.SEAL,
        SurfaceKind.SIGNATURE, SurfaceKind.QR, SurfaceKind.FILENAME,
    }  # fmt: skip
    assert not any(hit.covered for hit in hits)
    assert {hit.page for hit in hits if hit.surface is SurfaceKind.SEAL} == {2}


def test_name_chop_read_in_columns_is_doubtful():
    seal = Seal(1, BOX, (), SealShape.SQUARE, SealColour.RED, "丰张印三", None, None, 0.9, False, False, None)
    hits = find_names("a.pdf", observation(seals=(seal,)), Subject("张三丰"))
    assert [(hit.surface, hit.variant) for hit in hits] == [(SurfaceKind.SEAL, "partial")]


def test_name_over_two_lines_gives_a_box_in_each():
    hits = find_names("a.pdf", observation(page_of(*column("本论文作者是张三", "丰及其同事"))), Subject("张三丰"))
    assert [hit.variant for hit in hits] == ["line_break", "line_break"]
    assert hits[0].box is not None and hits[1].box is not None
    assert hits[0].box.bottom < hits[1].box.top
    assert hits[0].box.left > 0.35 and hits[1].box.right < 0.3


def test_name_in_two_lines_of_one_row_is_found_over_another_line_between():
    lines = (line("张三", right=0.2), line("别的一行", top=0.4, bottom=0.42), line("丰", left=0.22, right=0.25))
    hits = find_names("a.pdf", observation(page_of(*lines)), Subject("张三丰"))
    assert len(hits) == 2


TOPS = (0.1, 0.13, 0.16)


def test_vertical_name_is_found():
    lines = [
        line(text, left=0.8, right=0.83, top=top, bottom=top + 0.02) for text, top in zip("张三丰", TOPS, strict=True)
    ]
    other = line("横排的一行文字", top=0.13, bottom=0.15)
    hits = find_names("a.pdf", observation(page_of(lines[0], other, lines[1], lines[2])), Subject("张三丰"))
    assert [hit.variant for hit in hits] == ["vertical"] * 3


def test_name_broken_in_a_narrow_cell_is_found():
    cells = (Cell(0, 0, BOX, "张\n三丰"), Cell(0, 1, Box(0.5, 0.1, 0.6, 0.2), "男"))
    hits = find_names("a.pdf", observation(tables=(Table(1, BOX, cells),)), Subject("张三丰"))
    assert [(hit.variant, hit.box) for hit in hits] == [("line_break", BOX)]


def test_identifiers_are_found():
    subject = Subject(
        "张三",
        (
            ("unit", "示例市第一人民医院"),
            ("id_number", "11010519491231002X"),
            ("phone", "+86 13800000000"),
            ("email", "zs@example.com"),
            ("unit", ""),
        ),
    )
    page = page_of(*column("示例市第一人", "民医院", "110105 19491231 002x", "电话 138-0000-0000", "ZS@Example.com"))
    hits = find_names("a.pdf", observation(page), subject)
    assert [hit.variant for hit in hits] == ["unit", "unit", "id_number", "phone", "email"]


def test_box_holds_the_characters_with_a_margin():
    hit = find_names("a.pdf", observation(page_of(line("一二三四张三七八九十", 0.0, 0.1, 1.0, 0.12))), Subject("张三"))[
        0
    ]
    assert hit.box is not None
    assert hit.box.left == pytest.approx(0.4 - 0.04) and hit.box.right == pytest.approx(0.6 + 0.04)


HAN = st.sampled_from("的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可")
FILL = st.sampled_from(["", " ", "　", "\n", "·", "\u200b", "  ", "_"])
NAMES = st.sampled_from(["张三丰", "欧阳明月", "买买提·艾力", "赵雪", "單曉曉"])


@given(NAMES, st.text(HAN, max_size=30), st.text(HAN, max_size=30), st.lists(FILL, min_size=8, max_size=8))
def test_inserted_name_is_always_found(name, before, after, fills):
    spread = "".join(character + fill for character, fill in zip(name[:-1], fills, strict=False)) + name[-1]
    text = before + spread + after
    traces = find_spellings(text, Subject(name))
    assert any(text[trace.start : trace.end] == spread for trace in traces)
    page = page_of(
        *(line(piece, 0.1, 0.01 * row, 0.6, 0.01 * row + 0.009) for row, piece in enumerate(text.split("\n")))
    )
    assert find_names("x.pdf", observation(page), Subject(name))


@given(st.text(max_size=60), st.text(max_size=6), st.text(max_size=20))
def test_no_text_and_no_name_crashes(text, name, value):
    subject = Subject(name, (("id_number", value), ("unit", value), ("other", value)))
    for hit in find_names(text, observation(page_of(line(text)), surfaces=(Surface(SurfaceKind.LINK, text),)), subject):
        assert hit.text


def test_a_dense_page_is_searched_quickly():
    text = "这是一行普通的文字，用来填满一整页纸，没有任何人的名字在里面" * 2
    page = page_of(*(line(text, 0.05, 0.015 * row, 0.95, 0.015 * row + 0.012) for row in range(60)))
    subject = Subject("欧阳明月", (("unit", "示例市第一人民医院"), ("id_number", "11010519491231002X")))
    find_names("a.pdf", observation(page), subject)
    started = time.perf_counter()
    for _ in range(5):
        find_names("a.pdf", observation(page), subject)
    assert (time.perf_counter() - started) / 5 < 0.2
