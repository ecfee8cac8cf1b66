"""A sentence stands in each of several fields of a form, written by hand (手工填写)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import SignatureKind, Writing
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import PhraseName
from verifier.checks.wording import locate

_MARKS: Final = re.compile(r"[\W_]")


@dataclass(frozen=True, config=VALUE)
class WrittenPhraseParams:
    """The `phrase`, once in each of the `cells` (printed labels)."""

    phrase: PhraseName
    cells: tuple[str, ...]


def run(
    documents: Sequence[Held], requirement: Requirement, params: WrittenPhraseParams, context: Context
) -> list[Answer]:
    """Look at each form: the sentence by hand in every field passes, in print it fails, the rest a person sees."""
    return [_judge(held, context.policy.phrases[params.phrase], params) for held in documents]


def _judge(held: Held, phrase: str, params: WrittenPhraseParams) -> Answer:
    body = held.folded_text
    said = {"title": held.title, "phrase": phrase, "cells": "、".join(params.cells), "count": len(params.cells)}
    remedy = text("clauses.written_remedy", **said)
    by_hand, in_print = (_times(held, phrase, kind) for kind in (SignatureKind.HANDWRITTEN, SignatureKind.PRINTED))
    if by_hand >= len(params.cells):
        lines = [_at(held, writing, phrase) for writing in _written(held, SignatureKind.HANDWRITTEN)]
        return passed(text("clauses.written_good", **said), held, *lines)
    if in_print:
        lines = [_at(held, writing, phrase) for writing in _written(held, SignatureKind.PRINTED)]
        return failed(text("clauses.written_printed", **said), remedy, held, *lines)
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


def _written(held: Held, kind: SignatureKind) -> list[Writing]:
    writings = (entry for entry in held.observation.writings if held.has(entry.page))
    return [entry for entry in writings if entry.kind is kind and not is_doubtful(entry.confidence)]


def _times(held: Held, phrase: str, kind: SignatureKind) -> int:
    """Return how often the phrase stands in what was surely written so; a sentence may go over several lines."""
    said = "".join(fold(entry.text) for entry in _written(held, kind))
    return _MARKS.sub("", said).count(_MARKS.sub("", fold(phrase)))


def _at(held: Held, writing: Writing, phrase: str) -> Evidence:
    return Evidence(held.document, writing.page, writing.box, writing.text, phrase, writing.confidence)


def _is_untouched(held: Held) -> bool:
    """Tell whether nobody wrote or sealed anything: then there is nothing that a reader of print may have missed."""
    kinds = {slot.kind for slot in held.signatures}
    return not held.seals and not held.is_unreadable and bool(kinds) and kinds <= {SignatureKind.ABSENT}


CHECK = Check("written_phrase", WrittenPhraseParams, run)
