"""目录清单: which materials the applicant says are there, and on which pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.geometry import Box
from models.observation import FieldValue
from verifier.certificates.folding import fold
from verifier.certificates.kinds.shared import NAME, UNIT
from verifier.certificates.normalisers import count, level, phone, tight_text
from verifier.certificates.spec import DocumentSpec, Field, Find, Material

_HEADS: Final = ("材料名称", "名称", "材料目录", "内容")
_PAGE_HEADS: Final = ("页码", "页次")
_ROW: Final = re.compile(r"^(?P<number>\d{1,2})[.、:]\s*(?P<name>[^\t\n.]{2,60}?)[\s.·…-]*(?P<page>\d{1,4})?$")


def _materials(material: Material) -> Iterator[FieldValue]:
    """材料[n] and 页码[n], from a table or from numbered rows with leaders."""
    if any(fold(cell.text) in _HEADS for table in material.tables for cell in table.cells):
        yield from _in_tables(material)
    else:
        yield from _in_rows(material)


def _in_tables(material: Material) -> Iterator[FieldValue]:
    number = 0
    for table in material.tables:
        heads = {fold(cell.text): cell for cell in table.cells if fold(cell.text) in (*_HEADS, *_PAGE_HEADS)}
        names = next((heads[head] for head in _HEADS if head in heads), None)
        pages = next((heads[head] for head in _PAGE_HEADS if head in heads), None)
        if names is None:
            continue
        for cell in sorted(table.cells, key=lambda cell: cell.row):
            if cell.column != names.column or cell.row <= names.row or not cell.text.strip():
                continue
            number += 1
            yield FieldValue(f"材料[{number}]", cell.text, fold(cell.text), cell.box, table.page, None)
            at = next((c for c in table.cells if pages and c.column == pages.column and c.row == cell.row), None)
            if at is not None and at.text.strip():
                yield FieldValue(f"页码[{number}]", at.text, fold(at.text), at.box, table.page, None)


def _in_rows(material: Material) -> Iterator[FieldValue]:
    start = 0
    for row in material.stream.text.split("\n"):
        match = _ROW.match(row.replace("\t", " ").strip())
        place = material.stream.place(start, start + len(row))
        start += len(row) + 1
        if match and place:
            number = match["number"]
            yield FieldValue(f"材料[{number}]", place.raw, fold(match["name"]), place.box, place.page, place.confidence)
            if match["page"]:
                yield FieldValue(
                    f"页码[{number}]", match["page"], match["page"], place.box, place.page, place.confidence
                )


def _number(material: Material) -> Find | None:
    listed = [field for field in _materials(material) if field.name.startswith("材料")]
    if not listed:
        return None
    text = str(len(listed))
    return Find(text, text, listed[0].page, Box.around(field.box for field in listed if field.box), None)


CATALOG = DocumentSpec(
    type="catalog",
    fields=(
        Field("材料数", count, finder=_number),
        Field(NAME.name, NAME.normalise, labels=("姓名",), optional=True),
        Field(UNIT.name, UNIT.normalise, labels=("单位", "工作单位"), optional=True),
        # 材料袋封面: the cover of an envelope tells what is applied for.
        Field("申报系列", tight_text, optional=True),
        Field("申报专业", tight_text, optional=True),
        Field("申报级别", level, optional=True),
        Field("申报资格", tight_text, optional=True),
        Field("联系电话", phone, optional=True),
    ),
    listing=_materials,
)
