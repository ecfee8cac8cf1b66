"""Finding seals on drawn pages: every shape and ink that a seal has, and the red things that are none."""

from __future__ import annotations

import math
import time

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from models.observation import SealColour, SealShape
from tests.seals.stamp import BLUE, RED, font, paper, pixels, press, print_lines, round_seal, square_seal
from verifier.seals.candidate import SURE, Candidate
from verifier.seals.find import find_candidates

NAME = "河南省水利工程有限公司"
TEXT = ["根据有关规定，经单位审核，公示无异议，", "同意推荐该同志申报高级工程师职称。", "单位负责人：（单位盖章）"] * 4


def iou(candidate: Candidate, box: tuple[float, float, float, float]) -> float:
    left, top, right, bottom = candidate.bounds()
    width = min(right, box[2]) - max(left, box[0])
    height = min(bottom, box[3]) - max(top, box[1])
    shared = max(0.0, width) * max(0.0, height)
    return shared / ((right - left) * (bottom - top) + (box[2] - box[0]) * (box[3] - box[1]) - shared)


def box_of(centre: tuple[int, int], width: float, height: float) -> tuple[float, float, float, float]:
    return (centre[0] - width / 2, centre[1] - height / 2, centre[0] + width / 2, centre[1] + height / 2)


@pytest.mark.parametrize("strength", [0.9, 0.5, 0.3])
@pytest.mark.parametrize("colour", [RED, BLUE])
def test_a_round_seal_over_print(colour: tuple[int, int, int], strength: float) -> None:
    page = paper()
    print_lines(page, TEXT, left=80, top=60)
    page = press(page, round_seal(NAME), centre=(430, 330), colour=colour, strength=strength, turn=20)
    (found,) = find_candidates(pixels(page))
    assert found.shape is SealShape.ROUND
    assert found.colour is (SealColour.RED if colour is RED else SealColour.BLUE)
    assert not found.is_fragment
    assert iou(found, box_of((430, 330), 260, 260)) > 0.9


def test_an_oval_seal() -> None:
    page = press(paper(), round_seal(NAME, aspect=1.45, star=False, centre="合同专用章"), centre=(430, 330))
    (found,) = find_candidates(pixels(page))
    assert found.shape is SealShape.OVAL
    assert iou(found, box_of((430, 330), 377, 260)) > 0.9


def test_a_square_seal() -> None:
    page = press(paper(), square_seal(["国李", "印林"]), centre=(500, 300))
    (found,) = find_candidates(pixels(page))
    assert found.shape is SealShape.SQUARE
    assert iou(found, box_of((500, 300), 130, 130)) > 0.9


def test_three_seals_of_one_page_two_of_them_overlapping() -> None:
    page = paper()
    page = press(page, round_seal(NAME), centre=(250, 250))
    page = press(page, round_seal(NAME), centre=(440, 330))
    page = press(page, square_seal(["国李", "印林"]), centre=(720, 520))
    found = find_candidates(pixels(page))
    assert sorted(candidate.shape for candidate in found) == ["round", "round", "square"]
    for centre in ((250, 250), (440, 330)):
        assert max(iou(candidate, box_of(centre, 260, 260)) for candidate in found) > 0.85


def test_uneven_yellow_light() -> None:
    page = press(paper(), round_seal(NAME), centre=(600, 400), strength=0.6)
    shade = np.linspace(0.55, 1.0, 900)[None, :, None] * np.array([1.0, 0.9, 0.68])
    (found,) = find_candidates((pixels(page) * shade).astype(np.uint8))
    assert found.colour is SealColour.RED
    assert iou(found, box_of((600, 400), 260, 260)) > 0.9


def test_a_seal_that_fills_the_picture() -> None:
    page = press(paper(280, 280), round_seal(NAME), centre=(140, 140))
    (found,) = find_candidates(pixels(page))
    assert not found.is_fragment
    assert iou(found, (10, 10, 270, 270)) > 0.9


@pytest.mark.parametrize("centre", [(10, 350), (450, 20), (880, 350)])
def test_a_seal_cut_by_the_edge_is_a_fragment(centre: tuple[int, int]) -> None:
    page = press(paper(), round_seal(NAME, diameter=300), centre=centre)
    (found,) = find_candidates(pixels(page))
    assert found.is_fragment


def _heading(draw: ImageDraw.ImageDraw) -> None:
    draw.text((120, 60), "河南省水利局文件", font=font(80), fill=RED)
    draw.line((60, 190, 840, 190), fill=RED, width=5)


