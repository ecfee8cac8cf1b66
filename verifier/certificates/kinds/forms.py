"""Forms (表): the person's fields in ruled cells, the opinions below them, what each form has of its own."""

from __future__ import annotations

from typing import Final

from verifier.certificates.kinds.shared import (
    APPLIED_SPECIALTY,
    BIRTH,
    CURRENT,
    EDUCATION,
    ETHNICITY,
    GENDER,
    HIGHEST,
    ID_NUMBER,
    NAME,
    OBTAINED,
    PHONE,
    SCHOOL,
    SIGNED_DATE,
    SIGNED_UNIT,
    STATUS,
    STUDIED,
    UNIT,
    WORK_UNIT,
    WORKING_SINCE,
    name_in_prose,
)
from verifier.certificates.kinds.ticks import ticked_clauses
from verifier.certificates.normalisers import choice, code, count, date, level, plain_text, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field

_SLOTS: Final = (
    r"(?:单位|主管|部门)?(?:负责人|领导|本人|经办人)?\(?签[字名](?:\([^()]*\))?\)?:?.*$"
    r"|\((?:公章|盖章|章)\).*$|\d{0,4}[年./]\d{0,2}[月./]\d{0,2}日?$"
)
"""What is printed in a cell of opinions for signing; everything behind it belongs to `verifier.signatures`."""


def _opinion(name: str, *labels: str) -> Field:
    return Field(name, plain_text, labels=(name, *labels), prompt=_SLOTS)


APPLIED: Final = Field(
    "申报专业技术职务",
    tight_text,
    labels=("申报专业技术职务", "评审专业技术资格", "申报资格名称", "拟评审专业技术职务"),
)
QUALIFICATION: Final = Field("申报资格", tight_text, labels=("申报资格", "申报职称", "拟申报资格"))
RESULT: Final = Field("审核结果", choice("审核通过", "审核不通过", "退回修改", "待审核", also={"通过": "审核通过"}))
_TALLY: Final = (
    Field("总人数", count, labels=("评委会总人数", "评审组织总人数", "总人数")),
    Field("参加人数", count, labels=("参加人数", "实到人数")),
    Field("赞成人数", count, labels=("赞成人数", "同意人数")),
    Field("反对人数", count, labels=("反对人数", "不同意人数")),
)
_LABELS: Final = (
    "健康状况",
    "照片",
    "备注",
    "籍贯",
    "评审时间",
    "有何专长",
    "起止年月",
    "起止时间",
    "称谓",
    "学制",
    "职务",
)
_GRADES: Final = ("优秀", "合格", "基本合格", "不合格", "称职", "基本称职", "不称职")

APP_FORM = DocumentSpec(
    type="app_form",
    fields=(
        Field("申报编号", code, labels=("申报编号",), optional=True),
        UNIT,
        NAME,
        GENDER,
        ETHNICITY,
        BIRTH,
        STATUS,
        ID_NUMBER,
        WORKING_SINCE,
        HIGHEST,
        WORK_UNIT,
        PHONE,
        SCHOOL,
        STUDIED,
        CURRENT,
        OBTAINED,
        APPLIED,
        Field(
            "申报专业",
            tight_text,
            labels=("申报专业",),
            # On a cover 专业 is the applied one; inside the form it may be the studied one.
            row_patterns=(r"^专业[ \t]+(?P<value>[^\n\t]{2,24})$",),
        ),
        Field("申报系列专业级别", tight_text, labels=("申报系列(专业)", "申报系列"), optional=True),
        Field("申报级别", level, labels=("申报级别",), optional=True),
        Field(
            "承诺语",
            tight_text,
            patterns=(
                r"(?P<value>本人承诺:[^.\d]{20,200}?(?:责任|后果|处理|处罚))(?![,、;:的和及与或并者])",
                r"(?P<value>本人承诺:\D{20,160}?)(?=\.?(?:申报人|承诺人|本人签)"
                r"|[\u4e00-\u9fff·]{0,4}20\d\d[年.]|\.$)",
            ),
        ),
        _opinion("基层单位推荐意见", "工作单位推荐意见", "单位推荐意见"),
        _opinion("主管呈报单位意见", "主管部门意见", "呈报单位意见"),
    ),
    other_labels=(*_LABELS, "外语水平", "计算机水平", "申报类型", "懂何种外语达到何种程度", "有何社会兼职"),
)

APP_FORM_PREV = DocumentSpec(
    type="app_form_prev",
    fields=(
        NAME, GENDER, BIRTH, ETHNICITY, STATUS, ID_NUMBER, WORK_UNIT, WORKING_SINCE, HIGHEST, SCHOOL, STUDIED,
        APPLIED_SPECIALTY,
        Field("评审资格", tight_text, labels=("评审资格", "评审专业技术资格")),
        *_TALLY,
        _opinion("基层单位意见"),
        _opinion("评审委员会意见"),
        _opinion("人社部门审批意见"),
    ),
    other_labels=(*_LABELS, "工作总结"),
)  # fmt: skip

_REVIEWED: Final = (NAME, GENDER, BIRTH, UNIT, EDUCATION, CURRENT)
_REVIEW_LABELS: Final = (*_LABELS, "取得时间", "申报专业", "主要业绩", "符合破格条件的业绩成果", "何时何校何专业毕业")

