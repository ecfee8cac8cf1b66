"""Workbooks for tests: .xlsx by XlsxWriter, .ods and .xls by hand."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from verifier.intake.decode_workbook import decode_workbook
from verifier.intake.spool import Answer
from verifier.intake.workbook import workbook_of
from verifier.rosters.reading import roster_of
from verifier.rosters.roster import Roster

Row = Sequence[object]
NUMBER = "652899198607225984"
"""An ID number as a number cell shows it: the last three digits are noise."""


def xlsx(
    path: Path,
    *sheets: Sequence[Row],
    merged: Sequence[tuple[int, int, int, int, str]] = (),
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[int] = (),
) -> Path:
    """Write sheets of rows: text, numbers, dates (as dates), `=...` formulas; None is a blank. Ranges merge sheet 0."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        date = book.add_format({"num_format": "yyyy.mm"})
        for index, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"表{index + 1}")
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(number, column, value, None, "算出来的")
                    elif isinstance(value, dt.date):
                        sheet.write_datetime(number, column, dt.datetime(value.year, value.month, value.day), date)  # noqa: DTZ001
                    elif isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write_number(number, column, value)
            if index == 0:
                for top, left, bottom, right, text in merged:
                    sheet.merge_range(top, left, bottom, right, text)
                for number in hidden_rows:
                    sheet.set_row(number, None, None, {"hidden": True})
            if index in hidden_sheets:
                sheet.hide()
    return path


def ods(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write an OpenDocument sheet of texts."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="名册">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def ole(stream: bytes, name: str) -> bytes:
    """A compound file ([MS-CFB]) of version 3 with one stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    fat = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIII4xIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, sectors, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<109I", sectors + 1, *[0xFFFFFFFF] * 108)
    assert len(header) == 512
    return header + stream + _directory(name, len(stream)) + struct.pack("<128I", *fat)


def _directory(name: str, size: int) -> bytes:
    def entry(label: str, kind: int, child: int, start: int, length: int) -> bytes:
        raw = label.encode("utf-16-le") + b"\0\0"
        none = 0xFFFFFFFF
        head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, none, none, child)
        return head + bytes(36) + struct.pack("<IQ", start, length)

    return entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 0, size) + bytes(256)


def xls(rows: Sequence[Sequence[str]], *, encrypted: bool = False) -> bytes:
    """A BIFF8 workbook ([MS-XLS]) of texts; `encrypted` has the record that announces a password."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def wide(text: str, form: str) -> bytes:
        return struct.pack(form, len(text)) + b"\1" + text.encode("utf-16-le")

    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    sheet += b"".join(
        record(0x204, struct.pack("<HHH", number, column, 0) + wide(cell, "<H"))
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    sheet += record(0xA, b"")
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    if encrypted:
        head += record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    end = record(0xA, b"")
    name = wide("名册", "<B")
    start = len(head) + 4 + 6 + len(name) + len(end)
    return ole(head + record(0x85, struct.pack("<IH", start, 0) + name) + end + sheet, "Workbook")


def read_here(path: Path) -> Roster:
    """Read a roster without starting a child: for tests of what is made of the cells."""
    lines = io.BytesIO()
    with path.open("rb") as file:
        decode_workbook(file, Answer(lines, -1))
    return roster_of(workbook_of(lines.getvalue()), path.name)


def archive_of(*names: str) -> bytes:
    """A ZIP of empty-ish files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()
