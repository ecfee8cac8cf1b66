"""A document was uploaded to the slot that the notice names (栏目)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence, Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import SlotName
from verifier.checks.slots import same_slot


@dataclass(frozen=True, config=VALUE)
class SlotParams:
    """The slot; with `one_will_do`, one document there is enough."""

    slot: SlotName
    one_will_do: bool = False


def run(documents: Sequence[Held], requirement: Requirement, params: SlotParams, context: Context) -> list[Answer]:
    """Compare each document's slot."""
    answers = [_judge(held, params.slot) for held in documents]
    good = [answer for answer in answers if answer.verdict is Verdict.PASSED]
    return good if params.one_will_do and good else answers


def _judge(held: Held, slot: str) -> Answer:
    given = held.material.slot
    evidence = Evidence(held.document, None, None, given, slot)
    remedy = text("checks.slot_remedy", title=held.title, slot=slot)
    if given is None:
        return review(text("checks.slot_unknown", title=held.title, slot=slot), remedy, held, evidence)
    if same_slot(given, slot):
        return passed(text("checks.slot_right", title=held.title, slot=slot), held, evidence)
    return failed(text("checks.slot_wrong", title=held.title, given=given, slot=slot), remedy, held, evidence)


CHECK = Check("slot", SlotParams, run, without_pages=True)
