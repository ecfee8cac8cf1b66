"""Letters of proof (证明): work, politics, converted hours, the unit's nature, consent, entrusting."""

from __future__ import annotations

from typing import Final

from verifier.certificates.amounts import WORDS, amount, amount_in_words
from verifier.certificates.kinds.letters import LEVEL, SERIES, SPECIALTY
from verifier.certificates.kinds.money import sums_agree
from verifier.certificates.kinds.people_lists import ADDRESSEE, listed_people, one_person, one_post, post
from verifier.certificates.kinds.shared import (
    DOCUMENT_NUMBER,
    GENDER,
    ID_NUMBER,
    LETTER_ETHNICITY,
    LETTER_NAME,
    NAME_CHARACTERS,
    PROSE_NAME,
    SCHOOL,
    SIGNED_DATE,
    SIGNED_UNIT,
    STATUS,
    WORK_UNIT,
)
from verifier.certificates.kinds.title_words import GRANTED_IN_PROSE, TITLE_IN_PROSE
from verifier.certificates.normalisers import (
    choice,
    count,
    date,
    period_end,
    period_start,
    person_name,
    tight_text,
    title_text,
    whole_number,
    year,
)
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import first_complete_signoff, signoff_unit
from verifier.certificates.spec import DocumentSpec, Field, Find, Material

_MONTH: Final = r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}[.-]\d{1,2}"
_SPAN: Final = rf"(?P<value>(?:{_MONTH})起?(?:至|到|-)(?:{_MONTH}|至今|今))"
_PERSON: Final = rf"(?P<value>{NAME_CHARACTERS}{{2,20}}?)"


def _own_unit(material: Material) -> Find | None:
    sign = first_complete_signoff(material)
    return sign.unit if sign else None


def _own_date(material: Material) -> Find | None:
    sign = first_complete_signoff(material)
    return sign.date if sign else None


_UNIT_IN_ROW: Final = r"[\u4e00-\u9fff]{3,30}(?:所|局|院|公司|中心|站|校|厂|学院|大学)"
_OWN_SIGNOFF: Final = (
    Field("落款单位", organisation, finder=_own_unit),
    Field("落款日期", date, finder=_own_date),
)
"""For papers on which a second office signs below or beside."""


