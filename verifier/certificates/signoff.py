"""The end of a letter (落款): the organisation and, below it, the date, at the right foot of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from models.document import Line, Page
from models.geometry import Box
from verifier.certificates.dates import find_dates
from verifier.certificates.folding import fold
from verifier.certificates.layout import Stream, rows_of
from verifier.certificates.lookup import find_of
from verifier.certificates.spec import Find, Material

_UNFILLED: Final = re.compile(r"(?:[\d〇零一二]{0,4}|[X×]{2,4})[_.X×-]{0,8}年[_.X×-]{0,8}月[_.X×-]{0,8}日")
_OPEN_DAY: Final = re.compile(r"(?:[_.X×-]{0,4}日)?")
_STAMP: Final = re.compile(r"\(?(?:单位|加盖)?(?:公章|盖章|签章)\)?|\(章\)")
_DATE_LABEL: Final = re.compile(r"(?:签(?:字|名)|填表|承诺|审核|出具)?(?:日期|时间):?$")
_OTHER_DATE: Final = re.compile(
    r"(?:成立|注册|出生|营业|有效|批准|取得|评审|毕业|入学|起始|聘任|聘期|获奖|检测|公示|缴费|工作|培训)"
    r"(?:日期|时间|年月|期限|期|日)?(?:至|自)?:?$"
)
"""A label of another date than that of signing."""

_UNIT_LABEL: Final = re.compile(
    r"^(?:(?:推荐|主管|审核|申报|所在|工作|基层|出具|证明)?单位(?:名称|全称)?|(?:经办|检索)机构|发证机关)(?=:|$|\()"
)
_ORGANISATION: Final = re.compile(
    r"(?:公司|局|院|所|中心|厂|站|委员会|办公室|大学|[小中]学|学校|学院|集团|部|处|会|政府|党委|队|社|店|行|园|馆|科|厅|室|段|支行"
    r"|(?:服务|管理|信息|学习|教育|培训)平台|基地|事务所|工作站|领导小组|(?<!受援)(?<!派出)单位(?:名称)?)$"
)
_COPY_NOTE: Final = re.compile(
    r"已审核(?!,?情)|与原件|原件相|原件一致|^审核人|复印(?:件|自|于)|^[已己乙巳]审.{0,2},?.原"
)
"""The note on a copy; by hand and under a seal it is read 已审扶,与原件相标."""

_OPEN_LABEL: Final = re.compile(r"审核人(?:\(?签[字名]\)?)?:?.?")
"""The label of the note with no name behind it yet."""

_STRAY: Final = re.compile(
    r"(?<=日)(?![印发施实生公颁批通签成])[^\d年月日起至到止前后内,.;:(]{1,2}$|(?<=日)\d$|(?<=月\d\d)[a-z][a-z\d]?$"
    r"|(?:(?<=月\d)|(?<=月\d\d))[^\W\d_a-zA-Z日起至到止前后内份]$"
)
"""What a seal's strokes behind a date are read as: 2024年9月5日候, 2020年3月27t1, 2024年4月18度."""

_STRAY_BEFORE: Final = re.compile(r"[^\W\d_a-zA-Z自至从到于在由迄为是]")
"""A stroke of the seal before it: 第2023年11月17日."""

_DAY_OF_NOTE: Final = re.compile(r"[\d年月日./〇零一二三四五六七八九十-]+")
_ROWS_ABOVE: Final = 5
_APART: Final = 2.0
"""Lines of a row that stand further apart than this many heights are two things, not one name torn apart."""


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
    """Find the lowest row that ends in a date, filled or not, and the organisation in it or above it.

    What stands above the note on a copy comes first: below the note a unit's own name and date may follow it.
    """
    stream = _without_copy_note(material)
    rows = _tight_rows(stream)
    above_stream = material.stream
    above = _above_copy_note(_tight_rows(above_stream))
    found = [*islice(_signoffs(above, above_stream), 1), *islice(_signoffs(rows, stream), 1)]
    complete = [sign for sign in found if sign.unit and sign.unit.text and sign.date and sign.date.text]
    return next(iter([*complete, *found]), None) or SignOff(_lowest_unit(rows, stream), None)


