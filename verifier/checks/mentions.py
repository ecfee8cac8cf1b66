"""The document names what it must be about: the unit, the applicant, the number of a patent (点名)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from pydantic.dataclasses import dataclass

from models.document import Page
from models.geometry import Box
from models.messages import text
from models.observation import CoverKind
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.sources import Sourced, resolve

_SHORTEST: Final = 1.2
_LONGEST: Final = 12.0
"""How long a patch over a name is, in heights of its own: two characters to a name of many syllables."""

_HIGHEST: Final = 3.0
_ROW: Final = 0.5
"""How high it is at the most, in heights of the line that it stands in, and the share of the lower one's height that
both share."""


@dataclass(frozen=True, config=VALUE)
class MentionsParams:
    """The text must hold the value of the source `of`; `absent` says what it means that it does not."""

    of: str
    absent: Literal["failed", "needs_review"] = "needs_review"

    @property
    def sources(self) -> tuple[str, ...]:
        """The source that is named; the loader looks it up."""
        return (self.of,)


def run(documents: Sequence[Held], requirement: Requirement, params: MentionsParams, context: Context) -> list[Answer]:
    """Search each document."""
    source = resolve(params.of, context)
    return [_judge(held, source, params, context) for held in documents]


def _judge(held: Held, source: Sourced, params: MentionsParams, context: Context) -> Answer:
    said = {"title": held.title, "label": source.label, "value": source.value or ""}
    if not source.value:
        return review(text("clauses.mentions_unknown", **said), None, held, held.evidence())
    if names(held, source.value, context):
        return passed(text("clauses.mentions_good", **said), held, held.evidence(text=source.value))
    if params.of == "applicant.name" and _is_hidden(held, context):
        return passed(text("clauses.mentions_covered", **said), held, held.evidence())
    remedy = text("clauses.mentions_remedy", **said)
    if params.absent == "needs_review" or held.is_unreadable:
        return doubtful(text("clauses.mentions_unsure", **said), remedy, held, held.evidence(expected=source.value))
    return failed(text("clauses.mentions_bad", **said), remedy, held, held.evidence(expected=source.value))


def names(held: Held, value: str, context: Context) -> bool:
    """Tell whether the document's text holds the value, or another name that the policy knows for it."""
    aliases = context.policy.organisation_aliases
    known = {value, *(alias for alias, name in aliases.items() if name == value)}
    body = held.folded_text
    return any(fold(name) in body for name in known)


def _is_hidden(held: Held, context: Context) -> bool:
    """Tell whether the name was seen covered, or a patch of a name's length stands in a line of text.

    Where a notice wants names covered, the one that is looked for cannot be read.
    """
    if any(hit.covered for hit in context.case.names.get(held.document, ())):
        return True
    return any(
        cover.kind is CoverKind.OPAQUE and _is_in_a_line(cover.box, page)
        for page in held.pages
        for cover in held.covers
        if cover.page == page.number
    )


def _is_in_a_line(patch: Box, page: Page) -> bool:
    height, width = patch.height * page.height_px, patch.width * page.width_px
    if not _SHORTEST * height <= width <= _LONGEST * height:
        return False
    reach = height / page.width_px
    return any(
        min(patch.bottom, line.box.bottom) - max(patch.top, line.box.top) >= _ROW * min(patch.height, line.box.height)
        and patch.height <= _HIGHEST * line.box.height
        and line.box.left - reach <= patch.right
        and line.box.right + reach >= patch.left
        for line in page.lines
    )


CHECK = Check("mentions", MentionsParams, run, without_pages=True)
