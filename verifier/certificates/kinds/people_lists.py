"""Documents about several people (任职资格文件, 聘任文件): one row a person, or a sentence about one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.observation import Cell, FieldValue, Table
from verifier.certificates.cells import cell_confidence
from verifier.certificates.folding import fold, fold_keeping_space
from verifier.certificates.kinds.roster import roster_rows, roster_table, rows_below_heads
from verifier.certificates.kinds.shared import NAME_CHARACTERS, PROSE_NAME
from verifier.certificates.layout import Stream
from verifier.certificates.lookup import find_by_patterns
from verifier.certificates.normalisers import date, person_name, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import Find, Material, Normalised

_PERSON: Final = rf"(?P<value>{NAME_CHARACTERS}{{2,20}}?)"
_ONE: Final = (
    rf"(?:聘任|任命|聘请|聘用|同意|批准|确认)(?!下列|以下|等){_PERSON}同志(?:为|担任|任|具备|取得)",
    *PROSE_NAME,
)
POST_IN_PROSE: Final = (
    r"(?:聘任|任命|聘请|聘用)[\u3400-\u9fff·]{2,20}?(?:同志)?(?:为|担任|任)(?P<value>[^,.;:()]{2,30}?)(?:职务|一职)?(?=[,.;(]|$)",
)
ADDRESSEE: Final = (
    r"^[ \t]*(?P<value>[\u4e00-\u9fff()]{3,40}(?:公司|局|院|所|校|站|中心|学院|大学|集团|委员会|厂|小学|中学)):[ \t]*$",
)
"""主送机关: the unit to which an approval is addressed, in a row of its own."""

_POST: Final = (
    r"[^\s,.;:、]{2,28}?(?:长|主任|经理|书记|助理|秘书|干事|总工程师|工程师|会计|教师|负责人|组长|主管|专员|员)"
)
_APPOINTED: Final = re.compile(
    rf"(?:^|[\s,.;:、])(?:\d{{1,2}}[.、])?(?:聘任|任命|聘请)?(?P<姓名>{NAME_CHARACTERS}{{2,20}}?)[ \t]*(?:同志)?[ \t]*"
    rf"(?:为|担任|任)[ \t]*(?P<职务>{_POST})(?:职务|\([^()]*\))?(?=[\s,.;、]|$)"
)
_NAME: Final = r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,10}(?:·[\u4e00-\u9fff]{1,10})+)"
_ROW_OF_NAMES: Final = re.compile(rf"^{_NAME}(?:[ \t]+{_NAME})+$", re.MULTILINE)
_FEWEST: Final = 2

_UNIT_BEFORE: Final = re.compile(
    r"^(?:[\u4e00-\u9fff]*?(?:县|市|区|州|省|师|团)[\u4e00-\u9fff]*?|我|本)"
    r"(?:所|局|院|公司|中心|站|厂|校|大学|学院|集团|单位)(?=[\u4e00-\u9fff]{3,})"
)
_HEADS: Final = {
    "职务": ("职务", "聘任职务", "拟聘职务", "聘任岗位", "任命职务", "岗位"),
    "工作单位": ("工作单位", "单位", "所在单位", "单位名称"),
    "资格名称": ("资格名称", "任职资格", "专业技术资格", "评审资格", "职称", "通过资格", "取得资格", "资格"),
    "批准日期": (
        "取得时间",
        "资格时间",
        "取得资格时间",
        "批准时间",
        "评审时间",
        "通过时间",
        "资格取得时间",
        "任职资格时间",
    ),
    "专业": ("专业", "申报专业", "评审专业", "专业名称"),
}


def post(text: str) -> Normalised:
    """A post without the unit in which it is: 某某县质量检验所检验科科长 is 检验科科长."""
    found = tight_text(text)
    return Normalised(_UNIT_BEFORE.sub("", found.value), found.problems) if found.value else found


_READERS: Final = {"姓名": person_name, "职务": post, "工作单位": organisation, "批准日期": date}


def listed_people(material: Material) -> Iterator[FieldValue]:
    """姓名[n] and what the row says of that person: 职务[n], 工作单位[n], 资格名称[n], 批准日期[n], 专业[n].

    A row whose name is covered or blank is told, too, where it says anything else of the person: it has its number.
    """
    table = roster_table(material.tables)
    if table is None:
        yield from _named_in_rows(material)
        return
    heads = [(name, head) for name, heads in _HEADS.items() for head in heads]
    rows = [row for row in rows_below_heads(table) if any(head in row and fold(row[head].text) for _, head in heads)]
    for number, row in enumerate(rows or roster_rows(table), 1):
        yield _value(material, f"姓名[{number}]", "姓名", table, row["姓名"])
        for name, head in heads:
            if head in row and fold(row[head].text):
                yield _value(material, f"{name}[{number}]", name, table, row[head])


def _named_in_rows(material: Material) -> Iterator[FieldValue]:
    """People of a list without a table: 某某同志任某某职务 row by row, or rows of nothing but names."""
    stream = material.stream
    found = list(_APPOINTED.finditer(stream.text))
    spans: list[tuple[tuple[int, int], tuple[int, int] | None]] = [
        (match.span("姓名"), match.span("职务")) for match in found
    ]
    spans = spans or [(span, None) for span in _names(stream)]
    if len(spans) < _FEWEST:
        return
    for number, (name, post) in enumerate(spans, 1):
        for kind, span in (("姓名", name), ("职务", post)):
            place = stream.place(*span) if span is not None else None
            if place is not None:
                read = _READERS.get(kind, tight_text)(fold_keeping_space(place.raw))
                label = f"{kind}[{number}]"
                yield FieldValue(label, place.raw, read.value, place.box, place.page, place.confidence, read.problems)


def _names(stream: Stream) -> list[tuple[int, int]]:
    """Return the spans of names in rows of two names and more."""
    return [
        (row.start() + piece.start(), row.start() + piece.end())
        for row in _ROW_OF_NAMES.finditer(stream.text)
        for piece in re.finditer(r"\S+", row[0])
    ]


def _value(material: Material, label: str, name: str, table: Table, cell: Cell) -> FieldValue:
    read = _READERS.get(name, tight_text)(fold_keeping_space(cell.text))
    sure = cell_confidence(material.pages, table, cell)
    return FieldValue(label, cell.text, read.value, cell.box, table.page, sure, read.problems)


def one_person(material: Material) -> Find | None:
    """The person whom sentences name; nobody where a table lists several."""
    if _names_several(material):
        return None
    return find_by_patterns(material.blocks, _ONE) or find_by_patterns(material.stream, _ONE)


def one_post(material: Material) -> Find | None:
    """The post to which a sentence appoints one person."""
    return None if _names_several(material) else find_by_patterns(material.blocks, POST_IN_PROSE)


def _names_several(material: Material) -> bool:
    table = roster_table(material.tables)
    if table is not None and len(roster_rows(table)) > 1:
        return True
    if len(list(_named_in_rows(material))) > 1:
        return True
    return bool(re.search(r"等\d*[名位人]|(?:下列|以下)(?:同志|人员)|序号", material.stream.tight))
