"""免除继续教育学习申请表 (巴州 2024, 附件4): a form."""

from __future__ import annotations

from verifier.certificates.normalisers import date, gender, id_number, person_name, plain_text, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_date
from verifier.certificates.spec import DocumentSpec, Field

CE_EXEMPT = DocumentSpec(
    type="ce_exempt",
    fields=(
        Field("姓名", person_name),
        Field("性别", gender),
        Field("出生年月", date),
        Field("身份证号", id_number, labels=("身份证号", "身份证号码")),
        Field("学历", tight_text),
        Field("学位", tight_text),
        Field("何时何学校何专业毕业", plain_text),
        Field("现工作单位", organisation, labels=("现工作单位", "工作单位")),
        Field("参加工作时间", date),
        Field("现有专业技术职务", tight_text),
        Field("拟申报专业技术职务", tight_text),
        Field("免学理由", plain_text, multiline=True),
        Field("审核意见", plain_text, multiline=True, prompt=r"公章|\d{0,4}\s*年\s*\d{0,2}\s*月\s*\d{0,2}\s*日"),
        Field("落款日期", date, finder=signoff_date),
    ),
    other_labels=("注", "公章"),
)
