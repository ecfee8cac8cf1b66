"""The date beside a signature was written by hand (手写日期)."""

from __future__ import annotations

from collections.abc import Sequence

from models.messages import text
from models.observation import HandwrittenDate, SignatureKind
from models.policy import Requirement
from models.report import Evidence
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.signature import SignatureParams, slots_of


def run(documents: Sequence[Held], requirement: Requirement, params: SignatureParams, context: Context) -> list[Answer]:
    """Look at the date slot beside the role's signature on each document."""
    return [_judge(held, params, context) for held in documents]


def _judge(held: Held, params: SignatureParams, context: Context) -> Answer:
    role = params.role[0]
    remedy = text("checks.date_remedy", role=role)
    dates = [(slot.page, slot.date) for slot in slots_of(held, params.role) if slot.date is not None]
    if not dates:
        message = text("checks.date_no_slot", title=held.title, role=role)
        return doubtful(message, remedy, held, held.evidence(held.last_page))
    page, date = dates[0]
    evidence = Evidence(held.document, page, date.box, date.raw, text("checks.date_expected"), date.confidence)
    where = text("checks.date_slot", title=held.title, page=page, role=role)
    if date.kind is SignatureKind.UNCLEAR or is_doubtful(date.confidence):
        return doubtful(text("checks.date_unclear", where=where), remedy, held, evidence)
    if date.kind is not SignatureKind.HANDWRITTEN:
        return failed(text(f"checks.date_{date.kind}", where=where), remedy, held, evidence)
    return _handwritten(held, date, where, evidence, context)


def _handwritten(held: Held, date: HandwrittenDate, where: str, evidence: Evidence, context: Context) -> Answer:
    if date.value is None:
        return passed(text("checks.date_handwritten_unread", where=where), held, evidence)
    if date.value.year > context.today.year:
        # Nobody writes a year to come; readers take a written 4 for a 9. How it was written is all that is asked.
        return passed(text("checks.date_handwritten_year", where=where, date=date.value), held, evidence)
    if date.value > context.today:
        return review(text("checks.date_in_future", where=where, date=date.value), None, held, evidence)
    return passed(text("checks.date_handwritten", where=where, date=date.value), held, evidence)


CHECK = Check("handwritten_date", SignatureParams, run)
