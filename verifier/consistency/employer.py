"""One employer: forms, contract, insurance, licence and the seals of its papers (单位一致)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from models.messages import text
from verifier.certificates.folding import fold
from verifier.checks.context import Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_seal
from verifier.consistency.sayings import Lead, Saying, disagree, disagreements, of_types, saying
from verifier.seals.matching import OrganisationMatch, match_organisation, match_seal

_NAMED: Final = {
    "app_form": ("工作单位", "单位"), "social_ins": ("单位名称",), "contract": ("甲方",), "abstract": ("单位",),
    "biz_license": ("名称",), "ability_self": ("单位",), "peer_vote": ("单位",), "cadre_resume": ("单位",),
    "unit_nature": ("单位名称",), "pub_notice": ("落款单位",), "pub_result": ("落款单位",), "work_exp": ("落款单位",),
    "summary": ("工作单位",), "bio": ("工作单位",), "catalog": ("单位",), "bound_dossier": ("单位",),
    "exceptional_review": ("单位",), "full_senior_review": ("单位",),
}  # fmt: skip
"""Where the employer of today is named, in the order in which it is believed. Certificates and appraisals of years past
are left out: they may name a former one."""

_SEALED_BY: Final = {
    "contract": ("甲方",), "pub_notice": ("落款单位",), "pub_result": ("落款单位",), "unit_nature": ("落款单位",),
    "benefit": ("落款单位",), "award_support": ("落款单位",), "work_exp": ("落款单位",), "political": ("落款单位",),
    "recommend": ("落款单位",), "entrust": ("落款单位",), "home_unit_consent": ("落款单位",),
    "achievement": ("落款单位",), "social_ins": ("落款单位",),
}  # fmt: skip
"""Papers that whoever issues them seals."""


def leads(context: Context) -> list[Lead]:
    """Return the papers that name another employer, and those whose seals are all another organisation's."""
    issuers = {
        fold(value) for value in (context.applicant.recommending_unit, context.applicant.supervising_unit) if value
    }
    named = [one for one in of_types(context.dossier, _NAMED) if one.value not in issuers]
    unit = context.applicant.unit
    stated = (text("checks.applicant_unit"), fold(unit)) if unit else None
    return [
        *disagreements(named, lambda one, other: _may_be(one, other, context), stated),
        *_codes(context),
        *(lead for one in of_types(context.dossier, _SEALED_BY) for lead in _seals(one, context)),
    ]


def _may_be(one: str, other: str, context: Context) -> bool:
    """Tell whether two printed names may be one unit: equal, an alias, or one cut short."""
    if one == other or one in other or other in one:
        return True
    return match_organisation(one, other, context.policy.organisation_aliases) is OrganisationMatch.SAME


def _codes(context: Context) -> Iterator[Lead]:
    """Yield licences of one name with two unified codes, and of two names with one."""
    held: list[Held] = context.dossier.of(("biz_license",))
    pairs = [(saying(one, "统一社会信用代码"), saying(one, "名称")) for one in held]
    known = [(code, name) for code, name in pairs if code and name]
    for at, (code, name) in enumerate(known):
        for other_code, other_name in known[:at]:
            same_code, same_name = code.value == other_code.value, name.value == other_name.value
            if same_name and not same_code:
                yield disagree(code, other_code)
            elif same_code and not same_name:
                yield disagree(name, other_name)


def _seals(one: Saying, context: Context) -> Iterator[Lead]:
    read = [seal for seal in one.held.seals if seal.text and not seal.is_fragment]
    if not read:
        return
    aliases = context.policy.organisation_aliases
    matches = [match_seal(seal, one.value, aliases) for seal in read]
    if all(match is OrganisationMatch.DIFFERENT for match in matches):
        shown = "、".join(dict.fromkeys(seal.text or "" for seal in read))
        message = text("consistency.sealed_by_other", one=one.said, seals=shown)
        evidence = tuple(at_seal(one.held, seal, expected=one.value) for seal in read)
        yield Lead(one.held.document, message, (*evidence, one.evidence()))
