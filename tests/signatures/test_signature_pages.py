from __future__ import annotations

import datetime as dt
import time

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from models.document import Line
from models.geometry import Box
from models.observation import Seal, SealColour, SealShape, SignatureKind
from tests.signatures.signature_pictures import aged, handwritten
from tests.synthesis import fonts
from tests.synthesis.ageing import ageing, scan
from tests.synthesis.application import DOCUMENTS
from tests.synthesis.documents.common import style
from tests.synthesis.handwriting import draw_signature, hand
from tests.synthesis.people import scene
from verifier.signatures.dates import parse_date
from verifier.signatures.observe import observe_signatures
from verifier.signatures.slots import find_slots

ASPECT = 1000 / 1400


def line(text: str, left: float, top: float, right: float, bottom: float | None = None) -> Line:
    return Line(text, Box(left, top, right, top + 0.015 if bottom is None else bottom), 0.9)


def blank() -> np.ndarray:
    return np.full((1400, 1000, 3), 250, np.uint8)


def test_the_slot_lies_right_of_its_label_up_to_the_next_print():
    lines = [line("申报人（签名）：", 0.1, 0.5, 0.25), line("单位（盖章）：", 0.6, 0.5, 0.75)]
    (slot,) = find_slots(lines, aspect=ASPECT)
    assert slot.role == "申报人"
    assert slot.areas[0].left == pytest.approx(0.25) and slot.areas[0].right <= 0.6
    assert slot.areas[0].top < 0.5 and slot.areas[0].bottom > 0.515


def test_handwriting_read_into_the_label_line_belongs_to_the_slot():
    (slot,) = find_slots([line("申报人（签名）：张三", 0.1, 0.5, 0.3)], aspect=ASPECT)
    assert slot.filling == "张三"
    assert slot.label.right < 0.28 and slot.areas[0].right >= 0.3


def test_handwriting_read_as_a_line_of_its_own_belongs_to_the_slot():
    lines = [line("申报人（签名）：", 0.1, 0.5, 0.25), line("张三", 0.27, 0.48, 0.36, 0.53)]
    (slot,) = find_slots(lines, aspect=ASPECT)
    assert slot.filling == "张三" and slot.areas[0].bottom >= 0.53


def test_without_room_on_the_right_the_slot_lies_below():
    lines = [line("单位负责人签字：", 0.82, 0.5, 0.97)]
    (slot,) = find_slots(lines, aspect=ASPECT)
    assert slot.areas[0].top >= 0.515 and slot.areas[0].left == pytest.approx(0.82)


def test_a_role_alone_needs_a_date_to_be_a_slot():
    alone = [line("申报人：张三", 0.1, 0.1, 0.3)]
    assert find_slots(alone, aspect=ASPECT) == []
    assert len(find_slots([*alone, line("2024年7月8日", 0.2, 0.14, 0.4)], aspect=ASPECT)) == 1


@pytest.mark.parametrize("name", ["阿不都热合曼阿迪力", "阿不都热合曼·阿迪力", "买买提依明·阿不都热西提"])
def test_long_names_beside_their_label_belong_to_the_slot(name):
    lines = [line("申报人（签名）：", 0.1, 0.5, 0.25), line(name, 0.27, 0.49, 0.62, 0.525)]
    (slot,) = find_slots(lines, aspect=ASPECT)
    assert slot.filling == name and slot.areas[0].right >= 0.6


def test_print_beside_a_label_is_no_name():
    lines = [line("申报人（签名）：", 0.1, 0.5, 0.25), line("本人对以上内容真实性负全部责任", 0.27, 0.5, 0.7)]
    (slot,) = find_slots(lines, aspect=ASPECT)
    assert slot.filling is None and slot.areas[0].right <= 0.27


def test_a_heading_names_the_role_of_the_label_below_it():
    lines = [line("受聘人（签字）", 0.5, 0.5, 0.64), line("签字：", 0.5, 0.56, 0.56)]
    (slot,) = find_slots(lines, aspect=ASPECT)
    assert slot.role == "受聘人" and slot.label.top == pytest.approx(0.56)


def test_words_before_a_blank_date_are_not_what_was_written_into_it():
    image = blank()
    cv2.putText(image, "DATE:", (290, 800), 0, 0.8, (20, 20, 20), 2)
    lines = [line("申报人（签名）：", 0.1, 0.5, 0.25), line("签署日期:年  月  日", 0.27, 0.555, 0.5, 0.575)]
    (found,) = observe_signatures(image, lines, [], page=1)
    assert found.date is not None and found.date.kind in (SignatureKind.ABSENT, SignatureKind.UNCLEAR)


