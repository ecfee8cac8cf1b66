"""教育部学历证书电子注册备案表: what the ministry's register says of a diploma."""

from __future__ import annotations

import re

from verifier.certificates.checksums import read_diploma_number
from verifier.certificates.normalisers import choice, date, gender, number, person_name, plain_text, tight_text
from verifier.certificates.spec import DocumentSpec, Field, Normalised


def _online_code(text: str) -> Normalised:
    """在线验证码: 16 capitals and digits, before 2019 also 12 digits."""
    found = plain_text(text)
    if found.value is None:
        return found
    match = re.search(r"(?<![A-Z0-9])(?:[A-Z0-9]{16}|\d{12})(?![A-Z0-9])", re.sub(r"\s", "", found.value).upper())
    return Normalised(match[0]) if match else Normalised(None, ("format",))


CHSI_REG = DocumentSpec(
    type="chsi_reg",
    fields=(
        Field("姓名", person_name),
        Field("性别", gender),
        Field("出生日期", date),
        Field("入学日期", date, labels=("入学日期", "入学时间")),
        Field("毕业日期", date, labels=("毕(结)业日期", "毕业日期", "毕(结)业时间")),
        Field("学校", tight_text, labels=("院校名称", "学校名称", "毕业院校", "毕业学校")),
        Field("专业", tight_text, labels=("专业", "专业名称")),
        Field("层次", choice("博士", "硕士", "本科", "专科", also={"博士研究生": "博士", "硕士研究生": "硕士"})),
        Field("学历类别", tight_text),
        Field("学习形式", tight_text),
        Field("学制", tight_text),
        Field("证书编号", number(read_diploma_number), patterns=(r"证书编号:?(?P<value>\d{15,20})(?!\d)",)),
        Field("更新日期", date, patterns=(r"更新日期:?(?P<value>\d{4}年\d{1,2}月\d{1,2}日)",)),
        Field("在线验证码", _online_code, patterns=(r"在线验证码:?(?P<value>[A-Za-z0-9]{12,20})",)),
        Field("在线验证有效期", date, labels=("在线验证有效期", "验证有效期", "有效期至"), optional=True),
    ),
    other_labels=("毕(结)业", "学籍状态", "校(院)长姓名"),
)
