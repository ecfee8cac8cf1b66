"""Every line that was ticked on a self-assessment has evidence of its own (勾选逐条对应佐证)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import SlotName
from verifier.checks.slots import same_slot

_TICK: Final = re.compile(r"[☑✓✔√■]")


@dataclass(frozen=True, config=VALUE)
class TicksParams:
    """The `slot` that holds the evidence."""

    slot: SlotName


def run(documents: Sequence[Held], requirement: Requirement, params: TicksParams, context: Context) -> list[Answer]:
    """Count ticked lines and files in the slot: that each belongs to a line, a person confirms."""
    files = [held for held in context.dossier.held if same_slot(held.material.slot, params.slot)]
    return [_judge(held, files, params) for held in documents]


def _judge(held: Held, files: Sequence[Held], params: TicksParams) -> Answer:
    ticked = sum(bool(_TICK.search(line.text)) for _, line in held.lines)
    said = {"title": held.title, "ticked": ticked, "files": len(files), "slot": params.slot}
    evidence = [held.evidence(), *(file.evidence() for file in files)]
    if not ticked:
        return review(text("clauses.ticks_unread", **said), None, held, *evidence)
    if len(files) < ticked:
        return doubtful(text("clauses.ticks_few", **said), text("clauses.ticks_remedy", **said), held, *evidence)
    return review(text("clauses.ticks_enough", **said), None, held, *evidence)


CHECK = Check("ticks", TicksParams, run, reaches=(Verdict.NEEDS_REVIEW,))
