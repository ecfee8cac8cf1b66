"""主管单位推荐意见 (巴州 2024, 附件3)."""

from __future__ import annotations

from verifier.certificates.kinds.letters import LEVEL, NAME, SERIES, SIGNED, SPECIALTY, UNIT
from verifier.certificates.kinds.shared import DOCUMENT_NUMBER
from verifier.certificates.spec import DocumentSpec

RECOMMEND = DocumentSpec(
    type="recommend", fields=(DOCUMENT_NUMBER, NAME, SERIES, SPECIALTY, LEVEL, UNIT, SIGNED), stops=",;."
)
