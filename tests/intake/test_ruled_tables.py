"""Tables that a PDF draws with vector lines."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from models.document import Line
from models.geometry import Box
from models.observation import Cell, Table
from tests.intake.here import use_here
from verifier.certificates.drawn_tables import fill_tables
from verifier.intake import ruled_tables
from verifier.intake.opening import open_document


@pytest.fixture
def tables(tmp_path, monkeypatch):
    use_here(monkeypatch)

    def of(draw, *, text="twenty characters and more", **options):
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(600, 800), **options)
        canvas.drawString(60, 700, text)
        draw(canvas)
        canvas.save()
        path = tmp_path / "page.pdf"
        path.write_bytes(stream.getvalue())
        return open_document(path, filename="page.pdf").tables

    return of


def grid(canvas):
    canvas.grid([60, 180, 300, 420], [600, 560, 520])


def test_cells_have_rows_columns_and_boxes(tables):
    (table,) = tables(grid)

    assert [(cell.row, cell.column) for cell in table.cells] == [
        (row, column) for row in (0, 1) for column in (0, 1, 2)
    ]
    assert list(table.cells[1].box) == pytest.approx([0.3, 0.25, 0.5, 0.3], abs=1e-3)
    assert list(table.box) == pytest.approx([0.1, 0.25, 0.7, 0.35], abs=1e-3)
    assert {cell.text for cell in table.cells} == {""}


def test_a_merged_cell_spans(tables):
    def draw(canvas):
        canvas.grid([60, 180, 300], [560, 520])
        canvas.rect(60, 560, 240, 40)
        canvas.line(60, 520, 60, 600)
        canvas.rect(60, 480, 240, 40)
        canvas.line(180, 480, 180, 520)

    (table,) = tables(draw)

    assert (table.cells[0].row, table.cells[0].column, table.cells[0].column_span) == (0, 0, 2)
    assert [cell.column_span for cell in table.cells[1:]] == [1] * 4


@pytest.mark.parametrize("draw", [lambda canvas: canvas.rect(50, 50, 500, 700), lambda canvas: None])
def test_a_frame_is_no_table(tables, draw):
    assert tables(draw) == ()


def test_a_page_without_text_is_a_scan(tables):
    assert tables(grid, text="x") == ()


def test_after_a_slow_page_the_rest_goes_without(tables, monkeypatch):
    monkeypatch.setattr(ruled_tables, "TABLE_SECONDS_PER_PAGE", 0.0)

    def two_pages(canvas):
        grid(canvas)
        canvas.showPage()
        canvas.drawString(60, 700, "twenty characters and more")
        grid(canvas)

    assert [table.page for table in tables(two_pages)] == [1]


def box(left, top, right, bottom):
    return Box(left, top, right, bottom)


def test_drawn_tables_are_filled_and_preferred():
    cells = tuple(
        Cell(row, column, box(0.1 + 0.2 * column, 0.1 + 0.1 * row, 0.3 + 0.2 * column, 0.2 + 0.1 * row), "from a layer")
        for row in (0, 1)
        for column in (0, 1)
    )
    drawn = Table(1, box(0.1, 0.1, 0.5, 0.3), cells)
    empty = Table(1, box(0.6, 0.1, 0.9, 0.3), (Cell(0, 0, box(0.6, 0.1, 0.9, 0.3), "from a layer"),))
    same = Table(1, box(0.1, 0.1, 0.5, 0.2), ())
    other = Table(1, box(0.1, 0.5, 0.5, 0.9), ())
    lines = [Line("姓名", box(0.15, 0.13, 0.25, 0.17)), Line("王晓明", box(0.35, 0.13, 0.45, 0.17))]

    found = fill_tables([drawn, empty], [other, same], lines)

    assert [table.box for table in found] == [drawn.box, other.box]
    assert [cell.text for cell in found[0].cells] == ["姓名", "王晓明", "", ""]
