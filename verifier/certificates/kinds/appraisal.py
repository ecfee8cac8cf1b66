"""年度考核登记表: a form of two sides; the year under the title, the grade in the leader's or the committee's words."""

from __future__ import annotations

from verifier.certificates.lookup import find_by_row_patterns
from verifier.certificates.normalisers import (
    date,
    gender,
    person_name,
    political_status,
    ticked_choice,
    tight_text,
    year,
)
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field, Find, Material

_GRADES = ("优秀", "合格", "基本合格", "不合格", "称职", "基本称职", "不称职")
_GRADE = r"(?P<value>优秀|基本合格|不合格|合格|基本称职|不称职|称职)"


def _ticked_row(material: Material) -> Find | None:
    """The row of grades with a box each: its cells stand side by side."""
    return find_by_row_patterns(
        material.stream, (rf"^考核等次[\t ]*(?P<value>[^\n]*(?:{'|'.join(_GRADES)})[^\n]*[□☐][^\n]*)$",)
    )


APPRAISAL = DocumentSpec(
    type="appraisal",
    fields=(
        Field("年度", year, patterns=(r"\(?(?P<value>20\d{2}年)度\)?", r"考核年度:?(?P<value>20\d{2})")),
        Field("姓名", person_name),
        Field("性别", gender),
        Field("出生年月", date, labels=("出生年月", "出生日期")),
        Field("单位", organisation, labels=("单位", "工作单位", "所在单位")),
        Field("政治面貌", political_status),
        Field("职务", tight_text, labels=("职务", "专业技术职务", "现任职务", "职称")),
        Field(
            "等次",
            ticked_choice(*_GRADES),
            labels=("考核等次", "考核结果", "等次"),
            finder=_ticked_row,
            # The committee's word counts before the leader's proposal.
            patterns=(
                rf"(?:同意|确定|评定)(?:确定|评定)?(?:为|等次为){_GRADE}",
                rf"(?:考核)?(?:等次|结果)(?:建议)?(?:为|:){_GRADE}",
            ),
        ),
    ),
    other_labels=("从事或分管工作", "任职时间", "本人总结", "签名"),
)
