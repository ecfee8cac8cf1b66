"""社会保险参保证明, 缴费明细: who pays for whom, month by month."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.geometry import Box
from models.observation import Cell
from verifier.certificates.folding import fold
from verifier.certificates.kinds.shared import ID_NUMBER, NAME, SIGNED_UNIT
from verifier.certificates.normalisers import check_code, code, count, date, year
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_date
from verifier.certificates.spec import DocumentSpec, Field, Find, Material, Normalised

_MONTH = re.compile(r"(20\d{2})[-./年]?(0[1-9]|1[0-2])月?")
_HEADS = ("缴费年月", "缴费月份", "费款所属期", "对应费款所属期", "年月")
_UNIT_HEADS = ("参保单位", "单位名称", "缴费单位", "工作单位")


def months(text: str) -> Normalised:
    """Months as ISO 8601, each once, in their order, joined by 、."""
    found = sorted({f"{year}-{month}" for year, month in _MONTH.findall(text)})
    return Normalised("、".join(found)) if found else Normalised(None, ("unreadable",))


def _columns(material: Material, heads: tuple[str, ...]) -> Iterator[tuple[int, list[Cell]]]:
    """Yield (page, cells below the head) of every column with one of the heads."""
    for table in material.tables:
        for head in table.cells:
            if fold(head.text) in heads:
                below = [cell for cell in table.cells if cell.column == head.column and cell.row > head.row]
                yield table.page, below


def _paid_months(material: Material) -> Find | None:
    """Every month of the column 缴费年月; the rows of the text where no table was seen."""
    for page, cells in _columns(material, _HEADS):
        filled = [cell for cell in cells if _MONTH.fullmatch(fold(cell.text))]
        if filled:
            text = "、".join(cell.text for cell in filled)
            return Find(text, text, page, Box.around(cell.box for cell in filled), None)
    rows = re.findall(r"(?:^|\n)(?:\d{1,3}\t)?(20\d{2}[-./]?(?:0[1-9]|1[0-2]))\t", material.stream.text)
    return Find("、".join(rows), "、".join(rows), material.pages[0].number, None, None) if rows else None


def _employer(material: Material) -> Find | None:
    """The employer of the latest month: rows are printed in the order of time."""
    for page, cells in _columns(material, _UNIT_HEADS):
        filled = [cell for cell in cells if len(fold(cell.text)) >= 4]
        if filled:
            last = max(filled, key=lambda cell: cell.row)
            return Find(fold(last.text), last.text, page, last.box, None)
    return None


SOCIAL_INS = DocumentSpec(
    type="social_ins",
    fields=(
        NAME,
        ID_NUMBER,
        Field("个人编号", code, labels=("个人编号", "个人社保编号", "人员编号"), optional=True),
        Field(
            "单位名称",
            organisation,
            row_patterns=(r"(?:^|\t)(?:单位名称|参保单位(?:名称)?)[ \t]*:[ \t]*(?P<value>[^\t\n:]{4,40})",),
            patterns=(
                r"在(?P<value>[\u4e00-\u9fff]{4,30}?)(?:参加|参保|缴纳)",
                r"(?:由|系)(?P<value>[\u4e00-\u9fff()]{4,30}?)(?:职工|员工|为其|缴纳|参加|参保|代缴)",
                r"(?:参保|缴费|工作)单位(?:名称)?(?:为|是)(?P<value>[\u4e00-\u9fff()]{4,30}?)(?=[,.;])",
            ),
            fallback=_employer,
        ),
        Field(
            "缴费年度",
            year,
            labels=("缴费年度", "参保年度", "年度"),
            patterns=(r"(?P<value>20\d{2})年度?[^,.;\d]{0,12}(?:缴费|参保)",),
            optional=True,
        ),
        Field(
            "缴费月数",
            count,
            labels=("缴费月数", "累计缴费月数", "累计缴费"),
            patterns=(r"(?:缴费|参保)(?:月数)?(?:共|为|满|累计|共计)?:?(?P<value>\d{1,3})个?月",),
            optional=True,
        ),
        Field("缴费年月", months, finder=_paid_months),
        Field("验证码", check_code, labels=("验证码", "校验码", "在线验证码", "验真码")),
        Field("有效期至", date, labels=("有效期至", "验证码有效期至", "有效期")),
        SIGNED_UNIT,
        Field("打印日期", date, labels=("打印日期", "打印时间", "出具日期", "开具日期"), fallback=signoff_date),
    ),
    other_labels=(*_HEADS, *_UNIT_HEADS, "序号", "参保状态", "单位编号", "缴费基数", "到账情况", "险种", "缴费状态",
                  "缴费起始年月", "缴费截止年月", "扫码验证", "养老个人", "养老单位", "失业个人", "工伤单位"),
)  # fmt: skip
