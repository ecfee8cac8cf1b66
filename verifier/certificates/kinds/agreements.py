"""劳动(聘用)合同, 人事代理协议: the parties and the term."""

from __future__ import annotations

from typing import Final

from verifier.certificates.kinds.shared import ID_NUMBER
from verifier.certificates.normalisers import date, period_end, period_start, person_name, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field

_DAY: Final = r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[.-]\d{1,2}[.-]\d{1,2}"
_PERSON_LABELS: Final = ("受聘人员", "受聘人", "劳动者", "姓名")
_LABELS: Final = ("性别", "出生日期", "单位性质", "联系电话", "法定代表人", "住址", "地址", "毕业院校", "专业")


def _span(head: str) -> tuple[str, ...]:
    return (rf"{head}[^.;\d]{{0,12}}(?P<value>(?:{_DAY})起?(?:至|到|-)(?:{_DAY}))",)


CONTRACT = DocumentSpec(
    type="contract",
    fields=(
        Field("甲方", organisation, labels=("甲方", "聘用单位", "用人单位")),
        Field("乙方", person_name, labels=("乙方", *_PERSON_LABELS)),
        ID_NUMBER,
        Field("合同开始", period_start, patterns=_span("合同期限") + _span("期限")),
        Field("合同结束", period_end, patterns=_span("合同期限") + _span("期限")),
        Field("签订日期", date, labels=("签订日期", "签订时间")),
    ),
    stops=",;",
    other_labels=_LABELS,
)

AGENCY_AGREEMENT = DocumentSpec(
    type="agency_agreement",
    fields=(
        Field(
            "编号",
            tight_text,
            labels=("编号", "协议编号"),
            row_patterns=(r"^(?P<value>\S{1,4}字第\d{1,8}号)",),
            optional=True,
        ),
        Field(
            "甲方",
            organisation,
            labels=("甲方", "代理机构"),
            row_patterns=(r"^甲方[ \t]*\([^()\n]*\)[^\n]*\n(?P<value>[\u4e00-\u9fff]{6,30})(?=[\t\n])",),
        ),
        Field("乙方", person_name, labels=("乙方", "委托人", *_PERSON_LABELS)),
        ID_NUMBER,
        Field("代理开始", period_start, patterns=_span("代理期限") + _span("期限")),
        Field("代理结束", period_end, patterns=_span("代理期限") + _span("期限")),
    ),
    stops=",;",
    other_labels=_LABELS,
)
