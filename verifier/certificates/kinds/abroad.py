"""国外学历学位认证书, and the permits of foreigners."""

from __future__ import annotations

from verifier.certificates.kinds.shared import NAME_CHARACTERS, SIGNED_DATE, SIGNED_UNIT
from verifier.certificates.normalisers import choice, code, date, gender, person_name, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field

_COUNTRY = r"[\u4e00-\u9fff]{1,8}?(?:斯坦|国|联邦|亚|兰|大利|罗斯|牙|尔|本|坡|典|麦|马|利|德|拿大|哥)"
_IN = r"月(?:\d{1,2}日)?在"
_SCHOOL = r"[\u4e00-\u9fff]{2,30}"

OVERSEAS_EDU = DocumentSpec(
    type="overseas_edu",
    fields=(
        Field(
            "认证书编号",
            tight_text,
            labels=("认证书编号", "证书编号"),
            row_patterns=(r"(?P<value>教留服认[\u4e00-\u9fff]{1,4}\(\d{4}\)\d{4,8}号)",),
        ),
        Field(
            "姓名",
            person_name,
            patterns=(
                rf"兹证明(?P<value>{NAME_CHARACTERS}{{2,20}}?),[男女]",
                rf"(?P<value>{NAME_CHARACTERS}{{2,20}}?),[男女],",
            ),
        ),
        Field("性别", gender, patterns=(r",(?P<value>[男女]),",)),
        Field("出生日期", date, patterns=(r"[男女],(?P<value>\d{4}年\d{1,2}月\d{1,2}日)出?生",)),
        Field("毕业日期", date, patterns=(r"于(?P<value>\d{4}年\d{1,2}月(?:\d{1,2}日)?)[^,.;]{0,60}毕业",)),
        Field(
            "国别", tight_text, patterns=(rf"月(?:\d{{1,2}}日)?在(?P<value>{_COUNTRY})(?=[\u4e00-\u9fff]{{2,30}}毕业)",)
        ),
        Field(
            "学校", tight_text, patterns=(rf"月(?:\d{{1,2}}日)?在{_COUNTRY}(?P<value>[\u4e00-\u9fff]{{2,30}}?)毕业",)
        ),
        Field("专业", tight_text, patterns=(r"获得?(?P<value>[\u4e00-\u9fff()]{2,24}?)专业(?:学士|硕士|博士)",)),
        Field("学位", choice("学士", "硕士", "博士"), patterns=(r"(?P<value>学士|硕士|博士)学位",)),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    other_labels=("扫描二维码",),
)

FOREIGNER_PERMIT = DocumentSpec(
    type="foreigner_permit",
    fields=(
        Field("姓名", person_name, labels=("姓名Name", "姓名/Name", "姓名"), below=True),
        Field("国籍", tight_text, labels=("国籍Nationality", "国籍/Nationality", "国籍"), below=True),
        Field("性别", gender, labels=("性别Sex", "性别/Sex", "性别"), below=True, optional=True),
        Field("出生日期", date, labels=("出生日期DateofBirth", "出生日期"), below=True, optional=True),
        Field("工作单位", organisation, labels=("工作单位Employer", "工作单位"), below=True, optional=True),
        Field("有效期至", date, labels=("有效期至Validuntil", "有效期限Validuntil", "有效期至"), below=True),
        Field("证号", code, labels=("许可证号No.", "证件号码IDNo.", "许可证号", "证件号码"), below=True),
    ),
)
