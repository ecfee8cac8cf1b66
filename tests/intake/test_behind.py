"""What no page shows is found, with its surface; and nothing is invented in files that hide nothing."""

import io
import struct

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from models.observation import SurfaceKind
from tests.intake.files import encoded, pattern, pdf
from tests.intake.here import use_here
from verifier.intake.opening import open_document

NAME = "欧阳若川"


@pytest.fixture
def opened(tmp_path, monkeypatch):
    use_here(monkeypatch)

    def open_bytes(data):
        path = tmp_path / "stored"
        path.write_bytes(data)
        return open_document(path, filename="材料")

    return open_bytes


def changed(change, **options):
    """Return a PDF of one page after `change(document)`."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        change(document)
        document.save(stream, fix_metadata_version=False, **options)
    return stream.getvalue()


def annotated(document, **entries):
    note = document.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries))
    document.pages[0].Annots = Array([note])


def rooted(document, **entries):
    for key, value in entries.items():
        document.Root[f"/{key}"] = value


def field():
    return Dictionary(FT=Name.Tx, V=NAME)


def filed(document, content):
    stream = document.make_stream(content, Type=Name.EmbeddedFile)
    document.Root.AF = Array([document.make_indirect(Dictionary(Type=Name.Filespec, F="a", EF=Dictionary(F=stream)))])


def outlined(document):
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(NAME, 0))


def marked(document):
    spelled = NAME.encode("utf-16-be").hex()
    content = f"/Span <</ActualText <feff{spelled}>>> BDC EMC".encode()
    document.pages[0].contents_add(content)


HIDING = {
    "annotation": (SurfaceKind.ANNOTATION, lambda d: annotated(d, Subtype=Name.Text, Contents=NAME)),
    "annotation author": (SurfaceKind.ANNOTATION, lambda d: annotated(d, Subtype=Name.Highlight, T=NAME)),
    "link": (SurfaceKind.LINK, lambda d: annotated(d, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=NAME))),
    "form value": (SurfaceKind.FORM_FIELD, lambda d: rooted(d, AcroForm=Dictionary(Fields=Array([field()])))),
    "bookmark": (SurfaceKind.BOOKMARK, outlined),
    "document information": (SurfaceKind.METADATA, lambda d: d.docinfo.__setitem__("/Owner", NAME)),
    "GBK bytes": (SurfaceKind.METADATA, lambda d: d.docinfo.__setitem__("/Author", String(NAME.encode("gbk")))),
    "XMP": (SurfaceKind.METADATA, lambda d: rooted(d, Metadata=xmp(d))),
    "script": (SurfaceKind.METADATA, lambda d: rooted(d, OpenAction=Dictionary(S=Name.JavaScript, JS=NAME))),
    "private data": (SurfaceKind.METADATA, lambda d: rooted(d, PieceInfo=Dictionary(App=Dictionary(P=NAME)))),
    "orphan": (SurfaceKind.METADATA, lambda d: rooted(d, Kept=d.make_stream(NAME.encode()))),
    "replacement text": (SurfaceKind.HIDDEN_TEXT, marked),
    "alternative text": (SurfaceKind.HIDDEN_TEXT, lambda d: rooted(d, Some=Dictionary(Alt=NAME))),
    "attached text": (SurfaceKind.ATTACHMENT, lambda d: filed(d, f"姓名：{NAME}".encode("gbk"))),
}


def xmp(document):
    return document.make_stream(f"<x><dc>{NAME}</dc></x>".encode(), Type=Name.Metadata, Subtype=Name.XML)


@pytest.mark.parametrize("way", HIDING)
def test_text_behind_the_pages_of_a_pdf_is_told(opened, way):
    kind, change = HIDING[way]

    surfaces = opened(changed(change)).surfaces

    assert any(surface.kind is kind and NAME in surface.text for surface in surfaces), surfaces


def test_compressed_objects_hide_nothing(opened):
    kind, change = HIDING["annotation"]
    data = changed(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    assert any(surface.kind is kind for surface in opened(data).surfaces)


def test_a_plain_pdf_hides_nothing(opened):
    result = opened(pdf())

    assert result.pictures == () and result.unsearched == ()
    assert {surface.kind for surface in result.surfaces} <= {SurfaceKind.TEXT_LAYER, SurfaceKind.METADATA}


def test_bytes_behind_the_end_are_told(opened):
    (found,) = (s for s in opened(pdf() + f"\n{NAME}".encode()).surfaces if s.kind is SurfaceKind.TRAILING_BYTES)

    assert found.text == NAME


def written(text="ZHANG WENXI", size=(400, 120)):
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((20, 40), text, fill="black", font_size=40)
    return image


def with_picture(image, after=b"", **page):
    """Return a PDF whose page shows a picture at half its size, then draws `after`."""
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(300, 200))
        shown = document.make_stream(
            image.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
        )  # fmt: skip
        document.pages[0].Resources = Dictionary(XObject=Dictionary(I=shown))
        for key, value in page.items():
            document.pages[0].obj[f"/{key}"] = value(document)
        document.pages[0].Contents = document.make_stream(b"q 200 0 0 60 50 70 cm /I Do Q " + after)
        document.save(stream)
    return stream.getvalue()


def same(image, other):
    return np.array_equal(np.asarray(image), other)


def test_a_picture_below_a_patch_is_kept_with_its_place(opened):
    image = written()

    (hidden,) = opened(with_picture(image, b"0 g 60 80 100 40 re f")).pictures

    assert hidden.kind is SurfaceKind.FRAME and same(image, hidden.image)
    assert list(hidden.box) == pytest.approx([50 / 300, 70 / 200, 250 / 300, 130 / 200], abs=0.005)


@pytest.mark.parametrize("after", [b"", b"1 0 0 RG 10 10 m 40 10 l S", b"0.95 g 5 5 20 20 re f"])
def test_a_picture_that_is_shown_is_not_kept(opened, after):
    assert opened(with_picture(written(), after)).pictures == ()


def test_a_picture_beside_the_page_is_kept(opened):
    (hidden,) = opened(with_picture(written(), b"q 200 0 0 60 400 70 cm /I Do Q")).pictures

    assert hidden.page is None


def test_a_thumbnail_is_kept(opened):
    small = written(size=(200, 90))
    thumb = lambda d: d.make_stream(  # noqa: E731
        small.tobytes(), Width=200, Height=90, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
    )

    (hidden,) = opened(with_picture(written(), Thumb=thumb)).pictures

    assert hidden.kind is SurfaceKind.THUMBNAIL and same(small, hidden.image)


def test_an_earlier_revision_is_kept_as_text_and_as_picture(opened):
    before = with_picture(written(), b"BT /F 12 Tf 10 10 Td (Zhang Wenxi) Tj ET")
    with pikepdf.open(io.BytesIO(before)) as document:
        number, _ = document.pages[0].Contents.objgen
    update = f"\n{number} 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n"
    table = f"xref\n{number} 1\n{len(before) + 1:010d} 00000 n \n"
    size = before.count(b" obj") + 1
    root = before.split(b"/Root ")[1].split(b" R")[0].decode()
    start = before.rsplit(b"startxref\n")[-1].split(b"\n")[0].decode()
    trailer = f"trailer <</Size {size}/Root {root} R/Prev {start}>>\nstartxref\n{len(before) + len(update)}\n%%EOF\n"

    result = opened(before + (update + table + trailer).encode())

    assert result.images[0].min() == 255, "the present page is empty"
    assert [picture.kind for picture in result.pictures if picture.kind is SurfaceKind.REVISION]
    assert any("Zhang" in surface.text for surface in result.surfaces if surface.kind is SurfaceKind.REVISION)


def jpeg_with(segment=b"", after=b""):
    data = encoded(pattern(), "JPEG")
    return data[:2] + segment + data[2:] + after


def segment(marker, content):
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def exif_with_thumbnail(image):
    exif = Image.Exif()
    exif[0x010E] = "scan"
    return exif.tobytes() + encoded(np.asarray(image), "JPEG")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (jpeg_with(segment(0xFE, NAME.encode("gbk"))), SurfaceKind.METADATA),
        (jpeg_with(segment(0xED, b"Photoshop 3.0\0" + NAME.encode())), SurfaceKind.METADATA),
        (jpeg_with(after=NAME.encode()), SurfaceKind.TRAILING_BYTES),
        (encoded(pattern(), "PNG") + NAME.encode(), SurfaceKind.TRAILING_BYTES),
        (encoded(pattern(), "BMP") + NAME.encode(), SurfaceKind.TRAILING_BYTES),
        (encoded(pattern(), "WEBP") + NAME.encode(), SurfaceKind.TRAILING_BYTES),
    ],
    ids=["comment", "IPTC", "behind a JPEG", "behind a PNG", "behind a BMP", "behind a WEBP"],
)
def test_text_behind_the_pixels_of_a_picture_is_told(opened, data, kind):
    assert any(surface.kind is kind and NAME in surface.text for surface in opened(data).surfaces)


def test_the_thumbnail_of_a_photo_is_kept(opened):
    small = written(size=(160, 120))

    hidden = opened(jpeg_with(segment(0xE1, exif_with_thumbnail(small)))).pictures

    assert [picture.kind for picture in hidden] == [SurfaceKind.THUMBNAIL]
    assert np.abs(hidden[0].image.astype(int) - np.asarray(small)).mean() < 8


def test_a_second_picture_behind_the_first_is_kept(opened):
    hidden = opened(jpeg_with(after=encoded(np.asarray(written()), "JPEG"))).pictures

    assert [picture.kind for picture in hidden] == [SurfaceKind.TRAILING_BYTES]


def test_colours_below_transparency_are_kept(opened):
    image = written().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 255))
    image.paste((0, 0, 0, 0), (0, 30, 10, 40))
    cleared = image.copy()
    alpha = image.getchannel("A")
    alpha.paste(0, (10, 30, 390, 100))
    cleared.putalpha(alpha)
    stream = io.BytesIO()
    cleared.save(stream, "PNG")

    (hidden,) = opened(stream.getvalue()).pictures

    assert hidden.kind is SurfaceKind.FRAME and hidden.image[40:90, 20:300].min() == 0


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "BMP", "TIFF"])
def test_a_plain_picture_hides_nothing(opened, format):
    result = opened(encoded(pattern(), format))

    assert result.pictures == () and result.unsearched == ()


def test_a_film_behind_a_photo_is_told_as_not_searched(opened):
    film = np.random.default_rng(3).integers(0, 256, 60_000, np.uint8).tobytes()

    assert opened(jpeg_with(after=film)).unsearched == (SurfaceKind.TRAILING_BYTES,)
