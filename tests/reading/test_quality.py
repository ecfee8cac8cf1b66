import cv2
import numpy as np
import pytest

from models.document import Line, Word
from models.geometry import Box
from verifier.reading.quality import assess, skew_degrees

WIDTH, HEIGHT = 1654, 2339


def white(width=WIDTH, height=HEIGHT, level=255):
    return np.full((height, width, 3), level, dtype=np.uint8)


def page_of_lines(rows=12, scale=1.4):
    """A page of printed rows and the lines that an engine would read from it."""
    image = white()
    lines = []
    for row in range(rows):
        baseline = 200 + 120 * row
        cv2.putText(image, "MATERIAL VERIFIER 2024", (200, baseline), cv2.FONT_HERSHEY_DUPLEX, scale, (20, 20, 20), 2)
        (width, height), _ = cv2.getTextSize("MATERIAL VERIFIER 2024", cv2.FONT_HERSHEY_DUPLEX, scale, 2)
        box = Box.from_pixels(200, baseline - height - 5, 200 + width, baseline + 5, width_px=WIDTH, height_px=HEIGHT)
        lines.append(Line("MATERIAL VERIFIER 2024", box, 0.99))
    return image, lines


def line_at_angle(degrees, words=10):
    centres = [(0.2 + 0.05 * i, 0.5 + np.tan(np.radians(degrees)) * 0.05 * i * WIDTH / HEIGHT) for i in range(words)]
    boxes = [Box(x - 0.01, y - 0.005, x + 0.01, y + 0.005) for x, y in centres]
    return Line("字" * words, Box.around(boxes), 0.9, tuple(Word("字", box) for box in boxes))


def test_a_sharp_page_has_no_problems():
    image, lines = page_of_lines()

    quality = assess(image, lines, page=3, dpi=200.0)

    assert (quality.page, quality.is_blank, quality.problems) == (3, False, ())


@pytest.mark.parametrize("level", [255, 235, 180])
def test_an_empty_sheet_is_blank_whatever_its_shade(level):
    noisy = white(level=level).astype(np.int16)
    noisy += np.random.default_rng(1).normal(0, 4, noisy.shape).astype(np.int16)

    quality = assess(noisy.clip(0, 255).astype(np.uint8), [], page=1, dpi=200.0)

    assert quality.is_blank
    assert quality.problems == ("blank",)


def test_shadows_at_the_edge_do_not_make_a_sheet_unblank():
    image = white()
    image[:, :30] = 40

    assert assess(image, [], page=1, dpi=200.0).is_blank


def test_a_few_strokes_that_no_engine_reads_are_not_blank():
    image = white()
    cv2.line(image, (600, 1800), (900, 1750), (30, 30, 30), 6)
    cv2.line(image, (700, 1700), (760, 1900), (30, 30, 30), 6)

    assert not assess(image, [], page=1, dpi=200.0).is_blank


def test_blur_is_found_in_the_lines_not_in_their_number():
    few, few_lines = page_of_lines(rows=2)
    many, many_lines = page_of_lines(rows=15)
    blurred = cv2.GaussianBlur(many, (0, 0), 4)

    assert assess(few, few_lines, page=1, dpi=200.0).problems == ()
    assert assess(blurred, many_lines, page=1, dpi=200.0).problems == ("blurred",)
    assert (
        assess(blurred, many_lines, page=1, dpi=200.0).sharpness < assess(many, many_lines, page=1, dpi=200.0).sharpness
    )


def test_low_resolution_by_the_height_of_the_lines():
    image, lines = page_of_lines()
    small = cv2.resize(image, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)

    assert "low_resolution" in assess(small, lines, page=1, dpi=None).problems


def test_low_resolution_without_lines_by_dpi_or_size():
    image = white(400, 600)
    image[100:500, 100:300] = 90

    assert "low_resolution" in assess(image, [], page=1, dpi=72.0).problems
    assert "low_resolution" in assess(image, [], page=1, dpi=None).problems
    assert "low_resolution" not in assess(image, [], page=1, dpi=300.0).problems


def test_lines_that_stand_on_their_side():
    image, lines = page_of_lines()
    turned = np.ascontiguousarray(np.rot90(image))
    standing = [Line(line.text, Box(0.1 + 0.05 * i, 0.1, 0.12 + 0.05 * i, 0.6), 0.6) for i, line in enumerate(lines)]

    assert "rotated" in assess(turned, standing, page=1, dpi=200.0).problems
    assert "rotated" not in assess(image, lines, page=1, dpi=200.0).problems


@pytest.mark.parametrize(("degrees", "skewed"), [(0.0, False), (1.0, False), (-3.0, True), (4.0, True)])
def test_skew_is_the_angle_of_the_lines(degrees, skewed):
    lines = [line_at_angle(degrees)] * 3

    assert skew_degrees(lines, WIDTH, HEIGHT) == pytest.approx(degrees, abs=0.05)
    assert ("skewed" in assess(page_of_lines()[0], lines, page=1, dpi=200.0).problems) is skewed


def test_skew_is_unknown_without_words():
    assert skew_degrees(page_of_lines()[1], WIDTH, HEIGHT) is None


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (200, 3), (31, 31)])
def test_tiny_pictures_are_answered(shape):
    assert assess(np.zeros((*shape, 3), dtype=np.uint8), [], page=1, dpi=None).page == 1


def test_a_page_is_grey_where_no_pixel_has_a_colour():
    image, lines = page_of_lines()
    assert assess(image, lines, page=1, dpi=200.0).is_grey
    scanned = image.astype(np.int16) + np.random.default_rng(5).integers(-3, 4, image.shape)
    assert not assess(np.clip(scanned, 0, 255).astype(np.uint8), lines, page=1, dpi=200.0).is_grey
    cv2.circle(image, (1200, 1800), 120, (200, 30, 30), 6)
    assert not assess(image, lines, page=1, dpi=200.0).is_grey
