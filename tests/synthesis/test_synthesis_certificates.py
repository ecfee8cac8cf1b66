"""A person's certificates: what the truth says stands on the page, in every layout, and the layouts are not alike."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from tests.synthesis.documents.common import FOOT, Style, style
from tests.synthesis.documents.learning_points import SCREENS
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import checked_id, scene
from tests.synthesis.truth import Drawn

THREE = (
    "id_card", "photo_1in", "diploma", "degree", "chsi_reg", "title_cert", "title_ecert", "title_approval",
    "social_ins", "ce_cert", "xuexi",
)  # fmt: skip
TYPES = (
    *THREE, "foreigner_permit", "overseas_edu", "edu_archive", "vocational", "exam_score", "hours_conversion",
)  # fmt: skip
WORDLESS = ("photo_1in",)


def look_of(layout: int, seed: int = 21) -> Style:
    """The style of a layout as its split has it, without what hides or cuts."""
    return replace(style(seed, split=("train", "dev", "held")[layout]), edge_seal=False, masked=None)


def draw(type_: str, layout: int, seed: int = 21, **options: object) -> list[Drawn]:
    return DOCUMENTS[type_](scene(seed), look_of(layout, seed), **options)


def compact(text: str) -> str:
    return "".join(text.split())


def words(page: Drawn) -> str:
    return compact("".join(line.text for line in page.truth.lines))


@pytest.mark.parametrize("layout", [0, 1, 2])
@pytest.mark.parametrize("type_", TYPES)
def test_what_the_truth_says_stands_on_the_page(type_: str, layout: int):
    for page in draw(type_, layout):
        truth = page.truth
        assert truth.type == type_
        if type_ in WORDLESS:
            assert truth.notes["faces"] == "1"
            assert not truth.lines
            continue
        assert truth.fields
        assert words(page).count(FOOT) == 1
        for field in truth.fields:
            assert compact(field.value) in words(page), field.name
            inside = [
                letter
                for line in truth.lines
                for letter, box in zip(line.text, line.characters, strict=True)
                if box.covered_by(field.box) > 0.9
            ]
            assert not set(compact(field.value)) - set(inside), field.name
        for line in truth.lines:
            assert 0.015 < line.box.left < line.box.right < 0.985, line.text
            left, top, right, bottom = line.box.to_pixels(*page.image.shape[1::-1])
            part = page.image[top:bottom, left:right].astype(int)
            assert np.ptp(part.sum(axis=2)) > 90, line.text


def arrangement(pages: list[Drawn]) -> tuple[tuple[int, ...], frozenset[str], dict[str, tuple[float, float]]]:
    """The page's shape, the words that no other layout need have, and where each field stands."""
    page = pages[0]
    values = {compact(field.value) for field in page.truth.fields}
    labels = frozenset(compact(line.text) for line in page.truth.lines) - values
    places = {field.name: (field.box.left, field.box.top) for field in page.truth.fields}
    return page.image.shape, labels, places


@pytest.mark.slow
@pytest.mark.parametrize("type_", THREE)
def test_layouts_differ_in_shape_words_or_order(type_: str):
    seen = [arrangement(draw(type_, layout)) for layout in (0, 1, 2)]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        (shape, labels, places), (shape2, labels2, places2) = seen[one], seen[other]
        common = places.keys() & places2.keys()
        moved = [name for name in common if np.hypot(*np.subtract(places[name], places2[name])) > 0.05]
        assert shape != shape2 or len(labels ^ labels2) >= 4 or len(moved) > len(common) / 2, (one, other)


@pytest.mark.slow
@pytest.mark.parametrize("type_", TYPES)
def test_equal_seeds_draw_equal_pages(type_: str):
    for one, again in zip(draw(type_, 1), draw(type_, 1), strict=True):
        assert np.array_equal(one.image, again.image)
        assert one.truth == again.truth


def test_a_card_shows_what_was_planted_in_it():
    right = scene(21).person.id_number
    wrong = right[:17] + next(digit for digit in "0123456789X" if digit != checked_id(right[:17])[-1])
    front, back = draw("id_card", 0, name="林知远", number=wrong, expires=2023, separate=True)
    values = {field.name: field.value for field in (*front.truth.fields, *back.truth.fields)}
    assert values["姓名"] == "林知远"
    assert values["公民身份号码"] == wrong
    assert values["有效期限"] == "2003.06.18-2023.06.18"
    assert not front.truth.names
    assert (front.truth.notes["sides"], back.truth.notes["sides"]) == ("front", "back")
    (permanent,) = draw("id_card", 2, permanent=True, sides="back", sealed=False)
    assert {field.name for field in permanent.truth.fields} >= {"签发机关", "有效期限"}
    assert "长期" in words(permanent)
    assert "公民身份号码" not in words(permanent)
    assert not permanent.truth.seals


