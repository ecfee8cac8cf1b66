"""The readable list of all checks. A new check is its file, a line here, and its test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from verifier.checks import (
    completeness,
    cross_match,
    date_after,
    date_window,
    fields,
    flag_matches,
    handwritten_date,
    length,
    mask,
    never_require,
    page_quality,
    phrase,
    presence,
    seal,
    signature,
    similarity,
    slot,
    submission_count,
    template,
    topics,
    workdays,
    year_matrix,
    year_set,
)
from verifier.checks.context import AnyCheck


def by_name(checks: Iterable[AnyCheck]) -> dict[str, AnyCheck]:
    """Return checks by their name in a pack; raises ValueError where two share one."""
    found: dict[str, AnyCheck] = {}
    for check in checks:
        if check.name in found:
            raise ValueError(f"two checks are called {check.name}")
        found[check.name] = check
    return found


CHECKS: Final[dict[str, AnyCheck]] = by_name(
    (
        presence.CHECK,
        completeness.CHECK,
        slot.CHECK,
        date_window.CHECK,
        date_after.CHECK,
        submission_count.CHECK,
        page_quality.CHECK,
        fields.CHECK,
        cross_match.CHECK,
        phrase.CHECK,
        template.CHECK,
        topics.CHECK,
        length.CHECK,
        seal.CHECK,
        signature.CHECK,
        handwritten_date.CHECK,
        workdays.CHECK,
        year_set.CHECK,
        year_matrix.CHECK,
        mask.CHECK,
        flag_matches.CHECK,
        never_require.CHECK,
        similarity.CHECK,
    )
)
