"""Whether the subject signs in a slot: by its printed role, else by the row of the form in which it stands.

Forms print a bare 签名： in one row after the other; 本人意见 or 单位意见 at the head of the row says whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.observation import Cell, Observation, Signature
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
_REPEATED: Final = _BARE | {"负责人"}
"""What forms print in the foot of every row, the subject's own one among them."""

_OWN_TYPES: Final = frozenset(
    {
        "truth_pledge", "app_form", "summary", "bio", "ability_self", "cadre_resume", "first_appoint_form",
        "appraisal", "term_appraisal",
    }
)  # fmt: skip
"""Documents that the applicant signs, where a slot says 签名 and no more."""

_OWN_ROW: Final = re.compile(
    r"(?:本人|个人|自我|(?:被考核|被评议|被推荐|申报|申请|填表|承诺|声明|述职|填报|参评|受聘)[人者员])(?!所在|的?单位)"
)
"""How the heading of a row begins in which the subject writes: 本人意见, 个人总结, 申报人承诺."""

_OTHERS_ROW: Final = re.compile(
    r"单位|部门|领导|主管|组织|党|委|派出所|公安|社区|街道|人社|考核|审[核查批]|评[审语议]|推荐|鉴定|专家|小组|导师|负责|意见"
)
_OWN_HEADING: Final = re.compile(
    rf"{_OWN_ROW.pattern}\S{{0,3}}?(?:意见|承诺|总结|小结|评价|签[名字]|述职|声明|确认)?[:：]?$"
)
_OTHERS_HEADING: Final = re.compile(r"意见|评语|鉴定|审[核查批]|考核")
"""Lines that are headings where no table was found."""

_FIRST, _LONGEST_HEADING = 6, 16
"""Characters of a cell that may be its heading, and that a heading above it has at most."""

_PLEDGE: Final = re.compile(
    r"(?:本人|我)(?!单位|[省市州县区校院所局厅部公处科室])\S{0,40}?(?:承诺|保证|声明|属实|真实)"
)
"""How the text of a cell begins that the subject signs."""


def is_own(slot: Signature, observation: Observation) -> bool:
    """Tell whether the subject signs there: the role says it, or the row does where the role is that of every row.

    Where neither tells, a bare 签名 is the subject's in documents that the applicant signs, unless another
    slot is told to be: then it is an opinion's.
    """
    if _OWN.search(slot.role):
        return True
    if slot.role not in _REPEATED:
        return False
    by_row = _told(slot, observation)
    if by_row is not None or slot.role not in _BARE:
        return by_row is True
    told = any(
        _OWN.search(other.role) or (other.role in _REPEATED and _told(other, observation))
        for other in observation.signatures
    )
    return observation.type in _OWN_TYPES and not told


def is_others(slot: Signature) -> bool:
    """Tell whether the role of a slot says that somebody else signs there."""
    return _OTHERS.search(slot.role) is not None


def _told(slot: Signature, observation: Observation) -> bool | None:
    """Tell whose a slot is by its row; where there is no table, whether the heading above it is the subject's."""
    by_row = _by_row(slot, observation)
    return by_row if by_row is not None else (_under_own_heading(slot, observation) or None)


def _under_own_heading(slot: Signature, observation: Observation) -> bool:
    page = next(page for page in observation.pages if page.number == slot.page)
    above = [line for line in page.lines if line.box.centre[1] < slot.box.top]
    for line in sorted(above, key=lambda line: -line.box.bottom):
        heading = _plain(line.text)
        if len(heading) > _LONGEST_HEADING:
            continue
        if _OWN_HEADING.match(heading):
            return True
        if _OTHERS_HEADING.search(heading):
            return False
    return False


def _by_row(slot: Signature, observation: Observation) -> bool | None:
    """Tell by the heading of the row, or by how the cell begins, whether the subject signs; None where neither says."""
    for table in observation.tables:
        around = [cell for cell in table.cells if table.page == slot.page and cell.box.contains(slot.box.centre)]
        if not around:
            continue
        own = min(around, key=lambda cell: cell.box.area)
        for heading in _headings(own, table.cells):
            if _OWN_ROW.match(heading):
                return True
            if _OTHERS_ROW.search(heading):
                return False
        if _PLEDGE.match(_plain(own.text)):
            return True
    return None


def _headings(own: Cell, cells: tuple[Cell, ...]) -> Iterator[str]:
    """Yield what may say whose a cell is, nearest first: the head of its row, its first words, the cell above it."""
    before = [
        cell
        for cell in cells
        if cell.column < own.column and cell.row < own.row + own.row_span and own.row < cell.row + cell.row_span
    ]
    if before:
        yield _plain(max(before, key=lambda cell: cell.column).text)
    yield _plain(own.text)[:_FIRST]
    above = [
        cell
        for cell in cells
        if cell.row + cell.row_span == own.row
        and cell.column < own.column + own.column_span
        and own.column < cell.column + cell.column_span
    ]
    yield from (text for cell in above if len(text := _plain(cell.text)) <= _LONGEST_HEADING)


def _plain(text: str) -> str:
    return "".join(narrow(text).split())
