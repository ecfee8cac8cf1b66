"""One person: name, ID number, sex, birth, people, on every paper that is the applicant's own (身份一致)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from models.messages import text
from verifier.certificates.checksums import read_id_number
from verifier.certificates.folding import fold
from verifier.checks.context import Context
from verifier.consistency.sayings import (
    Lead,
    Saying,
    disagree,
    disagreements,
    equal,
    of_types,
    same_day,
)

_OWN: Final = (
    "id_card", "app_form", "chsi_reg", "diploma", "degree", "title_cert", "title_ecert", "social_ins", "abstract",
    "ability_self", "appraisal", "term_appraisal", "ce_cert", "ce_exempt", "app_form_prev", "first_appoint_form",
    "edu_archive", "cadre_resume", "political", "work_exp", "vocational", "overseas_edu", "exam_score", "bio",
    "freelance_political", "exceptional_review", "full_senior_review", "hours_conversion", "summary", "peer_vote",
    "catalog", "bound_dossier", "truth_pledge", "award_support", "xuexi",
)  # fmt: skip
"""Papers of one person, in the order in which they are believed."""

_SHARED: Final = ("pub_notice", "pub_result", "recommend", "entrust", "title_approval", "award", "benefit")
"""Papers that may name several people: the applicant must be among them."""

_SIGNED_WITH: Final = ("contract", "agency_agreement")
_NAME: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,4}|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+")
_NUMBERS: Final = ("公民身份号码", "身份证号", "身份证号码", "证件号码")
_BIRTHS: Final = ("出生", "出生日期", "出生年月")
_PEOPLES: Final = ("民族", "族别")


def leads(context: Context) -> list[Lead]:
    """Return every paper that tells of another person."""
    own = (*_OWN, *_SIGNED_WITH, *_SHARED)
    numbers = [one for one in of_types(context.dossier, dict.fromkeys(own, _NUMBERS)) if len(one.value) == 18]
    number = _believed(numbers, context)
    return [
        *_names(context),
        *disagreements(numbers, equal, _stated("id_number", context)),
        *_by_number(context, ("性别",), number, "gender"),
        *_by_number(context, _BIRTHS, number, "birth_date"),
        *disagreements(
            of_types(context.dossier, dict.fromkeys(own, _PEOPLES)), _same_people, _stated("ethnicity", context)
        ),
    ]


def _names(context: Context) -> list[Lead]:
    """Return the papers of another name; on papers of several people, where the applicant's is nowhere on them."""
    fields = dict.fromkeys(_OWN, ("姓名",)) | dict.fromkeys(_SIGNED_WITH, ("乙方",))
    said = [one for one in of_types(context.dossier, fields) if _NAME.fullmatch(one.value)]
    stated = _stated("name", context)
    found = disagreements(said, equal, stated)
    believed = stated[1] if stated else max(
        (one.value for one in said), key=lambda value: sum(one.value == value for one in said), default=None
    )  # fmt: skip
    if believed is None:
        return found
    witness = next((one for one in said if equal(one.value, believed)), None)
    for one in of_types(context.dossier, dict.fromkeys(_SHARED, ("姓名",))):
        if _NAME.fullmatch(one.value) and believed not in one.held.folded_text and one.value != believed:
            found += [disagree(one, witness)] if witness else disagreements([one], equal, stated)
    return found


def _by_number(context: Context, names: Sequence[str], number: Saying | None, attribute: str) -> list[Lead]:
    """Compare a field with the rest of its kind; the ID number says it too, and goes before the others."""
    same = equal if attribute == "gender" else same_day
    said = of_types(context.dossier, dict.fromkeys((*_OWN, *_SHARED), tuple(names)))
    if number is None:
        return disagreements(said, same, _stated(attribute, context))
    value = _told_by(number.value, attribute)
    told = Saying(number.held, number.field, value)
    return [disagree(one, told) for one in said if not same(one.value, value)]


def _told_by(number: str, attribute: str) -> str:
    """Return what an ID number says of sex or birth (GB 11643: digits 7 to 14, digit 17 odd for men)."""
    if attribute == "gender":
        return "男" if int(number[16]) % 2 else "女"
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"


def _believed(numbers: Sequence[Saying], context: Context) -> Saying | None:
    """Return the sound ID number that was stated, or else that most papers say."""
    sound = [one for one in numbers if read_id_number(one.value).is_sound]
    stated = context.applicant.id_number
    agreeing = [one for one in sound if stated is not None and equal(one.value, fold(stated))]
    return next(iter(agreeing), None) or max(
        sound, key=lambda one: sum(one.value == other.value for other in sound), default=None
    )


def _same_people(one: str, other: str) -> bool:
    return one.removesuffix("族") == other.removesuffix("族")


def _stated(attribute: str, context: Context) -> tuple[str, str] | None:
    value = getattr(context.applicant, attribute)
    return (text(f"checks.applicant_{attribute}"), fold(str(value))) if value else None