def _above_copy_note(rows: list[_Row]) -> list[_Row]:
    cut = next((index for index, row in enumerate(rows) if index and _COPY_NOTE.search(row.text)), len(rows))
    return rows[:cut]


def first_complete_signoff(material: Material) -> SignOff | None:
    """Find the highest date with an organisation: the issuer's own, where others put their opinion below."""
    stream = _without_copy_note(material)
    found = [sign for sign in _signoffs(_tight_rows(stream), stream) if sign.unit and sign.unit.text and sign.date]
    return found[-1] if found else None


def _signoffs(rows: list[_Row], stream: Stream) -> Iterator[SignOff]:
    """Yield every sign-off from the foot upwards, those of one row from right to left."""
    for index in range(len(rows) - 1, -1, -1):
        for span in _dates_at_ends(rows[index]):
            date = rows[index].find(stream, *span)
            filled = date is not None and bool(next(find_dates(date.text), None))
            unit = _unit_in(rows[index], span[0], stream, date) or _unit_above(rows, index, stream, date)
            unit = unit or _unit_below(rows, index, stream)
            if date is not None and not filled:
                date = Find("", date.raw, date.page, date.box, date.confidence)
            yield SignOff(unit, date)


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


def _without_copy_note(material: Material) -> Stream:
    """Leave out the note that the unit puts on a copy (已审核，与原件相符) with the name and date below it."""
    return Stream((page, row) for page in material.pages for row in rows_of(_lines_beside_note(page)))


def _lines_beside_note(page: Page) -> list[Line]:
    top = min((line.box.top for line in page.lines), default=0.0)
    note = [line for line in page.lines if line.box.top > top + line.box.height and _COPY_NOTE.search(fold(line.text))]
    if not note:
        return list(page.lines)
    rest = [line for line in page.lines if line not in note]
    for line in sorted(rest, key=lambda line: (round(line.box.centre[1], 2), line.box.left)):
        text = fold(line.text)
        is_day = bool(_DAY_OF_NOTE.fullmatch(text))
        others = (other for other in rest if other not in note and _ORGANISATION.search(fold(other.text)))
        if is_day and any(_is_below(other.box, line.box) for other in others):
            continue  # the day of an organisation that signs the paper itself, beside the note
        if any(
            (_is_beside(part.box, line.box) and (is_day or _OPEN_LABEL.fullmatch(fold(part.text))))
            or ((is_day or _ORGANISATION.search(text)) and _is_below(part.box, line.box))
            for part in note
        ):
            note.append(line)
    return [line for line in rest if line not in note]


def _is_beside(part: Box, other: Box) -> bool:
    """Tell whether a line goes on in another: a name behind its label, a date torn into its parts."""
    height = max(part.height, other.height)
    return abs(part.centre[1] - other.centre[1]) < 0.6 * height and -height < other.left - part.right < _APART * height


def _is_below(part: Box, other: Box) -> bool:
    height = max(part.height, other.height)
    near = -0.5 * height <= other.top - part.bottom < _APART * height
    # The organisation that signs the paper itself often begins just below the end of the note.
    shared = min(part.right, other.right) - max(part.left, other.left)
    return near and shared > 0.3 * min(part.width, other.width)


def _dates_at_ends(row: _Row) -> list[tuple[int, int]]:
    """Return the dates that end the row or, in two columns, a line of it; the last one first."""
    last = _date_at_end(row.text, row.breaks)
    if last is None:
        return []
    found = [last]
    ends = sorted(row.breaks | {len(row.text)})
    for start, end in pairwise(ends):
        if end <= last[0]:
            other = _date_at_end(row.text[start:end], frozenset({0}))
            if other == (0, end - start):
                found.insert(1, (start, end))
    return found


