"""A text has at most, or at least, so many characters (字数)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic.dataclasses import dataclass

from models.document import TextSource
from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held

_READING_ERROR: Final = 0.02
"""Share of characters that a reader of pixels may add (seals, page numbers, specks) or lose."""


@dataclass(frozen=True, config=VALUE)
class LengthParams:
    """Bounds in characters without white space, both included; 0 stands for no bound."""

    maximum: int = 0
    minimum: int = 0


def run(documents: Sequence[Held], requirement: Requirement, params: LengthParams, context: Context) -> list[Answer]:
    """Count the characters of each document; of several in one file, together as well."""
    files: dict[str, list[Held]] = {}
    for held in documents:
        files.setdefault(held.document, []).append(held)
    return [answer for pieces in files.values() for answer in _judge_file(pieces, params)]


def _judge_file(pieces: Sequence[Held], params: LengthParams) -> list[Answer]:
    """Judge each document of a file; a person says what they are where they keep to the bounds only one by one.

    Pages with a heading of their own look like so many short texts, though they may be one long one.
    """
    counts = [_count(held) for held in pieces]
    if len({_exceeds(count, params) for count in (*counts, sum(counts))}) == 1 or len(pieces) == 1:
        return [_judge(held, params) for held in pieces]
    first = pieces[0]
    said = {"title": first.title, "pieces": len(pieces), "count": sum(counts)}
    message = text("checks.length_pieces", bound=params.maximum or params.minimum, **said)
    return [review(message, None, first, *(held.evidence() for held in pieces))]


def _count(held: Held) -> int:
    return len("".join(held.text.split()))


def _exceeds(count: int, params: LengthParams) -> int:
    """Return 1 above the upper bound, -1 below the lower one, 0 between."""
    if params.maximum and count > params.maximum:
        return 1
    return -1 if params.minimum and count < params.minimum else 0


def _judge(held: Held, params: LengthParams) -> Answer:
    count = _count(held)
    said = {"title": held.title, "count": count, "bound": params.maximum or params.minimum}
    if count == 0:
        return review(text("checks.length_no_text", title=held.title), None, held, held.evidence())
    over = _exceeds(count, params) > 0
    if not _exceeds(count, params):
        return passed(text("checks.length_good", **said), held, held.evidence(), characters=count)
    key = "checks.length_over" if over else "checks.length_under"
    said["bound"] = params.maximum if over else params.minimum
    remedy = text(f"{key}_remedy", bound=said["bound"])
    # Headers, notes and pictures of a document without pages count for one office and not for the other.
    read = held.has_no_pages or any(page.text_source is not TextSource.TEXT_LAYER for page in held.pages)
    slack = (params.maximum if over else params.minimum) * _READING_ERROR if read else 0
    if abs(count - (params.maximum if over else params.minimum)) <= slack:
        return doubtful(text("checks.length_close", **said), remedy, held, held.evidence(), characters=count)
    return failed(text(key, **said), remedy, held, held.evidence(), characters=count)


CHECK = Check("length", LengthParams, run, without_pages=True)
