"""The truth of a drawn page is true: where it says ink, there is ink, also after the scanner."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp

from tests.synthesis import fonts
from tests.synthesis.ageing import CLEAN, Ageing, scan
from tests.synthesis.covers import cover_text
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS, draw_document, draw_pages, draw_seal, draw_signature
from tests.synthesis.handwriting import hand, sign
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import checked_id, person, scene
from tests.synthesis.seals import press
from tests.synthesis.truth import Drawn
from verifier.certificates.types import document_types


def pixels(page: Drawn, box) -> np.ndarray:
    left, top, right, bottom = box.to_pixels(page.image.shape[1], page.image.shape[0])
    return page.image[top:bottom, left:right]


def red(image: np.ndarray) -> np.ndarray:
    work = image.astype(np.int16)
    return (work[..., 0] - work[..., 1] > 45) & (work[..., 0] - work[..., 2] > 30)


# A diploma of layout 0: a grey copy, on which nothing is red but the seals.
@pytest.fixture(scope="module", params=[("pub_notice", 3), ("diploma", 11), ("unit_resp", 12)], ids=lambda p: p[0])
def scanned(request: pytest.FixtureRequest) -> Drawn:
    type_, seed = request.param
    return draw_document(type_, seed)


def test_every_line_of_text_lies_on_ink(scanned: Drawn):
    for line in scanned.truth.lines:
        if "虚构样例" not in line.text:
            assert pixels(scanned, line.box).min() < 140, line.text


def test_seals_lie_where_the_red_ink_is(scanned: Drawn):
    outside = red(scanned.image)
    for seal in scanned.truth.seals:
        left, top, right, bottom = seal.box.expanded(0.004, 0.004).to_pixels(*scanned.image.shape[1::-1])
        if seal.colour == "red":
            assert red(pixels(scanned, seal.box)).mean() > 0.08
        outside[top:bottom, left:right] = False
    assert outside.mean() < 0.0005


def test_equal_seeds_give_equal_pixels_and_others_do_not():
    one, two, other = (draw_document("pub_result", seed) for seed in (5, 5, 6))
    assert np.array_equal(one.image, two.image)
    assert one.truth == two.truth
    assert not np.array_equal(one.image, other.image)


def test_the_scanner_moves_the_truth_with_the_paper():
    sheet = Sheet((100, 100))
    sheet.pen.rectangle((100, 550, 160, 580), fill=(0, 0, 0))
    sheet.covers.append(cover_of(sheet, 100, 550, 161, 581))
    page = sheet.finish(None, "mark")
    turned = scan(page, Ageing(2.5, 0.01, 0.4, 1.0, 0.03, 90), seed=4)
    rows, columns = np.nonzero(turned.image.mean(axis=2) < 110)
    box = turned.truth.covers[0].box
    height, width = turned.image.shape[:2]
    found = (columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height)
    assert np.allclose(tuple(box), found, atol=3 / width)
    assert box != page.truth.covers[0].box


def cover_of(sheet: Sheet, *sides: int):
    from tests.synthesis.truth import CoverTruth

    return CoverTruth(sheet.box_px(*sides))


def test_a_seal_filters_the_print_below_it_and_does_not_hide_it():
    sheet = Sheet((100, 60))
    sheet.text(30, 27, "孔雀滩县计量检定所", Type("song", 14))
    before = np.asarray(sheet.picture, np.int16)
    truth = press(sheet, draw_seal("孔雀滩县计量检定所", code="6528990012345", seed=1), 50, 30)
    after = np.asarray(sheet.picture, np.int16)
    assert (after <= before).all()
    assert (after[before.sum(axis=2) < 200].max(axis=1) < 110).all()
    assert not truth.is_fragment
    assert truth.visible == pytest.approx(1.0)


def test_a_seal_over_the_edge_is_a_fragment():
    sheet = Sheet((80, 80))
    truth = press(sheet, draw_seal("云沙县纤维检验中心", seed=2), 84, 40)
    assert truth.is_fragment
    assert truth.box.right == 1.0


@pytest.mark.parametrize("shape", ["round", "oval", "square", "rectangle"])
def test_each_shape_has_ink_and_bare_paper(shape: str):
    stamp = draw_seal("已审核" if shape != "square" else "言若水", shape=shape, seed=3, wear=0.2)
    assert 0.05 < (stamp.alpha > 0.4).mean() < 0.75
    assert stamp.alpha.dtype == np.float32


def test_wear_takes_ink_away():
    fresh, worn = (draw_seal("云沙县质量检验所", seed=1, wear=wear).alpha.sum() for wear in (0.0, 0.9))
    assert worn < 0.75 * fresh


def test_no_two_signatures_of_one_writer_are_alike():
    one, two = (draw_signature("张闻溪", hand(1), seed=seed) for seed in (1, 2))
    assert one.shape != two.shape or not np.array_equal(one, two)


@pytest.mark.parametrize("kind", ["handwritten", "printed", "pasted", "absent"])
def test_a_signature_slot_holds_what_its_truth_says(kind: str):
    sheet = Sheet((100, 60))
    truth = sign(sheet, 30, 20, "张闻溪", "申报人", hand(1), kind=kind, day=scene(1).signed, day_at=(30, 40))
    page = sheet.finish(None, "slot")
    assert (pixels(page, truth.box).min() < 120) == (kind != "absent")
    assert truth.date is not None
    assert (truth.date.value is None) == (kind == "absent")
    assert truth.kind == kind


def test_a_character_without_a_glyph_is_refused_and_never_an_empty_box():
    with pytest.raises(fonts.MissingGlyphs):
        Sheet().text(10, 10, "\u9f98", Type("kai", 12))


def test_covered_names_are_no_visible_names():
    look = replace(style(4), masked="opaque")
    hidden = draw_document("pub_result", 4, look=look)
    shown = draw_document("pub_result", 4, look=replace(look, masked=None))
    assert not hidden.truth.names
    assert len(hidden.truth.covers) == len(shown.truth.names) == 3
    for cover in hidden.truth.covers:
        inner = pixels(hidden, cover.box.expanded(-0.004, -0.004))
        assert inner.max() < 60
    thin = draw_document("pub_result", 4, look=replace(look, masked="thin"))
    assert len(thin.truth.names) == 3


def test_qr_codes_say_what_the_truth_says():
    page = draw_document("chsi_reg", 5)
    found = zxingcpp.read_barcodes(page.image)
    assert [code.text for code in found] == [code.text for code in page.truth.qr_codes]


def test_id_numbers_fit_and_belong_to_nobody():
    # The example of GB 11643 itself.
    assert checked_id("11010519491231002") == "11010519491231002X"
    for seed in range(50):
        who = scene(seed).person
        assert checked_id(who.id_number[:17]) == who.id_number
        assert who.id_number.startswith("652899")
        assert (int(who.id_number[16]) % 2 == 1) == (who.gender == "男")
        assert who.id_number[6:14] == f"{who.birth:%Y%m%d}"


def test_the_notice_of_a_scene_is_long_enough():
    for seed in range(50):
        about = scene(seed)
        days = np.busday_count(about.notice_from, about.notice_to) + 1
        assert days == about.notice_days >= 5
        assert about.signed > about.notice_to


def test_every_name_can_be_written_by_every_writer():
    import random

    names = "".join(person(random.Random(seed)).name for seed in range(3000))
    for writer in (*fonts.WRITERS, *fonts.WRITERS_HELD):
        assert not set(names) - fonts.coverage(writer)


OF_OTHER_SHAPES = (
    "photo_1in", "xuexi", "unit_opinion_online", "bank_slip", "book", "chat_screenshot", "payment", "ticket",
)  # fmt: skip
"""A photograph, pictures of screens, slips, a book; everything else is A4, upright or across."""


@pytest.mark.slow
@pytest.mark.parametrize("type_", sorted(DOCUMENTS))
def test_every_type_draws_in_every_split(type_: str):
    for seed, split in ((1, "train"), (23, "dev"), (45, "held")):
        for page in draw_pages(type_, seed, split=split, how=CLEAN):
            if type_ not in OF_OTHER_SHAPES:
                assert sorted(page.image.shape) == [3, 1654, 2339]
            own = page.truth.notes.get("part_type", type_)
            assert page.truth.type == (own if own in document_types() else None)
            for line in page.truth.lines:
                assert 0.02 < line.box.left <= line.box.right < 0.98, line.text


def test_a_clean_page_is_not_touched():
    page = draw_document("blank", 1, how=CLEAN)
    assert np.ptp(page.image[..., 0]) <= 1
    assert cv2.Laplacian(page.image, cv2.CV_64F).var() < 1


def test_cover_text_covers_every_place():
    sheet = Sheet((100, 60))
    sheet.text(10, 10, "张闻溪与张闻溪", Type("song", 14))
    assert len(cover_text(sheet, "张闻溪")) == 2
    assert sheet.finish(None, "x", name="张闻溪").truth.names == ()
