"""A prescribed sentence stands on the document, letter by letter (原文短语)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pydantic.dataclasses import dataclass

from models.geometry import Box
from models.messages import text
from models.observation import CoverKind, Seal, SignatureKind
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.certificates.phrases import PhraseMatch, template_pieces
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held, piece
from verifier.checks.parameters import PhraseName
from verifier.checks.places import at_seal, seal_text
from verifier.checks.sources import resolve
from verifier.checks.wording import locate, stands_in

PLACEHOLDERS: Final = {
    "name": "applicant.name",
    "unit": "applicant.unit",
    "series": "policy.series",
    "specialty": "policy.specialty",
    "level": "fact.level",
}
"""What a phrase may leave open, and where its value comes from."""

_NEAR: Final = 0.7
"""From this similarity on, what was read may be the phrase misread, and a person looks. 与原件不符 is as near to
与原件相符 as a misreading is: likeness alone must never pass."""

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_MARKS: Final = re.compile(r"[^\w]|_")


@dataclass(frozen=True, config=VALUE)
class PhraseParams:
    """Name of the phrase in the policy's `phrases`; `by_hand`: it may be written or stamped instead of printed."""

    phrase: PhraseName
    by_hand: bool = False


def run(documents: Sequence[Held], requirement: Requirement, params: PhraseParams, context: Context) -> list[Answer]:
    """Search each document for the phrase with the applicant's particulars filled in."""
    phrase = context.policy.phrases[params.phrase]
    values = {name: resolve(source, context) for name, source in PLACEHOLDERS.items() if f"{{{name}}}" in phrase}
    unknown = [value.label for value in values.values() if value.value is None]
    if unknown:
        message = text("checks.phrase_unknown", phrase=_open(phrase), unknown="、".join(unknown))
        return [review(f"{held.title}：{message}", None, held) for held in documents]
    filled = _PLACEHOLDER.sub(lambda match: values[match[1]].value or "", phrase)
    return [_judge(held, phrase, filled, by_hand=params.by_hand) for held in documents]


def _judge(held: Held, phrase: str, filled: str, *, by_hand: bool) -> Answer:
    stamped = None if stands_in(held, filled) else _stamped(held, filled)
    if stamped is not None:
        message = text("checks.phrase_found", title=held.title, page=stamped.page, phrase=filled)
        return passed(message, held, at_seal(held, stamped, expected=filled))
    match = locate(held, filled)
    evidence = piece(held.document, match.page or held.first_page, match.box, match.text, filled)
    if match.similarity == 1.0 or _same_words(match.text, filled):
        return passed(text("checks.phrase_found", title=held.title, page=match.page, phrase=filled), held, evidence)
    remedy = text("checks.phrase_remedy", phrase=filled)
    if phrase != filled:
        answer = _particulars(held, phrase, filled, evidence)
        if answer is not None:
            return answer
    if match.similarity >= _NEAR:
        message = text("checks.phrase_near", title=held.title, page=match.page, found=match.text, phrase=filled)
        return doubtful(message, remedy, held, evidence)
    absent = Evidence(held.document, held.last_page, None, None, filled)
    if held.is_unreadable:
        return doubtful(text("checks.phrase_unreadable", title=held.title, phrase=filled), remedy, held, absent)
    if by_hand and _was_worked_on(held):
        return doubtful(text("checks.phrase_by_hand", title=held.title, phrase=filled), remedy, held, absent)
    message = text("checks.phrase_absent", title=held.title, pages=len(held.pages), phrase=filled)
    return failed(message, remedy, held, absent)


def _stamped(held: Held, filled: str) -> Seal | None:
    """Return the stamp that surely says the phrase: it is read as a stamp, and perhaps as no line of the page."""
    return next(
        (one for one in held.seals if not is_doubtful(one.confidence) and _same_words(seal_text(one), filled)), None
    )


def _was_worked_on(held: Held) -> bool:
    """Tell whether somebody signed or sealed: what they wrote beside it may be there and yet unread."""
    return bool(held.seals) or any(
        slot.kind in (SignatureKind.HANDWRITTEN, SignatureKind.UNCLEAR) for slot in held.signatures
    )


def _particulars(held: Held, phrase: str, filled: str, evidence: Evidence) -> Answer | None:
    """Answer for a phrase whose fixed words all stand there while a particular (name, level) does not."""
    pieces = [locate(held, piece) for piece in template_pieces(phrase)]
    if any(piece.similarity < 1 for piece in pieces):
        return None
    if _is_covered(held, pieces):
        return passed(text("checks.phrase_covered", title=held.title, phrase=_open(phrase)), held, evidence)
    message = text("checks.phrase_particulars", title=held.title, found=evidence.text or "", phrase=filled)
    return failed(message, text("checks.phrase_remedy", phrase=filled), held, evidence)


def _is_covered(held: Held, pieces: Sequence[PhraseMatch]) -> bool:
    boxes = [piece.box for piece in pieces if piece.box is not None]
    pages = {piece.page for piece in pieces}
    if not boxes or len(pages) != 1:
        return False
    place: Box = Box.around(boxes)
    return any(
        cover.kind is CoverKind.OPAQUE and cover.page in pages and cover.box.intersection(place) is not None
        for cover in held.covers
    )


def _open(phrase: str) -> str:
    """Return a phrase as notices print it, ××× for what is filled in."""
    return _PLACEHOLDER.sub("×××", phrase)


def _same_words(read: str | None, wanted: str) -> bool:
    # Commas and full stops are the first thing that a reader drops and that nobody rejects an application for.
    return read is not None and _words(read) == _words(wanted)


@lru_cache(maxsize=1024)
def _words(said: str) -> str:
    return _MARKS.sub("", fold(said))


CHECK = Check("phrase", PhraseParams, run)
