"""Forms and tables: their truth lies on their pages, layouts differ, and what an option plants is really there."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
import zxingcpp
from python_calamine import CalamineWorkbook

from models.geometry import Box
from tests.synthesis.documents.assessments import count_votes
from tests.synthesis.documents.common import style
from tests.synthesis.documents.ruled import Ruling, held, ruled, set_text, write_block
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import scene
from tests.synthesis.phrases import UNIT_FORM
from tests.synthesis.rolls import NOTICE_COLUMNS, enrol
from tests.synthesis.roster_book import write_roster
from tests.synthesis.truth import Drawn

LAYOUTS = {
    "ability_self": 3,
    "abstract": 3,
    "app_form": 3,
    "app_form_prev": 3,
    "appraisal": 3,
    "bound_dossier": 3,
    "cadre_resume": 1,
    "catalog": 3,
    "ce_exempt": 1,
    "exceptional_review": 1,
    "first_appoint_form": 1,
    "freelance_political": 1,
    "full_senior_review": 1,
    "peer_vote": 3,
    "roster": 3,
    "term_appraisal": 1,
}
"""Types and how many layouts they truly have."""


@lru_cache(maxsize=64)
def drawn(type_: str, layout: int, seed: int = 3, **options: object) -> list[Drawn]:
    look = replace(style(seed, split=("train", "dev", "held")[layout]), layout=layout, edge_seal=False)
    return DOCUMENTS[type_](scene(seed), look, **options)


def patch(page: Drawn, box: Box) -> np.ndarray:
    left, top, right, bottom = box.to_pixels(page.image.shape[1], page.image.shape[0])
    return page.image[top:bottom, left:right]


SOME = [pytest.param(layout, marks=pytest.mark.slow) for layout in (0, 1)] + [2]
LONG = ("app_form", "bound_dossier")
CASES = [
    pytest.param(type_, layout, marks=pytest.mark.slow if type_ in LONG else ())
    for type_, count in LAYOUTS.items()
    for layout in range(count)
]
TYPES = [pytest.param(type_, marks=pytest.mark.slow if type_ in LONG else ()) for type_ in LAYOUTS]


@pytest.mark.parametrize(("type_", "layout"), CASES)
def test_the_truth_of_a_form_lies_on_its_page(type_: str, layout: int):
    pages = drawn(type_, layout)
    assert sum(len(page.truth.fields) for page in pages) >= 2
    assert all(page.truth.type == page.truth.notes.get("part_type", type_) for page in pages)
    for page in pages:
        for line in page.truth.lines:
            assert 0.02 < line.box.left <= line.box.right < 0.98, line.text
            assert 0 < line.box.top <= line.box.bottom < 1, line.text
            if not line.text.startswith("虚构") and line.text.strip():
                assert patch(page, line.box).min() < 150, line.text
        for field in page.truth.fields:
            assert not field.value or patch(page, field.box).min() < 150, field.name


@pytest.mark.parametrize("type_", TYPES)
def test_layouts_of_a_form_differ_in_more_than_place(type_: str):
    texts = [
        tuple(tuple(line.text for line in page.truth.lines) for page in drawn(type_, layout))
        for layout in range(LAYOUTS[type_])
    ]
    assert len(set(texts)) == LAYOUTS[type_]
    again = DOCUMENTS[type_](scene(3), replace(style(3), layout=0, edge_seal=False))
    for one, two in zip(drawn(type_, 0), again, strict=True):
        assert np.array_equal(one.image, two.image)
        assert one.truth == two.truth


@pytest.mark.parametrize("layout", SOME)
def test_a_review_form_says_how_its_opinions_stand(layout: int):
    def kinds(how: str) -> list[str]:
        opinions = [
            (page, field.box)
            for page in drawn("app_form", layout, opinions=how)
            for field in page.truth.fields
            if field.name in ("基层单位推荐意见", "主管呈报单位意见")
        ]
        return [
            "".join({line.kind for line in page.truth.lines if line.box.covered_by(box) > 0.99})
            for page, box in opinions
        ]

    assert kinds("hand") == ["handwritten"] * 2
    assert kinds("printed") == ["printed"] * 2
    assert kinds("blank") == []
    assert not [seal for page in drawn("app_form", layout, opinions="blank") for seal in page.truth.seals]
    assert len([seal for page in drawn("app_form", layout) for seal in page.truth.seals]) == 2


@pytest.mark.parametrize("layout", SOME)
def test_blank_cells_of_a_review_form_are_blank(layout: int):
    pages = drawn("app_form", layout, blank_cells=3, watermark=False)
    blank = [(page, field.box) for page in pages for field in page.truth.fields if field.name == "空格"]
    assert len(blank) == 3
    for page, box in blank:
        assert patch(page, box.expanded(-0.004, -0.004)).min() > 240
    assert "watermark" not in pages[0].truth.notes
    assert all(page.truth.notes["watermark"] for page in drawn("app_form", layout))


def test_a_watermark_is_there_and_pale():
    marked, bare = (drawn("app_form", 2, watermark=given)[3] for given in (True, False))
    changed = np.abs(marked.image.astype(int) - bare.image).max(axis=2) > 20
    assert 0.005 < changed.mean() < 0.1
    assert marked.image[changed & (bare.image.min(axis=2) > 245)].min() > 190


def test_a_block_of_handwriting_keeps_to_its_width():
    for seed in range(12):
        look = style(seed, split=("train", "dev", "held")[seed % 3])
        sheet = Sheet((160, 60))
        box = write_block(sheet, 10, 5, 110, UNIT_FORM, look.head, seed=seed)
        assert box.right * 160 < 125
        assert len(sheet.lines) >= 2 or box.right * 160 > 60
        assert "".join(line.text for line in sheet.lines) == UNIT_FORM


def test_a_table_has_no_holes():
    plain = Ruling(Type("song", 10), Type("song", 10))
    with pytest.raises(ValueError, match="hole"):
        ruled(
            Sheet((100, 60)),
            10,
            10,
            (20, 20, 20),
            ((10, (held("甲", down=2), held("乙", span=2))), (10, (held("丙"),))),
            plain,
        )
    rows = ((10, (held("甲", down=2), held("乙", span=2))), (10, (held("丙"), held("丁"))))
    sheet = Sheet((100, 60))
    places = ruled(sheet, 10, 10, (20, 20, 20), rows, plain)
    assert places == [[(10, 10, 30, 30), (30, 10, 70, 20)], [(30, 20, 50, 30), (50, 20, 70, 30)]]


def test_a_text_too_long_for_its_cell_is_set_smaller_and_then_refused():
    sheet = Sheet((100, 60))
    box = set_text(sheet, (10, 10, 50, 20), "从事计量检定和质量检验工作", Type("song", 14))
    assert sheet.box_mm(10, 10, 50, 20).intersection(box) == box
    with pytest.raises(ValueError, match="fit"):
        set_text(sheet, (10, 10, 20, 14), "从事计量检定和质量检验工作", Type("song", 14))


@pytest.mark.parametrize("layout", range(3))
@pytest.mark.parametrize("manner", ["drawn", "solid", "pen"])
def test_ticked_boxes_hold_more_ink_than_the_others(layout: int, manner: str):
    page = drawn("ability_self", layout, manner=manner, ticks=("1.2", "2.6", "3.1"))[0]
    boxes = {field.name: field for field in page.truth.fields if field.name.startswith("勾选")}
    assert len(boxes) == 13
    assert {name for name, field in boxes.items() if field.value == "是"} == {"勾选 1.2", "勾选 2.6", "勾选 3.1"}
    assert page.truth.notes["ticks"] == "1.2,2.6,3.1"
    ink = {"是": [], "否": []}
    for field in boxes.values():
        inner = patch(page, field.box.expanded(-0.0012, -0.001))
        ink[field.value].append((inner.min(axis=2) < 160).mean())
    assert min(ink["是"]) > max(ink["否"]) + 0.03


def test_votes_add_up():
    for seed in range(200):
        votes = count_votes(seed)
        assert votes.agreed + votes.against + votes.abstained == votes.present <= votes.due
        assert votes.agreed > votes.present / 2
    said = {field.name: field.value for field in drawn("peer_vote", 0)[0].truth.fields}
    one = count_votes(scene(3).seed)
    assert (said["同意"], said["弃权"], said["参加人数"]) == (
        f"{one.agreed}票",
        f"{one.abstained}票",
        f"{one.present}人",
    )


@pytest.mark.parametrize("layout", range(3))
def test_a_workbook_reads_back_as_it_was_written(layout: int):
    roll = enrol(scene(11), layout=layout, count=5, blank_cells=3)
    stream = io.BytesIO()
    top = write_roster(stream, roll, layout=layout, spare=2)
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue()))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    assert tuple(rows[top]) == roll.columns
    for index in range(5):
        read = dict(zip(roll.columns, rows[top + 1 + index], strict=True))
        assert read.pop("序号") == index + 1
        assert read == {name: roll.cell(index, name) for name in roll.columns[1:]}
    assert sum(roll.cell(row, name) == "" for row in range(5) for name in roll.columns) == 3
    assert rows[top + 6][0] == 6
    assert not any(rows[top + 6][1:])
    assert scene(11).person.name in [row["姓名"] for row in roll.rows]
    again = io.BytesIO()
    write_roster(again, roll, layout=layout, spare=2)
    assert again.getvalue() == stream.getvalue()


def test_numbers_lose_the_end_of_an_id_and_dates_become_cells():
    roll, stream = enrol(scene(4), layout=1, count=6), io.BytesIO()
    top = write_roster(stream, roll, layout=1, ids="number", dates="date")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue()))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    column, born = roll.columns.index("身份证号"), roll.columns.index("出生年月")
    for index, person in enumerate(roll.rows):
        stored, said = rows[top + 1 + index][column], person["身份证号"]
        if said.isdigit():
            assert isinstance(stored, float)
            assert stored == float(said[:15] + "000")
        else:
            assert stored == said
        assert f"{rows[top + 1 + index][born]:%Y.%m}" == person["出生年月"]


def test_a_roster_on_paper_says_every_cell():
    page = drawn("roster", 0, blank_cells=2)[0]
    roll = enrol(scene(3), layout=0, blank_cells=2)
    fields = {field.name: field for field in page.truth.fields}
    assert fields["列名"].value == "|".join(NOTICE_COLUMNS)
    assert fields["人数"].value == "6"
    for row in range(6):
        for name in NOTICE_COLUMNS:
            assert (f"{name}[{row + 1}]" in fields) == (roll.cell(row, name) != "")
    blank = [field for field in page.truth.fields if field.name == "空格"]
    assert len(blank) == 2
    for field in blank:
        assert patch(page, field.box.expanded(-0.002, -0.003)).min() > 240


@pytest.mark.parametrize("layout", SOME)
def test_a_bound_volume_says_where_its_parts_begin(layout: int):
    pages = drawn("bound_dossier", layout, parts=("truth_pledge", "appraisal"))
    parts = pages[0].truth.notes["parts"]
    assert parts == "bound_dossier:1-1;catalog:2-2;truth_pledge:3-3;appraisal:4-5"
    said = [(page.truth.notes["part"], page.truth.notes["part_type"], page.truth.notes["part_page"]) for page in pages]
    assert said == [
        ("1", "bound_dossier", "1/1"),
        ("2", "catalog", "1/1"),
        ("3", "truth_pledge", "1/1"),
        ("4", "appraisal", "1/2"),
        ("4", "appraisal", "2/2"),
    ]
    listed = {field.name: field.value for field in pages[1].truth.fields}
    assert listed == {"材料[1]": "申报材料真实性保证书", "页码[1]": "1", "材料[2]": "年度考核登记表", "页码[2]": "2"}
    assert [page.truth.lines[-1].text for page in pages[2:]] == ["001", "002", "003"]


@pytest.mark.parametrize("layout", range(3))
def test_an_appraisal_can_lack_its_grade_its_seal_and_its_signatures(layout: int):
    whole = drawn("appraisal", layout, year=2022, grade="优秀")
    found = {field.name: field.value for page in whole for field in page.truth.fields}
    assert found["等次"] == "优秀"
    assert found["年度"] == "2022年度"
    bare = drawn("appraisal", layout, year=2022, grade="", sealed=False, signature="absent")
    assert not [field for page in bare for field in page.truth.fields if field.name == "等次"]
    assert not [seal for page in bare for seal in page.truth.seals]
    assert {one.kind for page in bare for one in page.truth.signatures} == {"absent"}
    assert not any("优秀" in line.text or "合格等次" in line.text for line in bare[1].truth.lines if len(line.text) > 6)


def test_a_roster_can_lack_a_column_or_contradict_the_application():
    page = drawn("roster", 0, without="是否继续教育")[0]
    fields = {field.name: field.value for field in page.truth.fields}
    assert len(fields["列名"].split("|")) == 14
    roll = enrol(scene(3), changed={"姓名": "张三"})
    assert "张三" in [row["姓名"] for row in roll.rows]
    assert scene(3).person.name not in [row["姓名"] for row in roll.rows]


def test_a_platforms_form_bears_codes_that_say_its_number():
    page = drawn("app_form", 1)[0]
    number = next(field.value for field in page.truth.fields if field.name == "申报编号")
    read = {code.format.name: code.text for code in zxingcpp.read_barcodes(page.image)}
    assert read["Code128"] == number
    assert read["QRCode"] == page.truth.qr_codes[0].text
    assert read["QRCode"].endswith(number)
