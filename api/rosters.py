"""`/api/v1/batches/{id}/roster`: the workbook with one row an applicant, beside the applicants' materials."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from apiflask.fields import UploadFile
from flask import Response
from pydantic import Field, RootModel

from api.auditing import audit
from api.auth import caller, require
from api.problems import of_verifier_error
from api.schemas import Answer, Body
from api.service import reading, service, writing
from api.taking_in import sent_name
from models.errors import InputRefused, NotFound
from models.roster import RosterReport
from models.store.api_keys import Role
from models.store.batches import StoredBatch
from models.store.rosters import BatchRosters
from models.values import to_json
from verifier.intake.upload import check_filename
from verifier.policies.loader import load_policy
from verifier.rosters.comparing import make_report
from verifier.rosters.reading import read_roster
from workers.rosters import roster_report

blueprint = APIBlueprint("rosters", __name__, url_prefix="/api/v1/batches", tag="批次")

SUFFIXES = (".xlsx", ".xls", ".ods")


class RosterIn(Body):
    """A roster."""

    file: Annotated[list[UploadFile], Field(min_length=1, max_length=1, description="花名册（.xlsx、.xls、.ods）")]


class RosterOut(Answer, RootModel[RosterReport]):
    """What is to be said of a roster."""


@blueprint.put("/<batch_id>/roster")
@require(Role.REVIEWER)
@blueprint.doc(summary="交花名册（替换原有的；已判定的申报重新判定）")
@blueprint.input(RosterIn, location="form_and_files", arg_name="body")
@blueprint.output(RosterOut)
def put(batch_id: str, body: RosterIn) -> RosterOut | Response:
    """Keep the roster of a batch and say what is wrong with it by itself; applicants meet it when they are judged."""
    with reading() as store:
        batch = store.batches.get(batch_id)
    file = body.file[0]
    try:
        name = sent_name(file)
        check_filename(name)
        with tempfile.TemporaryDirectory(prefix="roster-", dir=service().settings.spool_folder) as room:
            place = Path(room, name)
            file.save(place)
            take_in_roster(batch, place)
    except InputRefused as refusal:
        return of_verifier_error(refusal)
    return _report(batch_id)


@blueprint.get("/<batch_id>/roster")
@require(Role.REVIEWER)
@blueprint.doc(summary="花名册核对结果（404：没有花名册）")
@blueprint.output(RosterOut)
def show(batch_id: str) -> RosterOut:
    """Return what is wrong with the roster by itself, and beside the applicants that are judged so far.

    That a row has no materials is said when every applicant of the batch is judged.
    """
    return _report(batch_id)


def _report(batch_id: str) -> RosterOut:
    with reading() as store:
        store.batches.get(batch_id)
        waiting = store.batches.progress(batch_id).waiting
        report = roster_report(store.session, store.organisation, batch_id, everybody=waiting == 0)
    if report is None:
        raise NotFound
    return RosterOut(report)


def take_in_roster(batch: StoredBatch, path: Path) -> None:
    """Keep the workbook at `path` as the roster of a batch; raises InputRefused where it is none."""
    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    roster = read_roster(path, today=today)
    report = make_report(roster, load_policy(batch.policy))
    with writing() as store:
        rosters = BatchRosters(store.session, store.organisation)
        rosters.put(batch.id, roster=to_json(roster).decode(), report=to_json(report).decode(), author=caller().actor)
        audit(store, "roster.handed_in", "batch", batch.id)
