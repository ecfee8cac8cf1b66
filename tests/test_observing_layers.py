"""The recipe with a text layer: what a page shows is in its lines, what it hides is on surfaces of its own."""

import io

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from models.document import TextSource
from models.observation import SurfaceKind
from tests.synthesis.fonts import FONTS
from verifier.intake.opening import open_document
from verifier.masking.names import find_names
from verifier.masking.subject import Subject
from verifier.observing import observe
from verifier.reading.engines import create_engine

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine():
    return create_engine()


def opened(tmp_path, draw):
    pdfmetrics.registerFont(TTFont("song", FONTS / "song.ttf"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.setFont("song", 14)
    for number in range(4):
        canvas.drawString(70, 760 - 30 * number, "本单位对申报材料逐项审核并于二〇〇八年七月公示无异议")
    draw(canvas)
    canvas.save()
    path = tmp_path / "page.pdf"
    path.write_bytes(stream.getvalue())
    return open_document(path, filename="page.pdf")


def test_a_page_that_shows_its_layer_is_spelled_by_it(tmp_path, engine):
    def draw(canvas):
        canvas.grid([70, 200, 330, 460], [560, 530, 500])
        for column, text in enumerate(("姓名", "职称", "年度")):
            canvas.drawString(75 + 130 * column, 540, text)
        canvas.drawString(75, 510, "王晓明")

    seen = observe(opened(tmp_path, draw), engine)

    assert seen.pages[0].text_source is TextSource.TEXT_LAYER
    assert seen.pages[0].text.count("二〇〇八年七月") == 4
    assert [[cell.text for cell in table.cells] for table in seen.tables] == [
        ["姓名", "职称", "年度", "王晓明", "", ""]
    ]
    assert not [surface for surface in seen.surfaces if surface.kind is not SurfaceKind.METADATA]


def test_a_name_under_a_black_box_is_found_on_the_surface_that_hides_it(tmp_path, engine):
    def draw(canvas):
        canvas.drawString(70, 560, "申报人：王晓明")
        canvas.rect(124, 552, 60, 24, 0, 1)

    seen = observe(opened(tmp_path, draw), engine)
    hits = find_names("page.pdf", seen, Subject("王晓明"))

    assert "王晓明" not in seen.pages[0].text
    assert {SurfaceKind.HIDDEN_TEXT} <= {hit.surface for hit in hits}
