"""The form comes from the platform: its number, bar code or watermark stands on it (平台导出、水印)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence, Verdict
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class MarksParams:
    """Any of `words` in the text, or with `codes` a bar or QR code, shows where the form comes from."""

    words: tuple[str, ...] = ()
    codes: bool = True


def run(documents: Sequence[Held], requirement: Requirement, params: MarksParams, context: Context) -> list[Answer]:
    """Look for a mark on each document; a pale watermark that is not seen may yet be there, so a person looks."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: MarksParams) -> Answer:
    codes = [code for code in held.observation.qr_codes if held.has(code.page)] if params.codes else []
    if codes:
        evidence = [Evidence(held.document, code.page, code.box, code.format) for code in codes]
        return passed(text("clauses.marks_code", title=held.title), held, *evidence)
    body = held.folded_text
    found = next((word for word in params.words if fold(word) in body), None)
    if found is not None:
        return passed(text("clauses.marks_word", title=held.title, word=found), held, held.evidence(text=found))
    return doubtful(text("clauses.marks_none", title=held.title), text("clauses.marks_remedy"), held, held.evidence())


CHECK = Check("marks", MarksParams, run, reaches=(Verdict.PASSED, Verdict.NEEDS_REVIEW))