def test_a_photograph_has_the_ground_the_ratio_and_the_defects_of_its_notes():
    (page,) = draw("photo_1in", 0, ground="blue")
    height, width = page.image.shape[:2]
    assert (width, height) == (295, 413)
    corner = page.image[5:40, 5:40].reshape(-1, 3).mean(axis=0)
    assert corner[2] > corner[0] + 80
    (grey,) = draw("photo_1in", 0, ground="red", coloured=False)
    assert np.ptp(grey.image.astype(int), axis=2).max() < 3
    assert grey.truth.notes["coloured"] == "False"
    (square,) = draw("photo_1in", 0, ratio=1.0)
    assert square.image.shape[0] == square.image.shape[1]
    (room,) = draw("photo_1in", 0, plain=False)
    assert room.image[5:200, :40, 0].std() > 3 * page.image[5:200, :40, 0].std()


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_a_registers_code_leads_where_its_truth_says(layout: int):
    (page,) = draw("chsi_reg", layout, linked_code="AAAABBBBCCCCDDDD", host="www.chsi.example")
    found = [code.text for code in zxingcpp.read_barcodes(page.image)]
    assert found == [code.text for code in page.truth.qr_codes]
    assert "https://www.chsi.example/" in found[0]
    printed = next(field.value for field in page.truth.fields if field.name == "在线验证码")
    assert printed not in found[0]
    assert len(printed) == (12 if layout == 2 else 16)


def test_titles_show_what_was_planted_in_them():
    (paper,) = draw("title_cert", 2, issuer_seal="云沙县纺织协会", title="工程师", phrase="与原件核对无误")
    assert "云沙县纺织协会" in [seal.text for seal in paper.truth.seals]
    values = {field.name: field.value for field in paper.truth.fields}
    assert (values["资格名称"], values["审核短语"]) == ("工程师", "与原件核对无误")
    (print_,) = draw("title_ecert", 1, issuer_sealed=False, coded=False)
    assert not print_.truth.seals
    assert not print_.truth.qr_codes
    assert not zxingcpp.read_barcodes(print_.image)
    (absent,) = draw("title_approval", 2, listed=False)
    assert scene(21).person.name not in words(absent)
    assert absent.truth.notes["listed"] == "False"


def test_a_title_is_the_same_on_all_papers_about_it():
    pages = [draw(type_, layout)[0] for type_ in ("title_cert", "title_approval") for layout in (0, 1)]
    given = {field.value for page in pages for field in page.truth.fields if field.name == "批准日期"}
    assert len(given) == 1


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_an_unpaid_month_is_nowhere_on_the_insurance_print(layout: int):
    (page,) = draw("social_ins", layout, missing=("202405",), printed_on=dt.date(2024, 9, 2), unit="云沙县棉麻公司")
    months = page.truth.notes["months"].split(",")
    assert "202405" not in months
    assert months[-1] == "202408"
    assert {"202406", "202404"} <= set(months)
    assert not {"202405", "2024-05"} & {line.text for line in page.truth.lines}
    assert "云沙县棉麻公司" in [field.value for field in page.truth.fields if field.name == "单位名称"]
    if layout == 2:
        assert words(page).count("√") == len(months)


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_hours_are_those_asked_for_and_their_parts_add_up(layout: int):
    (page,) = draw("ce_cert", layout, year=2022, subject="专业", hours=41, copied=False)
    values = {field.name: field.value for field in page.truth.fields}
    assert (values["年度"], values["科目"], values["学时"]) == ("2022年度", "专业科目", "41")
    assert "审核短语" not in values
    if layout == 1:
        texts = [line.text for line in page.truth.lines]
        assert sum(int(text) for text in texts[texts.index("考核结果") : texts.index("合计学时")][4::5]) == 41


def test_a_certificate_of_this_year_is_older_than_the_application():
    about = scene(21)
    (page,) = draw("ce_cert", 0, year=about.signed.year)
    (said,) = (field.value for field in page.truth.fields if field.name == "落款日期")
    day = dt.date(*map(int, re.findall(r"\d+", said)))
    assert dt.date(about.signed.year, 1, 1) <= day < about.signed


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_a_screenshot_has_a_telephones_pixels_and_a_pasted_number_differs(layout: int):
    (page,), (pasted,) = (draw("xuexi", layout, points=480, edited=edited) for edited in (False, True))
    assert page.image.shape[1::-1] == SCREENS[layout]
    box = next(field.box for field in page.truth.fields if field.name == "积分")
    left, top, right, bottom = box.to_pixels(*page.image.shape[1::-1])
    assert (page.image != pasted.image)[top:bottom, left:right].any()
    assert "480" in words(page)


COPIED = (
    "id_card", "diploma", "degree", "title_cert", "title_approval", "ce_cert", "edu_archive", "vocational",
    "foreigner_permit",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("type_", COPIED)
def test_a_note_on_a_copy_can_lack_its_words_its_seal_or_be_absent(type_: str):
    (whole,) = draw(type_, 0)
    (wordless,) = draw(type_, 0, phrase="")
    (unsealed,) = draw(type_, 0, sealed=False)
    (bare,) = draw(type_, 0, copied=False)
    (other,) = draw(type_, 0, seal_text="云沙县纺织协会")
    assert "审核短语" in {field.name for field in whole.truth.fields}
    assert "审核短语" not in {field.name for field in wordless.truth.fields}
    unit = scene(21).unit.name

    def seals(page: Drawn) -> list[str]:
        return [seal.text for seal in page.truth.seals]

    assert seals(whole).count(unit) == seals(wordless).count(unit) == seals(unsealed).count(unit) + 1
    assert seals(other).count("云沙县纺织协会") == 1
    assert len(bare.truth.signatures) == len(whole.truth.signatures) - 1
    assert len(wordless.truth.signatures) == len(whole.truth.signatures)
