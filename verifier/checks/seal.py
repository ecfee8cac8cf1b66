"""A seal of the right organisation stands on the document (公章)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import Seal
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_seal, seal_text
from verifier.checks.printed_issuer import is_issuers, other_signer
from verifier.seals.matching import OrganisationMatch, match_seal

Role = Literal["unit", "recommending_unit", "supervising_unit"]

_SPECIAL: Final = "专用章"
"""Where the notice says 公章, a seal for one purpose (合同专用章 ...) is not it (国发〔1999〕25号, 22)."""


@dataclass(frozen=True, config=VALUE)
class SealParams:
    """Whose seal: the first organisation of `role` that is known, or the one that the document's `field` names.

    With neither, any seal will do. `absent` says what it means that the seal is not seen, alone or beside those of
    others; `special` whether a 专用章 will do.
    """

    role: tuple[Role, ...] = ()
    field: str = ""
    absent: Literal["failed", "needs_review"] = "failed"
    special: Literal["accepted", "needs_review"] = "needs_review"


def run(documents: Sequence[Held], requirement: Requirement, params: SealParams, context: Context) -> list[Answer]:
    """Look for the seal on each document."""
    return [_judge(held, params, context) for held in documents]


def _judge(held: Held, params: SealParams, context: Context) -> Answer:
    wanted = _expected(held, params, context)
    owner = wanted or text("checks.seal_owner", role=_role_label(params))
    whole = [seal for seal in held.seals if not seal.is_fragment]
    if not whole:
        return _none(held, owner, params)
    if wanted is None:
        return _any_seal(held, whole, params)
    matches = [(seal, _match(seal, wanted, context)) for seal in whole]
    same = [seal for seal, match in matches if match is OrganisationMatch.SAME]
    if same:
        return _same(held, same, wanted, params, context)
    evidence = [at_seal(held, seal, expected=wanted) for seal in whole]
    found = _read_texts(whole)
    if any(match is OrganisationMatch.DOUBTFUL for _, match in matches):
        return review(
            text("checks.seal_doubtful", title=held.title, found=found, expected=wanted),
            text("checks.seal_doubtful_remedy", expected=wanted),
            held,
            *evidence,
        )
    if all(is_issuers(held, seal, context.policy.organisation_aliases) for seal in whole):
        # The one who issued the paper has sealed it; whoever copied it may have used a stamp that no scan shows.
        return review(
            text("checks.seal_only_issuer", title=held.title, found=found, expected=wanted),
            text("checks.seal_doubtful_remedy", expected=wanted),
            held,
            *evidence,
        )
    if params.absent == "needs_review":
        # Where the wanted seal may be there unseen (a blind stamp, grey on a copy), another's seal proves nothing.
        return review(
            text("checks.seal_only_others", title=held.title, found=found, expected=wanted),
            text("checks.seal_doubtful_remedy", expected=wanted),
            held,
            *evidence,
        )
    return failed(
        text("checks.seal_other", title=held.title, found=found, expected=wanted),
        text("checks.seal_remedy", owner=wanted),
        held,
        *evidence,
    )


def _expected(held: Held, params: SealParams, context: Context) -> str | None:
    for role in params.role:
        name: str | None = getattr(context.applicant, role)
        if name:
            return name
    field = held.field(params.field) if params.field else None
    return field.value if field is not None else None


def _match(seal: Seal, wanted: str, context: Context) -> OrganisationMatch:
    match = match_seal(seal, wanted, context.policy.organisation_aliases)
    if match is OrganisationMatch.DIFFERENT and is_doubtful(_surety(seal)):
        return OrganisationMatch.DOUBTFUL
    return match


def _surety(seal: Seal) -> float | None:
    """Return how sure most of a reading is: a name far from another stays far with one character in doubt."""
    if not seal.character_confidences:
        return seal.confidence
    return sum(seal.character_confidences) / len(seal.character_confidences)


def _none(held: Held, owner: str, params: SealParams) -> Answer:
    remedy = text("checks.seal_remedy", owner=owner)
    if held.seals or held.is_unreadable or held.is_grey or params.absent == "needs_review":
        evidence = [at_seal(held, seal, expected=owner) for seal in held.seals] or [held.evidence(expected=owner)]
        unseen = "checks.seal_grey" if held.is_grey else "checks.seal_not_seen"
        key = "checks.seal_fragment" if held.seals else unseen
        return doubtful(text(key, title=held.title, pages=len(held.pages), owner=owner), remedy, held, *evidence)
    return failed(
        text("checks.seal_absent", title=held.title, pages=len(held.pages), owner=owner),
        remedy,
        held,
        held.evidence(held.last_page, expected=owner),
    )


def _any_seal(held: Held, whole: Sequence[Seal], params: SealParams) -> Answer:
    evidence = [at_seal(held, seal) for seal in whole]
    found = _read_texts(whole)
    if not params.role and not params.field:
        return passed(text("checks.seal_present", title=held.title, found=found), held, *evidence)
    role = _role_label(params)
    return review(text("checks.seal_owner_unknown", title=held.title, found=found, role=role), None, held, *evidence)


def _same(held: Held, same: Sequence[Seal], wanted: str, params: SealParams, context: Context) -> Answer:
    official = [seal for seal in same if _SPECIAL not in (seal_text(seal) or "")]
    evidence = [at_seal(held, seal, expected=wanted) for seal in official or same]
    if not official and params.special == "needs_review":
        return doubtful(
            text("checks.seal_special", title=held.title, found=_read_texts(same)),
            text("checks.seal_remedy", owner=wanted),
            held,
            *evidence,
        )
    signed = other_signer(held, official or same, context.policy.organisation_aliases)
    if signed is not None:
        return doubtful(
            text("checks.seal_signed_other", title=held.title, found=_read_texts(official or same), signed=signed),
            text("checks.seal_doubtful_remedy", expected=wanted),
            held,
            *evidence,
        )
    return passed(text("checks.seal_same", title=held.title, expected=wanted), held, *evidence)


def _read_texts(seals: Sequence[Seal]) -> str:
    return "、".join(f"“{seal_text(seal) or text('checks.unread')}”" for seal in seals)


def _role_label(params: SealParams) -> str:
    if params.role:
        return text(f"checks.applicant_{params.role[0]}")
    return params.field or text("checks.seal_any")


CHECK = Check("seal", SealParams, run)
