"""Finds the value of a field in ruled tables: right of its label's cell, below it, or behind it in the cell itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from rapidfuzz.distance import Levenshtein

from models.observation import Cell, Table
from verifier.certificates.cells import cell_confidence
from verifier.certificates.certainty import LABEL_MISREAD
from verifier.certificates.folding import fold, fold_keeping_space
from verifier.certificates.labels import compiled, spaced
from verifier.certificates.lookup import less_sure
from verifier.certificates.spec import Field, Find, Material

_HEADS_OF_LISTS = frozenset({"序号", "姓名", "排序", "名次"})


def find_in_tables(material: Material, field: Field, labels: frozenset[str]) -> Find | None:
    """Return the cell right of the field's label cell, or what follows the label inside its own cell.

    Where the next cell is a label itself, the labels are a row of heads: the value is the cell below.
    """
    return _in_tables(material, field, labels, _value_of) or _in_tables(material, field, labels, _value_below)


_Place: TypeAlias = Callable[[Table, Cell, Field, frozenset[str]], "tuple[str, Cell] | None"]


def _in_tables(material: Material, field: Field, labels: frozenset[str], place: _Place) -> Find | None:
    blank: Find | None = None
    for table in material.tables:
        for cell in table.cells:
            found = place(table, cell, field, labels)
            if found is None:
                continue
            sure = cell_confidence(material.pages, table, found[1])
            find = Find(fold_keeping_space(found[0]), found[0], table.page, found[1].box, sure)
            if found[1] is not cell and _label_in(cell.text) not in field.known_labels:
                find = less_sure(find, LABEL_MISREAD)
            if find.text:
                return find
            blank = blank or find
    return blank


def _value_of(table: Table, cell: Cell, field: Field, labels: frozenset[str]) -> tuple[str, Cell] | None:
    is_label = _labelled(cell, labels)
    has_colon = ":" in cell.text or "：" in cell.text
    for label in field.known_labels:
        inside = has_colon and compiled(rf"{spaced(label)}\s*[:：]\s*(?P<value>.+)$", re.DOTALL).match(
            cell.text.strip()
        )
        if inside:
            return inside["value"], cell
        if is_label(label):
            value = right_of(table, cell)
            return (value.text, value) if value and not _names_a_field(value, labels) else None
    return None


def _value_below(table: Table, cell: Cell, field: Field, labels: frozenset[str]) -> tuple[str, Cell] | None:
    if not any(map(_labelled(cell, labels), field.known_labels)):
        return None
    right, below = right_of(table, cell), below_of(table, cell)
    is_head = right is None or _names_a_field(right, labels)
    if below is not None and _is_list(table, cell, below):
        return None
    return (below.text, below) if is_head and below is not None and not _names_a_field(below, labels) else None


def _is_list(table: Table, head: Cell, first: Cell) -> bool:
    """Tell whether a column of a list of people goes on with another value: none of them is the document's."""
    second = below_of(table, first)
    if second is None or fold(second.text) in ("", fold(first.text)):
        return False
    return any(cell.row == head.row and fold(cell.text) in _HEADS_OF_LISTS for cell in table.cells)


def _names_a_field(cell: Cell, labels: frozenset[str]) -> bool:
    return fold(cell.text).rstrip(":") in labels


def below_of(table: Table, cell: Cell) -> Cell | None:
    """Return the cell that begins where `cell` ends, in its first column."""
    following = cell.row + cell.row_span
    return next(
        (
            other
            for other in table.cells
            if other.row == following and other.column <= cell.column < other.column + other.column_span
        ),
        None,
    )


def _label_in(text: str) -> str:
    """Return what a cell says but for a colon, a remark in brackets and the English of a bilingual form (姓名Name)."""
    text = fold(text).rstrip(":")
    return re.sub(r"(?<=[\u4e00-\u9fff])(?:\((?:[^()]*)\)|[/A-Za-z.'&]+)$", "", text).rstrip(":")


def _labelled(cell: Cell, labels: frozenset[str]) -> Callable[[str], bool]:
    """Return what tells whether the cell holds a label, one character read wrongly at the most, and no other label."""
    text, bare = _label_in(cell.text), fold(cell.text).rstrip(":")
    # The number at the foot of a seal is read among the characters below it: 6参加917人数.
    ways = () if text in labels else (text, re.sub(r"\d+", "", text))

    def is_label(label: str) -> bool:
        if text == label or (label.endswith(")") and bare == label):
            return True
        return len(label) >= 4 and any(_alike(one, label) for one in ways)

    return is_label


def _alike(text: str, label: str) -> bool:
    return Levenshtein.distance(text, label, score_cutoff=1) <= 1


def right_of(table: Table, cell: Cell) -> Cell | None:
    """Return the cell that begins where `cell` ends, in its first row."""
    following = cell.column + cell.column_span
    return next(
        (
            other
            for other in table.cells
            if other.column == following and other.row <= cell.row < other.row + other.row_span
        ),
        None,
    )
