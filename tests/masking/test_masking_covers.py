from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from models.document import Line
from models.geometry import Box
from models.observation import CoverKind
from tests.synthesis.application import DOCUMENTS
from tests.synthesis.documents.common import style
from tests.synthesis.people import scene
from verifier.masking.covers import find_covers

HEIGHT, WIDTH = 1400, 1000
PLACE = (300, 400, 420, 430)
"""left, top, right, bottom of the hidden name in pixels."""


def page_with_text() -> np.ndarray:
    image = np.full((HEIGHT, WIDTH, 3), 250, np.uint8)
    for row in range(12):
        cv2.putText(image, "the quick brown fox jumps over", (100, 120 + 100 * row), 0, 1.0, (20, 20, 20), 2)
    return image


def hidden(image: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    left, top, right, bottom = PLACE
    image[top:bottom, left:right] = colour
    return image


def jpeg(image: np.ndarray, quality: int = 60) -> np.ndarray:
    return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


def place() -> Box:
    return Box.from_pixels(*PLACE, width_px=WIDTH, height_px=HEIGHT)


@pytest.mark.parametrize("colour", [(0, 0, 0), (60, 60, 60), (128, 128, 128), (200, 200, 200)])
@pytest.mark.parametrize("quality", [None, 60])
def test_a_solid_patch_is_found_where_it_is(colour, quality):
    image = hidden(page_with_text(), colour)
    covers = find_covers(jpeg(image, quality) if quality else image, (), page=3)
    assert [(cover.kind, cover.page) for cover in covers] == [(CoverKind.OPAQUE, 3)]
    assert covers[0].box.iou(place()) > 0.85


def test_a_page_of_text_has_no_cover():
    assert find_covers(page_with_text(), (), page=1) == []


def test_a_white_patch_on_tinted_paper_is_found():
    image = page_with_text()
    image[image[..., 0] == 250] = (214, 210, 200)
    assert [cover.kind for cover in find_covers(hidden(image, (255, 255, 255)), (), page=1)] == [CoverKind.OPAQUE]


def test_a_shaded_cell_with_a_frame_is_no_cover():
    image = hidden(page_with_text(), (205, 205, 205))
    cv2.rectangle(image, PLACE[:2], PLACE[2:], (0, 0, 0), 2)
    assert find_covers(image, (), page=1) == []


def test_a_shaded_heading_with_text_is_no_cover():
    image = hidden(page_with_text(), (190, 190, 190))
    cv2.putText(image, "NAME", (310, 425), 0, 0.8, (0, 0, 0), 2)
    assert find_covers(image, (), page=1) == []


def test_a_coloured_bar_and_the_edge_of_a_scan_are_no_covers():
    image = hidden(page_with_text(), (30, 60, 180))
    image[:, :25] = 0
    assert find_covers(image, (), page=1) == []


def test_a_photograph_is_no_cover():
    image = page_with_text()
    ramp = np.linspace(30, 220, 300).astype(np.uint8)
    image[300:600, 600:800] = np.repeat(ramp[:, None], 200, axis=1)[..., None]
    assert find_covers(image, (), page=1) == []


@pytest.mark.parametrize("side", [8, 12, 16])
def test_a_mosaic_is_found(side):
    image = page_with_text()
    cv2.putText(image, "SECRET NAME", (300, 470), 0, 1.4, (0, 0, 0), 4)
    left, top, right, bottom = 292, 424, 292 + 24 * side, 424 + 4 * side
    piece = image[top:bottom, left:right]
    small = cv2.resize(piece, (24, 4), interpolation=cv2.INTER_AREA)
    image[top:bottom, left:right] = cv2.resize(small, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
    covers = find_covers(image, (), page=1)
    assert [cover.kind for cover in covers] == [CoverKind.MOSAIC]
    assert covers[0].box.intersection(Box.from_pixels(left, top, right, bottom, width_px=WIDTH, height_px=HEIGHT))


def test_modules_of_a_code_are_no_covers():
    image = page_with_text()
    code = np.asarray(
        zxingcpp.create_barcode("https://example.com/zhengshu/2024", zxingcpp.BarcodeFormat.QRCode).to_image(scale=14)
    )
    image[500 : 500 + code.shape[0], 400 : 400 + code.shape[1]] = code[..., None]
    assert find_covers(image, (), page=1) == []


@pytest.mark.parametrize("kind", ["id_card", "diploma", "truth_pledge", "pub_notice", "appraisal"])
def test_ordinary_documents_have_no_cover(kind):
    for drawn in DOCUMENTS[kind](scene(4), style(4)):
        assert find_covers(drawn.image, drawn.truth.as_lines(), page=1) == []


LINES = (Line("the quick brown fox", Box(0.1, 0.065, 0.6, 0.09), 1.0),)


@pytest.mark.parametrize("sigma", [6, 8])
def test_a_blurred_word_on_a_sharp_page_is_found(sigma):
    image = page_with_text()
    image[290:450, 350:] = 250
    cv2.putText(image, "NAME HERE", (400, 370), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 6)
    sharp = find_covers(image, LINES, page=1)
    image[325:385, 385:640] = cv2.GaussianBlur(image[325:385, 385:640], (0, 0), sigma)

    assert CoverKind.BLUR not in [cover.kind for cover in sharp]
    assert CoverKind.BLUR in [cover.kind for cover in find_covers(image, LINES, page=1)]


def test_a_patch_that_slipped_down_is_partial():
    image = page_with_text()
    image[290:450, 350:] = 250
    cv2.putText(image, "HIDDEN NAME", (400, 370), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (60, 60, 60), 3)
    image[358:390, 390:700] = 0

    assert [cover.kind for cover in find_covers(image, LINES, page=1)] == [CoverKind.PARTIAL]


def printed(*, bar: int = 0, at: int = 0, length: int = 160) -> tuple[np.ndarray, list[Line]]:
    """A page with rows of print; with a bar of so many pixels so far below the middle of the second row."""
    image = np.full((1600, 1100, 3), 248, np.uint8)
    lines = []
    for row in range(6):
        y = 300 + 70 * row
        cv2.putText(
            image, "HBRXEKNS HBRXEKNS HBRX", (120, y), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 3, cv2.LINE_AA
        )
        lines.append(Line("HBRXEKNS", Box.from_pixels(120, y - 32, 700, y + 6, width_px=1100, height_px=1600), 0.99))
    if bar:
        middle = 370 - 14 + at
        image[middle - bar // 2 : middle + bar - bar // 2, 300 : 300 + length] = 10
    return image, lines


@pytest.mark.parametrize("height", [6, 9, 11])
def test_a_bar_through_print_is_too_thin(height: int):
    image, lines = printed(bar=height)
    assert [cover.kind for cover in find_covers(image, lines, page=1)] == [CoverKind.THIN]


@pytest.mark.parametrize("bar", [20, 135])
def test_a_bar_through_pale_print_is_too_thin(bar: int):
    image, lines = printed()
    image = 248 - ((248 - image) * 0.26).astype(np.uint8)
    image[353:359, 300:460] = bar
    assert [cover.kind for cover in find_covers(image, lines, page=1)] == [CoverKind.THIN]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"bar": 6, "at": 24},
        {"bar": 6, "at": 35, "length": 700},
        {"bar": 6, "length": 25},
        {"bar": 6, "length": 790},
    ],
    ids=["print alone", "underline", "rule between rows", "stroke", "rule through"],
)
def test_rules_underlines_and_strokes_are_no_covers(options: dict[str, int]):
    image, lines = printed(**options)
    assert find_covers(image, lines, page=1) == []
