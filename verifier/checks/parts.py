"""Documents inside one file: which runs of pages are the next pages of the one before (同一份材料的续页)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from models.document import Page
from models.observation import Observation, Part
from verifier.certificates.folding import fold_lines

_OF_ITS_OWN: Final = 0.6
"""Confidence of a type from which a page is another document of that type, not the next page of the one before."""

_FORMS: Final = frozenset({"app_form", "app_form_prev", "first_appoint_form"})
"""Forms of several pages: another copy begins as the first one does, whatever its later pages look like."""

_ALIKE: Final = 0.5
_LEAST: Final = 4
"""Share of a page's lines of so many characters that stand on another page, where both are the same page of a form."""


def joined_parts(observation: Observation) -> tuple[Part, ...]:
    """Join what looks like the rest of the part before it: of the same type, and hardly known to be one of its own.

    The last page of a form has no title. Judged alone, each half would lack what the other has.
    """
    joined: list[Part] = []
    for part in observation.parts:
        last = joined[-1] if joined else None
        continues = last is not None and last.type == part.type and last.last_page + 1 == part.first_page
        if last is not None and continues and _goes_on(last, part, observation):
            joined[-1] = replace(last, last_page=part.last_page)
        else:
            joined.append(part)
    return tuple(joined)


def _goes_on(last: Part, part: Part, observation: Observation) -> bool:
    if (part.type_confidence or 0.0) < _OF_ITS_OWN:
        return True
    pages = {page.number: page for page in observation.pages}
    first, begun = pages.get(last.first_page), pages.get(part.first_page)
    return part.type in _FORMS and first is not None and begun is not None and not _same_page(first, begun)


def _same_page(one: Page, other: Page) -> bool:
    """Tell whether two pages hold the same print; what is filled in differs, and most of a form is not."""
    lines = [line for line in fold_lines([line.text for line in one.lines]) if len(line) >= _LEAST]
    there = "".join(fold_lines([line.text for line in other.lines]))
    return sum(line in there for line in lines) >= _ALIKE * len(lines)
