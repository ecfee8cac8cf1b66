"""Print under a seal is read again without the seal's ink."""

import cv2
import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from models.observation import Seal, SealColour, SealShape
from verifier.certificates.dates import parse_date
from verifier.certificates.underprint import read_under_seals, without_seal_ink

SIZE = 800
RED, BLUE = (210, 45, 50), (40, 60, 200)


def _page(colour=RED) -> np.ndarray:
    """White page with a black bar as print and a ring over it."""
    page = np.full((SIZE, SIZE, 3), 250, np.uint8)
    cv2.rectangle(page, (360, 395), (640, 405), (25, 25, 25), -1)
    ink = np.full_like(page, 250)
    cv2.circle(ink, (500, 400), 90, colour, 12)
    return np.minimum(page, ink)


def _seal(colour=SealColour.RED, fragment=False) -> Seal:
    box = Box.from_pixels(400, 300, 600, 500, width_px=SIZE, height_px=SIZE)
    return Seal(1, box, (), SealShape.ROUND, colour, None, None, None, None, False, fragment, None)


def _line(text: str, left: int, top: int, right: int, bottom: int) -> Line:
    return Line(text, Box.from_pixels(left, top, right, bottom, width_px=SIZE, height_px=SIZE), 0.9)


class _Reader:
    """Answers with prepared lines, in fractions of the crop that it is shown, and keeps the crop."""

    name, version = "prepared", "0"

    def __init__(self, *lines: Line) -> None:
        self.lines = lines
        self.seen: list[np.ndarray] = []

    def read(self, image):
        self.seen.append(image)
        return list(self.lines)

    def read_strip(self, image):
        raise AssertionError("no strips here")


@pytest.mark.parametrize(("colour", "channel"), [(RED, 0), (BLUE, 2)])
def test_the_ink_goes_and_the_print_stays(colour, channel) -> None:
    cleaned = without_seal_ink(_page(colour), channel)
    assert cleaned.shape == (SIZE, SIZE, 3)
    assert cleaned[312, 500].min() > 180  # the ring's top, away from the print
    assert cleaned[400, 500].max() < 80  # print inside the ring
    assert cleaned[400, 408].max() < 140  # print under the ring


def test_a_line_that_was_lost_is_found_on_its_place() -> None:
    # The crop reaches one seal's width to each side and 15 % above and below: 200..800 x 270..530.
    reader = _Reader(Line("2024年9月4日", Box(0.4, 0.6, 0.8, 0.7), 0.95))
    (found,) = read_under_seals(_page(), [], [_seal()], reader)
    assert found.text == "2024年9月4日"
    assert [round(side * SIZE) for side in found.box] == [440, 426, 680, 452]


def test_a_garbled_line_gives_way_and_the_seals_own_text_goes() -> None:
    garbled = _line("县市场监", 440, 430, 560, 450)
    arc = _line("务局", 440, 310, 560, 340)
    elsewhere = _line("正文", 50, 100, 300, 130)
    beside = _line("推荐单位", 210, 300, 390, 330)
    reader = _Reader(Line("某某县市场监督管理局", Box(0.3, 0.6, 0.8, 0.7), 0.95))
    found = read_under_seals(_page(), [garbled, arc, elsewhere, beside], [_seal()], reader)
    assert {line.text for line in found} == {"正文", "推荐单位", "某某县市场监督管理局"}


def test_a_better_first_reading_stays() -> None:
    first = _line("某某县市场监督管理局（公章）", 300, 426, 680, 452)
    reader = _Reader(Line("场监督", Box(0.4, 0.6, 0.6, 0.7), 0.95))
    assert read_under_seals(_page(), [first], [_seal()], reader) == (first,)


def test_a_line_cut_by_the_edge_of_the_place_is_not_taken() -> None:
    reader = _Reader(Line("半行文字", Box(0.0, 0.6, 0.5, 0.7), 0.95))
    assert read_under_seals(_page(), [], [_seal()], reader) == ()


@pytest.mark.parametrize("seal", [_seal(SealColour.BLACK), _seal(SealColour.GREY), _seal(fragment=True)])
def test_copies_and_pieces_are_left_alone(seal) -> None:
    reader = _Reader(Line("新", Box(0.4, 0.6, 0.8, 0.7), 0.95))
    line = _line("正文", 440, 430, 560, 450)
    assert read_under_seals(_page(), [line], [seal], reader) == (line,)
    assert reader.seen == []


@pytest.mark.slow
def test_the_date_under_a_real_reading() -> None:
    """Dates of letters, generated and scanned, with the real engine: at least as many right as without, none wrong."""
    from tests.synthesis.drawing import draw_document
    from verifier.reading.engines import create_engine
    from verifier.seals.observe import observe_seals

    engine = create_engine()
    before = after = 0
    for seed in (901, 903):
        drawn = draw_document("recommend", seed)
        wanted = next(parse_date(field.value).value for field in drawn.truth.fields if field.name == "落款日期")
        lines = engine.read(drawn.image)
        seals = observe_seals(drawn.image, page=1, dpi=drawn.dpi, engine=engine)
        again = read_under_seals(drawn.image, lines, seals, engine)
        before += any(parse_date(line.text).value == wanted for line in lines)
        after += any(parse_date(line.text).value == wanted for line in again)
    assert after == 2
    assert after >= before
