"""公示 by the recommending unit (巴州 2024, 附件1): who applies for what, from when to when, whom to tell."""

from __future__ import annotations

from verifier.certificates.kinds.letters import LEVEL, NAME, SERIES, SIGNED, SPECIALTY, UNIT
from verifier.certificates.kinds.shared import DOCUMENT_NUMBER
from verifier.certificates.normalisers import (
    ethnicity,
    gender,
    id_number,
    period,
    period_end,
    period_start,
    phone,
    political_status,
    tight_text,
)
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field

# The span must hold a year: 公示期不少于5个工作日 speaks of a length, not of days.
_SPAN = r"公示(?:时间|期限|期|日期)[^.;]{0,8}?(?P<value>(?:[从自])?[\dXx×〇○零一二]{2,4}[年./-][^.;()]{3,40})"

PUB_NOTICE = DocumentSpec(
    type="pub_notice",
    fields=(
        DOCUMENT_NUMBER,
        NAME,
        SERIES,
        SPECIALTY,
        LEVEL,
        Field("性别", gender, patterns=(r"性别:?(?P<value>[男女])", r"[,、:;](?P<value>[男女])[,、;.]")),
        Field(
            "族别",
            ethnicity,
            labels=("族别", "民族"),
            patterns=(
                r"(?:族别|民族):?(?P<value>[\u4e00-\u9fff]{1,8}?族)",
                r"[,、;](?P<value>[\u4e00-\u9fff]{1,6}族)[,、;.]",
            ),
        ),
        Field(
            "政治面貌",
            political_status,
            patterns=(
                r"政治面貌:?为?(?P<value>[\u4e00-\u9fff]{2,8})",
                r"[,、;](?P<value>(?:中共)?(?:预备)?党员|共青团员|群众)[,、;.]",
            ),
        ),
        Field(
            "身份证号",
            id_number,
            labels=("身份证号", "身份证号码", "公民身份号码"),
            patterns=(
                r"(?:身份证号码?|公民身份号码):?为?(?P<value>[\dXx*×]{15,18})",
                r"(?<!\d)(?P<value>[1-9]\d{16}[\dXx])(?!\d)",
            ),
        ),
        Field(
            "现任专业技术职务任职资格",
            tight_text,
            labels=(
                "现任专业技术职务任职资格",
                "现任专业技术职务资格",
                "现任专业技术职务",
                "现任职务",
                "现有职称",
                "现任职称",
            ),
            patterns=(r"现(?:任|有|具有)(?:专业技术)?(?:职务)?(?:任职)?(?:资格|职称)?[:为](?P<value>[^,.;:]{1,24})",),
        ),
        Field("工作单位", organisation, labels=("工作单位", "所在单位"), optional=True),
        Field("公示期", period, patterns=(_SPAN,), labels=("公示时间", "公示期")),
        Field("公示开始", period_start, patterns=(_SPAN,), labels=("公示时间", "公示期")),
        Field("公示结束", period_end, patterns=(_SPAN,), labels=("公示时间", "公示期")),
        Field(
            "监督电话",
            phone,
            labels=("监督电话", "联系电话", "举报电话", "受理电话", "反映电话"),
            patterns=(r"(?:监督|举报|受理|反映|联系|咨询)电话(?:为|是)?:?(?P<value>[\d()、,;/Xx×-]{4,48})",),
        ),
        UNIT,
        SIGNED,
    ),
    stops=",;.、",
    other_labels=("思想政治条件", "业绩成果", "基本信息"),
)
