"""自由职业专业技术人员思想政治情况表 (巴州 2024, 附件7): a form."""

from __future__ import annotations

from verifier.certificates.normalisers import (
    choice,
    date,
    ethnicity,
    gender,
    id_number,
    person_name,
    plain_text,
    political_status,
    tight_text,
)
from verifier.certificates.spec import DocumentSpec, Field

_SLOTS = r"(?:负责人)?\(?签名\)?:?|负责人\(签名\):?|单位\(盖章\)|\d{0,4}\s*年\s*\d{0,2}\s*月\s*\d{0,2}\s*日|_+"

FREELANCE_POLITICAL = DocumentSpec(
    type="freelance_political",
    fields=(
        Field("姓名", person_name),
        Field("性别", gender),
        Field("族别", ethnicity, labels=("族别", "民族")),
        Field("学历", tight_text),
        Field("出生年月", date),
        Field("政治面貌", political_status),
        Field("毕业院校", tight_text),
        Field("所学专业", tight_text),
        Field("毕业时间", date),
        Field("婚否", choice("已婚", "未婚", "离异", "丧偶", also={"是": "已婚", "否": "未婚"})),
        Field("学位", tight_text),
        Field("身份证号码", id_number, labels=("身份证号码", "身份证号")),
        Field("健康状况", tight_text),
        Field("思想政治表现情况", plain_text, multiline=True),
        Field("学习工作简历", plain_text, multiline=True, prompt=r"\(?简历从高中填起\)?"),
        Field("奖惩情况", plain_text, multiline=True),
        Field("本人承诺", plain_text, multiline=True, prompt=_SLOTS),
        Field("常住地辖区派出所意见", plain_text, multiline=True, prompt=_SLOTS),
        Field("备注", plain_text, multiline=True),
    ),
    other_labels=("照片", "说明"),
)
