"""The document is the original: its seal is in colour (原件)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import SealColour
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_seal


@dataclass(frozen=True, config=VALUE)
class OriginalParams:
    """None."""


def run(documents: Sequence[Held], requirement: Requirement, params: OriginalParams, context: Context) -> list[Answer]:
    """Look at the ink of each document's seals; a grey scan of an original looks like a copy, so a person decides."""
    return [_judge(held) for held in documents]


def _judge(held: Held) -> Answer:
    inked = [seal for seal in held.seals if seal.colour in (SealColour.RED, SealColour.BLUE) and not seal.is_copy]
    evidence = [at_seal(held, seal) for seal in inked or held.seals] or [held.evidence()]
    if inked:
        return passed(text("clauses.original_good", title=held.title), held, *evidence)
    key = "clauses.original_grey" if held.seals else "clauses.original_no_seal"
    return doubtful(text(key, title=held.title), text("clauses.original_remedy"), held, *evidence)


CHECK = Check("original", OriginalParams, run, reaches=(Verdict.PASSED, Verdict.NEEDS_REVIEW))