def _solid_disc(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((300, 200, 520, 420), fill=RED)
    draw.text((340, 260), "印章", font=font(70), fill=(255, 220, 80))


def _empty_circle(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((300, 200, 520, 420), outline=RED, width=7)


def _circled_print(draw: ImageDraw.ImageDraw) -> None:
    draw.text((320, 280), "同意推荐", font=font(44), fill=(20, 20, 20))
    draw.ellipse((290, 230, 530, 380), outline=RED, width=5)


def _fingerprint(draw: ImageDraw.ImageDraw) -> None:
    for ridge in range(9, 60, 6):
        tilt = 0.4 * ridge
        draw.arc((400 - ridge, 300 - 1.4 * ridge + tilt, 400 + ridge, 300 + 1.4 * ridge), 150, 400, fill=RED, width=3)


def _red_table(draw: ImageDraw.ImageDraw) -> None:
    for x in range(100, 801, 140):
        draw.line((x, 100, x, 600), fill=RED, width=3)
    for y in range(100, 601, 100):
        draw.line((100, y, 800, y), fill=RED, width=3)
    for x in range(120, 700, 140):
        draw.text((x, 130), "姓名", font=font(36), fill=RED)


def _portrait(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((300, 150, 480, 400), fill=(200, 30, 40))
    draw.ellipse((350, 190, 430, 290), fill=(225, 185, 160))
    draw.rectangle((320, 300, 460, 400), fill=(30, 30, 40))


def _blank_frame(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((300, 200, 430, 330), outline=RED, width=6)


@pytest.mark.parametrize(
    "draw",
    [_heading, _solid_disc, _empty_circle, _circled_print, _fingerprint, _red_table, _portrait, _blank_frame],
)
def test_red_things_that_are_no_seals(draw) -> None:
    page = paper()
    print_lines(page, TEXT[:3], left=80, top=500)
    draw(ImageDraw.Draw(page))
    found = [candidate for candidate in find_candidates(pixels(page)) if candidate.strength >= SURE]
    assert found == []


def test_a_heading_above_does_not_hide_a_seal() -> None:
    page = paper()
    _heading(ImageDraw.Draw(page))
    page = press(page, round_seal(NAME), centre=(500, 300))
    whole = [candidate for candidate in find_candidates(pixels(page)) if not candidate.is_fragment]
    assert len(whole) == 1
    assert iou(whole[0], box_of((500, 300), 260, 260)) > 0.85


def test_the_angle_of_a_frame_follows_the_seal() -> None:
    page = press(paper(), square_seal(["国李", "印林"], side=150), centre=(450, 350), turn=12)
    (found,) = find_candidates(pixels(page))
    assert found.corners is not None
    top = found.corners[1] - found.corners[0]
    assert math.degrees(math.atan2(top[1], top[0])) == pytest.approx(12, abs=3)


def test_a_page_without_coloured_ink_costs_little() -> None:
    page = paper(1654, 2339)
    print_lines(page, TEXT * 3, left=150, top=150, size=34)
    image = pixels(page)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        find_candidates(image)
        spent = []
        for _ in range(3):
            start = time.process_time()
            assert find_candidates(image) == []
            spent.append(time.process_time() - start)
    finally:
        cv2.setNumThreads(threads)
    assert min(spent) < 0.25  # seconds; twice the budget, for busy machines


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (400, 2), (31, 31)])
def test_tiny_pictures_hold_no_seal(size: tuple[int, int]) -> None:
    assert find_candidates(pixels(Image.new("RGB", size, RED))) == []


@pytest.mark.parametrize(("ink", "colour"), [((40, 40, 40), SealColour.BLACK), ((125, 122, 122), SealColour.GREY)])
def test_a_seal_of_a_black_and_white_copy(ink: tuple[int, int, int], colour: SealColour) -> None:
    page = paper(1000, 1300)
    print_lines(page, TEXT, left=80, top=300)
    page = press(page, round_seal(NAME, diameter=230), centre=(480, 620), colour=ink, strength=0.95)
    (found,) = find_candidates(pixels(page))
    assert found.colour is colour
    assert iou(found, box_of((480, 620), 230, 230)) > 0.85
    assert found.strength >= SURE  # a closed rim with close writing behind it, whatever can be read


@pytest.mark.parametrize("rims", [1, 2])
def test_a_dark_rim_that_print_crosses(rims: int) -> None:
    page = paper(1000, 1300)
    print_lines(page, ["根据有关规定，经单位审核，公示无异议，同意推荐该同志申报"] * 20, left=60, top=100, size=34)
    seal = round_seal(NAME, diameter=230)
    page = press(page, seal, centre=(480, 620), colour=(50, 50, 52), strength=0.95)
    if rims == 2:
        ImageDraw.Draw(page).ellipse((350, 490, 610, 750), outline=(50, 50, 52), width=4)
    best = max(find_candidates(pixels(page)), key=lambda candidate: candidate.strength)
    assert iou(best, box_of((480, 620), 230, 230)) > 0.7
    assert best.strength >= SURE


@pytest.mark.parametrize("turn", [0, 8])
@pytest.mark.parametrize("side", [135, 165])
def test_a_name_chop_cut_white_on_red_is_sure_by_its_shape(side: int, turn: float) -> None:
    large = Image.new("RGB", (400, 400), RED)
    draw = ImageDraw.Draw(large)
    for place, glyph in zip(((205, 20), (205, 200), (25, 20), (25, 200)), "国李印林", strict=True):
        draw.text(place, glyph, font=font(165), fill=(255, 255, 255))
    page = paper(1240, 1754)
    print_lines(page, TEXT, left=80, top=60)
    chop = large.resize((side, side), Image.Resampling.LANCZOS).rotate(
        turn, Image.Resampling.BICUBIC, True, fillcolor=(252, 252, 250)
    )
    page.paste(chop, (600, 1200))
    (found,) = find_candidates(pixels(page))
    assert (found.is_negative, found.shape) == (True, SealShape.SQUARE)
    assert found.strength >= SURE


def test_a_red_square_with_one_small_sign_is_not_sure() -> None:
    page = paper(1240, 1754)
    draw = ImageDraw.Draw(page)
    draw.rectangle((600, 1200, 720, 1320), fill=RED)
    draw.polygon([(640, 1235), (690, 1260), (640, 1285)], fill=(255, 255, 255))
    assert all(candidate.strength < SURE for candidate in find_candidates(pixels(page)))


def test_dark_print_alone_is_no_seal() -> None:
    page = paper(1000, 1300)
    print_lines(page, TEXT, left=80, top=100, size=40)
    draw = ImageDraw.Draw(page)
    draw.ellipse((400, 900, 600, 1100), outline=(30, 30, 30), width=6)
    draw.rectangle((100, 900, 300, 1100), outline=(30, 30, 30), width=4)
    draw.ellipse((700, 900, 900, 1100), fill=(30, 30, 30))
    assert find_candidates(pixels(page)) == []


def test_a_second_ring_inside_the_rim_is_found_and_glyphs_are_not_taken_for_one() -> None:
    from verifier.seals.ellipse import Ellipse
    from verifier.seals.second_ring import inner_ring

    ink = np.zeros((400, 400), np.uint8)
    cv2.circle(ink, (200, 200), 178, 120, 6, cv2.LINE_AA)
    for turn in range(14):  # glyphs fill half of the turn
        angle = 2 * np.pi * turn / 14
        x, y = round(200 + 135 * np.cos(angle)), round(200 + 135 * np.sin(angle))
        cv2.rectangle(ink, (x - 14, y - 14), (x + 14, y + 14), 120, 5)
    rim = Ellipse(200.0, 200.0, 181.0, 181.0)
    assert inner_ring(rim, ink) is None
    cv2.circle(ink, (200, 200), 162, 120, 3, cv2.LINE_AA)
    second = inner_ring(rim, ink)
    assert second is not None
    assert 164 < second.major < 174  # a common rim before these glyphs would end, as this ring does, at 160


def test_a_heavy_rim_is_allowed_for() -> None:
    from verifier.seals.ellipse import Ellipse
    from verifier.seals.second_ring import inner_ring

    ink = np.zeros((400, 400), np.uint8)
    cv2.circle(ink, (200, 200), 164, 120, 34, cv2.LINE_AA)
    for turn in range(14):
        angle = 2 * np.pi * turn / 14
        cv2.circle(ink, (round(200 + 115 * np.cos(angle)), round(200 + 115 * np.sin(angle))), 14, 120, 5)
    found = inner_ring(Ellipse(200.0, 200.0, 181.0, 181.0), ink)
    assert found is not None
    assert 150 < found.major < 164


def test_a_seal_partly_under_another_is_whole() -> None:
    page = press(paper(), round_seal(NAME), centre=(330, 330))
    page = press(page, round_seal("白杨林区建设局"), centre=(500, 350), turn=15)
    found = [candidate for candidate in find_candidates(pixels(page)) if not candidate.is_fragment]
    assert len(found) == 2
    for centre in ((330, 330), (500, 350)):
        assert max(iou(candidate, box_of(centre, 260, 260)) for candidate in found) > 0.9


def test_a_dark_seal_in_shadow_is_found() -> None:
    page = pixels(press(paper(), round_seal(NAME), centre=(430, 330), colour=(40, 40, 40)))
    shade = np.tile(np.linspace(1.0, 0.3, page.shape[1]), (page.shape[0], 1))[:, :, None]
    found = find_candidates((page * shade).astype(np.uint8))
    assert any(iou(candidate, box_of((430, 330), 260, 260)) > 0.9 for candidate in found)
