"""毕业证书 of higher education: a sentence with name, birth, period, specialty, then school, number and date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.observation import FieldValue
from verifier.certificates.checksums import read_diploma_number
from verifier.certificates.kinds.shared import NAME_CHARACTERS
from verifier.certificates.normalisers import (
    choice,
    date,
    gender,
    number,
    period_end,
    period_start,
    person_name,
    tight_text,
)
from verifier.certificates.organisations import school_name
from verifier.certificates.signoff import signoff_date
from verifier.certificates.spec import DocumentSpec, Field, Normalised

_DAY = r"[^,;年]{2,5}年[^,;月]{1,3}月(?:[^,;日]{1,3}日)?"
_STUDY = (
    rf"(?:于|自|从)?(?P<value>{_DAY}起?(?:至|到|-){_DAY})止?,?(?:在|于)",
    rf"[,于自从](?P<value>{_DAY}起?(?:至|到|-){_DAY})",
)

_GLUED = r"(?:^|\t)[ \t]*%s[ \t]*(?=[一二][九〇零]|19|20)"
"""A name, the sex and the year of birth that the reader runs together: 程知北女一九八五年."""


def _graduated(text: str) -> Normalised:
    """The end of the span of study; behind the label 毕业时间 the only date."""
    read = period_end(text)
    return date(text) if read.problems == ("open_ended",) else read


def _against_number(fields: Mapping[str, FieldValue]) -> Iterable[FieldValue]:
    """Digits 7 to 10 of an 18-digit number are the year of graduation, 11 and 12 the level."""
    written = fields["证书编号"]
    if written.value is None or written.problems:
        return
    parts = read_diploma_number(written.value).parts
    graduated, level = fields["毕业日期"], fields["层次"]
    if graduated.value and "year" in parts and graduated.value[:4] != parts["year"]:
        yield replace(graduated, problems=(*graduated.problems, "contradicts_number"))
    if level.value and "level" in parts and level.value not in parts["level"]:
        yield replace(level, problems=(*level.problems, "contradicts_number"))


DIPLOMA = DocumentSpec(
    type="diploma",
    fields=(
        Field(
            "姓名",
            person_name,
            row_patterns=(
                rf"(?:^|\t)[ \t]*(?P<value>{NAME_CHARACTERS}{{2,20}})[ \t]+[男女](?=[ \t])",
                _GLUED % "(?P<value>[\\u4e00-\\u9fff·]{2,12}?)[ \\t]*[男女]",
            ),
            patterns=(r"(?:学生|学员|研究生)(?P<value>[^,:;\d]{2,15}?),?(?:性别|[男女],|系)",),
        ),
        Field(
            "性别",
            gender,
            row_patterns=(
                r"[\u4e00-\u9fff][ \t]+(?P<value>[男女])(?=[ \t])",
                _GLUED % "(?:[\\u4e00-\\u9fff·]{2,12}?)?[ \\t]*(?P<value>[男女])",
            ),
            patterns=(r"性别:?(?P<value>[男女])", r",(?P<value>[男女]),"),
        ),
        Field("出生日期", date, patterns=(r"[男女],?(?P<value>[^,;]{4,16}?)出?生",)),
        Field("入学日期", period_start, labels=("入学时间", "入学日期"), label_first=True, patterns=_STUDY),
        Field("毕业日期", _graduated, labels=("毕业时间", "毕业日期"), label_first=True, patterns=_STUDY),
        Field(
            "专业",
            tight_text,
            patterns=(
                r"(?:在|于)(?:本校|我校|本院|我院|[^,;]{2,20}?(?:学院|学校|大学|系))?[^,;]{0,12}?(?:系)?(?P<value>[^,;系校]{2,20}?)专业",
                r"(?P<value>[^,;:校院系\d年月日]{2,20}?)专业",
            ),
            label_first=True,
        ),
        Field(
            "学制",
            tight_text,
            patterns=(
                r"(?P<value>[一二两三四五六七八\d](?:\.5|年半)?年制)",
                r"学制:?(?P<value>[一二两三四五六七八\d](?:\.5)?年)",
            ),
        ),
        Field(
            "层次",
            choice("博士", "硕士", "本科", "专科", also={"大专": "专科", "博士研究生": "博士", "硕士研究生": "硕士"}),
            patterns=(r"(?P<value>专升本|本科|专科|大专|硕士(?:研究生)?|博士(?:研究生)?)",),
        ),
        Field(
            "学习形式", tight_text, patterns=(r"(?P<value>普通全日制|全日制|函授|业余|夜大学?|脱产|网络教育|自学考试)",)
        ),
        Field(
            "学校",
            school_name,
            labels=("校名", "学校名称", "学校", "院校名称"),
            # The name alone in a line: fragments of a seal beside it are lines of their own.
            row_patterns=(
                r"(?:^|\t)[ \t]*校名[ \t:]*(?P<value>[\u4e00-\u9fff]{2,20}?(?:大学|学院|学校))[ \t]*(?:$|\t)",
                r"(?:^|\t)[ \t]*(?P<value>[\u4e00-\u9fff]{2,16}(?:大学|学院))[ \t]*(?:$|\t)",
            ),
            patterns=(
                r"校名:?(?P<value>[^:,;\d]{2,20}?(?:大学|学院|学校))",
                r"(?P<value>[\u4e00-\u9fff]{2,16}?(?:大学|学院))",
            ),
        ),
        Field(
            "证书编号",
            number(read_diploma_number),
            labels=("证书编号", "编号", "学校编号"),
            patterns=(r"编号:?(?:No\.?)?(?P<value>\d{15,20})(?!\d)", r"(?<!\d)(?P<value>\d{17,18})(?!\d)"),
        ),
        Field("签发日期", date, finder=signoff_date),
    ),
    stops=",;",
    other_labels=("校(院)长", "校长", "院长", "批准文号"),
    refine=_against_number,
)
