"""Words that say how much without saying it (含糊的词语): shown for a person to weigh."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence, Verdict
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class VagueWordsParams:
    """The `words`. 等 and 基本 alone say nothing wrong and do not belong here."""

    words: tuple[str, ...]


def run(
    documents: Sequence[Held], requirement: Requirement, params: VagueWordsParams, context: Context
) -> list[Answer]:
    """Search the lines of each document."""
    return [_judge(held, [fold(word) for word in params.words]) for held in documents]


def _judge(held: Held, words: Sequence[str]) -> Answer:
    folded = (line for page in held.folded for line in page)
    lines = zip(held.lines, folded, strict=True)
    hits = [(page, line, word) for (page, line), said in lines for word in words if word in said]
    if not hits:
        return passed(text("clauses.vague_none", title=held.title), held)
    found = "、".join(dict.fromkeys(word for _, _, word in hits))
    evidence = [Evidence(held.document, page, line.box, line.text) for page, line, _ in hits[:20]]
    message = text("clauses.vague_found", title=held.title, found=found)
    return review(message, text("clauses.vague_remedy"), held, *evidence)


CHECK = Check("vague_words", VagueWordsParams, run, reaches=(Verdict.PASSED, Verdict.NEEDS_REVIEW))
