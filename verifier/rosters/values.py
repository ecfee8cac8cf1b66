"""Cells of a roster in one form each: ID numbers, dates, everything else as text without spaces."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from verifier.certificates.checksums import read_id_number
from verifier.certificates.dates import parse_date
from verifier.certificates.folding import fold
from verifier.intake.workbook import BookCell
from verifier.rosters.columns import BIRTH, GRADUATED, ID_NUMBER, TITLE_DATE
from verifier.rosters.roster import Place, Value

DATES: Final = frozenset({BIRTH, TITLE_DATE, GRADUATED, "参加工作时间"})

_KEPT_DIGITS: Final = 15
"""Significant digits of a number in a spreadsheet: IEEE 754 keeps 15 whatever they are."""

_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000
"""Day numbers of 1927 to 2119: a date whose cell lost its format."""

_SERIAL_ZERO: Final = dt.date(1899, 12, 30)
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?E\+?\d{2}", re.IGNORECASE)
_YEAR_MONTH: Final = re.compile(r"((?:19|20)\d{2})\.(\d{1,2})")


def read_value(name: str | None, cell: BookCell, place: Place, *, today: dt.date | None = None) -> Value:
    """Return a cell in one form by its column.

    Args:
        name: canonical name of the column; None where it is not known.
        cell: what stands there.
        place: where.
        today: an ID number of somebody born later has a problem; None does not look.
    """
    if name == ID_NUMBER:
        return _id_number(cell, place, today)
    if name in DATES:
        return _date(cell, place)
    text = " ".join(cell.text.split())
    return Value(place, cell.text, text or None)


def is_id_cut(value: Value) -> bool:
    """Tell whether the last digits of an ID number are gone."""
    return "digits_lost" in value.problems


def _id_number(cell: BookCell, place: Place, today: dt.date | None) -> Value:
    text = fold(cell.text).lstrip("'`").upper()
    is_number = cell.kind == "n" and len(text.split(".")[0].lstrip("-")) > _KEPT_DIGITS
    if is_number or _SCIENTIFIC.fullmatch(text):
        # What stands behind the 15th digit is noise or zeros: no digit of it may be shown as if it were known.
        kept = text[:_KEPT_DIGITS] + "???" if is_number else text
        return Value(place, kept, None, ("digits_lost",))
    reading = read_id_number(text, today=today)
    if "checksum" in reading.problems and text.endswith("000"):
        # Once a number always cut: formatted as text afterwards, the zeros stay.
        return Value(place, cell.text, None, ("digits_lost",))
    return Value(place, cell.text, reading.value, reading.problems)


def _date(cell: BookCell, place: Place) -> Value:
    text = fold(cell.text)
    if cell.kind == "d":
        # A month alone is kept as its first day: that day was never said.
        return Value(place, cell.text, cell.text.removesuffix("-01"))
    if cell.kind == "n":
        return _date_of_number(text, place)
    date = parse_date(text)
    return Value(place, cell.text, date.value, date.problems)


def _date_of_number(text: str, place: Place) -> Value:
    """Read 2019.11 (a month), 201911, 20191103, 43770 (a day number); 2019.1 may be January or a cut October."""
    if match := _YEAR_MONTH.fullmatch(text):
        if match[2] == "1":
            return Value(place, text, match[1], ("ambiguous_month",))
        month = int(match[2])
        return Value(place, text, f"{match[1]}-{month:02}") if 1 <= month <= 12 else _no_date(text, place)
    if re.fullmatch(r"(19|20)\d{4}", text) and 1 <= int(text[4:]) <= 12:
        return Value(place, text, f"{text[:4]}-{text[4:]}")
    if re.fullmatch(r"(19|20)\d{6}", text):
        try:
            return Value(place, text, dt.date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat())
        except ValueError:
            return _no_date(text, place)
    if re.fullmatch(r"(19|20)\d{2}", text):
        return Value(place, text, text)
    if text.isdecimal() and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        return Value(place, text, (_SERIAL_ZERO + dt.timedelta(days=int(text))).isoformat())
    return _no_date(text, place)


def _no_date(text: str, place: Place) -> Value:
    return Value(place, text, None, ("not_a_date",))
