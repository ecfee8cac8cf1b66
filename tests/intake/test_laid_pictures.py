"""Where small pictures lie on the pages of a PDF: a signature that was put in with a program is one."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from tests.intake.files import pdf
from tests.intake.here import use_here
from verifier.intake.opening import open_document


@pytest.fixture
def laid(tmp_path, monkeypatch):
    use_here(monkeypatch)

    def open_with(*places, **page):
        path = tmp_path / "stored"
        path.write_bytes(with_pictures(*places, **page))
        return open_document(path, filename="材料.pdf").laid

    return open_with


def with_pictures(*places, **page):
    """Return a page of 595 by 842 points with a picture at each (left, bottom, width, height)."""
    image = Image.fromarray(np.random.default_rng(1).integers(0, 255, (60, 120, 3), np.uint8))
    drawn = b"".join(b"q %d 0 0 %d %d %d cm /I Do Q " % (width, height, x, y) for x, y, width, height in places)
    with pikepdf.open(io.BytesIO(pdf(content=drawn, **page))) as document:
        shown = document.make_stream(
            image.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=120, Height=60,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
        )  # fmt: skip
        document.pages[0].Resources = Dictionary(XObject=Dictionary(I=shown))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rotate", "middle"), [(0, (0.5, 0.25)), (90, (0.75, 0.5)), (180, (0.5, 0.75)), (270, (0.25, 0.5))]
)
def test_a_small_picture_is_told_where_the_page_shows_it(laid, rotate, middle):
    ((box,),) = laid((595 / 2 - 60, 842 * 0.75 - 30, 120, 60), Rotate=rotate)
    assert box.centre == pytest.approx(middle, abs=0.01)
    assert box.width * (595 if rotate % 180 == 0 else 842) == pytest.approx(120 if rotate % 180 == 0 else 60, abs=1)


def test_a_scan_and_its_strips_are_no_laid_pictures(laid):
    assert laid((0, 0, 595, 842)) == ((),)
    assert laid(*((0, 842 - 84 * row, 595, 84) for row in range(1, 11))) == ((),)


def test_a_picture_over_a_scan_is_told(laid):
    assert len(laid((0, 0, 595, 842), (200, 100, 120, 60))[0]) == 1
