"""申报材料真实性保证书 (巴州 2024, 附件5). The signature itself belongs to `verifier.signatures`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from verifier.certificates.kinds.letters import SERIES, SIGNED, SPECIALTY
from verifier.certificates.kinds.shared import ID_NUMBER, PROSE_NAME
from verifier.certificates.normalisers import level, person_name, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field, Normalised


def _specialty(text: str) -> Normalised:
    """专业 without the year of applying before it."""
    return tight_text(re.sub(r"^\d{4}年度?", "", text))


# The signature below is judged by `verifier.signatures`: a name is read where a sentence or a label prints it.
_NAMED: Final = Field(
    "姓名",
    person_name,
    labels=("姓名", "申报人姓名"),
    label_first=True,
    patterns=PROSE_NAME,
)

TRUTH_PLEDGE = DocumentSpec(
    type="truth_pledge",
    fields=(
        replace(_NAMED, optional=True),
        replace(SERIES, optional=True),
        Field(
            "工作单位",
            organisation,
            labels=("工作单位", "所在单位", "单位"),
            label_first=True,
            patterns=(
                r"(?:系|现在|现任职于|就职于)(?P<value>[\u4e00-\u9fff()]{4,30}?(?:所|局|院|公司|中心|站|校|厂|大学))",
            ),
            optional=True,
        ),
        Field(
            "专业",
            _specialty,
            labels=("申报专业", "专业"),
            label_first=True,
            patterns=(*SPECIALTY.patterns, r"申报(?P<value>[^,.;:申报]{1,24}?)专业(?=[\(正副高中初]|技术)"),
        ),
        # An unmarked (中级/初级) is `several`: the applicant did not strike out one of the two.
        Field(
            "级别",
            level,
            labels=("申报级别", "级别"),
            label_first=True,
            patterns=(r"专业\(?(?P<value>[正副高中初级/、或]{1,12})\)?(?=专业技术|技术|职称|任职|职务)",),
        ),
        replace(ID_NUMBER, optional=True),
        SIGNED,
    ),
    stops=",;.",
)