FIRST_APPOINT_FORM = DocumentSpec(
    type="first_appoint_form",
    fields=(
        *_REVIEWED,
        Field("考核等次", choice(*_GRADES), labels=("实习期考核", "考核等次", "考核结果")),
        Field("拟聘职务", tight_text, labels=("拟聘职务", "拟聘专业技术职务")),
        _opinion("基层单位意见"),
        _opinion("主管单位意见"),
    ),
    other_labels=_REVIEW_LABELS,
)

EXCEPTIONAL_REVIEW = DocumentSpec(
    type="exceptional_review",
    fields=(
        *_REVIEWED,
        Field("破格原因", plain_text, labels=("破格类型及原因", "破格原因")),
        _opinion("单位审核意见"),
        _opinion("主管部门审核意见"),
    ),
    other_labels=_REVIEW_LABELS,
)

FULL_SENIOR_REVIEW = DocumentSpec(
    type="full_senior_review",
    fields=(*_REVIEWED, _opinion("单位意见"), _opinion("市级市场监管部门意见"), _opinion("人社部门意见")),
    other_labels=_REVIEW_LABELS,
)

TERM_APPRAISAL = DocumentSpec(
    type="term_appraisal",
    fields=(
        NAME,
        GENDER,
        BIRTH,
        UNIT,
        Field("职务", tight_text, labels=("现任专业技术职务", "职务", "专业技术职务")),
        _opinion("部门评语", "所在部门评语"),
        _opinion("考核意见", "单位考核意见"),
        _opinion("主管部门意见"),
        Field(
            "等次",
            choice(*_GRADES),
            patterns=(
                r"任职期满考核(?:等次|结果)(?:确定)?为:?(?P<value>优秀|基本合格|不合格|合格|基本称职|不称职|称职)",
            ),
        ),
    ),
    other_labels=("学历", "聘任时间", "聘期", "年度"),
)

CADRE_RESUME = DocumentSpec(
    type="cadre_resume",
    fields=(
        UNIT,
        NAME,
        Field("职务", tight_text, labels=("职务", "专业技术职务")),
        GENDER,
        BIRTH,
        ETHNICITY,
        ID_NUMBER,
        STATUS,
        WORKING_SINCE,
        _opinion("组织人事部门意见"),
    ),
    other_labels=(*_LABELS[:-1], "取得时间", "参加工作时间"),
)

EDU_ARCHIVE = DocumentSpec(
    type="edu_archive",
    fields=(
        NAME,
        GENDER,
        ETHNICITY,
        BIRTH,
        STATUS,
        Field("籍贯", tight_text),
        Field("入学时间", date, labels=("入学时间", "入学年月")),
        Field("毕业时间", date, labels=("毕业时间", "毕业年月")),
        Field("学校", tight_text, labels=("学校", "学校名称", "院校")),
        Field("专业", tight_text, labels=("专业", "所学专业")),
        SIGNED_UNIT,
        SIGNED_DATE,
    ),
    other_labels=("学校意见", "学籍变动及毕业情况", "照片"),
)

ABSTRACT = DocumentSpec(
    type="abstract",
    fields=(
        Field(
            "单位",
            organisation,
            labels=("单位", "工作单位", "所在单位"),
            row_patterns=(r"填报单位\(盖章\):(?P<value>[^\t\n]{4,30})",),
        ),
        NAME,
        GENDER,
        BIRTH,
        Field(
            "测评票数",
            count,
            labels=("测评票数", "测评票"),
            patterns=(
                r"(?<!不)(?:同意|赞成)(?:票数?)?:?(?P<value>\d{1,4})[票人]",
                r"测评[^.;\d]{0,12}(?P<value>\d{1,4}票)",
            ),
        ),
        Field(
            "申报资格",
            tight_text,
            labels=("申报资格", "申报职称"),
            patterns=(r"(?:拟)?申报(?P<value>[^,.;:申报]{2,16}?)(?:专业技术)?(?:职务)?(?:任职)?资格",),
            label_first=True,
            optional=True,
        ),
        Field(
            "单位意见", plain_text, labels=("单位意见", "单位推荐意见", "单位推荐意见"), prompt=_SLOTS, optional=True
        ),
    ),
    other_labels=("毕业院校", "所学专业", "现职称", "取得时间", "学历及专业", "现职称及时间", "主要业绩", "论文著作",
                  "单位负责人签字", "工作简历"),
)  # fmt: skip


UNIT_OPINION_ONLINE = DocumentSpec(
    type="unit_opinion_online",
    fields=(
        Field("申报人", NAME.normalise, labels=("申报人", "申报人姓名"), fallback=name_in_prose),
        Field("推荐单位", organisation),
        RESULT,
        Field("审核时间", date, labels=("审核时间", "审核日期")),
    ),
    other_labels=("申报系列", "申报专业", "申报级别", "审核人", "审核意见"),
)

BOUND_DOSSIER = DocumentSpec(
    type="bound_dossier",
    fields=(
        UNIT,
        NAME,
        Field("申报系列", tight_text, labels=("申报系列", "系列")),
        Field("申报专业", tight_text, labels=("申报专业", "专业")),
        Field("申报级别", level, labels=("申报级别", "级别")),
    ),
)

ABILITY_SELF = DocumentSpec(
    type="ability_self",
    fields=(NAME, UNIT, QUALIFICATION),
    other_labels=("类别", "序号", "条件", "是否具备", "佐证材料", "对照条款"),
    listing=ticked_clauses,
)