def _date_at_end(text: str, breaks: frozenset[int]) -> tuple[int, int] | None:
    """Return the span of a date that ends a row: a line of its own, or behind an organisation or a label."""
    cleaned = _STAMP.sub(lambda match: "\0" * len(match[0]), text).rstrip("\0")
    cleaned = _STRAY.sub("", cleaned)
    # Each line of the row on its own as well: a number before the date would run into its year.
    spans = {
        (start + reading.start, start + reading.end + _length(_OPEN_DAY.match(cleaned, start + reading.end)))
        for start in breaks
        for reading in find_dates(cleaned[start:])
        if reading.is_day or "月" in cleaned[start + reading.start : start + reading.end]
    }
    spans |= {match.span() for match in _UNFILLED.finditer(cleaned)}
    for start, end in sorted(spans, key=lambda span: (-span[1], span[0])):
        head = _DATE_LABEL.sub("", cleaned[:start].replace("\0", "")).rstrip(":,")
        alone = not head or (start in breaks and not _OTHER_DATE.search(head)) or _STRAY_BEFORE.fullmatch(head)
        if end == len(cleaned) and (alone or _ORGANISATION.search(head) or _UNIT_LABEL.search(head)):
            return start, end
    return None


def _unit_in(row: _Row, end: int, stream: Stream, date: Find | None = None) -> Find | None:
    """Return the organisation in the row before offset `end`; an empty find where its label has nothing behind it.

    Where the row holds things that stand apart, the one above or beside the date counts, else the last.
    """
    if any(0 < start < end for start in row.breaks):
        parts = _parts_apart(row, end, stream)
        if len(parts) > 1:
            return _nearest(
                [find for part in parts if (find := _unit_of(part, len(part.text), stream)) is not None], date
            )
    return _unit_of(row, end, stream)


def _parts_apart(row: _Row, end: int, stream: Stream) -> list[_Row]:
    """Cut a row where its lines stand apart."""
    edges = [*sorted(start for start in row.breaks if start < end), end]
    cuts = [0]
    for before, start, after in zip(edges, edges[1:], edges[2:], strict=False):
        left = stream.tight_place(row.start + before, row.start + start)
        right = stream.tight_place(row.start + start, row.start + after)
        if left and right and right.box.left - left.box.right > _APART * max(left.box.height, right.box.height):
            cuts.append(start)
    spans = zip(cuts, [*cuts[1:], end], strict=True)
    return [_Row(row.text[start:stop], row.start + start, frozenset({0})) for start, stop in spans]


def _nearest(units: list[Find], date: Find | None) -> Find | None:
    def distance(unit: Find) -> float:
        if date is None or date.box is None or unit.box is None:
            return 0.0
        return abs(unit.box.centre[0] - date.box.centre[0])

    return min(reversed(units), key=distance, default=None)


def _unit_of(row: _Row, end: int, stream: Stream) -> Find | None:
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


def _unit_above(rows: list[_Row], index: int, stream: Stream, date: Find | None) -> Find | None:
    for row in reversed(rows[max(0, index - _ROWS_ABOVE) : index]):
        if re.search(r"[,.;]", row.text) and not _STAMP.search(row.text):
            return None  # a sentence: the text of the letter begins here
        found = _unit_in(row, len(row.text), stream, date)
        if found is not None:
            return found
    return None


def _unit_below(rows: list[_Row], index: int, stream: Stream) -> Find | None:
    """Return the organisation alone in the row below the date, as on certificates whose date is a labelled row."""
    if index + 1 >= len(rows) or re.search(r"[,.;:]", rows[index + 1].text):
        return None
    return _unit_in(rows[index + 1], len(rows[index + 1].text), stream)


def _length(match: re.Match[str] | None) -> int:
    return len(match[0]) if match else 0
