"""缴费凭证: what was paid by whom; the sum in digits must agree with the sum in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.observation import FieldValue
from verifier.certificates.amounts import WORDS, amount, amount_in_words
from verifier.certificates.normalisers import check_code, code, date, person_name
from verifier.certificates.spec import DocumentSpec, Field, Refinement


def sums_agree(digits: str, words: str) -> Refinement:
    """Return the comparison of a sum in digits with the sum in words: where they differ, both say so."""

    def compare(fields: Mapping[str, FieldValue]) -> Iterable[FieldValue]:
        one, other = fields.get(digits), fields.get(words)
        if one and other and None not in (one.value, other.value) and one.value != other.value:
            for field in (one, other):
                yield replace(field, problems=(*field.problems, "contradicts_words"))

    return compare


_IN_WORDS = rf"大写\)?:?(?:人民币)?(?P<value>[{WORDS}]+[元圆][整正{WORDS}角分]*)"

PAYMENT = DocumentSpec(
    type="payment",
    fields=(
        Field("票据代码", code, labels=("票据代码", "执收单位编码")),
        Field("票据号码", code, labels=("票据号码",), row_patterns=(r"(?:^|\t)N[oO0]\.?[ \t:]*(?P<value>\d{6,12})",)),
        Field("校验码", check_code, labels=("校验码",), optional=True),
        Field(
            "交款人",
            person_name,
            labels=("交款人", "缴款人"),
            row_patterns=(r"^付[ \t]*全称[ \t]*(?P<value>[^\t\n]+)",),
        ),
        Field("开票日期", date, labels=("开票日期", "填制日期", "日期")),
        Field(
            "金额",
            amount,
            labels=("小写",),
            patterns=(r"\(小写\):?¥?(?P<value>\d[\d,]*\.\d{2})",),
            row_patterns=(r"(?:评审费|报名费|考试费)[^\n]*\t(?P<value>\d[\d,]*\.\d{2})[ \t]*$",),
        ),
        Field(
            "金额大写",
            amount_in_words,
            patterns=(rf"大写\)?:?(?:人民币)?(?P<value>[{WORDS}]+[元圆][整正{WORDS}角分]*)",),
        ),
    ),
    other_labels=("交款人统一社会信用代码", "收款单位", "复核人", "收款人", "账号", "开户行", "币种", "全称"),
    refine=sums_agree("金额", "金额大写"),
)
