"""Places where the subject's name stands by what is printed beside them, whatever was read there.

A hand is read wrong or not at all, and so is small print; but a slot that says 申报人（签名） or a cell behind 姓名
says itself whose name it holds. What cannot be read there for certain as somebody else's is taken for the subject's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.document import Line, Page
from models.geometry import Box
from models.observation import Cell, NameHit, Observation, Signature, SignatureKind, SurfaceKind, Table
from verifier.line_spans import range_box
from verifier.masking.covers import text_height
from verifier.masking.folding import fold
from verifier.masking.needs import weak_covers
from verifier.masking.subject import Subject, split_han_name
from verifier.masking.variants import COVERED, FIELD, SIGNED
from verifier.signatures.labels import narrow

_OWN: Final = re.compile(
    r"(?:被考核|被评议|被推荐|申报|申请|填表|承诺|保证|声明|自传|述职|填报|参评|参保|受聘|持证|委托)[人者员]|本人|作者"
    r"|乙方|劳动者|毕业生|学员|考生|推荐对象"
)
"""Roles of slots in which the subject signs."""

_OTHERS: Final = re.compile(
    r"审核|审批|审查|复核|负责|领导|主管|分管|单位|推荐|专家|评委|委员|证明|见证|经办|考核人|鉴定|法定|法人|监票|计票|唱票"
    r"|校长|主任|科长|处长|局长|院长|所长|书记|甲方|聘用方|导师|评审|组织|党|财务|制表|代理|公证|翻译|联系人|受托|监督"
)
"""Roles of slots in which somebody else signs."""

_BARE: Final = frozenset({"签名", "签字", "签章"})
_OWN_TYPES: Final = frozenset(
    {"truth_pledge", "app_form", "summary", "bio", "ability_self", "cadre_resume", "first_appoint_form"}
)
"""Documents that the applicant signs, where a slot says 签名 and no more."""

_FILLED: Final = (SignatureKind.HANDWRITTEN, SignatureKind.PASTED, SignatureKind.UNCLEAR)

_WHOSE: Final = (
    r"(?:(?:申报|申请|参评|被考核|被评议|被推荐|持证|受聘|参保|填表|承诺|声明|述职)[人者]员?|考生|学生|学员|本人|乙方)"
)
_LABEL: Final = re.compile(
    rf"(?:^|(?<=[\s|。;,()])){_WHOSE}?(?:的\s?)?(?:姓\s{{0,8}}|户\s{{0,8}})名\s*(?P<colon>:)?"
    rf"|(?:^|(?<=[\s|。;,])){_WHOSE}\s*(?:\([^()]{{0,8}}\))?\s*(?P<only>:)"
    r"|(?:^|(?<=[\s。;,]))(?P<letter>兹(?:有|证明))(?![我本该])"
)
"""A printed label of the subject's name, or how letters come to it (兹有); 联系人姓名 or 家长姓名 are others'."""
_CELL_LABEL: Final = re.compile(rf"{_WHOSE}?(?:的)?姓名|户名|{_WHOSE}")

_FORM_WORD: Final = re.compile(
    r"性别|出生|生日|民族|身份证|证件|单位|职务|职称|资格|学历|学位|专业|电话|手机|年龄|政治面貌|籍贯|序号|编号|部门|岗位|"
    r"院校|学校|时间|日期|地址|备注|照片|类型|类别|级别|年度|邮箱|号码|系列|参加工作|现任|工种|层次|成绩|等级|票数|国籍"
)
"""What labels of other fields hold: such text is no name, and a 姓名 before it heads a column."""

_PRONOUNS: Final = frozenset("我本该系")
_SURE: Final = 0.9
_SHORTEST, _LONGEST, _TIMES = 2, 4, 2
_SHARED: Final = 0.5
_ROW_AND_RIM: Final = 1.5
"""Height of what is hidden anew under a weak cover, in heights of a line."""
_SLACK, _LITTLE_SLACK = 0.35, 0.1
"""Heights of the slot by which strokes stick out of it, and of one that is likely somebody else's."""

