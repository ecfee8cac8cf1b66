"""Applicants of a batch meet its roster when they are judged: facts come from it, contradictions are told."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from models.application import Applicant
from models.case import Case
from models.report import Report
from models.roster import RosterReport
from models.store.applications import Applications
from models.store.batches import Batches
from models.store.rosters import BatchRosters
from models.values import to_json
from tests.rosters.books import read_here, xlsx
from tests.workers.conftest import Desk
from tests.workers.fakes import FakeJudge
from verifier.policies.loader import load_policy
from verifier.rosters.comparing import make_report
from workers.context import Context, install
from workers.jobs import judge_application, observe_document
from workers.rosters import roster_report

POLICY = "xj-by-2024-qs"
COLUMNS = ["序号", "姓名", "性别", "工作单位"]
ROWS = [[1.0, "林墨白", "女", "甲厂"], [2.0, "周小秋", "男", "乙厂"], [3.0, "吴未来", "男", "丙厂"]]


class NotingJudge(FakeJudge):
    """Notes who it was told the applicants are."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}

    def application(self, case: Case, *, now: dt.datetime) -> Report:
        self.cases[case.application.id] = case
        return super().application(case, now=now)


def hand_in_roster(desk: Desk, batch: str, place: Path, rows: list[list[object]]) -> None:
    roster = read_here(xlsx(place, [COLUMNS, *rows]))
    report = make_report(roster, load_policy(POLICY))
    with desk.database.transaction() as session:
        BatchRosters(session, desk.organisation).put(
            batch, roster=to_json(roster).decode(), report=to_json(report).decode(), author="user:1"
        )


def batch_of(desk: Desk, *names: str | None) -> tuple[str, list[str]]:
    with desk.database.transaction() as session:
        batch = Batches(session, desk.organisation).create(policy=POLICY, label="批").id
        made = [
            Applications(session, desk.organisation)
            .create(policy=POLICY, applicant=Applicant(name=name), batch_id=batch, label=f"{number:02}-{name}")
            .id
            for number, name in enumerate(names)
        ]
    return batch, made


def told(desk: Desk, batch: str, *, everybody: bool = False) -> RosterReport:
    with desk.database.reading() as session:
        report = roster_report(session, desk.organisation, batch, everybody=everybody)
    assert report is not None
    return report


def codes(report: RosterReport) -> list[tuple[str, str | None]]:
    own = ("column_missing", "column_renamed", "column_extra", "column_order")
    return [(finding.code, finding.applicant) for finding in report.findings if finding.code not in own]


def test_each_applicant_meets_the_roster(desk: Desk, context: Context, tmp_path: Path) -> None:
    judge = NotingJudge()
    install(dataclasses.replace(context, judge=judge))
    batch, made = batch_of(desk, "林墨白", "周小秋", "郑无名", "林墨白")
    hand_in_roster(desk, batch, tmp_path / "r.xlsx", ROWS)
    for number, application in enumerate(made):
        observe_document(desk.hand_in(application, f"ok {number}"))

    assert judge.cases[made[0]].application.applicant.unit == "甲厂", "the roster told it"
    assert judge.cases[made[2]].application.applicant.unit is None
    report = told(desk, batch, everybody=True)
    found = codes(report)
    assert ("no_row", "02-郑无名") in found and ("two_folders", "03-林墨白") in found
    missing = [finding for finding in report.findings if finding.code == "no_folder"]
    assert [finding.row for finding in missing] == [4], "nobody came for the third row"
    assert report.matched == {"00-林墨白": 2, "01-周小秋": 3, "03-林墨白": 2}
    assert not [finding for finding in told(desk, batch).findings if finding.code == "no_folder"]


def test_another_roster_has_everybody_judged_anew(desk: Desk, context: Context, tmp_path: Path) -> None:
    judge = NotingJudge()
    install(dataclasses.replace(context, judge=judge))
    batch, (application,) = batch_of(desk, "林墨白")
    observe_document(desk.hand_in(application, "ok"))
    assert desk.stored(application).is_judged and judge.cases[application].application.applicant.unit is None

    hand_in_roster(desk, batch, tmp_path / "r.xlsx", ROWS)
    assert not desk.stored(application).is_judged
    judge_application(application)
    assert judge.cases[application].application.applicant.unit == "甲厂"

    hand_in_roster(desk, batch, tmp_path / "r.xlsx", ROWS)
    assert desk.stored(application).is_judged, "the same roster again changes nothing"
    hand_in_roster(desk, batch, tmp_path / "s.xlsx", [[1.0, "林墨白", "女", "丁厂"]])
    judge_application(application)
    assert judge.cases[application].application.applicant.unit == "丁厂"


def test_a_batch_without_a_roster(desk: Desk, context: Context) -> None:
    batch, (application,) = batch_of(desk, "林墨白")
    observe_document(desk.hand_in(application, "ok"))
    with desk.database.reading() as session:
        assert roster_report(session, desk.organisation, batch, everybody=True) is None
