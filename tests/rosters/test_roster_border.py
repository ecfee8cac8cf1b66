"""The border of workbooks: what hostile files become, and what a child must not make the parent believe."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import errors
from tests.rosters.books import xlsx
from verifier.intake.decode_workbook import _cell
from verifier.intake.limits import MAX_ROSTER_CELL_CHARACTERS
from verifier.intake.workbook import read_workbook, workbook_of

PEOPLE = [["姓名", "单位"], ["林墨白", "甲厂"]]
SHEET = {"name": "a", "hidden": False, "rows": [], "merged": [], "hidden_rows": [], "hidden_columns": []}


def changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A workbook one of whose parts says something else."""
    xlsx(tmp_path / "a.xlsx", PEOPLE)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as other:
        for entry in whole.namelist():
            data = whole.read(entry)
            other.writestr(entry, data.replace(old.encode(), new.encode(), 1) if entry == name else data)
    return tmp_path / "b.xlsx"


def test_entities_are_never_expanded(tmp_path: Path):
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet '
    with pytest.raises(errors.BrokenFile):
        read_workbook(changed(tmp_path, "xl/worksheets/sheet1.xml", "<worksheet ", doctype))


@pytest.mark.slow
def test_a_bomb_of_shared_strings_is_refused_before_it_unpacks(tmp_path: Path):
    xlsx(tmp_path / "a.xlsx", PEOPLE)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as whole:
        parts = {entry: whole.read(entry) for entry in whole.namelist()}
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        for name, data in parts.items():
            bomb.writestr(name, data)
        with bomb.open("xl/comments9.xml", "w") as part:
            for _ in range(257):
                part.write(bytes(1 << 20))
    with pytest.raises(errors.RosterTooLarge):
        read_workbook(tmp_path / "b.xlsx")


def test_control_and_direction_characters_do_not_pass(tmp_path: Path):
    line = {"sheets": [{**SHEET, "rows": [[0, [[0, "t", "甲\u0007乙"], [1, "t", "\u0000"]]]]}], "formulas_seen": None}
    (sheet,) = workbook_of(json.dumps(line).encode()).sheets
    assert {place: cell.text for place, cell in sheet.cells.items()} == {(0, 0): "甲乙"}


@pytest.mark.parametrize(
    "lie",
    [
        {"rows": [[-1, []]]},
        {"rows": [[0, [[0, "x", "a"]]]]},
        {"rows": [[0, [[99_999, "t", "a"]]]]},
        {"rows": [[0, [[0, "t", "a" * (MAX_ROSTER_CELL_CHARACTERS + 1)]]]]},
        {"rows": [[row, []] for row in range(5_001)]},
        {"merged": [[0, 0, 0]]},
        {"hidden": None},
        {"further": 1},
    ],
)
def test_lies_of_a_child_are_refused(lie: dict[str, Any]):
    with pytest.raises(errors.BrokenFile):
        workbook_of(json.dumps({"sheets": [{**SHEET, **lie}], "formulas_seen": None}).encode())


@pytest.mark.parametrize("line", [b"", b"null", b"[]", b'{"sheets": []}', b"\xff"])
def test_what_is_no_answer_is_refused(line: bytes):
    with pytest.raises(errors.BrokenFile):
        workbook_of(line)


@given(
    st.one_of(
        st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.booleans()
    )
)
def test_every_value_becomes_a_bounded_cell(value: object):
    told = _cell(3, value)
    if told is None:
        assert isinstance(value, str) and not value.strip()
        return
    column, kind, text = told
    assert column == 3 and len(text) <= MAX_ROSTER_CELL_CHARACTERS
    if kind == "n":
        assert float(text) == float(value)  # type: ignore[arg-type]  # every digit that the number has
    line = json.dumps({"sheets": [{**SHEET, "rows": [[0, [told]]]}], "formulas_seen": False})
    workbook_of(line.encode())
