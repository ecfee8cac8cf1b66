"""The applicant's tick 是否需要遮盖 agrees with what is on the pages."""

from __future__ import annotations

from collections.abc import Sequence

from models.messages import text
from models.observation import CoverKind
from models.policy import Requirement
from models.report import Evidence
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.mask import MaskParams, hits_of, is_sure


def run(documents: Sequence[Held], requirement: Requirement, params: MaskParams, context: Context) -> list[Answer]:
    """Answer once per file, or once in all where nobody recorded any choice."""
    files = {held.document: held for held in documents}
    if len(files) > 1 and all(held.material.needs_mask is None for held in files.values()):
        return [review(text("checks.flag_none_recorded", files=len(files)), text("checks.flag_record"))]
    return [_judge(held, context) for held in files.values()]


def _judge(held: Held, context: Context) -> Answer:
    said = {"file": held.material.filename}
    ticked = held.material.needs_mask
    hits = hits_of(held, context)
    if ticked is None:
        return review(text("checks.flag_unknown", **said), text("checks.flag_record"), held)
    if hits is None:
        return review(text("checks.mask_not_searched", **said), None, held)
    evidence = [Evidence(held.document, hit.page, hit.box, hit.text) for hit in hits]
    covers = [cover for cover in held.observation.covers if cover.kind is CoverKind.OPAQUE]
    if ticked and not hits and not covers:
        return failed(text("checks.flag_yes_without_name", **said), text("checks.flag_remedy_no"), held)
    if not any(map(is_sure, hits)) and hits and not (ticked and covers):
        return review(text("checks.flag_doubtful", **said), None, held, *evidence)
    if not ticked and hits:
        return failed(text("checks.flag_no_with_name", **said), text("checks.flag_remedy_yes"), held, *evidence)
    if not ticked and covers:
        boxes = [Evidence(held.document, cover.page, cover.box) for cover in covers]
        return review(text("checks.flag_no_with_cover", **said), text("checks.flag_remedy_yes"), held, *boxes)
    return passed(text("checks.flag_agrees", answer=text("checks.yes" if ticked else "checks.no"), **said), held)


CHECK = Check("flag_matches", MaskParams, run)