_FRAME: Final = 0.2
"""Share of the page from which on a cell is a frame around text."""
_REACH, _ROOM = 9.0, 6.0
"""Heights of a label's line within which its value begins, and which a value takes that nobody read."""
_ROW: Final = 0.6
"""Heights of a line by which another may be off and still stand in its row."""
_SIDE, _ABOVE = 0.25, 0.1
"""Heights of a value by which its cover goes beyond it."""


def own_signatures(observation: Observation, subject: Subject) -> list[NameHit]:
    """Return what is written in slots of the subject's own, or reads much like the name, with the slot's box."""
    return [
        _signed(slot)
        for slot in observation.signatures
        if slot.kind in _FILLED and (_is_own(slot, observation) or _reads_alike(slot.text or "", subject))
    ]


Around = Callable[[int, Box, Box], Box]
"""Gives the part of a place of a page that holds all the ink that reaches into its core (page, place, core)."""


def open_signatures(observation: Observation, around: Around | None = None) -> list[NameHit]:
    """Return what is written in slots of which nothing says that somebody else signs there, the subject's own ones too.

    For a copy that is the safe side. A slot is covered as far as `around` finds ink in it, with strokes that stick out
    of it: slots are as wide as their form has room, and a form has many of them.
    """
    found = []
    for slot in observation.signatures:
        own = _is_own(slot, observation)
        if slot.kind not in _FILLED or (not own and _OTHERS.search(slot.role)):
            continue
        hit = _signed(slot, slack=_SLACK if own else _LITTLE_SLACK)
        if around is not None and hit.box is not None:
            hit = replace(hit, box=around(slot.page, hit.box, slot.box))
        found.append(hit)
    return found


def under_weak_covers(observation: Observation) -> list[NameHit]:
    """Return the places under covers that can be undone or read beside, with the rest of the row that sticks out."""
    heights = {page.number: text_height(page.lines) for page in observation.pages}
    return [
        NameHit(
            SurfaceKind.PIXELS, "", COVERED, False, cover.page,
            cover.box.expanded(0.0, max(0.0, (_ROW_AND_RIM * heights[cover.page] - cover.box.height) / 2)),
        )
        for cover in weak_covers(observation.covers)
    ]  # fmt: skip


Inked = Callable[[int, Box], bool]
"""Tells whether there is ink in a box of a page (counted from 1)."""


def name_fields(observation: Observation, subject: Subject, inked: Inked | None = None) -> list[NameHit]:
    """Return what stands behind labels of the subject's name and is not for certain somebody else's.

    Args:
        observation: what was seen; its readings may be wrong.
        subject: whose name it may be.
        inked: tells of places where nothing was read whether something stands there; None passes over them.
    """
    found = []
    for page in observation.pages:
        tables = [table for table in observation.tables if table.page == page.number]
        values = [value for table in tables for value in _in_table(table, page)]
        # A frame around the page is no table, and where nothing was read a rule between cells would pass for ink.
        cells = [cell.box for table in tables for cell in table.cells if cell.box.area < _FRAME]
        values += [value for value in _in_lines(page) if value.text or not any(map(value.box.intersection, cells))]
        for value in _apart(values):
            if value.text.strip():
                kept = _may_be(value.text, value.confidence, subject)
            else:
                kept = inked is not None and inked(page.number, value.box)
            if kept:
                found.append(NameHit(SurfaceKind.PIXELS, value.text, FIELD, False, page.number, value.box))
    return found


@dataclass(frozen=True)
class _Value:
    """What stands behind a label; the text is empty where nothing was read."""

    text: str
    confidence: float
    box: Box


def _signed(slot: Signature, *, slack: float = 0.0) -> NameHit:
    box = slot.box.expanded(0.0, slack * slot.box.height)
    return NameHit(SurfaceKind.SIGNATURE, slot.text or "", SIGNED, False, slot.page, box)


def _is_own(slot: Signature, observation: Observation) -> bool:
    """Tell whether the subject signs there; a bare 签名 only where no other slot says 本人: then it is an opinion's."""
    if _OWN.search(slot.role):
        return True
    told = any(_OWN.search(other.role) for other in observation.signatures)
    return slot.role in _BARE and observation.type in _OWN_TYPES and not told


