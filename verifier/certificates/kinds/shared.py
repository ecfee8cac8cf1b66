"""Fields that many documents share: the person, the unit, what stands at the foot."""

from __future__ import annotations

from typing import Final

from verifier.certificates.lookup import find_by_patterns
from verifier.certificates.normalisers import (
    date,
    document_number,
    ethnicity,
    gender,
    id_number,
    person_name,
    phone,
    political_status,
    signing_date,
    tight_text,
)
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_date, signoff_unit
from verifier.certificates.spec import Field, Find, Material

NAME_CHARACTERS: Final = r"[\u3400-\u9fff·]"
_NO_NAME_BEGINS: Final = (
    r"(?!兹|我|该|贵|各|本[单人公局院所校中]|下列|以下|有关|关于|同意|现[将对有]|推荐|根据|经[研评考审我本过])"
)
_PERSON: Final = rf"{_NO_NAME_BEGINS}(?P<value>{NAME_CHARACTERS}{{2,20}}?)"

PROSE_NAME_ROWS: Final = (
    rf"^[ \t]*(?:兹证明|兹有|学生|我叫|本人)?{_PERSON}[ \t]*,[ \t]*(?:性别)?[男女][ \t]*,",
    rf"^[ \t]*{_PERSON}[ \t]*同志[ \t]*(?:[:,]|于|在|自|系|为|参加|完成|具备|已)",
    rf"^[ \t]*(?:兹证明|兹有|学生|学员|我叫|本人)?{_PERSON}(?:同志)?[ \t]*[,(][ \t]*(?:公民)?身份证",
)
_OWN: Final = "(?:我|本)(?:单位|公司|局|院|所|校|中心|站|厂|部门|集团|科室)?"
_ACT: Final = "(?:同意|确认|授予|批准|公布|聘任|任命|推荐|评定|认定|委托评审|委托|选派|派出|聘用|调整|免去)"
PROSE_NAME: Final = (
    rf"兹(?:证明|有|受|聘任|任命|推荐)(?:我单位|本单位|我公司|{_OWN})?{_PERSON}(?:同志|\(|,|委托|担任)",
    rf"关于{_ACT}*{_PERSON}(?:等\d*[名位人]?)?同志",
    rf"我叫{_PERSON}[,.]",
    rf"本人{_PERSON},(?:[男女],|身份证|性别)",
    rf"(?:{_ACT}|{_OWN}|经评审,|经考核,|证明,?){_PERSON}(?:同志(?!们)|\((?:身份证|[男女]))",
    rf"(?:^|[.:;]){_PERSON}同志",
)


def name_in_prose(material: Material) -> Find | None:
    """The person whom a sentence names; nobody where sentences name several."""
    found = [find for pattern in PROSE_NAME if (find := find_by_patterns(material.blocks, (pattern,))) is not None]
    return found[0] if len({find.text for find in found}) == 1 else None


NAME: Final = Field("姓名", person_name, labels=("姓名", "申报人姓名"), fallback=name_in_prose)
LETTER_NAME: Final = Field("姓名", person_name, row_patterns=PROSE_NAME_ROWS, patterns=PROSE_NAME)
"""姓名 of a letter: named in a sentence, in a row of a table, or behind a label."""

GENDER: Final = Field("性别", gender, patterns=(r"性别:?(?P<value>[男女])", r",(?P<value>[男女]),"))
ETHNICITY: Final = Field("民族", ethnicity, labels=("民族", "族别"))
LETTER_ETHNICITY: Final = Field(
    "族别", ethnicity, labels=("族别", "民族"), patterns=(r"[男女],(?P<value>[\u4e00-\u9fff]{1,8}?族)[,.]",)
)
BIRTH: Final = Field("出生年月", date, labels=("出生年月", "出生日期"))
ID_ROWS: Final = (r"(?<![\dA-Za-z])(?P<value>[1-9]\d{16}[\dXx])(?![\dA-Za-z])",)
ID_LABELS: Final = ("身份证号", "身份证号码", "公民身份号码", "证件号码", "社会保障号码", "身份证件号码")
ID_NUMBER: Final = Field("身份证号", id_number, labels=ID_LABELS, row_patterns=ID_ROWS)
STATUS: Final = Field("政治面貌", political_status)
UNIT: Final = Field("单位", organisation, labels=("单位", "工作单位", "所在单位", "申报单位"))
WORK_UNIT: Final = Field("工作单位", organisation, labels=("工作单位", "现工作单位", "所在单位"))
EDUCATION: Final = Field("学历", tight_text, labels=("学历", "最高学历"))
HIGHEST: Final = Field("最高学历", tight_text, labels=("最高学历", "学历"))
SCHOOL: Final = Field("毕业院校", tight_text, labels=("毕业院校", "毕业学校"))
STUDIED: Final = Field("所学专业", tight_text)
CURRENT: Final = Field(
    "现任专业技术职务",
    tight_text,
    labels=("现任专业技术职务", "现专业技术职务", "现职称", "现任职务", "现任专业技术资格"),
)
OBTAINED: Final = Field("取得时间", date, labels=("取得时间", "取得现职称时间", "任职时间"))
APPLIED_SPECIALTY: Final = Field("申报专业", tight_text)
WORKING_SINCE: Final = Field("参加工作时间", date)
PHONE: Final = Field("联系电话", phone)
DOCUMENT_NUMBER: Final = Field(
    "文号",
    document_number,
    row_patterns=(
        r"(?P<value>[\u4e00-\u9fff]{1,12}[ \t]*\((?:19|20)\d{2}\)[ \t]*第?\d{1,5}号)",
        r"^[ \t]*(?P<value>[\u4e00-\u9fff]{2,12}[ \t]*(?:19|20)\d{2}[ \t]*第?\d{1,4}号)[ \t]*$",
        r"^[ \t]*(?P<value>[\u4e00-\u9fff]{1,10}字第?\d{1,6}号)[ \t]*$",
        r"(?P<value>[\u4e00-\u9fff]{1,12}\((?:19|20)\d{2}\)[\u4e00-\u9fff]{0,4}字?第\d{1,5}号)",
    ),
    optional=True,
)
"""文号: letters of small units carry none."""
SIGNED_UNIT: Final = Field("落款单位", organisation, finder=signoff_unit)
SIGNED_DATE: Final = Field("落款日期", signing_date, finder=signoff_date)
