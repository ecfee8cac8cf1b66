"""The applicant's name is hidden for good wherever it stands (姓名遮盖)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import NameHit, SurfaceKind
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, piece
from verifier.masking.needs import is_sure, weak_covers
from verifier.masking.variants import DOUBTFUL, SURE

_NAMES: Final = SURE | DOUBTFUL

_SHOWN: Final = 8
"""Hits that a message names; all of them are in the evidence."""


@dataclass(frozen=True, config=VALUE)
class MaskParams:
    """None: the target is the applicant's name, in every variant and on every surface."""


def run(documents: Sequence[Held], requirement: Requirement, params: MaskParams, context: Context) -> list[Answer]:
    """Answer once per file."""
    files = {held.document: held for held in documents}
    return [_judge(held, context) for held in files.values()]


def hits_of(held: Held, context: Context) -> tuple[NameHit, ...] | None:
    """Return where the name was found in the file (not the applicant's numbers); None where nobody looked."""
    hits = context.case.names.get(held.document) if context.applicant.name else None
    return None if hits is None else tuple(hit for hit in hits if hit.variant in _NAMES)


def _judge(held: Held, context: Context) -> Answer:
    hits = hits_of(held, context)
    if hits is None:
        return review(text("checks.mask_not_searched", file=held.material.filename), None, held, held.evidence())
    open_hits = [hit for hit in hits if not hit.covered and is_sure(hit)]
    if open_hits:
        places = "、".join(dict.fromkeys(_place(hit.page, hit.surface) for hit in open_hits[:_SHOWN]))
        message = text("checks.mask_open", file=held.material.filename, count=len(open_hits), places=places)
        return failed(message, text("checks.mask_remedy"), held, *(_evidence(held, hit) for hit in open_hits))
    maybe = [hit for hit in hits if not hit.covered]
    if maybe:
        found = "、".join(dict.fromkeys(f"“{hit.text}”（{_place(hit.page, hit.surface)}）" for hit in maybe[:_SHOWN]))
        message = text("checks.mask_maybe", file=held.material.filename, found=found)
        return doubtful(message, text("checks.mask_remedy"), held, *(_evidence(held, hit) for hit in maybe))
    if weak := weak_covers(held.observation.covers):
        evidence = [Evidence(held.document, cover.page, cover.box) for cover in weak]
        kinds = "、".join(dict.fromkeys(text(f"checks.cover_{cover.kind}") for cover in weak))
        message = text("checks.mask_weak", file=held.material.filename, kinds=kinds)
        return doubtful(message, text("checks.mask_weak_remedy"), held, *evidence)
    if held.has_no_pages:
        # Its texts are clean; its pictures were not looked at.
        return review(text("checks.no_pages", title=held.title), text("checks.no_pages_remedy"), held, held.evidence())
    if held.observation.unsearched:
        kinds = "、".join(text(f"checks.surface_{kind}") for kind in held.observation.unsearched)
        message = text("checks.mask_unsearched", file=held.material.filename, kinds=kinds)
        return review(message, text("checks.mask_unsearched_remedy"), held, held.evidence())
    key = "checks.mask_covered" if hits or held.observation.covers else "checks.mask_no_name"
    return passed(text(key, file=held.material.filename), held)


@lru_cache(maxsize=1024)
def _place(page: int | None, kind: SurfaceKind) -> str:
    surface = text(f"checks.surface_{kind}")
    return text("checks.mask_place", page=page, surface=surface) if page else surface


def _evidence(held: Held, hit: NameHit) -> Evidence:
    return piece(held.document, hit.page, hit.box, hit.text)


CHECK = Check("mask", MaskParams, run, without_pages=True)
