"""Good files of every kind, to the pixel."""

import hashlib
import io

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from models.observation import SurfaceKind
from tests.intake.files import encoded, pattern, pdf
from tests.intake.here import use_here
from verifier.intake import flatten
from verifier.intake.flatten import to_rgb
from verifier.intake.limits import PICTURE_LONG_SIDE_PX
from verifier.intake.opening import open_document


@pytest.fixture
def opened(tmp_path, monkeypatch):
    use_here(monkeypatch)

    def open_bytes(data, filename="材料"):
        path = tmp_path / "stored"
        path.write_bytes(data)
        result = open_document(path, filename=filename)
        for page, image in zip(result.document.pages, result.images, strict=True):
            assert image.shape == (page.height_px, page.width_px, 3)
            assert image.dtype == np.uint8
        return result

    return open_bytes


def texts(opened, kind):
    return [surface.text for surface in opened.surfaces if surface.kind is kind]


@pytest.mark.parametrize(
    ("format", "media_type", "options"),
    [
        ("PNG", "image/png", {}),
        ("TIFF", "image/tiff", {}),
        ("TIFF", "image/tiff", {"compression": "tiff_lzw"}),
        ("BMP", "image/bmp", {}),
        ("WEBP", "image/webp", {"lossless": True}),
    ],
)
def test_a_lossless_picture_comes_through_unchanged(opened, format, media_type, options):
    data = encoded(pattern(), format, **options)

    result = opened(data)

    assert np.array_equal(result.images[0], pattern())
    assert result.document.media_type == media_type
    assert result.document.sha256 == hashlib.sha256(data).hexdigest()
    assert result.document.filename == "材料"
    assert [page.number for page in result.document.pages] == [1]


def test_a_jpeg_comes_through_as_its_decoder_gives_it(opened):
    data = encoded(pattern(), "JPEG", quality=95)

    assert np.array_equal(opened(data).images[0], np.asarray(Image.open(io.BytesIO(data))))


def test_a_progressive_cmyk_jpeg_is_read(opened):
    data = encoded(Image.new("CMYK", (30, 20), (0, 255, 255, 0)), "JPEG", progressive=True)

    red = opened(data).images[0][10, 15]

    assert red[0] > 200
    assert red[1] < 60


@pytest.mark.parametrize(
    ("picture", "colour"),
    [
        (Image.new("L", (8, 6), 77), (77, 77, 77)),
        (Image.new("1", (8, 6), 1), (255, 255, 255)),
        (Image.new("RGBA", (8, 6), (200, 0, 0, 0)), (255, 255, 255)),
        (Image.new("RGBA", (8, 6), (200, 0, 0, 255)), (200, 0, 0)),
        (Image.new("LA", (8, 6), (0, 0)), (255, 255, 255)),
        (Image.fromarray(np.full((6, 8), 0x4D00, dtype=np.uint16)), (77, 77, 77)),
        (Image.new("RGB", (8, 6), (3, 60, 9)).quantize(), (3, 60, 9)),
    ],
    ids=["grey", "bilevel", "transparent", "opaque", "transparent grey", "16 bit", "palette"],
)
def test_every_mode_becomes_what_would_stand_on_paper(opened, picture, colour):
    image = opened(encoded(picture, "PNG")).images[0]

    assert np.array_equal(np.unique(image.reshape(-1, 3), axis=0), [colour])


def test_a_colour_profile_does_not_disturb(opened):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    assert np.array_equal(opened(encoded(pattern(), "PNG", icc_profile=profile)).images[0], pattern())


STORED = {
    1: lambda upright: upright,
    2: np.fliplr,
    3: lambda upright: np.rot90(upright, 2),
    4: np.flipud,
    5: lambda upright: upright.transpose(1, 0, 2),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: np.rot90(upright, 2).transpose(1, 0, 2),
    8: lambda upright: np.rot90(upright, 3),
}
"""EXIF orientation -> how an upright picture is stored under it (EXIF 2.32, 4.6.4.A)."""


@pytest.mark.parametrize("orientation", STORED)
def test_a_camera_s_orientation_is_applied(opened, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = np.ascontiguousarray(STORED[orientation](pattern()))

    result = opened(encoded(stored, "PNG", exif=exif))

    assert np.array_equal(result.images[0], pattern())


def test_frames_of_a_tiff_are_pages(opened):
    pages = [Image.fromarray(pattern()), Image.new("L", (20, 30), 50), Image.new("1", (10, 10), 0)]
    result = opened(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(300, 300)))

    assert [image.shape[:2] for image in result.images] == [(40, 60), (30, 20), (10, 10)]
    assert np.array_equal(result.images[0], pattern())
    assert [page.number for page in result.document.pages] == [1, 2, 3]


def test_a_large_photo_is_reduced_to_the_scale_of_a_scan(opened):
    result = opened(encoded(pattern(4800, 3200), "JPEG", quality=90, dpi=(400, 400)))

    page = result.document.pages[0]
    assert (page.width_px, page.height_px) == (PICTURE_LONG_SIDE_PX, 1600)
    assert page.dpi == pytest.approx(200)
    assert np.abs(result.images[0][100, 100].astype(int) - (255, 0, 0)).max() < 8


