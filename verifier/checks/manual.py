"""A person looks, step by step; what they found is recorded as a fact and then decides (人工核对)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue
from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.fact import shown
from verifier.checks.parameters import FactName


@dataclass(frozen=True, config=VALUE)
class ManualParams:
    """`steps` are what to look at, in order. Where `fact` is recorded, it must be `good`.

    With `always`, it is asked where none of the requirement's documents was handed in, too.
    """

    steps: tuple[str, ...]
    fact: FactName = ""
    good: JsonValue = True
    always: bool = False


def run(documents: Sequence[Held], requirement: Requirement, params: ManualParams, context: Context) -> list[Answer]:
    """Answer once for the application; the documents to look at are the evidence."""
    if requirement.on and not documents and not params.always:
        return []
    evidence = [held.evidence() for held in documents]
    known = context.known.get(params.fact) if params.fact else None
    if known is None or context.fact(params.fact) is None:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(params.steps, start=1))
        return [review(text("clauses.manual", steps=steps), None, None, *evidence)]
    label = context.policy.facts[params.fact].label
    said = {"label": label, "value": shown(known.value), "source": known.source}
    if known.value == params.good:
        return [passed(text("clauses.fact_good", **said), None, *known.evidence)]
    return [failed(text("clauses.fact_bad", **said), text("clauses.fact_remedy", label=label), None, *known.evidence)]


CHECK = Check("manual", ManualParams, run, application_wide=True, without_pages=True)
