"""Letters and statements: each layout says what its truth says, and what is planted in one is what is wrong with it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.synthesis import phrases
from tests.synthesis.documents import (
    agencies,
    consents,
    contracts,
    letters,
    notice_results,
    notices,
    official,
    recommendations,
    screens,
    statements,
    vouching,
)
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from tests.synthesis.truth import Drawn
from verifier.certificates.phrases import template_similarity
from verifier.policies.loader import load_policy

MODULES = (agencies, consents, contracts, letters, notice_results, notices, official, recommendations, screens,
           statements, vouching)  # fmt: skip
TYPES = sorted(type_ for module in MODULES for type_ in module.DRAWERS)
SPLITS = ("train", "dev", "held")
ABOUT = scene(31)
ALIKE = (("entrust", 0, 2),)
"""Of two arrangements only."""


def drawn(type_: str, layout: int, **options: object) -> list[Drawn]:
    return DOCUMENTS[type_](ABOUT, style(31, split=SPLITS[layout]), **options)


def said(pages: list[Drawn]) -> str:
    return "".join(line.text for page in pages for line in page.truth.lines)


@pytest.mark.parametrize("type_", TYPES)
def test_each_layout_shows_what_its_truth_says_and_is_another(type_: str):
    places = []
    for layout in range(3):
        pages = drawn(type_, layout)
        for page in pages:
            check(page)
        assert any(page.truth.fields or page.truth.signatures for page in pages) or type_ == "letterhead"
        # A row's text and, to a thirtieth of the page, where it begins.
        places.append(
            {
                (line.text, round(line.box.left * 30), round(line.box.top * 30))
                for line in pages[0].truth.lines
                if "虚构样例" not in line.text
            }
        )
    for one, other in ((0, 1), (1, 2), (0, 2)):
        if (type_, one, other) not in ALIKE:
            assert len(places[one] & places[other]) < 0.25 * min(len(places[one]), len(places[other]))


@pytest.mark.parametrize("type_", ["contract", "letterhead", "truth_pledge"])
def test_one_seed_is_one_document(type_: str):
    one, two = drawn(type_, 2), drawn(type_, 2)
    assert [page.truth for page in one] == [page.truth for page in two]
    assert all(np.array_equal(page.image, same.image) for page, same in zip(one, two, strict=True))


def check(page: Drawn) -> None:
    """What is noted stands on the page, in ink, and not off its edge."""
    width, height = page.image.shape[1], page.image.shape[0]
    text = "".join(line.text for line in page.truth.lines)
    assert len(page.truth.lines) > 1
    for field in page.truth.fields:
        left, top, right, bottom = field.box.to_pixels(width, height)
        assert field.value in text or page.truth.seals, field.name
        assert np.ptp(page.image[top:bottom, left:right, 1]) > 60, field.name
    for line in page.truth.lines:
        assert 0.02 < line.box.left <= line.box.right < 0.98, line.text
        assert 0.005 < line.box.top <= line.box.bottom < 0.995, line.text


@pytest.mark.parametrize("layout", range(3))
def test_prescribed_texts_stand_in_every_layout_and_altered_ones_do_not(layout: int):
    policy = load_policy("xj-by-2024-qs")
    for type_, annex in (("pub_result", "附件2"), ("truth_pledge", "附件5"), ("unit_resp", "附件6")):
        template = policy.templates[annex]
        # The annex counts 天, everybody writes 个工作日.
        assert template_similarity(said(drawn(type_, layout)), template) > 0.98
        assert template_similarity(said(drawn(type_, layout, wording="altered")), template) < 0.9
    sentence = f"同意推荐{ABOUT.person.name}同志申报工程系列质量技术监督专业中级专业技术任职资格"
    assert sentence in said(drawn("recommend", layout))
    assert sentence not in said(drawn("recommend", layout, wording="altered"))


@pytest.mark.parametrize("layout", range(3))
def test_what_is_left_out_of_a_notice_is_not_there(layout: int):
    (whole,) = drawn("pub_notice", layout)
    names = {field.name for field in whole.truth.fields}
    assert {*notices.FIVE, "公示开始", "公示结束", "监督电话"} <= names
    start = dt.date(2024, 9, 2)
    (page,) = drawn(
        "pub_notice", layout, missing=(*notices.FIVE, "业绩成果"), phone=False, sealed=False, start=start, end=start
    )
    left = {field.name: field.value for field in page.truth.fields}
    assert not {*notices.FIVE, "监督电话"} & set(left)
    assert left["公示开始"] == left["公示结束"] == "2024年9月2日"
    assert ABOUT.person.id_number not in said([page]) and "近五年来" not in said([page])
    assert "近五年来" in said([whole])
    assert not [seal for seal in page.truth.seals if seal.shape == "round" and not seal.is_fragment]
    account = said(drawn("pub_result", layout, wording="account", missing=("廉洁自律",)))
    assert "廉洁" not in account and "公示地点" in account


def test_the_four_phrases_are_never_mixed_up():
    written = (phrases.COPY_OK, phrases.BIO_OK, phrases.UNIT_FORM, phrases.UNIT_ONLINE)
    for phrase in written:
        for pages in (drawn("bio", 0, phrase=phrase, written="print"), drawn("unit_opinion_online", 0, phrase=phrase)):
            text = said(pages)
            assert [one for one in written if one in text] == [phrase]


def test_a_page_put_in_later_has_no_slice_of_the_seal_across_the_pages():
    pages = drawn("contract", 0)
    slices = [[seal for seal in page.truth.seals if seal.is_fragment] for page in pages]
    assert [len(found) for found in slices] == [1] * len(pages)
    assert 0.9 < sum(found[0].visible for found in slices) <= 1.01
    assert all(found[0].box.right > 0.99 for found in slices)
    swapped = drawn("contract", 0, foreign_page=1)
    assert [any(seal.is_fragment for seal in page.truth.seals) for page in swapped[:3]] == [True, False, True]
    assert not any(page.truth.seals for page in drawn("contract", 0, sealed=False))
    assert {"合同开始", "合同结束", "甲方", "乙方"} <= {field.name for page in pages for field in page.truth.fields}


@pytest.mark.parametrize("kind", ["handwritten", "printed", "pasted", "absent"])
def test_signatures_and_seals_are_of_the_kind_asked_for(kind: str):
    for type_, role in (("political", "主管领导"), ("bio", "本人")):
        found = [one for page in drawn(type_, 1, signature=kind) for one in page.truth.signatures if one.role == role]
        assert [one.kind for one in found] == [kind], type_
    (page,) = drawn("recommend", 1, seal_text="云沙县质量技术协会", seal_centre="人事专用章")
    assert [(seal.text, seal.centre_text) for seal in page.truth.seals if not seal.is_fragment] == [
        ("云沙县质量技术协会", "人事专用章")
    ]


def test_a_summary_grows_to_the_length_asked_for_and_over_pages():
    pages = drawn("summary", 0, characters=1400, missing=("学术水平",))
    assert len(pages) > 1
    assert int(pages[0].truth.notes["characters"]) >= 1400
    assert "学术水平" not in said(pages) and "工作态度" in said(pages)