def test_two_dates_side_by_side_belong_each_to_its_signature():
    lines = [line("甲方（签字）：", 0.1, 0.5, 0.22), line("乙方（签字）：", 0.55, 0.5, 0.67)]
    lines += [line("2022年10月26日", 0.15, 0.56, 0.3), line("2022年11月27日", 0.6, 0.56, 0.75)]
    first, second = observe_signatures(blank(), lines, [], page=1)
    assert first.date is not None and first.date.value == dt.date(2022, 10, 26)
    assert second.date is not None and second.date.value == dt.date(2022, 11, 27)


def test_each_date_belongs_to_the_signature_of_its_own_column():
    # The first party's representative signs lower than the second party, nearer to both dates.
    lines = [line("甲方（盖章）：", 0.1, 0.50, 0.22), line("乙方（签字）：", 0.55, 0.50, 0.67)]
    lines += [line("法定代表人（签字）：", 0.1, 0.55, 0.28)]
    lines += [line("2022年10月26日", 0.12, 0.60, 0.3), line("年   月   日", 0.58, 0.60, 0.72)]
    second, first = observe_signatures(blank(), lines, [], page=1)
    assert (first.role, second.role) == ("法定代表人", "乙方")
    assert first.date is not None and first.date.value == dt.date(2022, 10, 26)
    assert second.date is not None and second.date.box.left > 0.4


def test_a_date_below_two_signatures_belongs_to_the_lower_one():
    lines = [line("申报人（签名）：", 0.1, 0.5, 0.25), line("负责人（签名）：", 0.1, 0.56, 0.25)]
    upper, lower = observe_signatures(blank(), [*lines, line("2022年10月26日", 0.12, 0.6, 0.3)], [], page=1)
    assert upper.date is None
    assert lower.date is not None and lower.date.value == dt.date(2022, 10, 26)


def test_a_role_alone_is_a_slot_where_another_signature_is_asked_for_and_a_date_follows():
    role, date = line("法定代表人", 0.1, 0.56, 0.22), line("2022年10月26日", 0.12, 0.6, 0.3)
    assert find_slots([role, date], aspect=ASPECT) == []
    beside = line("乙方（签字）：", 0.55, 0.50, 0.67)
    assert [slot.role for slot in find_slots([beside, role, date], aspect=ASPECT)] == ["乙方", "法定代表人"]


def test_a_page_of_ten_thousand_pixels_is_judged_in_bounded_time():
    image = np.full((3000, 10000, 3), 250, np.uint8)
    lines = [Line(f"申报人{row}（签名）：", Box(0.05, row / 12, 0.2, row / 12 + 0.03), 0.9) for row in range(10)]
    started = time.process_time()
    assert len(observe_signatures(image, lines, [], page=1)) == 10
    assert time.process_time() - started < 6.0


def test_a_page_of_blank_slots_is_absent_with_blank_dates():
    lines = [line("申报人（签名）：", 0.1, 0.5, 0.25), line("年  月  日", 0.3, 0.56, 0.45)]
    (found,) = observe_signatures(blank(), lines, [], page=2)
    assert (found.kind, found.page, found.role) == (SignatureKind.ABSENT, 2, "申报人")
    assert found.date is not None and found.date.kind is SignatureKind.ABSENT and found.date.value is None


def test_a_reading_where_no_ink_is_seen_goes_to_a_person():
    (found,) = observe_signatures(blank(), [line("申报人（签名）：张三", 0.1, 0.5, 0.3)], [], page=1)
    assert found.kind is SignatureKind.UNCLEAR


@pytest.mark.parametrize(
    ("shape", "kind"), [(SealShape.SQUARE, SignatureKind.UNCLEAR), (SealShape.ROUND, SignatureKind.ABSENT)]
)
def test_a_name_chop_in_a_slot_goes_to_a_person_and_a_units_seal_signs_nothing(shape, kind):
    lines = [line("负责人（签章）：", 0.1, 0.5, 0.25)]
    (empty,) = observe_signatures(blank(), lines, [], page=1)
    x, y = empty.box.centre
    place = Box.clamped(x - 0.03, y - 0.02, x + 0.03, y + 0.02)
    chop = Seal(1, place, (), shape, SealColour.RED, None, None, None, None, False, False, None)

    assert observe_signatures(blank(), lines, [chop], page=1)[0].kind is kind


def signed() -> np.ndarray:
    image = blank()
    image[660:780, 260:680] = np.minimum(250, handwritten("李建国", 2).astype(int) + 2)
    return aged(image, quality=85)


def test_ink_under_a_seal_that_is_not_red_goes_to_a_person():
    image = signed()
    lines = [line("申报人（签名）：", 0.1, 0.505, 0.25)]
    assert observe_signatures(image, lines, [], page=1)[0].kind is SignatureKind.HANDWRITTEN
    grey = Seal(
        1, Box(0.2, 0.4, 0.8, 0.7), (), SealShape.ROUND, SealColour.GREY, None, None, None, None, True, False, None
    )
    assert observe_signatures(image, lines, [grey], page=1)[0].kind is SignatureKind.UNCLEAR


