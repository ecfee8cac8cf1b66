"""The readable list of all checks. A new check is its file, a line here, and its test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from verifier.checks import (
    amount,
    author_rank,
    columns,
    completeness,
    count,
    credit_hours,
    criteria,
    cross_match,
    date_after,
    date_bounds,
    date_window,
    deadline,
    expiry,
    fact,
    fee,
    fields,
    filename,
    flag_matches,
    handwritten_date,
    ladder,
    late_files,
    length,
    manual,
    marks,
    mask,
    mentions,
    months,
    never_require,
    nonblank,
    order,
    original,
    output_rule,
    page_quality,
    paired,
    photo,
    phrase,
    presence,
    qr,
    remind,
    revision,
    route,
    same_copies,
    seal,
    seal_chain,
    seniority,
    severity_rule,
    sheet,
    signature,
    similarity,
    slot,
    slots_filled,
    submission_count,
    tally,
    template,
    ticks,
    timeline,
    topics,
    translation,
    used_once,
    vague_words,
    value_in,
    workdays,
    workdays_within,
    written_phrase,
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
        # What was handed in, where, how often.
        presence.CHECK,
        completeness.CHECK,
        slot.CHECK,
        slots_filled.CHECK,
        count.CHECK,
        same_copies.CHECK,
        order.CHECK,
        filename.CHECK,
        # When.
        date_window.CHECK,
        date_after.CHECK,
        date_bounds.CHECK,
        workdays.CHECK,
        workdays_within.CHECK,
        deadline.CHECK,
        expiry.CHECK,
        months.CHECK,
        timeline.CHECK,
        seniority.CHECK,
        # How the office proceeds.
        submission_count.CHECK,
        late_files.CHECK,
        revision.CHECK,
        output_rule.CHECK,
        severity_rule.CHECK,
        never_require.CHECK,
        # Who may apply, and where.
        fact.CHECK,
        ladder.CHECK,
        criteria.CHECK,
        route.CHECK,
        remind.CHECK,
        manual.CHECK,
        # How pages and forms look.
        page_quality.CHECK,
        sheet.CHECK,
        marks.CHECK,
        photo.CHECK,
        original.CHECK,
        columns.CHECK,
        nonblank.CHECK,
        # What stands there.
        fields.CHECK,
        value_in.CHECK,
        cross_match.CHECK,
        mentions.CHECK,
        phrase.CHECK,
        written_phrase.CHECK,
        template.CHECK,
        topics.CHECK,
        length.CHECK,
        vague_words.CHECK,
        tally.CHECK,
        amount.CHECK,
        fee.CHECK,
        qr.CHECK,
        # Seals, signatures.
        seal.CHECK,
        seal_chain.CHECK,
        signature.CHECK,
        handwritten_date.CHECK,
        # Years.
        year_set.CHECK,
        year_matrix.CHECK,
        credit_hours.CHECK,
        # Names.
        mask.CHECK,
        flag_matches.CHECK,
        # Papers and achievements.
        similarity.CHECK,
        author_rank.CHECK,
        translation.CHECK,
        used_once.CHECK,
        paired.CHECK,
        ticks.CHECK,
    )
)
