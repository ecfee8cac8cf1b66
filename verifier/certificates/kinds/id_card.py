"""居民身份证 (GA 467, GA 448): front with portrait, back with emblem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.observation import FieldValue
from verifier.certificates.checksums import read_id_number
from verifier.certificates.normalisers import date, ethnicity, gender, id_number, period, person_name, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field


def _against_number(fields: Mapping[str, FieldValue]) -> Iterable[FieldValue]:
    """Digits 7 to 14 are the day of birth, digit 17 the gender (GB 11643): what is printed must agree."""
    number = fields["公民身份号码"]
    if number.value is None or number.problems:
        return
    parts = read_id_number(number.value).parts
    for name, said in (("性别", parts.get("gender")), ("出生", parts.get("birth"))):
        field = fields[name]
        if field.value is not None and said is not None and field.value != said:
            yield replace(field, problems=(*field.problems, "contradicts_number"))


ID_CARD = DocumentSpec(
    type="id_card",
    fields=(
        Field("姓名", person_name),
        Field("性别", gender),
        Field("民族", ethnicity),
        Field("出生", date),
        Field("住址", tight_text, multiline=True),
        Field(
            "公民身份号码",
            id_number,
            patterns=(r"公民身份号码:?(?P<value>[\dOoQlIXx×*]{15,18})", r"(?<!\d)(?P<value>[1-9]\d{16}[\dXx×])(?!\d)"),
        ),
        Field("签发机关", organisation),
        Field("有效期限", period),
    ),
    dense=True,
    other_labels=("居民身份证", "中华人民共和国"),
    refine=_against_number,
)
