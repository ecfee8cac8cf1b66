"""A document speaks of every topic that the notice lists (内容要素)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class TopicsParams:
    """Topic -> words, any of which shows that it is spoken of. `absent` says what a topic without a word means."""

    topics: dict[str, tuple[str, ...]]
    absent: Literal["failed", "needs_review"] = "failed"


def run(documents: Sequence[Held], requirement: Requirement, params: TopicsParams, context: Context) -> list[Answer]:
    """Look for the words in each document."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: TopicsParams) -> Answer:
    body = held.folded_text
    missing = [
        topic
        for topic, words in params.topics.items()
        if not any(fold(word) in body for word in words) and not _is_filled(held, (topic, *words))
    ]
    if not missing:
        return passed(text("checks.topics_all", title=held.title, topics="、".join(params.topics)), held)
    listed = "、".join(missing)
    message = text("checks.topics_missing", title=held.title, pages=len(held.pages), topics=listed)
    evidence = [held.evidence(expected=topic) for topic in missing]
    remedy = text("checks.topics_remedy", topics=listed)
    if params.absent == "needs_review" or held.is_unreadable:
        return doubtful(message + text("checks.please_look"), remedy, held, *evidence)
    return failed(message, remedy, held, *evidence)


def _is_filled(held: Held, names: Sequence[str]) -> bool:
    """Tell whether a field of that name was read: its label may be torn over the lines of a cell."""
    fields = (held.field(name) for name in names)
    return any(field is not None and field.value is not None for field in fields)


CHECK = Check("topics", TopicsParams, run, without_pages=True)
