"""Who stands in a roster (花名册): the applicant and others under the same supervising unit, as rows of text."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tests.synthesis.people import Scene, scene
from tests.synthesis.units import PLACES, draw_unit

NOTICE_COLUMNS = (
    "序号", "工作单位", "单位性质", "姓名", "性别", "族别", "出生年月", "最高学历", "何时、何校何专业毕业",
    "专业技术工作年限", "现任专业技术职务", "获现任专业技术职务时间", "拟晋升专业技术职务", "是否继续教育", "备注",
)  # fmt: skip
"""The fifteen columns of 附件8 of the notice, in their order."""

SUMMARY_COLUMNS = (
    "序号", "姓名", "性别", "出生年月", "身份证号", "工作单位", "毕业院校", "所学专业", "学历", "现任职务", "取得时间",
    "申报职务", "联系电话",
)  # fmt: skip
"""The columns of a 汇总表 under two rows of headings."""

SUMMARY_GROUPS = {"基本情况": SUMMARY_COLUMNS[:6], "学历情况": SUMMARY_COLUMNS[6:9], "职称情况": SUMMARY_COLUMNS[9:]}

SHEET_COLUMNS = (
    "序号", "姓名", "性别", "族别", "身份证号", "工作单位", "单位性质", "最高学历", "何时、何校何专业毕业",
    "专业技术工作年限", "现任专业技术职务", "获现任专业技术职务时间", "拟晋升专业技术职务", "备注",
)  # fmt: skip
"""The columns of a 一览表 printed from a spreadsheet."""

LAYOUT_COLUMNS = (NOTICE_COLUMNS, SUMMARY_COLUMNS, SHEET_COLUMNS)
TITLES = {"初级": "助理工程师", "中级": "工程师"}


@dataclass(frozen=True)
class Roll:
    """A roster's content: `rows` by printed column; `blank` are (row, column) of the cells left empty, from 0."""

    year: int
    specialty: str
    supervisor: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    blank: tuple[tuple[int, str], ...] = ()

    def groups(self) -> tuple[tuple[str, int], ...]:
        """Return the headings over the columns of a 汇总表 and how many columns each has."""
        return tuple((text, sum(name in self.columns for name in names)) for text, names in SUMMARY_GROUPS.items())

    def cell(self, row: int, column: str) -> str:
        """Return what stands in a cell."""
        return "" if (row, column) in self.blank else self.rows[row][column]


def enrol(
    about: Scene, *, layout: int = 0, count: int = 6, blank_cells: int = 0, without: str | None = None,
    changed: Mapping[str, str] | None = None,
) -> Roll:  # fmt: skip
    """Return a roster with the applicant of `about` somewhere among `count` people.

    `without` leaves a column out; `changed` says of the applicant what the other papers do not.
    """
    rng = random.Random(f"roll {about.seed}")
    county = about.unit.county
    place = next(one for one in PLACES if county in one.counties)
    others = []
    for index in range(count - 1):
        other = scene(about.seed * 97 + 1000 + index)
        unit = about.unit if rng.random() < 0.4 else draw_unit(rng, place, county)
        others.append(replace(other, supervisor=about.supervisor, unit=unit))
    people: list[Scene] = list(others)
    people.insert(rng.randrange(count), about)
    people.sort(key=lambda one: one.unit.name)
    columns = tuple(column for column in LAYOUT_COLUMNS[layout] if column != without)
    rows = tuple(
        _row(one, number) | (dict(changed or {}) if one is about else {}) for number, one in enumerate(people, 1)
    )
    spots = [(row, column) for row in range(count) for column in columns if column not in ("序号", "姓名")]
    blank = tuple(sorted(rng.sample(spots, blank_cells)))
    return Roll(about.signed.year, about.specialty.removesuffix("专业"), about.supervisor.name, columns, rows, blank)


def _row(one: Scene, number: int) -> dict[str, str]:
    who = one.person
    return {
        "序号": str(number),
        "工作单位": one.unit.name,
        "单位性质": "企业" if one.unit.name.endswith("公司") else "事业单位",
        "姓名": who.name,
        "性别": who.gender,
        "族别": who.ethnicity,
        "出生年月": f"{who.birth:%Y.%m}",
        "最高学历": "大学本科",
        "何时、何校何专业毕业": f"{one.graduated:%Y.%m}{one.school}{one.subject}",
        "专业技术工作年限": f"{one.signed.year - one.graduated.year}年",
        "现任专业技术职务": "助理工程师",
        "获现任专业技术职务时间": f"{one.title_date:%Y.%m}",
        "拟晋升专业技术职务": TITLES.get(one.level, "工程师"),
        "是否继续教育": "是",
        "备注": "无",
        "身份证号": who.id_number,
        "毕业院校": one.school,
        "所学专业": one.subject,
        "学历": "大学本科",
        "现任职务": "助理工程师",
        "取得时间": f"{one.title_date:%Y.%m}",
        "申报职务": TITLES.get(one.level, "工程师"),
        "联系电话": who.phone,
    }


def chunks(rows: Sequence[int], size: int) -> list[Sequence[int]]:
    """Return the rows in pages of `size`."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]
