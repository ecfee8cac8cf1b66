"""营业执照 and 事业单位法人证书."""

from __future__ import annotations

from verifier.certificates.checksums import read_credit_code
from verifier.certificates.normalisers import date, number, period, person_name, plain_text, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_date
from verifier.certificates.spec import DocumentSpec, Field

BIZ_LICENSE = DocumentSpec(
    type="biz_license",
    fields=(
        Field(
            "统一社会信用代码",
            number(read_credit_code),
            patterns=(
                r"统一社会信用代码:?(?:\([^()]*\))?(?P<value>[0-9A-Z]{18})",
                r"(?<![0-9A-Z])(?P<value>[159][1239]\d{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Z])",
            ),
        ),
        Field("名称", organisation, labels=("名称", "单位名称")),
        Field("类型", tight_text, labels=("类型",)),
        Field("法定代表人", person_name, labels=("法定代表人", "负责人", "经营者", "执行事务合伙人")),
        Field("注册资本", tight_text, labels=("注册资本", "开办资金", "出资额")),
        Field("成立日期", date, labels=("成立日期", "注册日期")),
        Field("营业期限", period, labels=("营业期限", "有效期", "合伙期限")),
        Field("住所", tight_text, labels=("住所", "经营场所", "营业场所", "主要经营场所"), multiline=True),
        Field("经营范围", plain_text, labels=("经营范围", "宗旨和业务范围"), multiline=True),
        Field("登记机关", organisation, labels=("登记机关",)),
        Field("经费来源", tight_text, optional=True),
        Field("举办单位", organisation, optional=True),
        Field("登记日期", date, finder=signoff_date),
    ),
    other_labels=("组成形式",),
)
