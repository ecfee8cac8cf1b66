"""Seals of several offices stand on the document, one of each (审核链、逐级盖章)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import Seal
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_seal, seal_text


@dataclass(frozen=True, config=VALUE)
class SealChainParams:
    """Office -> words, all of a group in the seal's text (市场监督管理局); any one of several groups will do.

    `absent` says what a missing office means; a notice that says 审核 and not 盖章 leaves that to a person.
    """

    offices: dict[str, tuple[str, ...]]
    absent: Literal["failed", "needs_review"] = "needs_review"


def run(documents: Sequence[Held], requirement: Requirement, params: SealChainParams, context: Context) -> list[Answer]:
    """Look at the seals of all these documents together, once for the application."""
    if not documents:
        return []
    seals = [(held, seal) for held in documents for seal in held.seals]
    missing = [office for office, words in params.offices.items() if not any(_is(seal, words) for _, seal in seals)]
    evidence = [at_seal(held, seal) for held, seal in seals] or [held.evidence() for held in documents]
    said = {"offices": "、".join(params.offices), "missing": "、".join(missing)}
    if not missing:
        return [passed(text("clauses.chain_good", **said), None, *evidence)]
    unread = any(seal_text(seal) is None for _, seal in seals) or any(held.is_unreadable for held in documents)
    remedy = text("clauses.chain_remedy", **said)
    if params.absent == "needs_review" or unread:
        return [doubtful(text("clauses.chain_unsure", **said), remedy, None, *evidence)]
    return [failed(text("clauses.chain_missing", **said), remedy, None, *evidence)]


def _is(seal: Seal, words: Sequence[str]) -> bool:
    said = fold(seal_text(seal) or "")
    return any(fold(word) in said for word in words)


CHECK = Check("seal_chain", SealChainParams, run)
