"""What `verifier screen` tells of an applicant beside the report: what was refused, what the roster told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from models.errors import InputRefused, VerifierError
from models.messages import text
from models.policy import Policy
from models.report import Verdict
from models.roster import RosterReport
from models.values import to_jsonable
from verifier.commands.observed import existing
from verifier.commands.output import progress_console
from verifier.folders import ApplicantFolder
from verifier.reports.export import applicant_json
from verifier.reports.terminal import plain
from verifier.rosters.comparing import Comparison, unreadable
from verifier.rosters.reading import read_roster
from verifier.screening import Screened


def open_roster(path: Path, policy: Policy, today: dt.date) -> tuple[Comparison | None, RosterReport | None]:
    """Return the roster to compare with, or the report of one that cannot be read: applicants are judged anyway."""
    try:
        return Comparison(read_roster(existing(path), today=today), policy), None
    except InputRefused as refusal:
        return None, unreadable(path, policy, refusal)


def verdict_of(screened: Screened) -> Verdict:
    """Return the verdict of an applicant: a folder that could not be had is a defect that no clause names."""
    return Verdict.FAILED if screened.folder.problem is not None else screened.report.verdict


def screened_json(screened: Screened) -> dict[str, Any]:
    """Return `{id, name, verdict, findings, problem, refused, sources}` of an applicant."""
    folder = screened.folder
    return {
        **applicant_json(screened.report, folder.applicant.name),
        "verdict": verdict_of(screened).value,
        "problem": None if folder.problem is None else _told(folder.problem),
        "refused": [{"file": entry.name, **_told(entry.refusal)} for entry in folder.refused],
        "sources": screened.sources,
    }


def show_beside(screened: Screened) -> None:
    """Tell on standard error what the report cannot know: refused files, a wrong folder, what came from the roster."""
    folder = screened.folder
    if folder.problem is not None:
        said = text("cli.applicant_problem", id=folder.id, title=folder.problem.title, detail=folder.problem.detail)
        progress_console.print(plain(said), style="red", markup=False)
    for entry in folder.refused:
        refusal = entry.refusal
        said = text("cli.refused_file", filename=entry.name, title=refusal.title, detail=refusal.detail)
        progress_console.print(plain(said), style="red", markup=False)
    if screened.sources:
        progress_console.print(plain(_from_roster(folder, screened.sources)), markup=False)


def _from_roster(folder: ApplicantFolder, sources: dict[str, str]) -> str:
    return text("rosters.from_roster", folder=folder.id, source="；".join(dict.fromkeys(sources.values())))


def _told(error: VerifierError) -> dict[str, str]:
    return {"code": error.code, "title": error.title, "detail": error.detail}


def roster_json(report: RosterReport | None) -> dict[str, Any] | None:
    """Return the roster's report as JSON; None where none was given."""
    return None if report is None else to_jsonable(report)
