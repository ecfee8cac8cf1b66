"""Where a name stands by what is printed beside it: behind 姓名 or 申报人： in a line, beside or below in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from models.document import Line, Page
from models.geometry import Box
from models.observation import Cell, Table
from verifier.line_spans import range_box
from verifier.signatures.labels import narrow

_WHOSE: Final = (
    r"(?:(?:申报|申请|参评|被考核|被评议|被推荐|持证|受聘|参保|填表|承诺|声明|述职)[人者]员?|考生|学生|学员|本人|乙方)"
)
_SOMEBODYS: Final = re.compile(
    r"(?:获奖[人者]|(?:主要|第一)?完成人|发明人|设计人|作者|证书持有人|参加人员?|被?授予(?:人|对象)|学生|当事人|代表人)(?:姓名)?:?"
)
"""Labels of names of which the subject's may be one: what was read there is anybody's, what nobody read is not."""
_LABEL: Final = re.compile(
    rf"(?:^|(?<=[\s|。;,()])){_WHOSE}?(?:的\s?)?(?:姓\s{{0,8}}|户\s{{0,8}})名\s*(?P<colon>:)?"
    rf"|(?:^|(?<=[\s|。;,])){_WHOSE}\s*(?:亲笔|手写)?(?:签[名字章])?\s*(?:\([^()]{{0,8}}\))?\s*(?P<only>:)"
    r"|(?:^|(?<=[\s。;,]))(?P<letter>兹(?:有|证明))(?![我本该])"
)
"""A printed label of the subject's name, or how letters come to it (兹有); 联系人姓名 or 家长姓名 are others'."""
_CELL_LABEL: Final = re.compile(rf"{_WHOSE}?(?:的)?姓名|户名|{_WHOSE}")

FORM_WORD: Final = re.compile(
    r"性别|出生|生日|民族|身份证|证件|单位|职务|职称|资格|学历|学位|专业|电话|手机|年龄|政治面貌|籍贯|序号|编号|部门|岗位|"
    r"院校|学校|时间|日期|地址|备注|照片|类型|类别|级别|年度|邮箱|号码|系列|参加工作|现任|工种|层次|成绩|等级|票数|国籍"
)
"""What labels of other fields hold: such text is no name, and a 姓名 before it heads a column."""

_FRAME: Final = 0.2
"""Share of the page from which on a cell is a frame around text."""
_REACH, _ROOM = 9.0, 6.0
"""Heights of a label's line within which its value begins, and which a value takes that nobody read."""
_ROW: Final = 0.6
"""Heights of a line by which another may be off and still stand in its row."""
_SIDE, _ABOVE = 0.25, 0.1
"""Heights of a value by which its cover goes beyond it."""


@dataclass(frozen=True)
class NamePlace:
    """What stands behind a label; the text is empty where nothing was read."""

    text: str
    confidence: float
    box: Box


def name_places(page: Page, tables: Sequence[Table]) -> Iterator[NamePlace]:
    """Yield what stands behind labels of a name on a page, in its tables and in its lines, each place once."""
    places = [place for table in tables for place in _in_table(table, page)]
    # A frame around the page is no table, and where nothing was read a rule between cells would pass for ink.
    cells = [cell.box for table in tables for cell in table.cells if cell.box.area < _FRAME]
    places += [place for place in _in_lines(page) if place.text or not any(map(place.box.intersection, cells))]
    for index, place in enumerate(places):
        if not any(place.box.intersection(earlier.box) for earlier in places[:index]):
            yield place


def _in_table(table: Table, page: Page) -> Iterator[NamePlace]:
    for cell in table.cells:
        label = _plain(cell.text)
        own = _CELL_LABEL.fullmatch(label)
        if not own and not _SOMEBODYS.fullmatch(label):
            continue
        beside = [other for other in table.cells if _same_row(cell, other) and other.column > cell.column]
        values = [min(beside, key=lambda other: other.column)] if beside else []
        if not values or FORM_WORD.search(_plain(values[0].text)):
            values = [other for other in table.cells if _same_column(cell, other) and other.row > cell.row]
        yield from (
            NamePlace(value.text, _confidence(value.box, page), value.box)
            for value in values
            if own or not value.text.strip()
        )


def _same_row(one: Cell, other: Cell) -> bool:
    return one.row < other.row + other.row_span and other.row < one.row + one.row_span


def _same_column(one: Cell, other: Cell) -> bool:
    return one.column == other.column and one.column_span == other.column_span


def _confidence(box: Box, page: Page) -> float:
    """Return the confidence of the least sure line in a cell; 0 where it has none of its own."""
    lines = [line for line in page.lines if line.box.covered_by(box) > 0.5]
    return min((line.confidence or 0.0 for line in lines), default=0.0)


def _in_lines(page: Page) -> Iterator[NamePlace]:
    """Yield what stands behind a label in its own line, or as the next line of its row, or nothing that was read."""
    aspect = page.width_px / page.height_px
    for line in page.lines:
        plain = narrow(line.text)
        for match in _LABEL.finditer(plain):
            start, end = _value(plain, match.end())
            if end > start:
                # Without a colon and with words right behind it, 姓名 is part of a sentence.
                if match["colon"] or match["only"] or match["letter"]:
                    box = range_box(line, start, end, aspect=aspect)
                    yield NamePlace(line.text[start:end], line.confidence or 0.0, _widened(box, aspect))
            elif not plain[match.end() :].strip(" _—-."):
                yield _behind(line, match.end(), page.lines, aspect)
        if _SOMEBODYS.fullmatch(_plain(line.text)):
            place = _behind(line, len(line.text), page.lines, aspect)
            if not place.text:
                yield place


def _behind(line: Line, end: int, lines: Sequence[Line], aspect: float) -> NamePlace:
    """Return what was read next in the row of a label that ends at `end` of its line."""
    height = line.box.height
    left = range_box(line, 0, max(1, end), aspect=aspect).right
    row = [
        other
        for other in lines
        if other is not line
        and abs(other.box.centre[1] - line.box.centre[1]) < _ROW * height
        and other.box.left > left - _ROW * height / aspect
    ]
    following = min(row, key=lambda other: other.box.left, default=None)
    near = following is not None and (following.box.left - left) * aspect < _REACH * height
    start, end = _value(narrow(following.text), 0) if following is not None and near else (0, 0)
    if following is not None and end > start:
        read = range_box(following, start, end, aspect=aspect)
        # From the label on: what stands between it and the first character may be the rest of the name.
        box = read.union(Box.clamped(min(left, read.left), read.top, read.right, read.bottom))
        return NamePlace(following.text[start:end], following.confidence or 0.0, _widened(box, aspect))
    right = min(left + _ROOM * height / aspect, following.box.left if following is not None else 1.0, 1.0)
    middle = line.box.centre[1]
    return NamePlace("", 0.0, Box.clamped(left, middle - 0.8 * height, max(left, right), middle + 0.8 * height))


def _widened(box: Box, aspect: float) -> Box:
    return box.expanded(_SIDE * box.height / aspect, _ABOVE * box.height)


def _value(plain: str, start: int) -> tuple[int, int]:
    """Return where the value behind a label stands: up to the next label, bracket or wide gap."""
    while start < len(plain) and plain[start] in " _—-.:":
        start += 1
    stop = re.compile(rf"\s{{2,}}|[,;。(|_]|\s?(?:{FORM_WORD.pattern})|\s\S{{1,6}}:").search(plain, start)
    end = stop.start() if stop else len(plain)
    return start, start + len(plain[start:end].rstrip())


def _plain(text: str) -> str:
    return "".join(narrow(text).split())