WORK_EXP = DocumentSpec(
    type="work_exp",
    fields=(
        LETTER_NAME,
        ID_NUMBER,
        # The first span of the letter: they are told in the order of time.
        Field("起", period_start, patterns=(_SPAN, rf"(?:自|从|于)(?P<value>{_MONTH})(?:起|开始|参加)")),
        Field(
            "工作年限",
            whole_number,
            labels=("工作年限",),
            patterns=(r"(?:累计|共计|共|满)[^,.;\d]{0,24}?(?P<value>\d{1,2})年(?!\d)",),
        ),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
)

POLITICAL = DocumentSpec(
    type="political",
    fields=(LETTER_NAME, GENDER, LETTER_ETHNICITY, STATUS, ID_NUMBER, SIGNED_UNIT, SIGNED_DATE),
    stops=",;.",
    other_labels=("职称", "思想政治表现", "工作态度", "廉洁自律", "处分情况"),
)

HOURS_CONVERSION = DocumentSpec(
    type="hours_conversion",
    fields=(
        LETTER_NAME,
        ID_NUMBER,
        Field("年度", year, patterns=(r"(?P<value>20\d{2}年)度",)),
        Field(
            "学时",
            count,
            labels=("合计", "合计学时", "折算学时合计"),
            patterns=(r"(?:合计|共计|共)[^,.;\d]{0,20}?(?P<value>\d{1,3})个?学时",),
        ),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
)

BENEFIT = DocumentSpec(
    type="benefit",
    fields=(
        Field(
            "姓名",
            person_name,
            labels=("主要完成人", "完成人"),
            patterns=(
                rf"[\u4e00-\u9fff]{{2,40}}(?:所|局|院|公司|中心|站|校|厂|大学|小学|中学){_PERSON}等?同志",
                *PROSE_NAME,
            ),
        ),
        Field("项目名称", title_text, labels=("成果名称", "项目名称"), patterns=(r"\"(?P<value>[^\"]{4,60})\"",)),
        Field(
            "金额",
            amount,
            labels=("新增利润合计", "经济效益合计"),
            patterns=(r"(?:累计|合计|共计)[^,.;\d]{0,12}(?P<value>\d[\d,.]*(?:百万|[十百千万亿])?元)",),
        ),
        Field(
            "金额大写",
            amount_in_words,
            patterns=(rf"大写:?(?:人民币)?(?P<value>[{WORDS}]+元[整正{WORDS}角分]*)",),
            optional=True,
        ),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    other_labels=("应用单位", "起始时间", "年度", "新增产值", "新增利润", "节支总额", "社会效益"),
    refine=sums_agree("金额", "金额大写"),
)

UNIT_NATURE = DocumentSpec(
    type="unit_nature",
    fields=(
        DOCUMENT_NUMBER,
        Field(
            "单位名称",
            organisation,
            labels=("单位名称", "单位全称"),
            patterns=(
                r"证明,?(?!兹)(?P<value>[\u4e00-\u9fff()]{4,40}?)(?:系|为|是|属)",
                r"关于(?P<value>[\u4e00-\u9fff()]{4,40}?)(?:机构编制|编制|主要职责)",
            ),
        ),
        Field(
            "单位性质",
            choice(
                "公益一类事业单位",
                "公益二类事业单位",
                "国有企业",
                "民营企业",
                "非公有制企业",
                "社会团体",
                "行政机关",
                "企业",
                "事业单位",
            ),
            patterns=(
                r"(?:为|系|是|属于)[^.;]{0,24}?(?P<value>公益[一二]类事业单位|国有企业|民营企业|非公有制企业|企业|事业单位)",
            ),
        ),
        Field("编制", count, patterns=(r"编制(?P<value>\d{1,4}名)",), optional=True),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    stops=",;.",
)

HOME_UNIT_CONSENT = DocumentSpec(
    type="home_unit_consent",
    fields=(
        DOCUMENT_NUMBER,
        LETTER_NAME,
        SERIES,
        SPECIALTY,
        LEVEL,
        Field("派出单位", organisation, fallback=_own_unit),
        Field("援派开始", period_start, patterns=(_SPAN,)),
        Field("援派结束", period_end, patterns=(_SPAN,)),
        *_OWN_SIGNOFF,
    ),
    stops=",;.",
    other_labels=("受援单位", "援疆时间", "申报职称"),
)

ENTRUST = DocumentSpec(
    type="entrust",
    fields=(
        Field("编号", tight_text, row_patterns=(r"^[ \t]*(?P<value>第\d{1,8}号)[ \t]*$",)),
        Field(
            "姓名",
            person_name,
            labels=("委托评审人员",),
            # The last word of a unit before the name: 检验所综合服务中心张三.
            patterns=(
                rf"[\u4e00-\u9fff]{{2,40}}(?:所|局|院|公司|中心|站|校|厂|大学|小学|中学|学校){_PERSON}同志,?(?:拟)?申报",
                *PROSE_NAME,
            ),
        ),
        SERIES,
        SPECIALTY,
        LEVEL,
        Field("有效期至", date, patterns=(r"有效期(?:限)?(?:至|到):?(?P<value>\d{4}年\d{1,2}月\d{1,2}日)",)),
        *_OWN_SIGNOFF,
    ),
    stops=",;.",
)

BIO = DocumentSpec(
    type="bio",
    fields=(
        LETTER_NAME,
        Field(SCHOOL.name, SCHOOL.normalise, patterns=(r"毕业于(?P<value>[\u4e00-\u9fff]{2,20}?(?:大学|学院|学校))",)),
        Field(
            WORK_UNIT.name,
            organisation,
            patterns=(r"现在(?P<value>[\u4e00-\u9fff]{4,30}?)(?:从事|工作|担任)",),
        ),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    stops=",;.",
)

SUMMARY = DocumentSpec(
    type="summary",
    fields=(
        Field(
            "姓名",
            person_name,
            patterns=PROSE_NAME,
            row_patterns=(
                rf"^[ \t(-]*{_UNIT_IN_ROW}[ \t]+{_PERSON}[ \t)]*$",
                rf"^[ \t(-]*{_UNIT_IN_ROW}[ \t]*\n[ \t]*{_PERSON}[ \t)]*$",
            ),
        ),
        Field(
            "工作单位",
            organisation,
            row_patterns=(
                rf"^[ \t(-]*(?P<value>{_UNIT_IN_ROW})[ \t]+"
                rf"{NAME_CHARACTERS}{{2,20}}[ \t)]*$",
                rf"^[ \t(-]*(?P<value>{_UNIT_IN_ROW})[ \t]*\n[ \t]*"
                rf"{NAME_CHARACTERS}{{2,20}}[ \t)]*$",
            ),
            patterns=(
                r"(?:现?在)(?P<value>[\u4e00-\u9fff]{4,30}?(?:所|局|院|公司|中心|站|校|厂|大学))(?:从事|工作|担任)",
            ),
            label_first=True,
            fallback=signoff_unit,
            optional=True,
        ),
    ),
    stops=",;.",
)

TITLE_APPROVAL = DocumentSpec(
    type="title_approval",
    fields=(
        DOCUMENT_NUMBER,
        # A list of many names says nobody's alone.
        Field("姓名", person_name, finder=one_person, finder_only=True),
        Field("系列", tight_text, patterns=(*SERIES.patterns, r"(?:具备|取得)(?P<value>[\u4e00-\u9fff]{1,10}系列)")),
        Field(
            "资格名称",
            tight_text,
            patterns=(
                *TITLE_IN_PROSE,
                r"(?:取得|具备|获得|确认|评定为)(?:[\u4e00-\u9fff]{1,10}系列)?(?P<value>[\u4e00-\u9fff]{2,12}?)(?:专业技术)?(?:职务)?任职资格",
            ),
        ),
        Field("批准日期", date, patterns=GRANTED_IN_PROSE),
        Field("工作单位", organisation, row_patterns=ADDRESSEE, optional=True),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    stops=",;.",
    listing=listed_people,
)

APPOINTMENT_DOC = DocumentSpec(
    type="appointment_doc",
    fields=(
        DOCUMENT_NUMBER,
        Field("姓名", person_name, finder=one_person, finder_only=True, optional=True),
        Field("职务", post, finder=one_post, finder_only=True, optional=True),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    stops=",;.",
    listing=listed_people,
)
"""Whose appointment counts is not told by a document that names several: it is read row by row."""
