"""职称材料审核责任书 (巴州 2024, 附件6). Seal and signature belong to `verifier.seals` and `verifier.signatures`."""

from __future__ import annotations

from verifier.certificates.kinds.letters import SIGNED
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_unit
from verifier.certificates.spec import DocumentSpec, Field

UNIT_RESP = DocumentSpec(
    type="unit_resp",
    # Often blank: the seal stands for the name.
    fields=(Field("审核单位", organisation, below=True, fallback=signoff_unit), SIGNED),
    other_labels=("人事(职称)部门负责人", "部门负责人"),
)
