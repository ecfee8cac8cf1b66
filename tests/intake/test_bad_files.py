"""Files that are refused, each with its own reason."""

import io

import numpy as np
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from models.errors import (
    BrokenFile,
    DecoderTimeout,
    EmptyFile,
    EncryptedFile,
    ExtensionMismatch,
    InputRefused,
    NoPages,
    PageTooLarge,
    TooManyPages,
    TruncatedFile,
    UnsafeFilename,
    UnsupportedType,
)
from tests.intake.files import encoded, pattern, pdf, pdf_without_pages, png_declaring, tiff_in_a_circle
from tests.intake.here import use_here
from verifier.intake.limits import MAX_PDF_PAGES, MAX_TIFF_FRAMES
from verifier.intake.opening import open_document


@pytest.fixture
def here(monkeypatch):
    use_here(monkeypatch)


def open_bytes(folder, data, filename="材料"):
    path = folder / "stored"
    path.write_bytes(data)
    return open_document(path, filename=filename)


def noise(width=300, height=200):
    return np.random.default_rng(5).integers(0, 255, (height, width, 3), dtype=np.uint8)


def cut(data, part=0.6):
    return data[: int(len(data) * part)]


def animation():
    frames = [Image.fromarray(pattern()), Image.fromarray(pattern()[::-1])]
    file = io.BytesIO()
    frames[0].save(file, format="PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


REFUSED = {
    "empty": (lambda: b"", EmptyFile),
    "jpeg cut": (lambda: cut(encoded(noise(), "JPEG")), TruncatedFile),
    "jpeg cut in its header": (lambda: encoded(noise(), "JPEG")[:30], TruncatedFile),
    "progressive jpeg cut": (lambda: cut(encoded(noise(), "JPEG", progressive=True)), TruncatedFile),
    "jpeg cut behind its thumbnail": (
        lambda: cut(encoded(noise(), "JPEG", comment=b"\xff\xd9")),
        TruncatedFile,
    ),
    "png cut": (lambda: cut(encoded(noise(), "PNG")), TruncatedFile),
    "png without its end": (lambda: encoded(noise(), "PNG")[:-12], TruncatedFile),
    "png of a broken stream": (
        lambda: encoded(noise(), "PNG").replace(b"IDAT", b"IDAT\xff", 1),
        BrokenFile,
    ),
    "webp cut": (lambda: cut(encoded(noise(), "WEBP", lossless=True)), TruncatedFile),
    "bmp cut": (lambda: cut(encoded(noise(), "BMP")), TruncatedFile),
    "tiff cut": (lambda: cut(encoded(noise(), "TIFF")), TruncatedFile),
    "heic of nothing": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, BrokenFile),
    "pdf cut": (lambda: cut(pdf(5, text="page", content=b" " * 3000)), TruncatedFile),
    "pdf of a header": (lambda: b"%PDF-1.7\n", TruncatedFile),
    "pdf of rubbish with an end": (lambda: b"%PDF-1.7\n" + b"rubbish " * 100 + b"\n%%EOF\n", BrokenFile),
    "pdf with a password": (
        lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="geheim")),
        EncryptedFile,
    ),
    "pdf without pages": (pdf_without_pages, NoPages),
    "pdf of too many pages": (lambda: pdf(MAX_PDF_PAGES + 1), TooManyPages),
    "pdf page too large": (lambda: pdf(size=(14_401, 100)), PageTooLarge),
    "pdf page too small": (lambda: pdf(size=(1, 842)), BrokenFile),
    "tiff of too many frames": (
        lambda: encoded(
            Image.new("1", (1, 1)), "TIFF", save_all=True, append_images=[Image.new("1", (1, 1))] * MAX_TIFF_FRAMES
        ),
        TooManyPages,
    ),
    "picture of 225 megapixels": (lambda: png_declaring(15_000, 15_000), PageTooLarge),
    "picture of 4 gigapixels": (lambda: png_declaring(65_535, 65_535), PageTooLarge),
    "picture of 1 x 65535": (lambda: png_declaring(1, 65_535), BrokenFile),
    "picture of 0 x 0": (lambda: png_declaring(0, 0), BrokenFile),
    "animation": (animation, UnsupportedType),
    "gif": (lambda: encoded(pattern(), "GIF"), UnsupportedType),
    "eps": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", UnsupportedType),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_its_own_reason(name, tmp_path, here):
    make, kind = REFUSED[name]

    with pytest.raises(kind) as raised:
        open_bytes(tmp_path, make())

    assert raised.value.detail


