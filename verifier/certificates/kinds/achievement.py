"""业绩证明 (项目合同, 任务书, 验收, 鉴定, 项目证明): which work, for whom, by whom, from when to when, for how much."""

from __future__ import annotations

from typing import Final

from verifier.certificates.amounts import amount
from verifier.certificates.kinds.shared import PROSE_NAME, SIGNED_DATE, SIGNED_UNIT
from verifier.certificates.normalisers import code, date, period, person_name, title_text
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field

_MONTH: Final = r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}[.-]\d{1,2}"
_LEADERS: Final = (
    "项目负责人",
    "课题负责人",
    "项目主持人",
    "课题主持人",
    "项目承担人",
    "主持人",
    "主要完成人",
    "承担人",
    "完成人",
    "负责人",
    "技术负责人",
)

ACHIEVEMENT = DocumentSpec(
    type="achievement",
    fields=(
        Field("合同编号", code, labels=("合同编号", "项目编号")),
        Field(
            "项目名称",
            title_text,
            labels=("项目名称", "课题名称"),
            label_first=True,
            patterns=(r"\"(?P<value>[^\"]{4,60})\"", r"《(?P<value>[^》]{4,60})》"),
        ),
        Field("姓名", person_name, labels=_LEADERS, label_first=True, patterns=PROSE_NAME, optional=True),
        Field("委托方", organisation, labels=("委托方", "委托单位", "甲方")),
        Field("受托方", organisation, labels=("受托方", "承担单位", "乙方")),
        Field("签订时间", date, labels=("签订时间", "签订日期")),
        Field(
            "起止",
            period,
            labels=("起止时间", "起止年月", "履行期限", "项目起止时间"),
            label_first=True,
            patterns=(rf"[于自从](?P<value>(?:{_MONTH})起?(?:至|到|-)(?:{_MONTH}|今))",),
            optional=True,
        ),
        Field(
            "金额",
            amount,
            labels=("合同金额", "项目经费", "合同价款", "合同总价", "项目总经费", "总经费", "合同总金额", "项目资金"),
            label_first=True,
            patterns=(
                r"(?:经费|金额|价款|总价|资金)(?:为|共计|总计|合计|:)?(?:人民币)?(?P<value>\d[\d,.]*(?:百万|[十百千万亿])?元)",
            ),
            optional=True,
        ),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    stops=",;.",
    other_labels=("签订地点", "(甲方)", "(乙方)", "验收结论", "鉴定意见"),
)
