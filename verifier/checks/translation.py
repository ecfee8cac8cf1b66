"""A paper in a foreign language comes with a Chinese translation (外文论文附中文译稿)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.due import candidates
from verifier.checks.parameters import TypeName

_FOREIGN: Final = 0.2
"""Share of Han characters among letters below which a text is foreign; a Chinese paper with an English abstract and
references has more than half."""

_CHINESE: Final = 0.5
_NO_LETTERS: Final = re.compile(r"[\W\d_]+")
_NO_HAN: Final = re.compile("[^\u4e00-\u9fff]+")
"""What is cut out in runs before the rest is counted: five times as fast as a list of every letter."""

_LEAST: Final = 60
"""Letters without which nothing can be said of the language."""


@dataclass(frozen=True, config=VALUE)
class TranslationParams:
    """Type of the translation."""

    translation: TypeName


def run(
    documents: Sequence[Held], requirement: Requirement, params: TranslationParams, context: Context
) -> list[Answer]:
    """Look at each paper's language, and for a translation where one is foreign."""
    translations = context.dossier.of((params.translation,))
    return [_judge(held, translations, params, context) for held in documents]


def _judge(held: Held, translations: Sequence[Held], params: TranslationParams, context: Context) -> Answer:
    letters = len(_NO_LETTERS.sub("", held.text))
    if letters < _LEAST:
        return review(text("clauses.language_unknown", title=held.title), None, held, held.evidence())
    share = len(_NO_HAN.sub("", held.text)) / letters
    if share >= _CHINESE:
        return Answer(Verdict.NOT_APPLICABLE, text("clauses.language_chinese", title=held.title), None, held.document)
    if share > _FOREIGN:
        return review(text("clauses.language_mixed", title=held.title), None, held, held.evidence())
    if translations:
        evidence = [translation.evidence() for translation in translations]
        return passed(text("clauses.translation_there", title=held.title), held, *evidence)
    remedy = text("clauses.translation_remedy")
    if candidates((params.translation,), context) or not context.case.complete:
        return review(text("clauses.translation_maybe", title=held.title), remedy, held, held.evidence())
    return failed(text("clauses.translation_missing", title=held.title), remedy, held, held.evidence())


CHECK = Check(
    "translation",
    TranslationParams,
    run,
    without_pages=True,
    reaches=(Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE),
)
