"""The text layer against the pixels: pages are real PDFs rendered by PDFium, readings of them are prepared."""

import io

import numpy as np
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from models.document import Line, TextSource, Word
from models.geometry import Box
from models.observation import SurfaceKind
from tests.intake.here import use_here
from tests.synthesis.fonts import FONTS
from verifier.intake.opening import open_document
from verifier.reading.canned import CannedEngine
from verifier.reading.text_layer import settle

WIDTH, HEIGHT, SIZE = 595, 842, 20
PROSE = ("本公司董事会及全体董事保证公告内容", "不存在任何虚假记载误导性陈述遗漏")


@pytest.fixture
def opened(tmp_path, monkeypatch):
    use_here(monkeypatch)
    pdfmetrics.registerFont(TTFont("song", FONTS / "song.ttf"))

    def draw(*steps):
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT))
        for number, text in enumerate(PROSE):
            put(canvas, text, 80, 700 - 40 * number)
        for step in steps:
            step(canvas)
        canvas.save()
        path = tmp_path / "page.pdf"
        path.write_bytes(stream.getvalue())
        return open_document(path, filename="page.pdf")

    return draw


def put(canvas, text, x, y, *, size=SIZE, mode=0, grey=0.0):
    canvas.setFillGray(grey)
    words = canvas.beginText(x, y)
    words.setFont("song", size)
    words.setTextRenderMode(mode)
    words.textOut(text)
    canvas.drawText(words)


def read(text, x, y, *, size=SIZE, length=None):
    """A reading of `text` set at (x, y); `length` in characters where the reader dropped or doubled some."""
    advance = size * (length or len(text)) / len(text)
    top, bottom = 1 - (y + 0.9 * size) / HEIGHT, 1 - (y - 0.15 * size) / HEIGHT

    def box(first, last):
        return Box.clamped((x + first * advance) / WIDTH, top, (x + last * advance) / WIDTH, bottom)

    words = tuple(Word(character, box(index, index + 1), 0.99) for index, character in enumerate(text))
    return Line(text, box(0, len(text)), 0.99, words)


READ_PROSE = [read(text, 80, 700 - 40 * number) for number, text in enumerate(PROSE)]


def settled(opened, *lines, again=()):
    (image,), (layer,) = opened.images, opened.layers
    return settle([*READ_PROSE, *lines], layer, image, CannedEngine(strips=again), page=1)


def texts(surfaces):
    return [surface.text for surface in surfaces]


def test_text_that_is_read_alike_is_the_layers_and_has_its_boxes(opened):
    page = opened(lambda canvas: put(canvas, "评审 委员会", 80, 500))

    found = settled(page, read("評審委員會", 80, 500, length=5.5))

    assert found.source is TextSource.TEXT_LAYER
    assert [line.text for line in found.lines] == [*PROSE, "评审 委员会"]
    assert {word.confidence for line in found.lines for word in line.words} == {1.0}
    ink = np.argwhere(page.images[0][870:970].min(axis=2) < 128)
    boxes = [word.box for word in found.lines[2].words]
    assert min(box.left for box in boxes) * page.images[0].shape[1] == pytest.approx(ink[:, 1].min(), abs=3)
    assert max(box.right for box in boxes) * page.images[0].shape[1] == pytest.approx(ink[:, 1].max(), abs=3)
    assert not found.surfaces


@pytest.mark.parametrize(
    ("printed", "misread"),
    [
        ("二〇〇八年七月", "二八年七月"),  # the reader drops 〇
        ("二〇二四年七月", "二〇〇二四年七月"),  # ... or doubles it
        ("编号0123", "编号O123"),
        ("第一条——总则", "第一条一一总则"),
    ],
)
def test_known_misreadings_are_mended(opened, printed, misread):
    found = settled(opened(lambda canvas: put(canvas, printed, 80, 500)), read(misread, 80, 500, length=len(printed)))

    assert [line.text for line in found.lines][2] == printed
    assert found.source is TextSource.TEXT_LAYER
    assert not found.surfaces


def test_a_second_reading_may_side_with_the_layer(opened):
    found = settled(
        opened(lambda canvas: put(canvas, "承诺人王晓明", 80, 500)),
        read("承诺人王晓朋", 80, 500),
        again=["承诺人王晓明"],
    )

    assert found.lines[2].text == "承诺人王晓明"
    assert not found.surfaces


@pytest.mark.parametrize(
    ("shown", "said"), [("承诺人李志强", "承诺人王晓明"), ("工资8000元", "工资3000元"), ("得分1118", "得分1113")]
)
def test_where_the_layer_says_another_thing_the_pixels_win(opened, shown, said):
    page = opened(lambda canvas: put(canvas, said, 80, 500))

    found = settled(page, read(shown, 80, 500), again=[shown])

    assert found.lines[2].text == shown
    assert found.source is TextSource.PIXELS
    assert texts(found.differing) == [said]
    assert found.differing[0].kind is SurfaceKind.TEXT_LAYER
    assert found.differing[0].box.intersection(found.lines[2].box)
    assert not found.hidden


def cover(canvas):
    canvas.setFillGray(0)
    canvas.rect(75, 490, 200, 40, 0, 1)


