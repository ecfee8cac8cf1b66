"""Covers that a scanner made noisy, and names that it left as grey spots, are told by where they stand."""

import cv2
import numpy as np
import pytest

from models.document import Line, Page, Word
from models.geometry import Box
from models.observation import Cell, Cover, CoverKind, Surface, SurfaceKind, Table
from tests.masking.masking_observations import observation
from verifier.intake.opened import HiddenPicture
from verifier.masking.answer import judge_masking
from verifier.masking.beside import left_beside_covers
from verifier.masking.cosmetic import cosmetic_covers
from verifier.masking.covers import find_covers
from verifier.masking.smears import find_smears
from verifier.masking.subject import Subject
from verifier.masking.unread_names import unread_names

WIDTH, HEIGHT, HIGH = 800, 1130, 26
WHO = Subject("卢敏悦")


def px(left, top, right, bottom):
    return Box.from_pixels(left, top, right, bottom, width_px=WIDTH, height_px=HEIGHT)


def line(text, left, top, confidence=0.98):
    width = round(0.72 * HIGH)
    words = tuple(Word(c, px(left + i * width, top, left + (i + 1) * width, top + HIGH)) for i, c in enumerate(text))
    return Line(text, Box.around([word.box for word in words]), confidence, words)


def paper(noise=0.0):
    image = np.full((HEIGHT, WIDTH, 3), 245, np.uint8)
    grain = np.random.default_rng(1).normal(0, noise, (HEIGHT, WIDTH, 1)) if noise else 0
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def with_block(noise=22.0, colour=25, soft=0, shape="square"):
    """A page with 姓名：, a dark block and what is left of the name; the block's grain is coarse."""
    image = paper().astype(np.float32)
    if shape == "square":
        image[203:227, 170:200] = colour
    elif shape == "disc":
        cv2.circle(image, (185, 215), 15, (colour,) * 3, -1)
    else:
        image[203:227, 170:200] = (190, 30, 40)
    image += np.random.default_rng(2).normal(0, noise, image.shape[:2])[..., None]
    image = np.clip(image, 0, 255).astype(np.uint8)
    return cv2.GaussianBlur(image, (0, 0), soft) if soft else image


ROWS = (line("姓名：", 100, 202), line("教悦", 204, 202), line("检定规程的要求", 100, 300), line("检定", 100, 340))


@pytest.mark.parametrize(("noise", "soft"), [(22.0, 0), (8.0, 1.6)], ids=["noisy", "soft"])
def test_a_block_beside_print_is_a_cover_though_it_is_neither_flat_nor_sharp(noise, soft):
    (cover,) = find_covers(with_block(noise, soft=soft), ROWS, page=1)

    assert cover.kind is CoverKind.OPAQUE and cover.box.intersection(px(172, 205, 198, 225))


@pytest.mark.parametrize("shape", ["disc", "red"])
def test_holes_and_coloured_buttons_are_no_covers(shape):
    assert find_covers(with_block(shape=shape), ROWS, page=1) == []


def test_a_block_away_from_print_is_no_cover():
    assert find_covers(with_block(), ROWS[2:], page=1) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [("教悦", 2), ("教悦女一九八八年", 2), ("悦", 1), ("敏悦", 2), ("教学", 0), ("教育悦", 0)],
)
def test_what_is_left_of_a_name_is_found_behind_a_character_that_was_cut(text, left):
    page = Page(1, WIDTH, HEIGHT, 100.0, (line(text, 204, 202),))
    cover = Cover(1, px(170, 203, 200, 227), CoverKind.OPAQUE)

    assert list(left_beside_covers(page, [cover], WHO)) == ([(0, 0, left)] if left else [])


def smeared(depth=60, width=60):
    image = paper(2.0)
    place = image[204:226, 240 : 240 + width].astype(np.float32)
    rng = np.random.default_rng(5)
    place -= cv2.GaussianBlur(rng.uniform(0, 2 * depth, place.shape[:2]).astype(np.float32), (0, 0), 5)[..., None]
    image[204:226, 240 : 240 + width] = np.clip(place, 0, 255)
    return cv2.GaussianBlur(image, (0, 0), 1.0)


TABLE = Table(
    1,
    px(90, 190, 700, 280),
    (
        Cell(0, 0, px(90, 190, 200, 240), "姓名"),
        Cell(0, 1, px(200, 190, 400, 240), ""),
        Cell(0, 2, px(400, 190, 500, 240), "性别"),
        Cell(0, 3, px(500, 190, 700, 240), "男"),
    ),
)


def page_of_table():
    return Page(1, WIDTH, HEIGHT, 100.0, (line("姓名", 110, 202), line("性别", 420, 202), line("男", 520, 202)))


@pytest.mark.parametrize("depth", [20, 60])
def test_a_smear_in_the_cell_of_the_name_is_told_and_doubtful(depth):
    (surface,) = unread_names(smeared(depth), page_of_table(), [TABLE], [])
    answer = judge_masking("a.png", observation(page_of_table(), tables=(TABLE,), surfaces=(surface,)), WHO)

    assert surface == Surface(SurfaceKind.PIXELS, "", 1, TABLE.cells[1].box)
    assert answer.answer == "cannot_tell" and [hit.variant for hit in answer.pages[0].names] == ["name_field"]
    assert answer.pages[0].needs_mask is None


@pytest.mark.parametrize("covers", [(), (Cover(1, px(235, 200, 310, 230), CoverKind.OPAQUE),)])
def test_an_empty_cell_and_a_covered_one_are_no_question(covers):
    image = smeared() if covers else paper(4.0)

    assert list(unread_names(image, page_of_table(), [TABLE], covers)) == []


def test_a_name_that_nobody_read_behind_any_label_of_a_person_is_told():
    page = Page(1, WIDTH, HEIGHT, 100.0, (line("获奖者：", 130, 202), line("三等奖", 130, 300), line("规程", 130, 340)))

    assert len(list(unread_names(smeared(), page, [], []))) == 1
    assert list(unread_names(paper(4.0), page, [], [])) == []


def test_one_character_that_was_read_in_a_mosaic_does_not_explain_it():
    image, rng = paper(2.0), np.random.default_rng(8)
    tiles = cv2.resize(rng.integers(90, 220, (3, 12), np.uint8), (96, 24), interpolation=cv2.INTER_NEAREST)
    image[203:227, 200:296] = tiles[..., None]
    wide = Word("书", px(204, 202, 292, 202 + HIGH), 1.0)
    read = (Line("书", wide.box, 1.0, (wide,)), line("检定规程", 320, 202))

    assert find_smears(image, read, HIGH) != []
    assert find_smears(image, (line("徐书言同志", 200, 202),), HIGH) == []


@pytest.mark.parametrize(("off", "kind"), [(0, CoverKind.OPAQUE), (9, CoverKind.OPAQUE), (None, CoverKind.COSMETIC)])
def test_a_patch_that_the_file_holds_as_well_hides_though_its_picture_lies_askew(off, kind):
    shown, below = paper(), paper()
    shown[203:227, 170:260] = 5
    if off is None:
        cv2.putText(below, "NAME", (175, 223), 0, 0.8, (0, 0, 0), 2)
    else:
        below[203 + off : 227 + off, 170:260] = 5
    picture = HiddenPicture(SurfaceKind.FRAME, below, 1, Box(0.0, 0.0, 1.0, 1.0))
    cover = Cover(1, px(170, 203, 260, 227), CoverKind.OPAQUE)

    (judged,) = cosmetic_covers(shown, (), (), [picture], [cover], page=1)
    assert judged.kind is kind
