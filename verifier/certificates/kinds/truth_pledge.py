"""申报材料真实性保证书 (巴州 2024, 附件5). The signature itself belongs to `verifier.signatures`."""

from __future__ import annotations

from dataclasses import replace

from verifier.certificates.kinds.letters import SIGNED
from verifier.certificates.kinds.shared import ID_NUMBER
from verifier.certificates.normalisers import level, tight_text
from verifier.certificates.spec import DocumentSpec, Field

TRUTH_PLEDGE = DocumentSpec(
    type="truth_pledge",
    fields=(
        Field("专业", tight_text, patterns=(r"申报(?P<value>[^,.;:申报]{1,24}?)专业(?=[\(正副高中初]|技术)",)),
        # An unmarked (中级/初级) is `several`: the applicant did not strike out one of the two.
        Field(
            "级别", level, patterns=(r"专业\(?(?P<value>[正副高中初级/、或]{1,12})\)?(?=专业技术|技术|职称|任职|职务)",)
        ),
        replace(ID_NUMBER, optional=True),
        SIGNED,
    ),
    stops=",;.",
)
