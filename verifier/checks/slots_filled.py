"""Every slot that the notice names holds a document (各栏目均有材料)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import SlotName
from verifier.checks.slots import same_slot


@dataclass(frozen=True, config=VALUE)
class SlotsFilledParams:
    """The `slots`, each with at least one document; `absent` says what an empty one means."""

    slots: tuple[SlotName, ...]
    absent: Literal["failed", "needs_review"] = "failed"


def run(
    documents: Sequence[Held], requirement: Requirement, params: SlotsFilledParams, context: Context
) -> list[Answer]:
    """Answer once for the application."""
    materials = context.application.materials
    empty = [slot for slot in params.slots if not any(same_slot(entry.slot, slot) for entry in materials)]
    if not empty:
        return [passed(text("clauses.slots_filled", slots="、".join(params.slots)))]
    said = {"slots": "、".join(empty)}
    remedy = text("clauses.slots_remedy", **said)
    evidence = [Evidence(expected=slot) for slot in empty]
    asked = params.absent == "needs_review" or not context.case.complete
    if asked or any(entry.slot is None for entry in materials):
        return [review(text("clauses.slots_unknown", **said), remedy, None, *evidence)]
    return [failed(text("clauses.slots_empty", **said), remedy, None, *evidence)]


CHECK = Check("slots_filled", SlotsFilledParams, run, application_wide=True, without_pages=True)
