"""Inside the child: what an .xlsx hides, read from its XML by expat: rows, columns, and whether there are formulas.

ECMA-376 part 1, 18.3.1.73 (`row@hidden`), 18.3.1.13 (`col@hidden`), 18.3.1.40 (`f`).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Final

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.docx_text import parse
from verifier.intake.limits import MAX_DOCX_PART_BYTES, MAX_ROSTER_COLUMNS, MAX_WORKBOOK_SHEETS

_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_TRUE: Final = ("1", "true")


@dataclass
class Unseen:
    """Hidden rows and columns of a sheet, from 0; `formulas`: whether a cell has one."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    formulas: bool = False


def unseen_parts(data: bytes) -> dict[str, Unseen] | None:
    """Return what each sheet hides, by the sheet's name; None where the file is no .xlsx or is made in another way.

    Raises:
        Refusal: a part is not well-formed, has a DOCTYPE, or is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if not {_BOOK, _RELATIONS} <= names:
                return None
            places = _targets(_part(archive, _RELATIONS))
            sheets = _sheets(_part(archive, _BOOK))
            found = [(name, places[key]) for name, key in sheets if places.get(key) in names]
            return {name: _unseen(_part(archive, place)) for name, place in found[:MAX_WORKBOOK_SHEETS]}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Refusal(ExitCode.BROKEN) from None


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(MAX_DOCX_PART_BYTES + 1)
    if len(content) > MAX_DOCX_PART_BYTES:
        raise Refusal(ExitCode.LIMITS)
    return content


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _ignore(*_: object) -> None:
    """Leave a part of the XML unread."""


def _targets(xml: bytes) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship" and "Id" in attributes:
            target = attributes.get("Target", "")
            place = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            found[attributes["Id"]] = posixpath.normpath(place)

    parse(xml, start, _ignore, _ignore)
    return found


def _sheets(xml: bytes) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            key = next((value for attribute, value in attributes.items() if attribute.endswith(" id")), "")
            found.append((attributes.get("name", ""), key))

    parse(xml, start, _ignore, _ignore)
    return found


def _unseen(xml: bytes) -> Unseen:
    unseen = Unseen()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "f":
            unseen.formulas = True
        elif local == "row" and attributes.get("hidden") in _TRUE and attributes.get("r", "").isdecimal():
            unseen.rows.add(int(attributes["r"]) - 1)
        elif local == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            unseen.columns.update(range(first - 1, min(last, MAX_ROSTER_COLUMNS)))

    parse(xml, start, _ignore, _ignore)
    return unseen
