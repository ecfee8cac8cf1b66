"""A page put upright: with an engine that reads bars, and with the real one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

import cv2
import numpy as np
import pytest

from models.document import Document, Line, Page
from models.geometry import Box
from models.observation import Cell, Surface, SurfaceKind, Table
from tests.reading.lying import photographed, skewed, turned
from tests.synthesis.drawing import draw_document
from tests.synthesis.truth import Drawn
from verifier.intake.opened import LayerLine, Opened
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.upright import read_upright, straight_picture, straightened, upright

ROWS = 20


def bars() -> RgbImage:
    """A page of black bars of one width that begin red: rows whose right way round can be seen."""
    page = np.full((1100, 800, 3), 255, np.uint8)
    for row in range(ROWS):
        top = 80 + 45 * row
        page[top : top + 18, 80 : 700 - 23 * (row % 5)] = 20
        page[top : top + 18, 80:140] = (230, 20, 20)
    return page


class BarReader:
    """Reads bars: those that begin at the left well, those that end there badly; standing ones are turned left."""

    name = "bars"
    version = "1"

    def __init__(self) -> None:
        self.readings = 0

    def read(self, image: RgbImage) -> list[Line]:
        self.readings += 1
        height, width = image.shape[:2]
        _, _, stats, _ = cv2.connectedComponentsWithStats((image.min(axis=2) < 128).astype(np.uint8))
        lines = []
        for x, y, w, h, area in stats[1:].tolist():
            if area > 1500:
                strip = image[y : y + h, x : x + w]
                text, sure = self.read_strip(np.rot90(strip) if h > 1.5 * w else strip)
                box = Box.from_pixels(x, y, x + w, y + h, width_px=width, height_px=height)
                lines.append(Line(text, box, sure[0]))
        return lines

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
        red = (image[:, :, 0] > 150) & (image[:, :, 1] < 110)
        half = image.shape[1] // 2
        return ("文" * 20, (0.99,) * 20) if red[:, :half].sum() > red[:, half:].sum() else ("艾" * 4, (0.6,) * 4)


def test_an_upright_page_is_read_once_and_keeps_its_pixels():
    page, engine = bars(), BarReader()
    found = read_upright(page, engine)
    assert found.image is page
    assert (found.rotation_degrees, found.skew_degrees, found.original) == (0, 0.0, None)
    assert engine.readings == 1
    assert len(found.lines) == ROWS


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_turned_back_to_its_own_pixels(degrees: int):
    page = bars()
    picture, _ = turned(page, degrees)
    found = read_upright(picture, BarReader())
    assert found.rotation_degrees == degrees
    assert np.array_equal(found.image, page)
    assert len(found.lines) == ROWS
    assert all(line.confidence == 0.99 for line in found.lines)


@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [-6.0, 3.0])
def test_skew_is_taken_out_and_the_way_back_leads_to_the_picture(quarter: int, degrees: float):
    lying, to_skewed = skewed(bars(), degrees)
    picture, quarter_way = turned(lying, quarter) if quarter else (lying, None)
    there = quarter_way.after(to_skewed) if quarter_way else to_skewed
    found = read_upright(picture, BarReader())
    assert found.rotation_degrees == quarter
    assert found.skew_degrees == pytest.approx(degrees, abs=0.2)
    assert found.original is not None
    assert len(found.lines) == ROWS
    first = min(found.lines, key=lambda line: line.box.top)
    truth = Box.from_pixels(80, 80, 700, 98, width_px=800, height_px=1100)
    assert found.original.apply(first.box.centre) == pytest.approx(there.apply(truth.centre), abs=0.003)


def test_a_photographed_page_is_flattened():
    photo, there = photographed(cv2.resize(bars(), (1600, 2250)), 5, shake=0.02)
    found = read_upright(photo, BarReader())
    assert found.flattened and found.original is not None
    assert found.image.shape[0] / found.image.shape[1] == pytest.approx(2**0.5, abs=0.01)
    assert found.original.apply((0.5, 0.5)) == pytest.approx(there.apply((0.5, 0.5)), abs=0.01)


@pytest.mark.parametrize(
    "picture",
    [
        np.full((1100, 800, 3), 250, np.uint8),
        np.random.default_rng(1).integers(150, 220, (900, 1200, 3), dtype=np.uint8),
        np.full((1, 1, 3), 9, np.uint8),
        np.full((3, 900, 3), 9, np.uint8),
        np.ascontiguousarray(np.rot90(bars()[60:400, 60:400])),
    ],
    ids=["blank", "wall", "dot", "strip", "snippet"],
)
def test_what_is_no_page_stays_untouched(picture: RgbImage):
    found = read_upright(picture, BarReader())
    assert found.image is picture
    assert found.original is None


def test_badly_read_lines_turn_nothing_unless_the_other_way_round_is_clearly_better():
    class Doubtful(BarReader):
        def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
            return "艾文", (0.7, 0.72)

    page = bars()
    assert read_upright(page, Doubtful()).image is page


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_where_the_longest_lines_do_not_tell_the_way_round_the_shorter_ones_do(degrees: int):
    page = bars()
    for row in range(ROWS):
        if row % 5 < 2:  # eight rules for ticks, no line is longer
            page[80 + 45 * row : 98 + 45 * row, 80:700] = (20, 20, 20)
    picture, _ = turned(page, degrees) if degrees else (page, None)

    class Ticks(BarReader):
        def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
            text, sure = super().read_strip(image)
            return (text, sure) if image[:, :, 0].max() > 150 else ("口" * 30, (0.6,) * 30)

    found = read_upright(picture, Ticks())
    assert found.rotation_degrees == degrees
    assert np.array_equal(found.image, page)


def opened_lying(degrees: int) -> Opened:
    """A document of one page that lies turned, with everything that an intake can find beside the pixels."""
    picture, way = turned(bars(), degrees)
    box = way.apply_box(Box(0.1, 0.2, 0.4, 0.25))
    page = Page(1, picture.shape[1], picture.shape[0], 100.0)
    places = np.array([[*box]], np.float32)
    return Opened(
        Document(hashlib.sha256(b"bars").hexdigest(), "bars.pdf", "application/pdf", (page,)),
        (picture,),
        (Surface(SurfaceKind.ANNOTATION, "注", 1, box), Surface(SurfaceKind.METADATA, "题名")),
        ((LayerLine("文", places, np.array([True])),),),
        (Table(1, box, (Cell(0, 0, box, ""),)),),
    )


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_everything_is_moved_onto_the_upright_page(degrees: int):
    result = upright(opened_lying(degrees), BarReader())
    page = result.document.pages[0]
    assert (page.width_px, page.height_px, page.dpi) == (800, 1100, 100.0)
    assert page.rotation_degrees == degrees
    assert len(page.lines) == ROWS
    expected = pytest.approx((0.1, 0.2, 0.4, 0.25), abs=1e-5)
    assert tuple(result.surfaces[0].box or ()) == expected
    assert result.surfaces[1].box is None
    assert tuple(result.layers[0][0].places[0]) == expected
    assert tuple(result.tables[0].box) == expected
    assert tuple(result.tables[0].cells[0].box) == expected


def test_a_known_page_is_put_upright_again_without_reading():
    opened = opened_lying(90)
    opened = Opened(opened.document, (skewed(opened.images[0], 2.0)[0],))
    first = upright(opened, BarReader())
    again = straightened(opened, first.document.pages)
    assert np.array_equal(again.images[0], first.images[0])
    assert np.array_equal(straight_picture(opened.images[0], first.document.pages[0]), first.images[0])


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    from verifier.reading.engines import create_engine

    return create_engine()


def share_read(lines: Iterable[Line], drawn: Drawn) -> float:
    """Return the share of the page's printed characters that were read."""
    read = Counter("".join(line.text for line in lines))
    truth = Counter("".join(line.text for line in drawn.truth.lines))
    return (read & truth).total() / truth.total()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pub_notice", "truth_pledge"])
@pytest.mark.parametrize("lie", ["90", "180", "270", "-6", "2.5", "photo"])
def test_a_page_reads_and_shows_its_seals_as_if_it_had_lain_straight(kind: str, lie: str, engine: OcrEngine):
    from verifier.seals.observe import observe_seals

    drawn = draw_document(kind, 8)
    if lie == "photo":
        picture, there = photographed(drawn.image, 8)
    elif lie in ("90", "180", "270"):
        picture, there = turned(drawn.image, int(lie))
    else:
        picture, there = skewed(drawn.image, float(lie))
    found = read_upright(picture, engine)
    assert found.original is not None
    assert share_read(found.lines, drawn) >= share_read(engine.read(drawn.image), drawn) - 0.01
    seals = observe_seals(found.image, page=1, dpi=None, engine=engine)
    for seal in drawn.truth.seals:
        place = there.apply_box(seal.box)
        assert max((found.original.apply_box(one.box).iou(place) for one in seals), default=0.0) >= 0.8
