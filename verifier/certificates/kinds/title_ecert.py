"""电子职称证书: the fields of 职称证书 with a code for checking online; issuer and date stand at the foot."""

from __future__ import annotations

from verifier.certificates.kinds.title_cert import TITLE_CERT
from verifier.certificates.normalisers import check_code
from verifier.certificates.spec import DocumentSpec, Field

TITLE_ECERT = DocumentSpec(
    type="title_ecert",
    fields=(
        *TITLE_CERT.fields,
        Field("验证码", check_code, labels=("验证码", "在线验证码", "校验码")),
    ),
    other_labels=(*TITLE_CERT.other_labels, "扫描二维码", "说明"),
)
