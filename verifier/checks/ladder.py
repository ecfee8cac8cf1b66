"""One step at a time: the present title stands one step below the one applied for (逐级申报)."""

from __future__ import annotations

from collections.abc import Sequence

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
class LadderParams:
    """Facts for the present and the wanted step, and the `order` of the steps, the lowest first.

    With the fact `direct` true, a way of its own leads past the ladder: a person looks at its papers.
    """

    current: FactName
    target: FactName
    order: tuple[str, ...]
    direct: FactName = ""


def run(documents: Sequence[Held], requirement: Requirement, params: LadderParams, context: Context) -> list[Answer]:
    """Answer once for the application."""
    values = {name: context.fact(name) for name in (params.current, params.target)}
    unknown = "、".join(context.policy.facts[name].label for name, value in values.items() if value is None)
    if unknown:
        return [review(text("clauses.fact_unknown", label=unknown), text("checks.facts_remedy", unknown=unknown))]
    current, target = (str(values[name]) for name in (params.current, params.target))
    said = {"current": shown(current), "target": shown(target)}
    if target not in params.order or current not in params.order:
        return [review(text("clauses.ladder_unknown", **said))]
    if params.order.index(current) == params.order.index(target) - 1:
        return [passed(text("clauses.ladder_good", **said))]
    if params.direct and context.fact(params.direct) is True:
        return [review(text("clauses.ladder_direct", **said), text("clauses.ladder_papers"))]
    return [failed(text("clauses.ladder_bad", **said), text("clauses.ladder_remedy"))]


CHECK = Check("ladder", LadderParams, run, application_wide=True, without_pages=True)
