"""What people did to one application, act by act, as the reviewer's page tells it: nothing is ever taken out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.decisions import Act, ActKind, Standing, in_force
from models.messages import text
from models.policy import Severity
from models.report import Report, Verdict


@dataclass(frozen=True)
class Deed:
    """One act in words; `holds` is False where it was taken back. `note` is what its author wrote."""

    number: int
    author: str
    at: dt.datetime
    words: str
    note: str
    holds: bool


def record(report: Report, stands: Standing, names: Mapping[str, str]) -> tuple[Deed, ...]:
    """Return all acts, newest first; `names` are those of people by the id that acts carry."""
    holding = {act.number for act in in_force(stands.acts)}
    severities = {found.requirement: found.severity for found in report.findings}
    return tuple(_deed(act, severities, names, act.number in holding) for act in reversed(stands.acts))


def notes(acts: Sequence[Act], names: Mapping[str, str]) -> dict[tuple[str | None, str | None], tuple[Deed, ...]]:
    """Return the notes that hold, oldest first, by requirement and document."""
    found: dict[tuple[str | None, str | None], tuple[Deed, ...]] = {}
    for act in in_force(acts):
        if act.kind is ActKind.NOTE:
            found[act.target] = (*found.get(act.target, ()), _deed(act, {}, names, True))
    return found


def _deed(act: Act, severities: Mapping[str, Severity], names: Mapping[str, str], holds: bool) -> Deed:
    about = act.requirement or text("console.act_whole")
    match act.kind:
        case ActKind.DECIDE:
            words = text("console.act_decide", about=about, kind=_kind(act, severities))
        case ActKind.ASSIGN:
            to = names.get(act.assignee, act.assignee) if act.assignee else text("console.view_unassigned")
            words = text("console.act_assign", to=to)
        case ActKind.NOTE:
            words = text("console.act_note", about=about)
        case ActKind.UNDO:
            words = text("console.act_undo", number=act.undoes)
    return Deed(act.number, names.get(act.author, act.author), act.at, words, act.note or "", holds)


def _kind(act: Act, severities: Mapping[str, Severity]) -> str:
    verdict = act.verdict or Verdict.NEEDS_REVIEW
    severity = severities.get(act.requirement or "")
    key = severity.value if verdict is Verdict.FAILED and severity is not None else verdict.value
    return text(f"console.kind_{key}") if key != Verdict.FAILED else text("console.verdict_failed")
