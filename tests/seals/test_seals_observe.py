"""The recipe on drawn pages: with a fake reader for the rules, with the real engine for the text."""

from __future__ import annotations

import pytest

from models.document import Line
from models.geometry import Box
from models.observation import SealColour, SealShape
from models.values import from_json, to_json
from tests.seals.stamp import BLUE, paper, pixels, press, print_lines, round_seal, square_seal
from verifier.pictures import RgbImage
from verifier.seals.observe import Seal, observe_seals
from verifier.seals.reading import reading_order

NAME = "河南省水利工程有限公司"


class Reader:
    """An engine that answers every strip and every picture alike."""

    name, version = "fake", "1"

    def __init__(self, strip: str = "", confidence: float = 0.98, lines: tuple[str, ...] = ()) -> None:
        self.strip, self.confidence, self.lines = strip, confidence, lines

    def read(self, image: RgbImage) -> list[Line]:
        return [Line(text, Box(0.2, 0.6, 0.8, 0.7), self.confidence) for text in self.lines]

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
        return self.strip, (self.confidence,) * len(self.strip)


def sealed(line: str = "", **looks) -> RgbImage:
    return pixels(press(paper(), round_seal(NAME, centre=line), centre=(430, 330), **looks))


def test_a_read_seal_carries_everything() -> None:
    reader = Reader(f"4{NAME}17", lines=("合同专用章",))
    (seal,) = observe_seals(sealed("合同专用章"), page=3, dpi=150.0, engine=reader)
    assert seal.page == 3
    assert seal.text == NAME  # the digits of the code at the ends are not part of the name
    assert len(seal.character_confidences) == len(NAME)
    assert seal.confidence == pytest.approx(0.98)
    assert seal.centre_text == "合同专用章"
    assert (seal.shape, seal.colour, seal.is_copy, seal.is_fragment) == (SealShape.ROUND, SealColour.RED, False, False)
    assert seal.diameter_mm == pytest.approx(260 / 150 * 25.4, abs=1.5)
    assert len(seal.outline) >= 4
    assert from_json(Seal, to_json(seal)) == seal


def test_an_empty_middle_is_not_read() -> None:
    (seal,) = observe_seals(sealed(), page=1, dpi=None, engine=Reader(NAME, lines=("合同专用章",)))
    assert seal.centre_text is None


def test_without_a_resolution_there_is_no_diameter() -> None:
    (seal,) = observe_seals(sealed(), page=1, dpi=None, engine=Reader(NAME))
    assert seal.diameter_mm is None


@pytest.mark.parametrize("reader", [Reader(NAME, confidence=0.45), Reader(""), Reader("4101"), Reader("水")])
def test_a_poor_reading_is_no_text(reader: Reader) -> None:
    (seal,) = observe_seals(sealed(), page=1, dpi=None, engine=reader)
    assert seal.text is None
    assert seal.confidence is None
    assert seal.character_confidences == ()


def test_a_piece_counts_only_when_it_can_be_read() -> None:
    page = pixels(press(paper(), round_seal(NAME, diameter=300), centre=(890, 330)))
    assert observe_seals(page, page=1, dpi=None, engine=Reader("")) == []
    (piece,) = observe_seals(page, page=1, dpi=150.0, engine=Reader("河南省水利"))
    assert piece.is_fragment
    assert piece.diameter_mm is None
    assert piece.box.left > 0.75  # the ink that is there, not the whole circle


def test_a_blue_seal() -> None:
    (seal,) = observe_seals(sealed(colour=BLUE), page=1, dpi=None, engine=Reader(NAME))
    assert seal.colour is SealColour.BLUE
    assert seal.is_copy is False


def test_an_empty_page_has_no_seals_and_is_not_read() -> None:
    class Refusing(Reader):
        def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
            raise AssertionError("nothing to read")

    assert observe_seals(pixels(paper()), page=1, dpi=200.0, engine=Refusing()) == []


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (["国李", "印庆"], "李庆国印"),
        (["李庆", "国印"], "李庆国印"),
        (["某某公司", "收文专用章"], "某某公司收文专用章"),
        ([], ""),
    ],
)
def test_the_reading_order_of_framed_seals(rows: list[str], text: str) -> None:
    assert reading_order(rows) == text


