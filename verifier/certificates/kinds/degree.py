"""学位证书: a sentence with name, birth, discipline, then the awarding unit, number and date."""

from __future__ import annotations

from verifier.certificates.checksums import read_degree_number
from verifier.certificates.normalisers import choice, date, gender, number, person_name, tight_text
from verifier.certificates.organisations import school_name
from verifier.certificates.signoff import signoff_date
from verifier.certificates.spec import DocumentSpec, Field

_BRANCHES = "哲学|经济学|法学|教育学|文学|历史学|理学|工学|农学|医学|军事学|管理学|艺术学"
"""学科门类 of 学位授予和人才培养学科目录."""

_BEFORE_DEGREE = r"授予(?P<value>[\u4e00-\u9fff]{1,8}?)(?:学士|硕士|博士)学位"
_GRANTED = (
    rf"授予[ \t]*(?P<value>[\u4e00-\u9fff·]{{2,16}}?)(?:同学)?[ \t]*(?:\([男女]|(?:{_BRANCHES})(?:学士|硕士|博士))"
)

DEGREE = DocumentSpec(
    type="degree",
    fields=(
        Field(
            "姓名",
            person_name,
            row_patterns=(
                _GRANTED,
                r"(?:^|\t)[ \t]*(?P<value>[\u4e00-\u9fff·]{2,20})[ \t]*\(?[男女]\)?[ \t,]*(?=[一二][九〇零]|19|20)",
                r"(?:^|\t)[ \t]*(?:学生|兹证明)?[ \t]*(?P<value>[\u4e00-\u9fff·]{2,20})[ \t]+[男女](?=[ \t])",
                r"^\s*(?:兹证明|学生)?(?P<value>[\u4e00-\u9fff·][\u4e00-\u9fff· ]{1,14}?)\s*,\s*(?:性别)?[男女]\s*,",
            ),
        ),
        Field(
            "性别",
            gender,
            patterns=(
                r"性别:?(?P<value>[男女])",
                r"[,(、](?P<value>[男女])[,、)]",
                r"(?P<value>[男女]),?(?=[一二][九〇零]|19\d\d|20\d\d)",
            ),
        ),
        Field("出生日期", date, patterns=(r"[男女],?(?P<value>[^,;]{4,16}?)出?生",)),
        Field("学科门类", tight_text, patterns=(rf"(?P<value>{_BRANCHES})(?:门类)?(?:学士|硕士|博士)", _BEFORE_DEGREE)),
        Field(
            "学位",
            choice("学士", "硕士", "博士"),
            patterns=(
                rf"(?:授予[\u4e00-\u9fff]{{0,8}}?|{_BRANCHES})(?P<value>学士|硕士|博士)",
                r"(?P<value>学士|硕士|博士)学位",
            ),
        ),
        Field(
            "专业",
            tight_text,
            labels=("专业", "专业名称", "学科专业"),
            patterns=(r"(?:在|完成)[^,;]{0,20}?(?:大学|学院|本校|我校)(?P<value>[^,;校院]{2,20}?)专业",),
        ),
        Field(
            "学校",
            school_name,
            labels=("学校名称", "学位授予单位", "授予单位", "培养单位"),
            row_patterns=(r"(?:^|\t)[ \t]*(?P<value>[\u4e00-\u9fff]{2,16}(?:大学|学院))[ \t]*(?:$|\t)",),
            patterns=(
                r"经(?P<value>[\u4e00-\u9fff]{2,16}?(?:大学|学院))(?:学位评定)",
                r"[在于](?P<value>[\u4e00-\u9fff]{2,16}?(?:大学|学院))",
                r"(?P<value>[\u4e00-\u9fff]{2,16}?(?:大学|学院))",
            ),
        ),
        Field(
            "证书编号",
            number(read_degree_number),
            labels=("证书编号", "编号"),
            patterns=(r"编号:?(?:No\.?)?(?P<value>\d{15,17})(?!\d)",),
        ),
        Field("签发日期", date, labels=("签发日期", "发证日期", "授予日期", "颁发日期"), fallback=signoff_date),
    ),
    stops=",;",
    other_labels=("校长", "院长", "学位评定委员会主席"),
)
