"""职称证书, 专业技术资格证书: labels differ from province to province; numbers are checked by the policy's pattern.

Old booklets tell the same in one sentence: 某某同志于…年…月…日经…评审委员会评审通过,具备工程师任职资格.
"""

from __future__ import annotations

from typing import Final

from verifier.certificates.kinds.shared import ID_ROWS, PROSE_NAME, PROSE_NAME_ROWS
from verifier.certificates.kinds.title_words import BOARD_IN_PROSE, GRANTED_IN_PROSE, SERIES_IN_PROSE, TITLE_IN_PROSE
from verifier.certificates.normalisers import code, date, gender, id_number, person_name, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_date, signoff_unit
from verifier.certificates.spec import DocumentSpec, Field

_ID_LABELS: Final = ("身份证号", "身份证号码", "公民身份号码", "证件号码", "身份证件号")

TITLE_CERT = DocumentSpec(
    type="title_cert",
    fields=(
        Field(
            "姓名",
            person_name,
            row_patterns=(
                r"^[ \t]*(?P<value>[\u3400-\u9fff·]{2,20}?)[ \t]*同志[ \t]*,?(?:于|经|具备|取得)",
                *PROSE_NAME_ROWS,
            ),
            patterns=PROSE_NAME,
            label_first=True,
        ),
        Field("性别", gender, patterns=(r"性别:?(?P<value>[男女])", r",(?P<value>[男女]),")),
        Field(
            "出生年月",
            date,
            labels=("出生年月", "出生日期", "出生"),
            label_first=True,
            patterns=(r"[,;](?P<value>\d{4}年\d{1,2}月(?:\d{1,2}日)?)出?生",),
        ),
        Field("身份证号", id_number, labels=_ID_LABELS, row_patterns=ID_ROWS),
        Field("系列", tight_text, labels=("系列", "系列名称", "职称系列"), patterns=SERIES_IN_PROSE),
        Field(
            "专业",
            tight_text,
            labels=("专业", "专业名称", "专业类别", "申报专业"),
            label_first=True,
            patterns=(
                r"(?:具备|取得|获得)(?:[\u4e00-\u9fff]{1,10}系列)?(?P<value>[\u4e00-\u9fff]{2,12}?)专业(?!技术)",
            ),
        ),
        Field(
            "资格名称",
            tight_text,
            labels=("资格名称", "任职资格", "职称", "职称名称", "专业技术资格", "专业技术职务", "名称"),
            label_first=True,
            patterns=TITLE_IN_PROSE,
        ),
        Field("级别", tight_text, labels=("级别", "资格级别", "资格等级", "职称级别")),
        Field(
            "批准日期",
            date,
            labels=("批准日期", "授予时间", "取得时间", "评审时间", "批准时间", "取得资格时间", "资格时间"),
            label_first=True,
            patterns=GRANTED_IN_PROSE,
        ),
        Field("工作单位", organisation),
        Field(
            "评审组织",
            organisation,
            labels=("评审组织", "评委会名称", "评审委员会", "评审机构", "评委会"),
            label_first=True,
            patterns=BOARD_IN_PROSE,
        ),
        Field("批准文号", tight_text, labels=("批准文号", "文号", "批准文件")),
        Field("证书编号", code, labels=("管理号", "证书编号", "证书号", "编号")),
        Field(
            "发证机关",
            organisation,
            labels=("发证机关", "发证单位", "批准机关", "签发单位", "审批单位"),
            fallback=signoff_unit,
        ),
        Field(
            "签发日期",
            date,
            labels=("发证日期", "签发日期", "发证时间", "填发日期"),
            fallback=signoff_date,
        ),
    ),
    other_labels=("照片", "查询网址", "持证人签名"),
)
