"""A roster by itself: columns against the notice's own, every cell, the same person twice. No document is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.messages import text
from models.policy import Policy, RosterRule
from models.report import Verdict
from models.roster import RosterFinding
from verifier.certificates.checksums import read_id_number
from verifier.certificates.folding import fold
from verifier.rosters.columns import BIRTH, GENDER, ID_NUMBER, NAME, NOTE, NUMBER, PHONE, UNIT, canonical, plain
from verifier.rosters.roster import Place, Roster, RosterRow, Table, Value
from verifier.rosters.rules import roster_rule
from verifier.rosters.saying import ask, fail
from verifier.rosters.values import DATES

_PHONE: Final = re.compile(r"1\d{10}|(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,5})?")
_ID_PROBLEMS: Final = ("checksum", "not_a_date", "future_date", "unknown_region", "old_format")


def check_roster(roster: Roster, policy: Policy) -> Iterator[RosterFinding]:
    """Yield what is wrong with a roster, whatever the documents say."""
    rule = roster_rule(policy)
    for table in roster.tables:
        if rule is not None:
            yield from _columns(table, rule)
        for row in table.rows:
            yield from _row(row)
            yield from _blanks(row, table, rule)
        for row in table.nameless:
            yield fail("name_missing", row.place)
        for column in table.hidden_columns:
            yield ask("hidden_column", Place(table.sheet, None, column), column=column)
    yield from _twice(roster.rows)
    for sheet in roster.hidden_sheets:
        yield ask("hidden_sheet", Place(sheet), sheet=sheet)
    if roster.formulas:
        yield ask("formulas", Place(roster.tables[0].sheet))


def _columns(table: Table, rule: RosterRule) -> Iterator[RosterFinding]:
    """Compare the columns with the notice's: missing, under another name, in another order, beyond them."""
    place = Place(table.sheet, table.header_row)
    by_text = {plain(column.printed): column.printed for column in table.columns}
    by_name = {column.name: column.printed for column in table.columns if column.name}
    listed = "、".join(rule.columns)
    met: dict[str, str] = {}
    for expected in rule.columns:
        found = by_text.get(plain(expected)) or by_name.get(canonical(expected) or "")
        if found is None:
            yield fail("column_missing", place, column=expected, columns=listed)
            continue
        met[expected] = found
        if plain(found) != plain(expected):
            yield fail("column_renamed", Place(table.sheet, table.header_row, found), expected=expected, found=found)
    for column in table.columns:
        if column.printed not in met.values():
            yield ask("column_extra", Place(table.sheet, table.header_row, column.printed), column=column.printed)
    order = [column.printed for column in table.columns if column.printed in met.values()]
    if order != list(met.values()):
        yield ask("column_order", place, columns=listed)


def _row(row: RosterRow) -> Iterator[RosterFinding]:
    if row.hidden:
        yield ask("hidden_row", row.place)
    for name, value in row.values.items():
        if name == ID_NUMBER:
            yield from _id_number(value)
        elif name in DATES:
            yield from _date(value)
        elif name == PHONE and value.text and not _PHONE.fullmatch(re.sub(r"[\s()+]|^\+?86", "", fold(value.text))):
            yield ask("phone_bad", value.place, found=value.raw, remedy="phone_remedy")
    yield from _contradictions(row)


def _id_number(value: Value) -> Iterator[RosterFinding]:
    if "digits_lost" in value.problems:
        yield fail("digits_lost", value.place, found=value.raw)
    elif value.text is None:
        yield fail("id_format", value.place, found=value.raw, remedy="id_remedy")
    else:
        for problem in (known for known in _ID_PROBLEMS if known in value.problems):
            say = ask if problem == "old_format" else fail
            yield say(f"id_{problem}", value.place, found=value.raw, remedy="id_remedy")


def _date(value: Value) -> Iterator[RosterFinding]:
    if fold(value.raw) in ("无", "/", "-", "至今"):
        return
    if "ambiguous_month" in value.problems:
        yield ask("date_ambiguous", value.place, found=value.raw, remedy="date_remedy")
    elif value.text is None:
        yield fail("date_bad", value.place, found=value.raw, remedy="date_remedy")


def _contradictions(row: RosterRow) -> Iterator[RosterFinding]:
    """Compare a row's gender and birth with its own ID number."""
    number = row.values.get(ID_NUMBER)
    parts = read_id_number(number.text).parts if number and number.text and not number.problems else {}
    gender, birth = row.values.get(GENDER), row.values.get(BIRTH)
    if gender and gender.text and "gender" in parts and gender.text[0] in "男女" and gender.text[0] != parts["gender"]:
        expected = parts["gender"]
        yield fail(
            "gender_contradicts", gender.place, found=gender.raw, expected=expected, remedy="contradiction_remedy"
        )
    if birth and birth.text and "birth" in parts and not parts["birth"].startswith(birth.text):
        expected = parts["birth"]
        yield fail("birth_contradicts", birth.place, found=birth.text, expected=expected, remedy="contradiction_remedy")


def _blanks(row: RosterRow, table: Table, rule: RosterRule | None) -> Iterator[RosterFinding]:
    """Name the columns that a row leaves blank, once a row."""
    may_be_blank = {NUMBER, NOTE, *(rule.optional if rule else ())}
    blank = [
        column.printed
        for column in table.columns
        if (column.name or column.printed) not in row.values and not {column.name, column.printed} & may_be_blank
    ]
    if blank:
        say = fail if rule is not None and rule.blank == "fail" else ask
        yield say("cells_blank", row.place, columns="、".join(blank))


def _twice(rows: tuple[RosterRow, ...]) -> Iterator[RosterFinding]:
    """Name every later row that is about somebody who has a row already."""
    by_number: dict[str, RosterRow] = {}
    by_name: dict[str, list[RosterRow]] = {}
    for row in rows:
        number, name = row.get(ID_NUMBER), plain(row.get(NAME) or "")
        other = by_number.get(number) if number else None
        if other is not None and number:
            same = plain(other.get(NAME) or "") == name
            place = row.values[ID_NUMBER].place
            if same:
                yield fail("same_person", place, other=other.place.row, why=text("rosters.same_person_id"))
            else:
                yield fail("one_id_two_names", place, other=other.place.row)
        else:
            yield from _same_name(row, by_name.get(name, []))
        if number:
            by_number.setdefault(number, row)
        by_name.setdefault(name, []).append(row)


def _same_name(row: RosterRow, others: list[RosterRow]) -> Iterator[RosterFinding]:
    for other in others:
        if row.get(ID_NUMBER) and other.get(ID_NUMBER):
            continue  # two people of one name
        place, where = row.values[NAME].place, other.place.row
        birth, unit = _alike(row, other, BIRTH), _alike(row, other, UNIT)
        if birth is False:
            continue
        if birth or unit:
            why = text("rosters.same_person_birth" if birth else "rosters.same_person_unit")
            yield fail("same_person", place, other=where, why=why)
        else:
            yield ask("same_name", place, other=where)
        return


def _alike(row: RosterRow, other: RosterRow, name: str) -> bool | None:
    """Tell whether two rows say the same; None where one does not say."""
    mine, theirs = row.get(name), other.get(name)
    if not mine or not theirs:
        return None
    mine, theirs = plain(mine), plain(theirs)
    return mine.startswith(theirs) or theirs.startswith(mine)


def worst(findings: tuple[RosterFinding, ...]) -> Verdict:
    """Return the verdict of a roster: a defect before a question before nothing."""
    found = Verdict.worst(finding.verdict for finding in findings)
    return Verdict.PASSED if found is Verdict.NOT_APPLICABLE else found