def test_names_and_endings_are_checked_before_anything_is_opened(tmp_path):
    with pytest.raises(UnsafeFilename):
        open_bytes(tmp_path, pdf(), "../../etc/passwd.pdf")
    with pytest.raises(ExtensionMismatch):
        open_bytes(tmp_path, pdf(), "证书.jpg")


def test_a_page_count_that_lies_is_refused_or_not_believed(tmp_path):
    """Two parsers must agree on the number of pages, or nobody knows which document was checked."""
    data = pdf(1, text="only page").replace(b"/Count 1", b"/Count 9")

    try:
        opened = open_bytes(tmp_path, data)
    except BrokenFile:
        return
    assert len(opened.images) == 1


def test_jpeg_of_150_megapixels_is_decoded_small(tmp_path, here):
    data = encoded(Image.new("L", (12_000, 12_000), 200), "JPEG", quality=30)

    assert open_bytes(tmp_path, data).images[0].shape == (2400, 2400, 3)


def test_a_picture_with_a_film_behind_it_is_read(tmp_path):
    data = encoded(pattern(), "JPEG") + b"\0\0\0\x18ftypmp42" + b"\1" * 5000

    assert len(open_bytes(tmp_path, data).images) == 1


def test_pages_nested_in_each_other_end(tmp_path):
    document = pikepdf.open(io.BytesIO(pdf(1)))
    document.Root.Pages.Kids.append(document.Root.Pages)
    file = io.BytesIO()
    document.save(file)

    with pytest.raises(InputRefused):
        open_bytes(tmp_path, file.getvalue())


def test_a_tiff_whose_directory_names_itself_ends(tmp_path):
    assert_refused_or_sane(tmp_path, tiff_in_a_circle())


def test_a_form_that_draws_itself_ends(tmp_path):
    document = pikepdf.open(io.BytesIO(pdf(1)))
    form = document.make_stream(b"/X Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
    page = document.pages[0]
    page.Resources.XObject = pikepdf.Dictionary(X=form)
    page.Contents = document.make_stream(b"/X Do")
    file = io.BytesIO()
    document.save(file)

    assert_refused_or_sane(tmp_path, file.getvalue())


@pytest.mark.slow
def test_a_stream_that_unpacks_to_gigabytes_is_ended(tmp_path):
    import zlib

    document = pikepdf.open(io.BytesIO(pdf(1)))
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m " * 200_000) for _ in range(1400)) + packer.flush()
    stream = pikepdf.Stream(document, packed)
    stream.Filter = pikepdf.Name.FlateDecode
    document.pages[0].Contents = document.make_indirect(stream)
    file = io.BytesIO()
    document.save(file)

    try:
        open_bytes(tmp_path, file.getvalue())
    except (DecoderTimeout, BrokenFile):
        return


SEEDS = [
    pdf(2, text="seed", info={"Title": "t"}),
    encoded(pattern(), "PNG"),
    encoded(pattern(), "JPEG"),
    encoded(pattern(), "TIFF"),
]


def assert_refused_or_sane(folder, data):
    try:
        opened = open_bytes(folder, data)
    except InputRefused:
        return
    assert 1 <= len(opened.images) == len(opened.document.pages) <= MAX_PDF_PAGES
    for page, image in zip(opened.document.pages, opened.images, strict=True):
        assert image.shape == (page.height_px, page.width_px, 3)


few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(data=st.data())
def test_mutated_files_are_refused_or_sane(tmp_path, data):
    seed = data.draw(st.sampled_from(SEEDS))
    mutated = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 12))):
        mutated[data.draw(st.integers(4, len(seed) - 1))] = data.draw(st.integers(0, 255))

    assert_refused_or_sane(tmp_path, bytes(mutated))


@few
@given(
    start=st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0", b"BM"]),
    rest=st.binary(max_size=300),
)
def test_random_bytes_are_refused(tmp_path, start, rest):
    with pytest.raises(InputRefused):
        open_bytes(tmp_path, start + rest)