@pytest.mark.parametrize("factor", [1, 4])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "I", "F"])
def test_a_picture_becomes_rgb_band_by_band_as_it_would_at_once(monkeypatch, mode, factor):
    noise = np.random.default_rng(3).integers(0, 255, (161, 203, 4), dtype=np.uint8)
    picture = Image.fromarray(noise).convert(mode) if mode != "P" else Image.fromarray(noise[:, :, :3]).quantize()
    at_once = to_rgb(picture, factor)
    monkeypatch.setattr(flatten, "_BAND_PIXELS", 2_000)

    in_bands = to_rgb(picture, factor)

    assert np.array_equal(np.asarray(in_bands), np.asarray(at_once))


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "size"), [("RGBA", (4960, 7016)), ("LA", (4960, 7016))])
def test_large_pictures_with_transparency_fit_into_the_child(tmp_path, mode, size):
    """4,960 x 7,016 is A4 at 600 dpi."""
    path = tmp_path / "scan.png"
    stripes = Image.fromarray(np.random.default_rng(4).integers(0, 255, (40, 30), dtype=np.uint8)).resize(size, 0)
    picture = stripes.convert(mode)
    picture.putalpha(stripes)
    picture.save(path, compress_level=1)

    result = open_document(path, filename="scan.png")

    assert max(result.document.pages[0].width_px, result.document.pages[0].height_px) == PICTURE_LONG_SIDE_PX


@pytest.mark.parametrize(
    ("size", "dpi", "expected"),
    [
        ((1654, 2339), (200, 200), 200.0),
        ((1654, 2339), (72, 72), None),
        ((2400, 1800), (96, 96), None),
        ((1654, 2339), (200, 100), None),
        ((1654, 2339), (2, 2), None),
        ((2400, 1800), (60, 60), None),
        ((1654, 2339), None, None),
    ],
)
def test_a_resolution_is_believed_only_where_it_can_be_true(opened, size, dpi, expected):
    options = {} if dpi is None else {"dpi": dpi}

    found = opened(encoded(Image.new("L", size, 255), "JPEG", **options)).document.pages[0].dpi

    assert found == (expected if expected is None else pytest.approx(expected, abs=0.5))


def test_texts_beside_the_pixels_of_a_picture(opened):
    exif = Image.Exif()
    exif[0x010E] = "照片说明".encode()
    exif[0x013B] = "拍摄者".encode("gb18030")
    exif[0x9C9D] = "作者甲".encode("utf-16-le")
    jpeg = opened(encoded(pattern(), "JPEG", exif=exif, comment="comment \x07here"))
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "作者乙", zip=True)
    png = opened(encoded(pattern(), "PNG", pnginfo=notes))

    assert sorted(texts(jpeg, SurfaceKind.EXIF)) == sorted(["照片说明", "拍摄者", "作者甲"])
    assert texts(jpeg, SurfaceKind.METADATA) == ["comment here"]
    assert texts(png, SurfaceKind.METADATA) == ["作者乙"]


def test_pages_of_a_pdf_are_rendered_at_200_dpi(opened):
    # A red square of one inch at the top left of A4.
    result = opened(pdf(2, content=b"1 0 0 rg 0 770 72 72 re f "), "材料.pdf")

    assert result.document.media_type == "application/pdf"
    for page, image in zip(result.document.pages, result.images, strict=True):
        assert (page.width_px, page.height_px) == (1653, 2339)
        assert page.dpi == pytest.approx(200)
        assert image[100, 100].tolist() == [255, 0, 0]
        assert image[210, 210].tolist() == [255, 255, 255]


@pytest.mark.parametrize(
    ("rotate", "corner"), [(0, (0.168, 0.168)), (90, (0.832, 0.168)), (180, (0.832, 0.832)), (270, (0.168, 0.832))]
)
def test_the_text_layer_lies_where_it_is_displayed(opened, rotate, corner):
    result = opened(pdf(text="Verifier 42", info={"Author": "Somebody"}, Rotate=rotate))
    (line,) = [surface for surface in result.surfaces if surface.kind is SurfaceKind.TEXT_LAYER]
    height, width = result.images[0].shape[:2]
    left, top, right, bottom = line.box.to_pixels(width, height)
    dark = np.argwhere(result.images[0].min(axis=2) < 128)

    assert line.text == "Verifier 42"
    assert line.page == 1
    assert (dark.min(axis=0) >= (top - 3, left - 3)).all()
    assert (dark.max(axis=0) <= (bottom + 3, right + 3)).all()
    assert texts(result, SurfaceKind.METADATA)[0] == "Somebody"
    assert (line.box.centre[0] < 0.5) is (corner[0] < 0.5)
    assert (line.box.centre[1] < 0.5) is (corner[1] < 0.5)


def test_text_off_the_page_has_no_box(opened):
    result = opened(pdf(content=b"BT /F1 24 Tf -900 -700 Td (hidden off the sheet) Tj ET"))

    assert [(s.text, s.box) for s in result.surfaces if s.kind is SurfaceKind.TEXT_LAYER] == [
        ("hidden off the sheet", None)
    ]


def test_a_page_that_claims_to_be_a_wall_is_rendered_smaller_and_without_a_scale(opened):
    page = opened(pdf(size=(5000, 7000), content=b"1 0 0 rg 0 0 2500 7000 re f ")).document.pages[0]

    assert page.width_px * page.height_px < 8_600_000
    assert page.dpi is None


def test_a_pdf_whose_user_password_is_empty_is_opened(opened):
    import pikepdf

    locked = pdf(text="print only", encryption=pikepdf.Encryption(owner="secret", user=""))

    assert texts(opened(locked), SurfaceKind.TEXT_LAYER) == ["print only"]


def test_pictures_may_be_written_into_without_touching_each_other(opened):
    first, second = opened(pdf(2)).images

    first[:] = 0

    assert second.min() == 255


def test_nothing_stays_in_the_temporary_folder(opened, tmp_path, monkeypatch):
    import tempfile

    place = tmp_path / "scratch"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))

    images = opened(pdf()).images

    assert list(place.iterdir()) == []
    assert images[0].min() == 255
