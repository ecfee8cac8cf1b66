"""What stands where the subject's name must stand is the subject's, unless it is surely read as another's."""

from __future__ import annotations

import numpy as np
import pytest

from models.document import Document, Line, Page
from models.geometry import Box
from models.masking import MaskingVerdict
from models.observation import Cell, Cover, CoverKind, Observation, Signature, SignatureKind, Table
from tests.masking.masking_observations import observation, page_of
from verifier.intake.opened import Opened
from verifier.masking.answer import judge_masking
from verifier.masking.apply import make_masked_copy
from verifier.masking.places import inked_slots, name_fields, open_signatures, own_signatures
from verifier.masking.subject import Subject
from verifier.masking.variants import FIELD, SIGNED

WHO = Subject("欧阳若川")
SLOT = Box(0.5, 0.8, 0.7, 0.84)


def slot(role: str, kind: SignatureKind = SignatureKind.HANDWRITTEN) -> Signature:
    return Signature(1, SLOT, role, kind, 0.9)


def seen(*lines: Line, type_: str | None = None, **parts) -> Observation:
    found = observation(page_of(*lines), **parts)
    return Observation(found.sha256, found.pages, type_, None, found.engine, **parts)


def line(text: str, confidence: float = 0.99, left: float = 0.1, top: float = 0.1, width: float = 0.3) -> Line:
    return Line(text, Box(left, top, left + width, top + 0.02), confidence)


@pytest.mark.parametrize("role", ["申报人", "申请人（手写）", "本人", "乙方", "被考核人", "受聘者", "承诺人"])
@pytest.mark.parametrize("kind", [SignatureKind.HANDWRITTEN, SignatureKind.PASTED, SignatureKind.UNCLEAR])
def test_own_slots_are_found_and_covered(role: str, kind: SignatureKind):
    what = seen(signatures=(slot(role, kind),))
    assert [hit.variant for hit in own_signatures(what, WHO)] == [SIGNED]
    assert len(open_signatures(what)) == 1


@pytest.mark.parametrize("role", ["审核人", "单位负责人", "考核人", "推荐人", "法定代表人", "主管领导", "甲方"])
def test_slots_of_others_stay(role: str):
    what = seen(signatures=(slot(role),))
    assert own_signatures(what, WHO) == [] and open_signatures(what) == []


@pytest.mark.parametrize("role", ["签名", "签字", "某某", "丙方"])
def test_a_slot_of_which_nothing_says_whose_it_is_is_covered_though_not_told(role: str):
    what = seen(signatures=(slot(role),))
    assert own_signatures(what, WHO) == [] and len(open_signatures(what)) == 1


def test_in_documents_that_the_applicant_signs_a_bare_slot_is_the_applicants():
    assert len(own_signatures(seen(type_="truth_pledge", signatures=(slot("签名"),)), WHO)) == 1


def test_beside_a_slot_of_the_applicants_a_bare_one_is_of_those_who_give_opinions():
    what = seen(type_="first_appoint_form", signatures=(slot("本人", SignatureKind.ABSENT), slot("签名")))
    assert own_signatures(what, WHO) == [] and len(open_signatures(what)) == 1


@pytest.mark.parametrize(("read", "told"), [("区阳若用", True), ("若川", True), ("欧阳明", False), ("张伟", False)])
def test_what_reads_much_like_the_name_is_the_subjects_whatever_the_slot_says(read: str, told: bool):
    what = seen(signatures=(Signature(1, SLOT, "负责人", SignatureKind.HANDWRITTEN, 0.9, None, read),))
    assert bool(own_signatures(what, WHO)) is told


@pytest.mark.parametrize("kind", [SignatureKind.ABSENT, SignatureKind.PRINTED])
def test_an_empty_slot_and_print_are_no_signature(kind: SignatureKind):
    assert open_signatures(seen(signatures=(slot("申报人", kind),))) == []


