"""Prescribed phrases and templates in what was read."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Page, TextSource
from tests.certificates.pages import line_of, page_of
from verifier.certificates.folding import fold, fold_character, fold_keeping_space
from verifier.certificates.phrases import closest, find_phrase, template_pieces, template_similarity

COPY = "已审核，与原件相符"
ONLINE = "本单位已对提供的申报材料逐一审核，真实、完整、有效，同意推荐"
PLEDGE = (
    "本人今年申报质量技术监督专业（XXX）专业技术职务任职资格评审，保证所提供的各种申报材料，如相关证书、成绩单、表格等"
    "材料均真实可靠。如有不实，愿意按有关规定接受任何处理。"
)


@pytest.mark.parametrize(
    ("lines", "phrase", "similarity"),
    [
        (("正文", "已审核，与原件相符"), COPY, 1.0),
        (("正文", "已审核,与原件相符。"), COPY, 1.0),
        (("已 审 核 ， 与 原 件 相 符",), COPY, 1.0),
        (("已審核，與原件相符",), COPY, 1.0),
        (("已审核，与", "原件相符"), COPY, 1.0),
        (("已审核与原件相符",), COPY, 8 / 9),
        (("己审核，与原件相符",), COPY, 8 / 9),
        (("已审核，与原件不相符",), COPY, 8 / 9),
        (("已审核，情况属实",), COPY, 4 / 9),
        (("本单位已对提供的申报材料逐一", "审核，真实、完整、有效，同意", "推荐"), ONLINE, 1.0),
        (
            ("无关内容" * 60, "本单位己对提供的申报材料逐一审核，真实、完整、有效，同意推荐", "无关" * 60),
            ONLINE,
            29 / 30,
        ),
    ],
)
def test_similarity_of_the_best_place(lines, phrase, similarity) -> None:
    assert find_phrase([page_of(*lines)], phrase).similarity == pytest.approx(similarity)


def test_the_place_of_a_phrase() -> None:
    first, second = page_of("正文", number=1), page_of("前文", "审核意见：已审核，与原件相符（章）", number=2)
    match = find_phrase([first, second], COPY)
    assert (match.page, match.text) == (2, "已审核，与原件相符")
    assert match.box is not None
    assert match.box.left > second.lines[1].box.left + 0.05
    assert match.box.covered_by(second.lines[1].box) > 0.99


def test_a_stamp_of_two_lines_beside_the_text_is_read_by_itself() -> None:
    lines = (
        line_of("张三，男，汉族，毕业于某某大学", left=0.1, top=0.50),
        line_of("已审核，", left=0.7, top=0.505),
        line_of("机械设计专业，四年制本科，", left=0.1, top=0.54),
        line_of("与原件相符", left=0.7, top=0.53),
        line_of("成绩合格，准予毕业。", left=0.1, top=0.58),
    )
    page = Page(1, 1654, 2339, 200.0, lines, TextSource.PIXELS)
    assert find_phrase([page], COPY).similarity == 1.0


def test_pages_without_text_have_no_place() -> None:
    match = find_phrase([page_of()], COPY)
    assert (match.similarity, match.page, match.box, match.text) == (0.0, None, None, None)
    assert find_phrase([], COPY).page is None


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        find_phrase([page_of("正文")], " ")


@pytest.mark.parametrize(
    ("text", "similarity"),
    [
        (PLEDGE, 1.0),
        (PLEDGE.replace("XXX", "中级"), 1.0),
        ("申报材料真实性保证书\n" + PLEDGE.replace("XXX", "初级").replace("，", ",\n") + "\n申报人（签名）：", 1.0),
        (PLEDGE.replace("均真实可靠", "基本真实可靠"), 0.97),
        (PLEDGE.replace("如有不实，愿意按有关规定接受任何处理。", ""), 0.75),
        ("今天天气很好。", 0.0),
        ("", 0.0),
    ],
)
def test_likeness_of_a_template(text, similarity) -> None:
    assert template_similarity(text, PLEDGE) == pytest.approx(similarity, abs=0.04)


def test_a_changed_word_is_not_hidden_by_what_fills_the_gaps() -> None:
    changed = PLEDGE.replace("XXX", "中级").replace("接受", "拒绝")
    assert template_similarity(changed, PLEDGE) < 1.0


@pytest.mark.parametrize(
    ("template", "pieces"),
    [
        ("同意推荐×××同志申报××系列", ["同意推荐", "同志申报", "系列"]),
        ("关于 XXX 同志", ["关于", "同志"]),
        ("签名： _____ 年", ["签名:", "年"]),
        ("同意推荐{name}同志", ["同意推荐", "同志"]),
        ("XXX", []),
    ],
)
def test_pieces_of_a_template(template, pieces) -> None:
    assert template_pieces(template) == tuple(pieces)


def test_a_template_without_fixed_text_is_refused() -> None:
    with pytest.raises(ValueError, match="fixed"):
        template_similarity("正文", "XXX")


def test_a_long_document_is_searched_fast() -> None:
    pages = [page_of(*["这是一行很普通的正文内容，说明了有关的情况。"] * 20, number=number) for number in range(1, 31)]
    began = time.perf_counter()
    find_phrase(pages, ONLINE)
    assert time.perf_counter() - began < 3.0  # 0.1 s on a quiet core


_WORDS = st.text("已审核与原件相符情况属实同意推荐，。", min_size=1, max_size=12)


@settings(deadline=None)
@given(_WORDS, _WORDS, _WORDS)
def test_what_stands_there_is_found(before: str, phrase: str, after: str) -> None:
    pattern, text = fold(phrase), fold(before + phrase + after)
    assert closest(pattern, text)[0] == 0


@settings(deadline=None)
@given(_WORDS, st.text("已审核与原件相符，。甲乙丙", max_size=30))
def test_the_distance_is_bounded_and_its_place_lies_in_the_text(phrase: str, text: str) -> None:
    pattern, body = fold(phrase), fold(text)
    distance, start, end = closest(pattern, body)
    assert 0 <= distance <= len(pattern)
    assert 0 <= start <= end <= len(body)
    assert (distance == 0) == (pattern in body)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_keeping_space(text).replace(" ", "") == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（已审核），ＡＢ１２", "(已审核),AB12"),
        ("評審專業", "评审专业"),
        ("张\u3000三\t李 四", "张三李四"),
        ("“访惠聚”〔2024〕", '"访惠聚"(2024)'),
        ("二○二三", "二〇二三"),
        ("㎡", "m2"),
        ("\u200b\ufeff", ""),
    ],
)
def test_folding(text, folded) -> None:
    assert fold(text) == folded


def test_every_character_of_the_catalogues_languages_folds_alone() -> None:
    assert all(fold_character(chr(code)) == fold(chr(code)) for code in range(0x4E00, 0x4F00))
