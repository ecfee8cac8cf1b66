"""Numbers on a document add up (票数合计等于参加人数)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, passed, review
from verifier.checks.answers import failed as failing
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class TallyParams:
    """Words before the number that is the `total`, and before each of its `parts`."""

    total: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]


def run(documents: Sequence[Held], requirement: Requirement, params: TallyParams, context: Context) -> list[Answer]:
    """Read the numbers of each document."""
    return [_judge(held, params) for held in documents]


def number_behind(said: str, words: Sequence[str]) -> int | None:
    """Return the number that follows one of the words in a folded text; None where there is none, or several differ."""
    found = set()
    for word in words:
        # 不同意3票 says nothing of 同意.
        pattern = rf"(?<![不未]){re.escape(fold(word))}[^\d,，。;；、]{{0,6}}(\d{{1,5}})"
        found |= {int(digits) for digits in re.findall(pattern, said)}
    return next(iter(found)) if len(found) == 1 else None


def _number(held: Held, words: Sequence[str]) -> int | None:
    """Return what the first field of one of these names says; where there is none, what stands behind the words.

    In a table the words stand in one row and the numbers in the next: there the text alone misleads.
    """
    for word in words:
        field = held.field(word)
        if field is not None and not field.problems and not is_doubtful(field.confidence):
            value = (field.value or "").strip()
            if value.isdecimal():
                return int(value)
    return number_behind(held.folded_text, words)


def _judge(held: Held, params: TallyParams) -> Answer:
    total = _number(held, params.total)
    parts = {name: _number(held, words) for name, words in params.parts.items()}
    said = {"title": held.title, "total": total, "parts": "、".join(f"{name} {count}" for name, count in parts.items())}
    read = [count for count in parts.values() if count is not None]
    if total is None or len(read) < len(parts):
        return review(text("clauses.tally_unread", title=held.title), None, held, held.evidence())
    if sum(read) == total:
        return passed(text("clauses.tally_good", **said), held, held.evidence())
    answer = doubtful if held.is_unreadable else failing
    return answer(text("clauses.tally_bad", **said), text("clauses.tally_remedy"), held, held.evidence())


CHECK = Check("tally", TallyParams, run, without_pages=True)
