"""The end of a letter (落款): the organisation and, below it, the date, at the right foot of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from verifier.certificates.dates import find_dates
from verifier.certificates.layout import Stream
from verifier.certificates.lookup import find_of
from verifier.certificates.spec import Find, Material

_UNFILLED: Final = re.compile(r"(?:[\d〇零一二]{0,4}|[X×]{2,4})[_.X×-]{0,8}年[_.X×-]{0,8}月[_.X×-]{0,8}日")
_OPEN_DAY: Final = re.compile(r"(?:[_.X×-]{0,4}日)?")
_STAMP: Final = re.compile(r"\(?(?:单位|加盖)?(?:公章|盖章|签章)\)?|\(章\)")
_DATE_LABEL: Final = re.compile(r"(?:签(?:字|名)|填表|承诺|审核|出具)?(?:日期|时间):?$")
_UNIT_LABEL: Final = re.compile(r"^(?:推荐|主管|审核|申报|所在|工作|基层|出具|证明)?单位(?:名称|全称)?(?=:|$|\()")
_ORGANISATION: Final = re.compile(
    r"(?:公司|局|院|所|中心|厂|站|委员会|办公室|大学|学校|学院|集团|部|处|会|政府|党委|队|社|店|行|园|馆|科|厅|室|段|支行"
    r"|基地|事务所|工作站|单位(?:名称)?)$"
)
_COPY_NOTE: Final = re.compile(r"已审核|与原件|原件相符|原件一致|^审核人|复印件")
_ROWS_ABOVE: Final = 5


@dataclass(frozen=True)
class SignOff:
    """What was found at the foot; an empty text is a slot left blank."""

    unit: Find | None
    date: Find | None


@dataclass(frozen=True)
class _Row:
    """A row without white space; `start` is its offset in the tight stream, `breaks` where its lines begin."""

    text: str
    start: int
    breaks: frozenset[int]

    def find(self, stream: Stream, first: int, last: int) -> Find | None:
        return find_of(self.text[first:last], stream.tight_place(self.start + first, self.start + last))


def find_signoff(material: Material) -> SignOff:
    """Find the lowest row that ends in a date, filled or not, and the organisation in it or above it."""
    stream = material.stream
    rows = _above_copy_note(_tight_rows(stream))
    for index in range(len(rows) - 1, -1, -1):
        span = _date_at_end(rows[index])
        if span is None:
            continue
        date = rows[index].find(stream, *span)
        filled = date is not None and bool(next(find_dates(date.text), None))
        unit = _unit_in(rows[index], span[0], stream) or _unit_above(rows, index, stream)
        if date is not None and not filled:
            date = Find("", date.raw, date.page, date.box, date.confidence)
        return SignOff(unit, date)
    return SignOff(_lowest_unit(rows, stream), None)


def signoff_unit(material: Material) -> Find | None:
    """落款单位."""
    return find_signoff(material).unit


def signoff_date(material: Material) -> Find | None:
    """落款日期."""
    return find_signoff(material).date


def _tight_rows(stream: Stream) -> list[_Row]:
    rows, start = [], 0
    for row in stream.text.split("\n"):
        lengths = [len(re.sub(r"\s", "", line)) for line in row.split("\t")]
        tight = re.sub(r"\s", "", row)
        rows.append(_Row(tight, start, frozenset(sum(lengths[:index]) for index in range(len(lengths)))))
        start += len(tight)
    return rows


def _above_copy_note(rows: list[_Row]) -> list[_Row]:
    """Leave out the note that the unit puts on a copy (已审核，与原件相符) with its own name and date."""
    cut = next((index for index, row in enumerate(rows) if index and _COPY_NOTE.search(row.text)), len(rows))
    return rows[:cut]


def _date_at_end(row: _Row) -> tuple[int, int] | None:
    """Return the span of a date that ends the row: a line of its own, or behind an organisation or a label."""
    cleaned = _STAMP.sub(lambda match: "\0" * len(match[0]), row.text).rstrip("\0")
    # Each line of the row on its own as well: a number before the date would run into its year.
    spans = {
        (start + reading.start, start + reading.end + _length(_OPEN_DAY.match(cleaned, start + reading.end)))
        for start in row.breaks
        for reading in find_dates(cleaned[start:])
        if reading.is_day or "月" in cleaned[start + reading.start : start + reading.end]
    }
    spans |= {match.span() for match in _UNFILLED.finditer(cleaned)}
    for start, end in sorted(spans, key=lambda span: (-span[1], span[0])):
        head = _DATE_LABEL.sub("", cleaned[:start].replace("\0", "")).rstrip(":,")
        alone = not head or start in row.breaks
        if end == len(cleaned) and (alone or _ORGANISATION.search(head) or _UNIT_LABEL.search(head)):
            return start, end
    return None


def _unit_in(row: _Row, end: int, stream: Stream) -> Find | None:
    """Return the organisation in the row before offset `end`; an empty find where its label has nothing behind it."""
    head = _DATE_LABEL.sub("", row.text[:end]).rstrip(":,")
    stamp = _STAMP.search(head)
    body_end = len(head)
    start = 0
    label = _UNIT_LABEL.match(head)
    if label and (":" in head[label.end() : label.end() + 6] or _STAMP.fullmatch(head[label.end() :])):
        start = head.find(":", label.end()) + 1 or len(head)
        if not _STAMP.sub("", head[start:]).strip(":"):
            return row.find(stream, 0, 0) or _blank_at(row, stream)
    elif stamp:
        body_end = stamp.start() if stamp.start() else len(head)
        start = stamp.end() if not stamp.start() else 0
    body = head[start:body_end]
    return row.find(stream, start, body_end) if body and _ORGANISATION.search(_STAMP.sub("", body)) else None


def _lowest_unit(rows: list[_Row], stream: Stream) -> Find | None:
    """Return the organisation among the last rows where no date was read: the seal on both often hides the date."""
    for row in reversed(rows[-_ROWS_ABOVE:]):
        if not re.search(r"[,.;]", row.text):
            found = _unit_in(row, len(row.text), stream)
            if found is not None:
                return found
    return None


def _blank_at(row: _Row, stream: Stream) -> Find | None:
    place = stream.tight_place(row.start, row.start + len(row.text))
    return Find("", "", place.page, place.box, place.confidence) if place else None


def _unit_above(rows: list[_Row], index: int, stream: Stream) -> Find | None:
    for row in reversed(rows[max(0, index - _ROWS_ABOVE) : index]):
        if re.search(r"[,.;]", row.text) and not _STAMP.search(row.text):
            return None  # a sentence: the text of the letter begins here
        found = _unit_in(row, len(row.text), stream)
        if found is not None:
            return found
    return None


def _length(match: re.Match[str] | None) -> int:
    return len(match[0]) if match else 0