def _apart(values: Sequence[_Value]) -> Iterator[_Value]:
    """Yield the values that stand where none before them does."""
    for index, value in enumerate(values):
        if not any(value.box.intersection(earlier.box) for earlier in values[:index]):
            yield value


def _in_table(table: Table, page: Page) -> Iterator[_Value]:
    for cell in table.cells:
        if not _CELL_LABEL.fullmatch(_plain(cell.text)):
            continue
        beside = [other for other in table.cells if _same_row(cell, other) and other.column > cell.column]
        values = [min(beside, key=lambda other: other.column)] if beside else []
        if not values or _FORM_WORD.search(_plain(values[0].text)):
            values = [other for other in table.cells if _same_column(cell, other) and other.row > cell.row]
        yield from (_Value(value.text, _confidence(value.box, page), value.box) for value in values)


def _same_row(one: Cell, other: Cell) -> bool:
    return one.row < other.row + other.row_span and other.row < one.row + one.row_span


def _same_column(one: Cell, other: Cell) -> bool:
    return one.column == other.column and one.column_span == other.column_span


def _confidence(box: Box, page: Page) -> float:
    """Return the confidence of the least sure line in a cell; 0 where it has none of its own."""
    lines = [line for line in page.lines if line.box.covered_by(box) > 0.5]
    return min((line.confidence or 0.0 for line in lines), default=0.0)


def _in_lines(page: Page) -> Iterator[_Value]:
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
                    yield _Value(line.text[start:end], line.confidence or 0.0, _widened(box, aspect))
            elif not plain[match.end() :].strip(" _—-."):
                yield _behind(line, match.end(), page.lines, aspect)


def _behind(line: Line, end: int, lines: Sequence[Line], aspect: float) -> _Value:
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
        return _Value(following.text[start:end], following.confidence or 0.0, _widened(box, aspect))
    right = min(left + _ROOM * height / aspect, following.box.left if following is not None else 1.0, 1.0)
    middle = line.box.centre[1]
    return _Value("", 0.0, Box.clamped(left, middle - 0.8 * height, max(left, right), middle + 0.8 * height))


def _widened(box: Box, aspect: float) -> Box:
    return box.expanded(_SIDE * box.height / aspect, _ABOVE * box.height)


def _value(plain: str, start: int) -> tuple[int, int]:
    """Return where the value behind a label stands: up to the next label, bracket or wide gap."""
    while start < len(plain) and plain[start] in " _—-.:":
        start += 1
    stop = re.compile(rf"\s{{2,}}|[,;。(|_]|\s?(?:{_FORM_WORD.pattern})|\s\S{{1,6}}:").search(plain, start)
    end = stop.start() if stop else len(plain)
    return start, start + len(plain[start:end].rstrip())


def _reads_alike(text: str, subject: Subject) -> bool:
    """Tell whether half of the name was read, and not its surname alone: that is how a hand is read."""
    name, read = "".join(subject.parts), fold(text).text
    surname, given = (fold(part).text for part in split_han_name(name))
    return any(character in read for character in given) and _shared(read, surname + given) >= _SHARED


def _shared(read: str, name: str) -> float:
    return sum(character in name for character in read) / max(len(read), len(name), 1)


def _may_be(text: str, confidence: float, subject: Subject) -> bool:
    """Tell whether a value may be the subject's name: unless it is surely read as another, or is no name at all."""
    read = "".join(character for character in fold(text).text if character.isalnum())
    if (
        not read
        or read in _PRONOUNS
        or _FORM_WORD.search(read)
        or len(read) > _TIMES * max(_LONGEST, len("".join(subject.parts)))
    ):
        return False
    shared = _shared(read, fold("".join(subject.parts)).text)
    han = all("\u3400" <= character <= "\u9fff" for character in read)
    # Transcribed names (古丽孜依拉·木拉提) are longer than four characters, and readers drop their dot.
    another = han and len(read) >= _SHORTEST and confidence >= _SURE and shared < _SHARED
    return not another


def _plain(text: str) -> str:
    return "".join(narrow(text).split())