def test_writing_in_a_picture_that_a_pdf_lays_over_its_page_is_pasted():
    image = signed()
    lines = [line("申报人（签名）：", 0.1, 0.505, 0.25)]
    place = Box(0.27, 0.48, 0.45, 0.55)
    red = (SealShape.SQUARE, SealColour.RED, None, None, None, None, False, False, None)

    def kind(laid, seals=()):
        return observe_signatures(image, lines, seals, page=1, laid=laid)[0].kind

    assert kind([place]) is SignatureKind.PASTED
    assert kind([Box(0.27, 0.1, 0.45, 0.2)]) is SignatureKind.HANDWRITTEN  # elsewhere
    assert kind([Box(0.05, 0.4, 0.9, 0.6)]) is SignatureKind.HANDWRITTEN  # a scan of the form, label and all
    assert kind([place], [Seal(1, place, (), *red)]) is SignatureKind.HANDWRITTEN  # the picture is a seal


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2024年7月8日", dt.date(2024, 7, 8)),
        ("2024 年 7 月 8 日", dt.date(2024, 7, 8)),
        ("2024.7.8", dt.date(2024, 7, 8)),
        ("202478", dt.date(2024, 7, 8)),
        ("2024.0708", dt.date(2024, 7, 8)),
        ("2024.828", dt.date(2024, 8, 28)),
        ("2024.111", None),
        ("２０２４－０７－０８", dt.date(2024, 7, 8)),
        ("二〇二四年七月八日", dt.date(2024, 7, 8)),
        ("二〇二四年十二月三十一日", dt.date(2024, 12, 31)),
        ("二八年七月八日", None),
        ("二〇〇二四年七月八日", dt.date(2024, 7, 8)),
        ("2024.7.8日", dt.date(2024, 7, 8)),
        ("2024,7,8", dt.date(2024, 7, 8)),
        ("2024年07月3l日", dt.date(2024, 7, 31)),
        ("2024年7月", None),
        ("2024年7月 日", None),
        ("1924年7月8日", None),
        ("24年7月8日", None),
        ("2024年13月8日", None),
        ("2024年2月30日", None),
        ("年 月 日", None),
        ("十十年十月十日", None),
        ("", None),
    ],
)
def test_dates_are_parsed_or_left_open(raw, value):
    assert parse_date(raw) == value


@pytest.mark.parametrize(("seed", "kind"), [(1, "handwritten"), (4, "printed"), (3, "absent")])
def test_generated_letters_are_judged_rightly_or_left_to_a_person(seed, kind):
    (clean,) = DOCUMENTS["truth_pledge"](scene(seed), style(seed, split="held"), signature=kind, date=kind)
    drawn = scan(clean, ageing(seed), seed=seed)
    found = observe_signatures(drawn.image, drawn.truth.as_lines(), [], page=1)
    (truth,) = drawn.truth.signatures
    assert [signature.role for signature in found] == ["申报人"]
    assert found[0].kind.value in (kind, "unclear")
    assert found[0].box.intersection(truth.box) is not None
    assert found[0].date is not None and found[0].date.kind.value in (kind, "unclear")
    if kind != "absent":
        assert truth.date is not None and str(found[0].date.value) == truth.date.value


@pytest.mark.parametrize(("by_hand", "kinds"), [(True, {"handwritten"}), (False, {"printed"})])
def test_month_and_day_by_hand_beside_a_printed_year_are_a_date_by_hand(by_hand, kinds):
    page, text = Image.fromarray(blank()), "2017年  9月  28日"
    drawing, face = ImageDraw.Draw(page), fonts.face("song", 30)
    x = 300.0
    for character in text:
        if character not in "928" or x < 400 or not by_hand:
            drawing.text((x, 700), character, font=face, fill=(25, 25, 28))
        x += 15.0 if character.isascii() else 30.0
    image = np.asarray(page).copy()
    if by_hand:
        for digits, left in (("9", 412), ("28", 478)):
            ink = draw_signature(digits, hand(5), height_mm=4.4, seed=2)[..., None]
            place = image[699 : 699 + ink.shape[0], left : left + ink.shape[1]]
            place[:] = (place * (1 - ink) + 30 * ink).astype(np.uint8)
    lines = [line("申报人（签名）：", 0.3, 0.45, 0.42), line(text, 0.3, 700 / 1400, x / 1000, 732 / 1400)]
    (found,) = observe_signatures(aged(image), lines, [], page=1)
    assert found.date is not None
    assert found.date.kind in kinds
    assert found.date.value == dt.date(2017, 9, 28)
