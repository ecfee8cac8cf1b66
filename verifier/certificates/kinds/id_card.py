"""居民身份证 (GA 467, GA 448): front with portrait, back with emblem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from models.geometry import Box
from models.observation import FieldValue
from verifier.certificates.checksums import read_id_number
from verifier.certificates.layout import Place
from verifier.certificates.lookup import find_behind_label
from verifier.certificates.normalisers import date, ethnicity, gender, id_number, period, person_name, tight_text
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field, Find, Material, Normalised

_NUMBER: Final = re.compile(r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])")
_AND: Final = "、"
_OF_A_FRONT: Final = ("姓名", "性别", "民族", "出生", "住址")


def _numbers_of_several(material: Material) -> Find | None:
    """The numbers of several cards on one sheet: whose name and birth are read beside them nobody can say."""
    found: dict[str, Place | None] = {}
    for match in _NUMBER.finditer(material.stream.tight):
        if not read_id_number(match[0]).problems:
            found.setdefault(match[0].upper(), material.stream.tight_place(*match.span()))
    places = [place for place in found.values() if place is not None]
    if len(places) < 2:
        return None
    first = places[0]
    box = Box.around(place.box for place in places if place.page == first.page)
    sure = min((place.confidence for place in places if place.confidence is not None), default=None)
    return Find(_AND.join(found), _AND.join(place.raw for place in places), first.page, box, sure)


def _number(text: str) -> Normalised:
    return Normalised(None, ("several",)) if _AND in text else id_number(text)


def _behind_label(material: Material) -> Find | None:
    return find_behind_label(material.stream, Field("公民身份号码", id_number), ID_CARD)


def _against_number(fields: Mapping[str, FieldValue]) -> Iterable[FieldValue]:
    """Digits 7 to 14 are the day of birth, digit 17 the gender (GB 11643): what is printed must agree.

    Of several cards none of the names is the document's.
    """
    number = fields["公民身份号码"]
    if "several" in number.problems:
        for field in (fields[name] for name in _OF_A_FRONT):
            yield replace(field, value=None, problems=(*field.problems, "several"))
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
            _number,
            finder=_numbers_of_several,
            fallback=_behind_label,
            patterns=(r"公民身份号码:?(?P<value>[\dOoQlIXx×*]{15,18})", r"(?<!\d)(?P<value>[1-9]\d{16}[\dXx×])(?!\d)"),
        ),
        Field("签发机关", organisation),
        Field("有效期限", period),
    ),
    dense=True,
    other_labels=("居民身份证", "中华人民共和国"),
    refine=_against_number,
)