@pytest.fixture(scope="module")
def engine():
    from verifier.reading.engines import create_engine

    return create_engine()


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 41])
def test_the_real_engine_reads_arc_centre_and_code(engine, turn: int) -> None:
    page = paper()
    print_lines(page, ["根据有关规定，经单位审核，公示无异议，", "同意推荐该同志申报高级工程师职称。"], left=80, top=90)
    seal = round_seal(NAME, diameter=330, centre="合同专用章", code="4101021234567", span=205)
    (found,) = observe_seals(pixels(press(page, seal, centre=(430, 380), turn=turn)), page=1, dpi=None, engine=engine)
    assert found.text == NAME
    assert found.centre_text == "合同专用章"
    assert found.code in {"4101021234567", None}


@pytest.mark.slow
def test_the_real_engine_reads_a_name_chop(engine) -> None:
    page = press(paper(), square_seal(["国李", "印林"], side=170), centre=(430, 330))
    (found,) = observe_seals(pixels(page), page=1, dpi=None, engine=engine)
    assert found.shape is SealShape.SQUARE
    assert found.text == "李林国印"


@pytest.mark.slow
def test_a_framed_glyph_of_a_heading_is_no_seal(engine) -> None:
    from PIL import ImageDraw

    from tests.seals.stamp import RED, font

    page = paper()
    ImageDraw.Draw(page).text((150, 120), "中国工程学会文件", font=font(70, "song"), fill=RED)
    assert observe_seals(pixels(page), page=1, dpi=None, engine=engine) == []


def test_a_dark_ring_with_close_writing_is_a_copied_seal_read_or_not() -> None:
    page = pixels(press(paper(900, 1200), round_seal(NAME), centre=(430, 500), colour=(60, 60, 60)))
    for text in ("", NAME):
        (seal,) = observe_seals(page, page=1, dpi=None, engine=Reader(text))
        assert seal.is_copy is True
        assert seal.colour in {SealColour.GREY, SealColour.BLACK}
        assert seal.text == (text or None)


class Wavering(Reader):
    """An engine that reads something else every other time."""

    def __init__(self, *texts: str) -> None:
        super().__init__()
        self.texts = texts
        self.turn = 0

    def read(self, image: RgbImage) -> list[Line]:
        self.turn += 1
        return [Line(self.texts[(self.turn - 1) % len(self.texts)], Box(0.1, 0.2, 0.9, 0.8), 0.99)]


def framed(width: int) -> RgbImage:
    from PIL import Image, ImageDraw

    from tests.seals.stamp import font

    ink = Image.new("L", (width, 110), 0)
    drawing = ImageDraw.Draw(ink)
    drawing.rectangle((2, 2, width - 3, 107), outline=255, width=6)
    drawing.text((24, 24), "食品药品检验"[: (width - 40) // 60], font=font(58, "song"), fill=255)
    return pixels(press(paper(), ink, centre=(430, 330)))


def test_a_framed_text_that_two_looks_read_differently_is_doubtful_there() -> None:
    (seal,) = observe_seals(framed(410), page=1, dpi=None, engine=Wavering("食品药晶检验", "食品药品检验"))
    assert seal.character_confidences == (0.99, 0.99, 0.99, 0.5, 0.99, 0.99)
    (seal,) = observe_seals(framed(410), page=1, dpi=None, engine=Wavering("食品药品检验"))
    assert seal.confidence == 0.99


def test_two_characters_of_a_name_chop_are_doubtful() -> None:
    page = press(paper(), square_seal(["国李", "印林"], side=170), centre=(430, 330))
    (seal,) = observe_seals(pixels(page), page=1, dpi=None, engine=Wavering("林印"))
    assert seal.confidence == 0.5


def test_signs_of_a_pasted_picture_are_leads_and_electronic_seals_have_none() -> None:
    (drawn,) = observe_seals(sealed(), page=1, dpi=None, engine=Reader(NAME))
    assert "uniform_ink" in drawn.suspicions  # drawn ink has no thick and thin
    reader = Reader(NAME, lines=("电子专用章",))
    (declared,) = observe_seals(sealed("电子专用章"), page=1, dpi=None, engine=reader)
    assert declared.centre_text == "电子专用章"
    assert declared.suspicions == ()
