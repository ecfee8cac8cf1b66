"""Makes findings of a roster; the texts of a code stand in the catalogue as `rosters.CODE`, `rosters.CODE_remedy`."""

from __future__ import annotations

from collections.abc import Mapping

from models.messages import text
from models.report import Verdict
from models.roster import RosterFinding
from verifier.rosters.roster import Place


def fail(code: str, place: Place | None, *, remedy: str | None = None, **said: object) -> RosterFinding:
    """Return a certain defect; `remedy` is the key of its remedy where it is not the code's own."""
    return _finding(Verdict.FAILED, code, place, remedy, said)


def ask(code: str, place: Place | None, *, remedy: str | None = None, **said: object) -> RosterFinding:
    """Return what a person has to look at."""
    return _finding(Verdict.NEEDS_REVIEW, code, place, remedy, said)


def _finding(
    verdict: Verdict, code: str, place: Place | None, remedy: str | None, said: Mapping[str, object]
) -> RosterFinding:
    return RosterFinding(
        code=code,
        verdict=verdict,
        message=text(f"rosters.{code}", **said),
        remedy=text(f"rosters.{remedy or code + '_remedy'}", **said),
        sheet=place.sheet if place else None,
        row=place.row if place else None,
        column=place.column if place else None,
        cell=place.cell if place else None,
    )
