"""Signs of a pasted picture, on drawn stamps that were pressed and on the same ones pasted; one picture used twice."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from models.geometry import Point
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.prose import prose
from tests.synthesis.scanning.capture import capture
from tests.synthesis.seals import Stamp, draw_seal, press
from tests.synthesis.truth import Drawn
from verifier.pictures import RgbImage
from verifier.seals.same_picture import SAME_PICTURE, difference, is_same_picture, seal_print
from verifier.seals.suspicions import Sign, leads

PAPER = (243, 242, 238)
NAME = "天山县昆仑计量检测研究院"


def stamp(seed: int = 3, *, electronic: bool = False, colour: str = "red") -> Stamp:
    return draw_seal(NAME, seed=seed, wear=0.0 if electronic else 0.4, electronic=electronic, colour=colour)


def sheet(seed: int = 1) -> Sheet:
    made = Sheet((80.0, 80.0), PAPER)
    y = 12.0
    while y < 66:
        y = made.paragraph(6.0, y, 68.0, prose(seed + round(y), 30), Type("song", 14.0)) + 3.0
    return made


def pressed(seed: int = 1, *, what: Stamp | None = None) -> Drawn:
    made = sheet(seed)
    press(made, what or stamp(), 40, 40)
    return made.finish(None, "seal")


def pasted(*, block: bool) -> Drawn:
    """Return a page with the stamp's picture on it: its white block with it, or cut out along the ink."""
    made, alpha = sheet(), np.pad(stamp().alpha, 20)
    picture = 250 * (1 - alpha[..., None]) + alpha[..., None] * np.array(stamp().ink)
    left, top = (round(made.px(40) - side / 2) for side in (alpha.shape[1], alpha.shape[0]))
    below = np.asarray(made.picture.crop((left, top, left + alpha.shape[1], top + alpha.shape[0])), np.float64)
    laid = picture if block else np.where(alpha[..., None] > 0.3, picture, below)
    truth = press(Sheet((80.0, 80.0)), stamp(), 40, 40)
    made.picture.paste(Image.fromarray(laid.astype(np.uint8)), (left, top))
    made.seals.append(truth)
    return made.finish(None, "seal")


def outline(page: Drawn) -> tuple[Point, ...]:
    box = page.truth.seals[-1].box
    turns = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    across, down = (box.right - box.left) / 2, (box.bottom - box.top) / 2
    return tuple(
        (box.left + across * (1 + math.cos(turn)), box.top + down * (1 + math.sin(turn))) for turn in turns.tolist()
    )


def signs(page: Drawn) -> set[Sign]:
    return {lead.sign for lead in leads(page.image, outline(page))}


@pytest.mark.parametrize("way", [None, "flatbed", "noisy", "heavy_jpeg", "phone"])
@pytest.mark.parametrize("seed", [1])
def test_a_pressed_stamp_gives_no_lead(seed: int, way: str | None) -> None:
    page = pressed(seed)
    assert signs(page if way is None else capture(page, way, seed)) == set()


@pytest.mark.parametrize("way", [None, "flatbed", "heavy_jpeg"])
@pytest.mark.parametrize("pen", [(26, 34, 92), (20, 20, 24)])
def test_a_stamp_across_handwriting_gives_no_lead(pen: tuple[int, int, int], way: str | None) -> None:
    """A pen hides the strokes of a seal that it crosses: what is left of them stands beside it, without print below."""
    made = Sheet((80.0, 80.0), PAPER)
    press(made, stamp(), 40, 40)
    for row in range(5):
        points = [(made.px(12 + 2.2 * step), made.px(26 + 6 * row + (step % 2) * 4)) for step in range(14)]
        ImageDraw.Draw(made.picture).line(points, fill=pen, width=9)
    page = made.finish(None, "seal")
    assert signs(page if way is None else capture(page, way, 5)) == set()


@pytest.mark.parametrize("way", [None, "flatbed", "noisy", "heavy_jpeg"])
def test_the_block_around_a_pasted_picture_is_told(way: str | None) -> None:
    page = pasted(block=True)
    assert Sign.HALO in signs(page if way is None else capture(page, way, 5))


@pytest.mark.parametrize("way", [None, "heavy_jpeg", "phone"])
def test_ink_that_covers_the_print_is_told(way: str | None) -> None:
    page = pasted(block=False)
    assert signs(page if way is None else capture(page, way, 5)) == {Sign.ABOVE_TEXT}


def test_ink_without_any_shade_is_told_on_a_page_that_was_never_scanned() -> None:
    (lead,) = leads(*_drawn(pressed(what=stamp(electronic=True))))
    assert (lead.sign, lead.figure < lead.limit) == (Sign.UNIFORM_INK, True)


def test_blue_seals_are_looked_at_too() -> None:
    page = pressed(what=stamp(electronic=True, colour="blue"))
    assert {lead.sign for lead in leads(*_drawn(page), blue=True)} == {Sign.UNIFORM_INK}


def _drawn(page: Drawn) -> tuple[RgbImage, tuple[Point, ...]]:
    return page.image, outline(page)


@pytest.mark.parametrize("shape", [(1, 1), (30, 900), (60, 40)])
def test_nothing_is_said_where_nothing_is(shape: tuple[int, int]) -> None:
    blank = np.full((*shape, 3), 250, np.uint8)
    square = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
    assert leads(blank, square) == ()
    assert seal_print(blank, square) is None


def test_one_picture_on_two_pages_is_one_picture() -> None:
    first, second = (seal_print(*_drawn(pressed(seed))) for seed in (1, 4))
    assert first is not None
    assert second is not None
    assert is_same_picture(first, second)


def test_two_impressions_of_one_stamp_are_two() -> None:
    other = draw_seal(NAME, seed=8, wear=0.4)
    first, second = seal_print(*_drawn(pressed(1))), seal_print(*_drawn(pressed(4, what=other)))
    assert first is not None
    assert second is not None
    found = difference(first, second)
    assert found is None or found > 2 * SAME_PICTURE


def test_seals_that_have_nothing_in_common_are_not_compared_further() -> None:
    rng = random.Random(4)
    other = draw_seal("白桦沟区第二中学", seed=rng.randrange(99), wear=0.4, star=False)
    first, second = seal_print(*_drawn(pressed(1))), seal_print(*_drawn(pressed(4, what=other)))
    assert first is not None
    assert second is not None
    assert not is_same_picture(first, second)
