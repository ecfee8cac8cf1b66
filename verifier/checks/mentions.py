"""The document names what it must be about: the unit, the applicant, the number of a patent (点名)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.sources import Sourced, resolve


@dataclass(frozen=True, config=VALUE)
class MentionsParams:
    """The text must hold the value of the source `of`; `absent` says what it means that it does not."""

    of: str
    absent: Literal["failed", "needs_review"] = "needs_review"

    @property
    def sources(self) -> tuple[str, ...]:
        """The source that is named; the loader looks it up."""
        return (self.of,)


def run(documents: Sequence[Held], requirement: Requirement, params: MentionsParams, context: Context) -> list[Answer]:
    """Search each document."""
    source = resolve(params.of, context)
    return [_judge(held, source, params, context) for held in documents]


def _judge(held: Held, source: Sourced, params: MentionsParams, context: Context) -> Answer:
    said = {"title": held.title, "label": source.label, "value": source.value or ""}
    if not source.value:
        return review(text("clauses.mentions_unknown", **said), None, held, held.evidence())
    if names(held, source.value, context):
        return passed(text("clauses.mentions_good", **said), held, held.evidence(text=source.value))
    if params.of == "applicant.name" and _is_hidden(held, context):
        return passed(text("clauses.mentions_covered", **said), held, held.evidence())
    remedy = text("clauses.mentions_remedy", **said)
    if params.absent == "needs_review" or held.is_unreadable:
        return doubtful(text("clauses.mentions_unsure", **said), remedy, held, held.evidence(expected=source.value))
    return failed(text("clauses.mentions_bad", **said), remedy, held, held.evidence(expected=source.value))


def names(held: Held, value: str, context: Context) -> bool:
    """Tell whether the document's text holds the value, or another name that the policy knows for it."""
    aliases = context.policy.organisation_aliases
    known = {value, *(alias for alias, name in aliases.items() if name == value)}
    body = held.folded_text
    return any(fold(name) in body for name in known)


def _is_hidden(held: Held, context: Context) -> bool:
    return any(hit.covered for hit in context.case.names.get(held.document, ()))


CHECK = Check("mentions", MentionsParams, run, without_pages=True)