@pytest.mark.parametrize(
    ("role", "read", "told"),
    [
        ("申报人", "区用若川", True),
        ("申报人", "郊的沄", True),
        ("申报人", "年 月 日", False),
        ("申报人", None, False),
        ("审核人", "郊的沄", False),
    ],
)
def test_a_neat_hand_that_is_taken_for_print_is_the_subjects_in_an_own_slot(role: str, read: str | None, told: bool):
    what = seen(signatures=(Signature(1, SLOT, role, SignatureKind.PRINTED, 0.9, None, read),))
    assert bool(own_signatures(what, WHO)) is told


@pytest.mark.parametrize("kind", [SignatureKind.ABSENT, SignatureKind.PRINTED])
def test_ink_in_an_own_slot_that_looks_empty_is_covered_in_a_copy(kind: SignatureKind):
    what = seen(signatures=(slot("申报人", kind), slot("审核人", kind)))

    (hit,) = inked_slots(what, lambda page, box: True)
    assert tuple(hit.box) == pytest.approx(tuple(SLOT)) and hit.variant == FIELD
    assert inked_slots(what, lambda page, box: False) == []
    assert inked_slots(seen(signatures=(slot("申报人"),)), lambda page, box: True) == []


@pytest.mark.parametrize(
    "lines",
    [
        (line("姓名：邱肖名川", 0.6),),
        (line("姓 名：欧四若用"),),
        (line("申报人姓名：邱", 0.7),),
        (line("姓名："), line("邱肖川", 0.55, left=0.42, width=0.1)),
        (line("姓名", width=0.05), line("区阳川", 0.5, left=0.17, width=0.1)),
        (line("申请人：乙川 性别：男", 0.8),),
        (line("姓名：欧阳苦川 性别：女"),),
        (line("乙方（签学）：欧阴苫川", 0.8),),
        (line("兹有欧阴苫川（身份证号652899198403201400），2023年度", 0.8),),
        (line("兹有", 0.77, width=0.05), line("川（身份证号652899198403201400），2023年度", left=0.25)),
    ],
)
def test_what_stands_behind_the_label_is_the_subjects(lines: tuple[Line, ...]):
    (hit,) = name_fields(seen(*lines), WHO)
    assert hit.variant == FIELD and hit.box is not None and "性别" not in hit.text
    answer = judge_masking("page", seen(*lines), WHO)
    assert answer.answer is MaskingVerdict.CANNOT_TELL and answer.pages[0].needs_mask is None


@pytest.mark.parametrize(
    "lines",
    [
        (line("姓名：买买提"),),
        (line("姓名：赵子龙 性别：男"),),
        (line("推荐人姓名：邱肖川", 0.6),),
        (line("联系人姓名：邱肖川", 0.6),),
        (line("请核对姓名与身份证是否一致", 0.6),),
        (line("姓名：________"),),
        (line("姓名："), line("性别：", left=0.42, width=0.1)),
        (line("申请人应当如实填写", 0.6),),
        (line("姓名：参加工作时间说明如下", 0.6),),
        (line("兹证明我单位职工欧阴苫川", 0.6),),
        (line("兹证明", width=0.1), line("我单位职工", 0.6, left=0.21)),
    ],
)
def test_what_is_surely_anothers_or_no_name_stays(lines: tuple[Line, ...]):
    assert name_fields(seen(*lines), WHO) == []


def test_what_was_lost_between_label_and_reading_is_part_of_the_place():
    lines = (line("兹有", width=0.05), line("川（身份证号652899198403201400）", left=0.25))
    (hit,) = name_fields(seen(*lines), WHO)
    assert hit.box is not None and hit.box.left < 0.16 and hit.box.right < 0.4


