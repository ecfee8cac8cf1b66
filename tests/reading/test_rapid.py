import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.synthesis.fonts import face
from verifier.reading.engines import create_engine
from verifier.reading.rapid import cut_out


def coordinates(width=400, height=300):
    """A picture whose pixels tell where they are: red is x / 2, green is y / 2."""
    x, y = np.meshgrid(np.arange(width) / 2, np.arange(height) / 2)
    return np.dstack([x, y, np.zeros_like(x)]).astype(np.uint8)


def quad(left, top, right, bottom):
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)


def test_a_lying_line_is_cut_out_as_it_is():
    strip = cut_out(coordinates(), quad(100, 50, 300, 90))

    assert strip.shape == (40, 200, 3)
    assert abs(int(strip[0, 0, 0]) - 50) <= 1
    assert abs(int(strip[-1, -1, 0]) - 149) <= 1


def test_a_standing_line_is_turned_so_that_its_top_comes_first():
    strip = cut_out(coordinates(), quad(100, 50, 140, 250))

    assert strip.shape == (40, 200, 3)
    assert int(strip[20, 0, 1]) < int(strip[20, -1, 1])


@pytest.mark.parametrize("angle", [-5.0, 5.0])
def test_a_slanted_line_is_straightened(angle):
    image = np.full((300, 400, 3), 255, dtype=np.uint8)
    corners = cv2.boxPoints(((200, 150), (200, 30), angle)).astype(np.float32)
    cv2.fillPoly(image, [corners.astype(np.int32)], (0, 0, 0))
    ordered = corners[np.argsort(corners[:, 0])]
    left = ordered[:2][np.argsort(ordered[:2, 1])]
    right = ordered[2:][np.argsort(ordered[2:, 1])]

    strip = cut_out(image, np.array([left[0], right[0], right[1], left[1]], dtype=np.float32))

    assert strip.shape[0] in (29, 30)
    assert strip.shape[1] in (199, 200)
    assert float(np.mean(strip[2:-2, 2:-2])) < 3


@pytest.mark.slow
def test_every_character_has_its_own_box_where_it_is_printed():
    """Masks and fields are cut by these boxes: their error is measured against the drawn characters."""
    size, left, top = 34, 150, 60
    text = "申报人所在单位应当对申报材料的真实性完整性进行审核"
    image = Image.new("RGB", (1200, 600), "white")
    draw = ImageDraw.Draw(image)
    for row in range(8):
        draw.text((left, top + 60 * row), text, font=face("song", size), fill="black")

    lines = create_engine().read(np.asarray(image))

    assert [line.text for line in lines] == [text] * 8
    centres = np.array([[word.box.centre[0] * 1200 for word in line.words] for line in lines])
    errors = np.abs(centres - (left + size * (np.arange(len(text)) + 0.5))) / size
    assert np.median(errors) < 0.06
    assert np.quantile(errors, 0.95) < 0.2
    widths = np.array([[word.box.width * 1200 for word in line.words] for line in lines]) / size
    assert np.median(widths) > 0.85
