"""专利证书 of the National Intellectual Property Administration."""

from __future__ import annotations

from verifier.certificates.checksums import read_patent_number
from verifier.certificates.normalisers import code, date, number, plain_text, tight_text
from verifier.certificates.spec import DocumentSpec, Field

PATENT = DocumentSpec(
    type="patent",
    fields=(
        Field(
            "名称",
            tight_text,
            labels=("发明名称", "实用新型名称", "外观设计名称", "使用外观设计的产品名称"),
            multiline=True,
        ),
        Field("发明人", plain_text, labels=("发明人", "设计人"), multiline=True),
        Field(
            "专利号",
            number(read_patent_number),
            patterns=(
                r"(?P<value>ZL\d{12}\.[\dXx])",
                r"(?P<value>ZL\d{8}\.[\dXx])",
                r"专利号:?(?P<value>[ZL\d.Xx]{9,18})",
            ),
        ),
        Field("申请日", date, labels=("专利申请日", "申请日")),
        Field("专利权人", plain_text),
        Field("授权公告日", date),
        Field("授权公告号", code, patterns=(r"(?P<value>CN\d{7,9}[ABCSUY]\d?)",)),
        Field("证书号", code, patterns=(r"证书号:?第?(?P<value>\d{4,9})号?",)),
    ),
    other_labels=("地址", "局长", "第1页"),
)
