"""Papers, evidence and pages of no type: what they say is on the page, numbers are right, layouts truly differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from models.geometry import Box
from tests.synthesis.documents.amounts import capital_amount
from tests.synthesis.documents.common import style
from tests.synthesis.documents.others import NO_TYPE
from tests.synthesis.documents.similarity_reports import ratios
from tests.synthesis.documents.works import work
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from tests.synthesis.planting import Plan, plant
from tests.synthesis.prose import article
from tests.synthesis.truth import Drawn
from verifier.certificates.checksums import read_credit_code, read_isbn13, read_issn, read_patent_number

THREE = ("paper", "patent", "award", "retrieval", "similarity", "biz_license")
ONE = (
    "book", "benefit", "award_support", "achievement", "representative_work", "research_report", "case_material",
    "translation_zh", "payment",
)  # fmt: skip
SPLITS = ("train", "dev", "held")
FOOT = "虚构样例"


def draw(type_: str, layout: int, seed: int = 5, **options: object) -> list[Drawn]:
    look = replace(style(seed, split=SPLITS[layout]), edge_seal=False, masked=None)
    assert look.layout == layout
    return DOCUMENTS[type_](scene(seed), look, **options)


def inside(page: Drawn, box: Box) -> str:
    """Return the text of all characters whose middle lies in the box, line by line."""
    found = []
    for line in page.truth.lines:
        if not box.expanded(0.002, 0.002).intersection(line.box):
            continue
        for character, place in zip(line.text, line.characters, strict=True):
            x, y = (place.left + place.right) / 2, (place.top + place.bottom) / 2
            if box.left - 0.001 <= x <= box.right + 0.001 and box.top - 0.001 <= y <= box.bottom + 0.001:
                found.append(character)
    return "".join(found)


@pytest.mark.parametrize("layout", [0, *(pytest.param(layout, marks=pytest.mark.slow) for layout in (1, 2))])
@pytest.mark.parametrize("type_", [*THREE, *ONE])
def test_fields_stand_where_the_truth_says(type_: str, layout: int):
    options = {"bound": True, "count": 2} if type_ == "paper" else {}
    pages = draw(type_, layout, **options)
    assert any(page.truth.fields for page in pages)
    for page in pages:
        assert page.truth.type == type_
        assert sum(len(line.text) for line in page.truth.lines) > 40
        assert any(FOOT in line.text for line in page.truth.lines)
        for field in page.truth.fields:
            assert "".join(field.value.split()) in "".join(inside(page, field.box).split()), field
        for line in page.truth.lines:
            assert 0.02 < line.box.left <= line.box.right < 0.98, line.text
            assert 0 <= line.box.top <= line.box.bottom <= 1, line.text


@pytest.mark.slow
@pytest.mark.parametrize("type_", THREE)
def test_the_three_layouts_are_arranged_differently(type_: str):
    """Of the texts of two layouts few begin alike and stand within a centimetre of each other."""
    options = {"bound": False, "count": 2} if type_ == "paper" else {}
    placed = []
    for layout in range(3):
        page = draw(type_, layout, **options)[0]
        placed.append(
            {
                (line.text[:6], round(line.box.left * 25), round(line.box.top * 25))
                for line in page.truth.lines
                if FOOT not in line.text
            }
        )
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert len(placed[one] & placed[other]) < 0.2 * min(len(placed[one]), len(placed[other]))


@pytest.mark.parametrize("type_", sorted(NO_TYPE))
def test_pages_of_no_type_say_so_and_come_in_variants(type_: str):
    pages = [draw(type_, layout)[0] for layout in range(3)]
    assert all(page.truth.type is None and not page.truth.fields for page in pages)
    if type_ == "wall_photo":
        assert not any(page.truth.lines for page in pages)
        assert all(page.image.std() > 8 for page in pages)
    elif type_ != "blank":
        texts = [{line.text for line in page.truth.lines} for page in pages]
        assert all(len(text) > 3 for text in texts)
        assert texts[0] != texts[1] != texts[2]


@pytest.mark.parametrize("type_", ["patent", "payment", "wall_photo"])
def test_equal_seeds_give_equal_pages(type_: str):
    one, two = (draw(type_, 1)[0] for _ in range(2))
    assert np.array_equal(one.image, two.image)
    assert one.truth == two.truth
    assert draw(type_, 1, seed=6)[0].truth != one.truth or type_ == "wall_photo"


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_numbers_carry_right_checks(seed: int):
    for layout in range(3):
        values = {field.name: field.value for field in draw("patent", layout, seed=seed)[0].truth.fields}
        assert read_patent_number(values["专利号"]).is_sound
        assert values["证书号"].isdigit()
        licence = {field.name: field.value for field in draw("biz_license", layout, seed=seed)[0].truth.fields}
        assert read_credit_code(licence["统一社会信用代码"]).is_sound
    (isbn,) = {
        field.value for page in draw("book", 0, seed=seed) for field in page.truth.fields if field.name == "ISBN"
    }
    assert read_isbn13(isbn).is_sound
    assert read_issn(work(scene(seed)).issn).is_sound


@pytest.mark.slow
def test_the_number_of_an_article_states_its_pages_and_contents_know_its_first():
    pages = draw("paper", 0, bound=True, count=3)
    fields = {field.name: field.value for page in pages for field in page.truth.fields}
    parts = [page.truth.notes["part"] for page in pages]
    assert parts == ["cover", "imprint", "contents", "body", "body", "body"]
    assert fields["文章编号"].startswith(fields["ISSN"])
    assert fields["文章编号"].endswith("-03")
    assert int(fields["文章编号"].split("-")[-2]) == int(fields["页码"])


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_applicant_stands_at_the_asked_place_among_the_authors(rank: int):
    names = work(scene(4), rank=rank).authors
    assert names[rank - 1] == scene(4).person.name
    if rank != 2:
        return
    page = draw("paper", 0, seed=4, rank=rank, bound=False, count=2)[0]
    assert next(field.value for field in page.truth.fields if field.name == "作者") == "，".join(names)


def test_a_text_of_the_callers_is_set_whole():
    text, planted = plant(article(1, length=2500).text, {"s": article(2).text}, [Plan("verbatim", 60)], seed=1)
    pages = draw("paper", 2, text=text, bound=False)
    assert len(pages) >= 2
    on_pages = "".join(line.text for page in pages for line in page.truth.lines)
    body = [part for part in text.split("\n") if not part[0].isdigit()]
    assert all("".join(part.split())[:25] in on_pages for part in body)
    (one,) = planted
    assert text[one.start + 1 : one.start + 9] in on_pages


def test_qr_codes_of_evidence_can_be_read():
    for type_, layout in (("biz_license", 0), ("similarity", 1), ("payment", 0), ("qr_poster", 2)):
        (page,) = draw(type_, layout)
        codes = {code.text for code in zxingcpp.read_barcodes(page.image, formats=zxingcpp.BarcodeFormat.QRCode)}
        assert codes == {code.text for code in page.truth.qr_codes} != set()


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (100, "壹元整"), (12345678, "壹拾贰万叁仟肆佰伍拾陆元柒角捌分"), (1000005, "壹万元零伍分"), (10010000,
        "壹拾万零壹佰元整"),
        (36050, "叁佰陆拾元伍角整"), (100000000, "壹佰万元整"), (10000100000, "壹亿零壹仟元整"), (20, "贰角整"), (0,
        "零元整"),
    ],
)  # fmt: skip
def test_amounts_in_capital_numerals(fen: int, text: str):
    assert capital_amount(fen) == text


def test_ratios_agree_with_each_other():
    for seed in range(60):
        found = ratios(scene(seed), None)
        assert 0 <= found.cited <= found.copied
        assert 0 <= found.own <= found.copied
        assert found.largest <= found.copied <= found.total
        assert float(found.without_own[:-1]) < 30 <= float(ratios(scene(seed), 0.35).without_own[:-1])