HIDING = {
    "white": [lambda canvas: put(canvas, "张三丰教授", 80, 500, grey=1)],
    "invisible": [lambda canvas: put(canvas, "张三丰教授", 80, 500, mode=3)],
    "covered": [lambda canvas: put(canvas, "张三丰教授", 80, 500), cover],
    "off the page": [lambda canvas: put(canvas, "张三丰教授", -900, 500)],
    "tiny": [lambda canvas: put(canvas, "张三丰教授", 80, 500, size=1)],
    "nearly white": [lambda canvas: put(canvas, "张三丰教授", 80, 500, grey=0.97)],
}


@pytest.mark.parametrize("how", HIDING)
def test_text_that_leaves_no_mark_is_hidden_text(opened, how):
    found = settled(opened(*HIDING[how]))

    assert [(one.kind, one.text, one.page) for one in found.hidden] == [(SurfaceKind.HIDDEN_TEXT, "张三丰教授", 1)]
    assert (found.hidden[0].box is None) is (how == "off the page")
    assert not found.differing
    assert [line.text for line in found.lines] == list(PROSE)


def test_a_name_hidden_in_a_line_that_is_seen(opened):
    page = opened(
        lambda canvas: put(canvas, "申报人：张三丰", 80, 500), lambda canvas: canvas.rect(159, 490, 100, 40, 0, 1)
    )

    found = settled(page, read("申报人：", 80, 500))

    assert found.lines[2].text == "申报人："
    assert "张三丰" in texts(found.hidden)
    assert "申报人：张三丰" in texts(found.surfaces)  # half a name seen and half hidden is found here


def scan(text):
    """A step that draws `text` as a picture, as a scanner does."""

    def step(canvas):
        from PIL import Image, ImageDraw, ImageFont

        picture = Image.new("L", (WIDTH * 3, HEIGHT * 3), 255)
        font = ImageFont.truetype(str(FONTS / "song.ttf"), SIZE * 3)
        for number, line in enumerate((*PROSE, text)):
            y = (700 - 40 * number) if number < len(PROSE) else 500
            ImageDraw.Draw(picture).text((240, (HEIGHT - y) * 3), line, font=font, fill=0, anchor="ls")
        canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)

    return step


def test_a_scans_layer_made_by_another_reader_never_overrides_the_pixels(opened):
    page = opened(
        scan("承诺人李志强"),
        *(
            lambda canvas, number=number, text=text: put(canvas, text, 80, 700 - 40 * number, mode=3)
            for number, text in enumerate(PROSE)
        ),
        lambda canvas: put(canvas, "承诺人李志张", 80, 500, mode=3),
    )

    found = settled(page, read("承诺人李志强", 80, 500), again=["承诺人李志张"] * 9)

    assert found.lines[2].text == "承诺人李志强"
    assert found.source is TextSource.PIXELS
    assert texts(found.differing) == ["承诺人李志张"]


def test_two_texts_on_one_ink_are_not_both_believed(opened):
    page = opened(
        lambda canvas: put(canvas, "李志强", 80, 500), lambda canvas: put(canvas, "王", 80, 500), cover_nothing
    )

    found = settled(page, read("李志强", 80, 500))

    assert found.lines[2].text == "李志强"
    assert "王" in "".join(texts(found.differing))


def cover_nothing(canvas):
    canvas.rect(10, 10, 5, 5, 0, 1)


def test_text_set_twice_to_look_bold_is_read_once(opened):
    page = opened(
        lambda canvas: put(canvas, "任职资格人人皆知", 80, 500),
        lambda canvas: put(canvas, "任职资格人人皆知", 81.5, 500),
    )

    found = settled(page, read("任职资格人人皆知", 80, 500))

    assert found.lines[2].text == "任职资格人人皆知"
    assert found.source is TextSource.TEXT_LAYER
    assert not found.surfaces


def test_a_line_that_the_reader_missed_needs_a_second_look(opened):
    page = opened(lambda canvas: put(canvas, "附件目录", 80, 500))

    assert [line.text for line in settled(page, again=["附件目录"]).lines] == [*PROSE, "附件目录"]
    missed = settled(page, again=["另一些字"])
    assert [line.text for line in missed.lines] == list(PROSE)
    assert texts(missed.differing) == ["附件目录"]


def test_a_garbled_layer_changes_nothing(opened):
    garbled = [read("完全不同的另外一些文字内容在这里头", 80, 700), read("页面上写着的是别样的话语全不相干", 80, 660)]
    page = opened()

    found = settle(garbled, page.layers[0], page.images[0], CannedEngine(strips=PROSE * 9), page=1)

    assert found.lines == tuple(garbled)
    assert found.source is TextSource.PIXELS
    assert texts(found.differing) == list(PROSE)


def test_what_only_the_pixels_show_stays(opened):
    found = settled(opened(), read("手写的批注", 80, 300))

    assert found.lines[2].text == "手写的批注"
    assert found.source is TextSource.PIXELS


def test_a_page_without_a_layer_is_as_read():
    image = np.full((100, 100, 3), 255, np.uint8)

    found = settle(READ_PROSE, (), image, CannedEngine(), page=1)

    assert found.lines == tuple(READ_PROSE)
    assert found.source is TextSource.PIXELS
