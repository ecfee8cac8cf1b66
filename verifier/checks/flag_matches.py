"""The applicant's tick 是否需要遮盖 agrees with what is on the pages."""

from __future__ import annotations

from collections.abc import Sequence

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.mask import MaskParams, hits_of
from verifier.masking.needs import tick_fits


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
    covers = held.observation.covers
    evidence = [Evidence(held.document, hit.page, hit.box, hit.text) for hit in hits]
    fits = tick_fits(ticked, hits, covers)
    answer = text("checks.yes" if ticked else "checks.no")
    if fits:
        return passed(text("checks.flag_agrees", answer=answer, **said), held)
    if fits is False and ticked:
        return failed(text("checks.flag_yes_without_name", **said), text("checks.flag_remedy_no"), held)
    if fits is False:
        return failed(text("checks.flag_no_with_name", **said), text("checks.flag_remedy_yes"), held, *evidence)
    if hits:
        return review(text("checks.flag_doubtful", **said), None, held, *evidence)
    boxes = [Evidence(held.document, cover.page, cover.box) for cover in covers]
    return review(text("checks.flag_with_cover", answer=answer, **said), None, held, *boxes)


CHECK = Check("flag_matches", MaskParams, run)
