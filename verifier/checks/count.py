"""There are so many documents of a kind, sealed where the notice says so, of so many pages (件数、面数)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.due import candidates


@dataclass(frozen=True, config=VALUE)
class CountParams:
    """At least `minimum` documents, each with a seal where `sealed`, each of at least `pages` pages."""

    minimum: int = 1
    pages: int = 1
    sealed: bool = False


def run(documents: Sequence[Held], requirement: Requirement, params: CountParams, context: Context) -> list[Answer]:
    """Count once for the application, and the pages per document."""
    if not documents:
        return []
    answers = [_short(held, params) for held in documents if 0 < len(held.pages) < params.pages]
    good = [held for held in documents if held.seals or not params.sealed]
    said = {"minimum": params.minimum, "count": len(documents), "good": len(good)}
    evidence = [held.evidence() for held in documents]
    if len(good) >= params.minimum:
        return [*answers, passed(text("clauses.count_good", **said), None, *evidence)]
    remedy = text("clauses.count_remedy", **said)
    message = text("clauses.count_sealed" if params.sealed else "clauses.count_few", **said)
    # One file may hold several things, and a pale seal may not have been seen.
    maybe = len(documents) >= params.minimum or candidates(requirement.on, context) or not context.case.complete
    if maybe or sum(len(held.pages) for held in documents) >= params.minimum:
        return [*answers, doubtful(message, remedy, None, *evidence)]
    return [*answers, failed(message, remedy, None, *evidence)]


def _short(held: Held, params: CountParams) -> Answer:
    message = text("clauses.pages_few", title=held.title, pages=len(held.pages), minimum=params.pages)
    remedy = text("checks.sides_remedy", sides=params.pages)
    # Both sides may lie side by side on one landscape page.
    if any(page.width_px > page.height_px for page in held.pages):
        return doubtful(message + text("checks.please_look"), remedy, held, held.evidence())
    return failed(message, remedy, held, held.evidence())


CHECK = Check("count", CountParams, run)
