"""A sentence stands in each of several fields of a form, written by hand (手工填写)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import SignatureKind
from models.policy import Requirement
from models.report import Evidence, Verdict
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import PhraseName
from verifier.checks.wording import locate


@dataclass(frozen=True, config=VALUE)
class WrittenPhraseParams:
    """The `phrase`, once in each of the `cells` (printed labels)."""

    phrase: PhraseName
    cells: tuple[str, ...]


def run(
    documents: Sequence[Held], requirement: Requirement, params: WrittenPhraseParams, context: Context
) -> list[Answer]:
    """Look at each form. Whether a sentence is print or hand, the text does not show: a person always confirms it."""
    return [_judge(held, context.policy.phrases[params.phrase], params) for held in documents]


def _judge(held: Held, phrase: str, params: WrittenPhraseParams) -> Answer:
    body = held.folded_text
    said = {"title": held.title, "phrase": phrase, "cells": "、".join(params.cells), "count": len(params.cells)}
    remedy = text("clauses.written_remedy", **said)
    missing = [cell for cell in params.cells if fold(cell) not in body]
    match = locate(held, phrase)
    evidence = Evidence(held.document, match.page or held.first_page, match.box, match.text, phrase)
    if missing and len(missing) < len(params.cells):
        said["missing"] = "、".join(missing)
        return doubtful(text("clauses.written_no_cell", **said), remedy, held, evidence)
    if _is_untouched(held) and match.similarity < 0.5:
        return failed(text("clauses.written_blank", **said), remedy, held, held.evidence(held.last_page))
    times = body.count(fold(phrase))
    if times >= len(params.cells):
        return review(text("clauses.written_confirm", **said), remedy, held, evidence)
    said["times"] = times
    return doubtful(text("clauses.written_unread", **said), remedy, held, evidence)


def _is_untouched(held: Held) -> bool:
    """Tell whether nobody wrote or sealed anything: then there is nothing that a reader of print may have missed."""
    kinds = {slot.kind for slot in held.signatures}
    return not held.seals and not held.is_unreadable and bool(kinds) and kinds <= {SignatureKind.ABSENT}


CHECK = Check("written_phrase", WrittenPhraseParams, run, reaches=(Verdict.FAILED, Verdict.NEEDS_REVIEW))