def cells(*rows: tuple[str, ...]) -> Table:
    made = tuple(
        Cell(r, c, Box(0.1 + 0.2 * c, 0.2 + 0.05 * r, 0.3 + 0.2 * c, 0.25 + 0.05 * r), text)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(1, Box(0.1, 0.2, 0.9, 0.6), made)


def test_the_cell_beside_the_label_is_the_name():
    table = cells(("姓 名", "邱肖川", "性别", "男"))
    (hit,) = name_fields(seen(tables=(table,)), WHO)
    assert hit.box == table.cells[1].box


def test_a_label_that_heads_a_column_names_the_cells_below():
    table = cells(("序号", "姓名", "单位"), ("1", "邱肖川", "某所"), ("2", "赵子龙", "某所"))
    read = tuple(Line(cell.text, cell.box, 0.99 if cell.text == "赵子龙" else 0.5) for cell in table.cells)
    assert [hit.text for hit in name_fields(seen(*read, tables=(table,)), WHO)] == ["邱肖川"]


def test_a_name_that_was_read_is_told_once():
    found = judge_masking("page", seen(line("姓名：欧阳若川")), WHO)
    assert [hit.variant for hit in found.leaks] == ["name"] and len(found.pages[0].names) == 1


class Blind:
    name = "second"
    version = "1"

    def read(self, image):
        return []

    def read_strip(self, image):
        return "", ()


@pytest.mark.parametrize("written", [True, False])
def test_ink_behind_a_label_that_nobody_read_is_covered_in_a_copy(tmp_path, written: bool):
    image = np.full((1400, 1000, 3), 245, np.uint8)
    if written:
        image[142:166:6, 430:520] = 30
    what = seen(line("姓名："))
    opened = Opened(Document("0" * 64, "a.png", "image/png", (Page(1, 1000, 1400),)), (image,))
    made = make_masked_copy(opened, what, WHO, tmp_path / "copy.png", Blind())
    assert made.released and [one.page for one in made.boxes] == ([1] if written else [])


@pytest.mark.parametrize("role", ["申报人", "签名"])
def test_a_slot_is_covered_as_far_as_there_is_ink(tmp_path, role: str):
    image = np.full((1400, 1000, 3), 245, np.uint8)
    image[1130:1160:3, 520:560:3] = 40
    image[1080:1220, 640] = 40  # a rule of the form
    opened = Opened(Document("0" * 64, "a.png", "image/png", (Page(1, 1000, 1400),)), (image,))
    made = make_masked_copy(opened, seen(signatures=(slot(role),)), WHO, tmp_path / "copy.png", Blind())
    covered = made.boxes[0].box
    assert made.released and Box(0.52, 1130 / 1400, 0.56, 1160 / 1400).covered_by(covered) == 1.0
    assert covered.right < 0.6, "the form has room for more"


@pytest.mark.parametrize("kind", [CoverKind.BLUR, CoverKind.MOSAIC, CoverKind.THIN, CoverKind.PARTIAL])
def test_what_somebody_hid_badly_is_hidden_anew(tmp_path, kind: CoverKind):
    image = np.full((1400, 1000, 3), 245, np.uint8)
    hidden = Cover(1, Box(0.3, 0.3, 0.4, 0.304), kind)
    opened = Opened(Document("0" * 64, "a.png", "image/png", (Page(1, 1000, 1400),)), (image,))
    made = make_masked_copy(opened, seen(line("正文"), covers=(hidden,)), WHO, tmp_path / "copy.png", Blind())
    (box,) = (one.box for one in made.boxes)
    assert made.released and hidden.box.covered_by(box) == 1.0 and box.height > 0.025


def test_what_is_hidden_well_is_left_as_it_is(tmp_path):
    image = np.full((1400, 1000, 3), 245, np.uint8)
    hidden = Cover(1, Box(0.3, 0.3, 0.4, 0.33), CoverKind.OPAQUE)
    opened = Opened(Document("0" * 64, "a.png", "image/png", (Page(1, 1000, 1400),)), (image,))
    made = make_masked_copy(opened, seen(line("正文"), covers=(hidden,)), WHO, tmp_path / "copy.png", Blind())
    assert made.released and made.boxes == ()
