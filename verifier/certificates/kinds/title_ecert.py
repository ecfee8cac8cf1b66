"""电子职称证书: the fields of 职称证书 with a code for checking online; issuer and date stand at the foot."""

from __future__ import annotations

from dataclasses import replace

from verifier.certificates.kinds.title_cert import TITLE_CERT
from verifier.certificates.normalisers import check_code
from verifier.certificates.signoff import signoff_date, signoff_unit
from verifier.certificates.spec import DocumentSpec, Field

_FOOT = {"发证机关": signoff_unit, "签发日期": signoff_date}

TITLE_ECERT = DocumentSpec(
    type="title_ecert",
    fields=(
        *(replace(field, fallback=_FOOT.get(field.name)) for field in TITLE_CERT.fields),
        Field("验证码", check_code, labels=("验证码", "在线验证码", "校验码")),
    ),
    other_labels=(*TITLE_CERT.other_labels, "扫描二维码", "说明"),
)
