"""职称证书, 专业技术资格证书: labels differ from province to province; numbers are checked by the policy's pattern."""

from __future__ import annotations

from verifier.certificates.normalisers import code, date, gender, id_number, organisation, person_name, tight_text
from verifier.certificates.spec import DocumentSpec, Field

TITLE_CERT = DocumentSpec(
    type="title_cert",
    fields=(
        Field("姓名", person_name),
        Field("性别", gender),
        Field("出生年月", date, labels=("出生年月", "出生日期", "出生")),
        Field("身份证号", id_number, labels=("身份证号", "身份证号码", "公民身份号码", "证件号码", "身份证件号")),
        Field("系列", tight_text, labels=("系列", "系列名称", "职称系列")),
        Field("专业", tight_text, labels=("专业", "专业名称", "专业类别", "申报专业")),
        Field(
            "资格名称",
            tight_text,
            labels=("资格名称", "任职资格", "职称", "职称名称", "专业技术资格", "专业技术职务", "资格级别", "名称"),
        ),
        Field("级别", tight_text, labels=("级别", "资格等级", "职称级别")),
        Field(
            "批准日期",
            date,
            labels=("批准日期", "授予时间", "取得时间", "评审时间", "批准时间", "取得资格时间", "资格时间"),
        ),
        Field("工作单位", organisation),
        Field("评审组织", organisation, labels=("评审组织", "评委会名称", "评审委员会", "评审机构", "评委会")),
        Field("批准文号", tight_text, labels=("批准文号", "文号", "批准文件")),
        Field("证书编号", code, labels=("管理号", "证书编号", "证书号", "编号")),
        Field("发证机关", organisation, labels=("发证机关", "发证单位", "批准机关", "签发单位", "审批单位")),
        Field("签发日期", date, labels=("发证日期", "签发日期", "发证时间", "填发日期")),
    ),
    other_labels=("照片", "查询网址"),
)
