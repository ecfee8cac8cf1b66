"""A person signed by hand in the slot of a role (亲笔签名)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import Signature, SignatureKind
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_signature

_DECORATION: Final = ("签名", "签字", "签章", "盖章", "手写", "(", ")", ":", "、", "/")

_SURELY_PASTED: Final = 0.95
"""Below this confidence a picture of a signature goes to a person: on whole applications two true signatures
looked like pictures with 0.90 and 0.93; no other kind is confused as surely."""


@dataclass(frozen=True, config=VALUE)
class SignatureParams:
    """Printed labels of the slot, any of which will do (申报人; 单位负责人)."""

    role: tuple[str, ...]


def run(documents: Sequence[Held], requirement: Requirement, params: SignatureParams, context: Context) -> list[Answer]:
    """Look at the role's slots on each document."""
    return [_judge(held, params) for held in documents]


def slots_of(held: Held, roles: Sequence[str]) -> list[Signature]:
    """Return the signature slots whose printed label is one of `roles`, else those whose label names no role."""
    wanted = [_bare(role) for role in roles]
    named = [slot for slot in held.signatures if any(_names(_bare(slot.role), role) for role in wanted)]
    return named or [slot for slot in held.signatures if not _bare(slot.role)]


def _judge(held: Held, params: SignatureParams) -> Answer:
    role = params.role[0]
    slots = slots_of(held, params.role)
    remedy = text("checks.signature_remedy", role=role)
    if not slots:
        return doubtful(
            text("checks.signature_no_slot", title=held.title, pages=len(held.pages), role=role),
            remedy,
            held,
            held.evidence(held.last_page, expected=role),
        )
    evidence = [at_signature(held, slot) for slot in slots]
    kinds = {_certain_kind(slot) for slot in slots}
    where = text("checks.signature_slot", title=held.title, page=slots[0].page, role=role)
    if kinds == {SignatureKind.HANDWRITTEN}:
        return passed(text("checks.signature_handwritten", where=where), held, *evidence)
    if len(kinds) == 1 and SignatureKind.UNCLEAR not in kinds:
        return failed(text(f"checks.signature_{next(iter(kinds))}", where=where), remedy, held, *evidence)
    key = "maybe_pasted" if any(slot.kind is SignatureKind.PASTED for slot in slots) else "unclear"
    return doubtful(text(f"checks.signature_{key}", where=where), remedy, held, *evidence)


def _certain_kind(slot: Signature) -> SignatureKind:
    if slot.kind is SignatureKind.PASTED and slot.confidence is not None and slot.confidence < _SURELY_PASTED:
        return SignatureKind.UNCLEAR
    return SignatureKind.UNCLEAR if is_doubtful(slot.confidence) else slot.kind


@lru_cache(maxsize=1024)
def _bare(label: str) -> str:
    label = fold(label)
    for decoration in _DECORATION:
        label = label.replace(decoration, "")
    return label


def _names(label: str, role: str) -> bool:
    # Forms write 申报人, 申报人本人, 人事(职称)部门负责人: the shorter stands in the longer.
    return bool(label) and bool(role) and (label in role or role in label)


CHECK = Check("signature", SignatureParams, run)
