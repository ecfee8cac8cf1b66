"""公示结果 by the recommending unit (巴州 2024, 附件2)."""

from __future__ import annotations

from verifier.certificates.kinds.letters import LEVEL, NAME, SERIES, SIGNED, SPECIALTY, UNIT
from verifier.certificates.kinds.shared import DOCUMENT_NUMBER
from verifier.certificates.normalisers import period_end, period_start, whole_number
from verifier.certificates.spec import DocumentSpec, Field

_SPAN = (
    r"(?:公示(?:时间|期限|期|日期)?|[于从自])[^.;\d]{0,6}?"
    r"(?P<value>[\d〇零一二]{4}[年./-][^.;()]{3,40}?(?:止|日|\d))(?=[,.;)对将就]|进行|在|期间|$)"
)

PUB_RESULT = DocumentSpec(
    type="pub_result",
    fields=(
        DOCUMENT_NUMBER,
        NAME,
        SERIES,
        SPECIALTY,
        LEVEL,
        Field(
            "公示天数",
            whole_number,
            patterns=(
                r"公示(?:期|时间)?(?:为|共|满|了|已满)?(?P<value>[\dXx×一二三四五六七八九十两]{1,4})个?(?:天|日|工作日)",
                r"(?P<value>[\d一二三四五六七八九十]{1,3})个工作日",
            ),
        ),
        Field("公示开始", period_start, patterns=(_SPAN,)),
        Field("公示结束", period_end, patterns=(_SPAN,)),
        UNIT,
        SIGNED,
    ),
    stops=",;.",
)
