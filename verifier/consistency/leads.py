"""The recipe: every kind of contradiction, as findings beside those of the clauses.

No notice needs to ask for it: what a clause already tells at the same place is told there, everything else is a hint
(`warn`) for a person. It never decides by itself, for what looks like a contradiction has honest reasons: a former
name, a unit that was renamed, a date that a clerk mistyped years ago.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Final

from models.geometry import Box
from models.messages import text
from models.policy import Severity
from models.report import Evidence, Finding, Verdict
from verifier.checks.context import Context
from verifier.consistency import days, employer, numbers, pairs, person, pictures, twice
from verifier.consistency.sayings import Lead

KINDS: Final[dict[str, Callable[[Context], list[Lead]]]] = {
    "CON-1": person.leads,
    "CON-2": employer.leads,
    "CON-3": pairs.leads,
    "CON-4": numbers.leads,
    "CON-5": days.leads,
    "CON-6": twice.leads,
    "CON-8": pictures.leads,
}
"""Ids of these findings, in the place of a requirement's, and who looks."""


def with_leads(findings: Sequence[Finding], context: Context) -> tuple[Finding, ...]:
    """Return the findings of the clauses, told further where they can be, and the leads that no clause told."""
    told, open_at = list(findings), _open_places(findings)
    further: dict[tuple[str, str], list[Lead]] = {}
    for kind, look in KINDS.items():
        for lead in dict.fromkeys(look(context)):
            at = min((open_at[place] for place in map(_place, lead.evidence) if place in open_at), default=None)
            if at is None:
                further.setdefault((kind, lead.document), []).append(lead)
            elif lead.message not in told[at].message:
                told[at] = dataclasses.replace(told[at], message=f"{told[at].message}\n{lead.message}")
    return (*told, *(_finding(kind, document, leads) for (kind, document), leads in further.items()))


_Place = tuple[str | None, int | None, Box]


def _open_places(findings: Sequence[Finding]) -> dict[_Place | None, int]:
    """Return where clauses found something open, and which finding was the first to say so."""
    found: dict[_Place | None, int] = {}
    for at, finding in enumerate(findings):
        if finding.verdict in (Verdict.FAILED, Verdict.NEEDS_REVIEW):
            for piece in finding.evidence:
                found.setdefault(_place(piece), at)
    found.pop(None, None)
    return found


def _place(piece: Evidence) -> _Place | None:
    return (piece.document, piece.page, piece.box) if piece.box is not None else None


def _finding(kind: str, document: str, leads: Sequence[Lead]) -> Finding:
    return Finding(
        requirement=kind,
        clause=text("consistency.clause"),
        quote=text("consistency.quote"),
        verdict=Verdict.NEEDS_REVIEW,
        severity=Severity.WARN,
        message="\n".join(dict.fromkeys(lead.message for lead in leads)),
        remedy=text("consistency.remedy"),
        document=document,
        evidence=tuple(dict.fromkeys(piece for lead in leads for piece in lead.evidence)),
    )
