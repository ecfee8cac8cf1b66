"""What stands inside a number against what stands beside it (编号中的年份、层次、种类)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from models.messages import text
from verifier.certificates.checksums import NumberReading, read_degree_number, read_diploma_number, read_patent_number
from verifier.checks.context import Context
from verifier.checks.dossier import Held
from verifier.consistency.sayings import Lead, Saying, saying, sayings

_YEAR_IN: Final = re.compile(r"[A-Z]{1,4}(?P<year>(?:19|20)\d{2})\d{6,}")
"""A certificate's number that begins with letters and a year: 证书编号 of offices that number by the year."""

_TITLES: Final = ("title_cert", "title_ecert")
_DAYS_OF_TITLE: Final = ("批准日期", "签发日期")
_SUFFIXES: Final = {"发明": "ABC", "实用新型": "UY", "外观设计": "DS"}
"""Letters behind the number of a publication, by kind of patent (ZC 0007-2012)."""

_PUBLISHED: Final = re.compile(r"CN\d+(?P<letter>[A-Z])\d?")


def leads(context: Context) -> list[Lead]:
    """Return every number that tells otherwise than its document."""
    return [
        *_all(context, ("diploma", "chsi_reg"), _diploma),
        *_all(context, ("degree",), _degree),
        *_all(context, ("patent",), _patent),
        *_all(context, _TITLES, lambda held: _dated(held, _DAYS_OF_TITLE, 1)),
        *_all(context, ("ce_cert",), lambda held: _dated(held, ("年度", "落款日期"), 0)),
    ]


def _all(context: Context, types: Sequence[str], look: Callable[[Held], Iterator[Lead]]) -> Iterator[Lead]:
    for held in context.dossier.of(types):
        yield from look(held)


def _diploma(held: Held) -> Iterator[Lead]:
    number = saying(held, "证书编号")
    parts = read_diploma_number(number.value).parts if number else {}
    yield from _year(number, parts.get("year"), saying(held, "毕业日期"))
    level = saying(held, "层次")
    if number and level and "level" in parts and level.value not in parts["level"]:
        yield _lead(number, "层次", parts["level"], level)


def _degree(held: Held) -> Iterator[Lead]:
    number = saying(held, "证书编号")
    parts = read_degree_number(number.value).parts if number else {}
    yield from _year(number, parts.get("year"), saying(held, "签发日期"))
    level = saying(held, "学位")
    if number and level and "level" in parts and parts["level"] not in level.value:
        yield _lead(number, "学位", parts["level"], level)


def _patent(held: Held) -> Iterator[Lead]:
    number, published = saying(held, "专利号"), saying(held, "授权公告号")
    parts = _parts_of_patent(number)
    yield from _year(number, parts.get("year"), saying(held, "申请日"))
    letter = _PUBLISHED.fullmatch(published.value) if published else None
    kind = parts.get("kind")
    if number is None or kind is None:
        return
    if published and letter and letter["letter"] not in _SUFFIXES[kind]:
        yield _lead(number, "专利类型", kind, published)
    printed = [other for other in _SUFFIXES if any(f"{other}{word}" in held.folded_text for word in ("专利", "名称"))]
    if len(printed) == 1 and kind not in printed:
        message = text("consistency.other_kind", number=number.said, found=kind, printed=printed[0])
        yield Lead(held.document, message, (number.evidence(printed[0]),))


def _parts_of_patent(number: Saying | None) -> dict[str, str]:
    reading: NumberReading | None = read_patent_number(number.value) if number else None
    return dict(reading.parts) if reading else {}


def _dated(held: Held, names: Sequence[str], late: int) -> Iterator[Lead]:
    """Compare the year inside a certificate's number with its dates; of one date alone it may be `late` years after."""
    number = saying(held, "证书编号")
    found = _YEAR_IN.fullmatch(number.value.upper()) if number else None
    days = [one for one in sayings(held, names) if one.value[:4].isdecimal()]
    if number is None or found is None or not days:
        return
    years = sorted(int(one.value[:4]) for one in days)
    if not years[0] <= int(found["year"]) <= years[-1] + (late if len(days) == 1 else 0):
        yield _lead(number, "年份", found["year"], days[0])


def _year(number: Saying | None, year: str | None, day: Saying | None) -> Iterator[Lead]:
    if number and day and year and day.value[:4] != year:
        yield _lead(number, "年份", year, day)


def _lead(number: Saying, part: str, found: str, other: Saying) -> Lead:
    message = text("consistency.inside", number=number.said, part=part, found=found, other=other.said)
    return Lead(number.held.document, message, (number.evidence(), other.evidence()))
