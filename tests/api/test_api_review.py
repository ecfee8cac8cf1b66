"""Working through findings: looked up, decided, undone, disputed; counted for long lists; marked in exports."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from api.service import Service
from models.application import Applicant
from models.policy import Severity
from models.report import Finding, Report, Verdict
from models.store.api_keys import Role
from models.store.applications import Applications
from models.store.documents import Documents
from models.store.reports import Reports
from models.store.standings import Sort, StandingFilter, Standings
from tests.api.conftest import key
from tests.api.doors import ENGINE, NOBODY, Door, assert_problem


def finding(requirement: str, verdict: Verdict, severity: Severity, document: str | None = None) -> Finding:
    return Finding(requirement, "二", "须盖章", verdict, severity, f"{requirement} 的说明", "请补", document)


FINDINGS = (
    ("seal", Verdict.FAILED, Severity.CORRECT), ("age", Verdict.NEEDS_REVIEW, Severity.REJECT),
    ("photo", Verdict.FAILED, Severity.WARN), ("name", Verdict.PASSED, Severity.REJECT),
    ("paper", Verdict.NOT_APPLICABLE, Severity.REJECT),
)  # fmt: skip


AT = dt.datetime(2024, 9, 1, tzinfo=dt.UTC)


class Office:
    """Opens applications and judges them, as workers would."""

    def __init__(self, service: Service, organisation: str, policy: str) -> None:
        self.service, self.organisation, self.policy = service, organisation, policy

    def application(self, name: str = "林墨白", batch: str | None = None, label: str | None = None) -> str:
        with self.service.database.transaction() as session:
            applications = Applications(session, self.organisation)
            made = applications.create(
                policy=self.policy, applicant=Applicant(name=name), batch_id=batch, label=label
            ).id
            Documents(session, self.organisation).add(made, sha256="ab" * 32, size=1, filename="a.pdf")
        return made

    def judge(self, application: str, findings: Any = FINDINGS, *, again: bool = False) -> None:
        found = tuple(finding(*one) for one in findings)
        worst = Verdict.worst(one.verdict for one in found if one.severity is not Severity.WARN)
        verdict = worst if worst in (Verdict.FAILED, Verdict.PASSED) else Verdict.NEEDS_REVIEW
        report = Report(application, self.policy, "1", found, verdict, (ENGINE,), AT)
        with self.service.database.transaction() as session:
            applications = Applications(session, self.organisation)
            if again:
                applications.changed(application)
            revision = applications.get(application).revision
            assert Reports(session, self.organisation).save(report, revision=revision)

    def judged(self, **said: Any) -> str:
        application = self.application(**said)
        self.judge(application)
        return application


@pytest.fixture
def office(service: Service, organisation: str, policy: str) -> Office:
    return Office(service, organisation, policy)


@pytest.fixture
def second(app: Any, service: Service, organisation: str) -> Door:
    return Door(app.test_client(), key(service, organisation, Role.REVIEWER))


def act(door: Door, application: str, kind: str = "decide", **body: Any):
    return door.post(f"/applications/{application}/decisions", json={"kind": kind} | body)


def decided(door: Door, application: str, requirement: str, verdict: str) -> int:
    answer = act(door, application, requirement=requirement, verdict=verdict, reason="看过原件")
    assert answer.status_code == 201, answer.text
    return answer.json["number"]


def shown(door: Door, application: str, **query: str) -> dict[str, Any]:
    answer = door.get(f"/applications/{application}/findings", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_findings_of_an_application_are_filtered_and_paged(reviewer: Door, office: Office):
    application = office.judged()

    everything = shown(reviewer, application)
    assert [one["finding"]["requirement"] for one in everything["findings"]] == [name for name, *_ in FINDINGS]
    assert everything["verdict"] == everything["machine_verdict"] == "failed"
    failed = shown(reviewer, application, verdict="failed")["findings"]
    assert [one["finding"]["requirement"] for one in failed] == ["seal", "photo"]
    warned = shown(reviewer, application, severity="warn", verdict="failed")["findings"]
    assert [one["finding"]["requirement"] for one in warned] == ["photo"]

    seen, path = [], f"/applications/{application}/findings?limit=2"
    while path:
        page = reviewer.get(path.removeprefix("/api/v1")).json
        seen += [one["finding"]["requirement"] for one in page["findings"]]
        path = page["next"]
    assert seen == [name for name, *_ in FINDINGS]


def test_findings_are_there_once_it_is_judged(reviewer: Door, office: Office):
    application = office.application()
    assert_problem(reviewer.get(f"/applications/{application}/findings"), 409, "not_ready")
    assert_problem(reviewer.get(f"/applications/{application}/findings?after=x"), 409, "not_ready")
    office.judge(application)
    assert_problem(reviewer.get(f"/applications/{application}/findings?after=x"), 422, "invalid_request")


def across(door: Door, **query: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    answer = door.get("/findings", query_string=query | {"limit": 3})
    while True:
        assert answer.status_code == 200, answer.text
        found += [(one["application"], one["finding"]["requirement"]) for one in answer.json["findings"]]
        if answer.json["next"] is None:
            return found
        answer = door.get(answer.json["next"].removeprefix("/api/v1"))


def test_findings_are_looked_up_across_applications(reviewer: Door, stranger: Door, office: Office):
    batch = reviewer.post("/batches", data={"policy": office.policy}, content_type="multipart/form-data").json["id"]
    inside = sorted(office.judged(batch=batch, label=str(number)) for number in range(3))
    outside = office.judged()

    assert sorted(across(reviewer, requirement="seal")) == sorted((one, "seal") for one in (*inside, outside))
    assert across(reviewer, batch=batch, verdict="failed", severity="correct") == [(one, "seal") for one in inside]
    assert len(across(reviewer)) == 4 * 4, "what does not apply is left out"
    assert across(reviewer, application=outside, verdict="needs_review") == [(outside, "age")]
    assert across(stranger) == []
    decided(reviewer, inside[0], "seal", "passed")
    assert across(reviewer, batch=batch, verdict="failed", requirement="seal") == [(one, "seal") for one in inside[1:]]
    for bad in ("x", "a.b", "a.-1", "\0.1"):
        assert_problem(reviewer.get("/findings", query_string={"after": bad}), 422, "invalid_request")


def test_an_older_report_leaves_no_findings(reviewer: Door, office: Office):
    application = office.judged()
    office.judge(application, [("new", Verdict.FAILED, Severity.REJECT)], again=True)
    assert across(reviewer) == [(application, "new")]


def test_decisions_lead_to_a_pass_and_an_undo_leads_back(reviewer: Door, office: Office):
    application = office.judged()
    assert_problem(act(reviewer, application, verdict="passed"), 409, "open_findings")
    decided(reviewer, application, "seal", "passed")
    assert reviewer.get(f"/applications/{application}").json["verdict"] == "needs_review"
    last = decided(reviewer, application, "age", "not_applicable")
    assert reviewer.get(f"/applications/{application}").json["verdict"] == "passed"
    assert act(reviewer, application, verdict="passed", note="同意").status_code == 201

    undone = act(reviewer, application, "undo", undoes=last)

    assert undone.status_code == 201
    assert reviewer.get(f"/applications/{application}").json["verdict"] == "needs_review"
    history = reviewer.get(f"/applications/{application}/decisions").json
    assert [entry["kind"] for entry in history["acts"]] == ["decide", "decide", "decide", "undo"]
    assert [entry["undone"] for entry in history["acts"]] == [False, True, False, False]
    assert all(entry["author"].startswith("key:") for entry in history["acts"])
    assert history["verdict"] == "needs_review"


def test_two_reviewers_who_disagree_are_seen(reviewer: Door, second: Door, office: Office):
    application = office.judged()
    decided(reviewer, application, "seal", "passed")
    other = decided(second, application, "seal", "failed")

    answer = shown(reviewer, application)
    seal = answer["findings"][0]
    assert answer["disputed"] and seal["verdict"] == "needs_review" and seal["decided"]["disputed"]
    assert len(seal["decided"]["authors"]) == 2 and seal["finding"]["verdict"] == "failed"
    act(second, application, "undo", undoes=other)
    assert not shown(reviewer, application)["disputed"]


def test_what_a_decision_was_on_changed(reviewer: Door, office: Office):
    application = office.judged()
    number = decided(reviewer, application, "seal", "passed")
    changed = [("seal", Verdict.NEEDS_REVIEW, Severity.CORRECT), *FINDINGS[1:]]
    office.judge(application, changed, again=True)

    seal = shown(reviewer, application)["findings"][0]

    assert seal["verdict"] == "needs_review" and seal["decided"] is None and seal["outdated"] == [number]
    office.judge(application, again=True)
    assert shown(reviewer, application)["findings"][0]["verdict"] == "passed", "it says what was decided on again"


def test_acts_that_mean_nothing_are_refused(reviewer: Door, office: Office):
    application = office.judged()
    number = decided(reviewer, application, "seal", "passed")
    for kind, body in (
        ("decide", {}), ("decide", {"requirement": "seal"}), ("decide", {"requirement": "none", "verdict": "passed"}),
        ("decide", {"requirement": "seal", "verdict": "errored"}), ("decide", {"verdict": "not_applicable"}),
        ("decide", {"requirement": "seal", "document": NOBODY, "verdict": "passed"}),
        ("undo", {}), ("undo", {"undoes": number + 1000}), ("note", {}), ("note", {"note": " "}),
        ("note", {"note": "x", "undoes": number}), ("assign", {"assignee": "甲", "verdict": "passed"}),
        ("decide", {"requirement": "seal", "verdict": "passed", "assignee": "甲"}), ("praise", {}),
    ):  # fmt: skip
        assert_problem(act(reviewer, application, kind, **body), 422, "invalid_request")
    act(reviewer, application, "undo", undoes=number)
    assert_problem(act(reviewer, application, "undo", undoes=number), 422, "invalid_request")
    open_one = office.application()
    assert_problem(act(reviewer, open_one, requirement="seal", verdict="passed"), 409, "not_ready")
    assert act(reviewer, open_one, "note", note="等材料").status_code == 201


def test_the_act_of_another_application_cannot_be_undone(reviewer: Door, office: Office):
    number = decided(reviewer, office.judged(), "seal", "passed")
    assert_problem(act(reviewer, office.judged(), "undo", undoes=number), 422, "invalid_request")


def test_a_decision_sent_again_is_made_once(reviewer: Door, office: Office):
    application = office.judged()
    body = {"kind": "decide", "requirement": "seal", "verdict": "passed"}
    path, headers = f"/applications/{application}/decisions", {"Idempotency-Key": "k1"}
    first, again = (reviewer.post(path, json=body, headers=headers) for _ in range(2))
    assert first.status_code == again.status_code == 201 and first.json == again.json
    assert len(reviewer.get(path).json["acts"]) == 1


def test_exports_mark_what_people_decided(reviewer: Door, office: Office):
    application = office.judged()
    decided(reviewer, application, "seal", "passed")
    act(reviewer, application, requirement="name", verdict="failed", note="与身份证不符")
    path = f"/applications/{application}/report"

    report = reviewer.get(path).json
    by_name = {entry["requirement"]: entry for entry in report["findings"]}
    assert by_name["seal"]["verdict"] == "passed" and "【人工裁定】不通过→通过" in by_name["seal"]["message"]
    assert by_name["seal"]["remedy"] is None and by_name["name"]["defect"] == "与身份证不符"
    page = reviewer.get(path, headers={"Accept": "text/html"}).text
    assert "【人工裁定】通过→不通过" in page and "看过原件" in page
    assert "人工裁定" not in by_name["age"]["message"]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    table = CalamineWorkbook.from_filelike(io.BytesIO(reviewer.get(path, headers={"Accept": kind}).data))
    cells = [
        str(cell) for name in table.sheet_names for row in table.get_sheet_by_name(name).to_python() for cell in row
    ]
    assert any("【人工裁定】通过→不通过" in cell for cell in cells)
    assert not any("seal 的说明" in cell for cell in cells), "what was decided to pass is no defect"


def test_a_batch_is_listed_with_counts(reviewer: Door, office: Office):
    batch = reviewer.post("/batches", data={"policy": office.policy}, content_type="multipart/form-data").json["id"]
    first = office.judged(batch=batch, label="甲/01", name="林墨白")
    office.judge(other := office.application(batch=batch, label="乙/02", name="周_秋"), FINDINGS[2:])
    waiting = office.application(batch=batch, label="丙/03", name="吴100%")
    path = f"/batches/{batch}/applications"

    def listed(**query: Any) -> list[str]:
        answer = reviewer.get(path, query_string=query)
        assert answer.status_code == 200, answer.text
        assert answer.json["total"] >= len(answer.json["applications"])
        return [one["id"] for one in answer.json["applications"]]

    entries = {one["id"]: one for one in reviewer.get(path).json["applications"]}
    counts = ("reject", "correct", "warn", "needs_review", "decided")
    assert [entries[first][name] for name in counts] == [0, 1, 1, 1, 0]
    assert [entries[other][name] for name in counts] == [0, 0, 1, 0, 0]
    assert entries[waiting]["verdict"] is None and entries[waiting]["progress"]["total"] == 1
    assert entries[first]["label"] == "甲/01" and entries[first]["name"] == "林墨白"
    assert listed(verdict="failed") == [first] and listed(verdict="passed") == [other]
    assert listed(severity="correct") == [first] and listed(to_review="true") == [first]
    assert listed(search="墨") == [first] and listed(search="乙/") == [other]
    assert listed(search="%") == [waiting] and listed(search="_") == [other]
    assert listed(sort="-correct")[0] == first and listed(sort="label") == [waiting, other, first]
    assert listed(assignee="") == sorted([first, other, waiting]) and listed(disputed="true") == []

    act(reviewer, first, "assign", assignee="user:9")
    act(reviewer, waiting, "assign", assignee="user:9")
    assert set(listed(assignee="user:9")) == {first, waiting}
    decided(reviewer, first, "seal", "passed")
    assert listed(severity="correct") == []
    assert reviewer.get(path).json["total"] == 3
    assert reviewer.get(f"/batches/{batch}").json["verdicts"] == {"needs_review": 1, "passed": 1}


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_every_order_hold_each_application_once(office: Office, sort: Sort):
    names = ["乙", "甲", "甲", "", "丙", "甲", "丁"]
    made = {office.application(name=name) for name in names}
    for number, application in enumerate(sorted(made)):
        if number % 2:
            office.judge(application)
    with office.service.database.reading() as session:
        standings, seen, after = Standings(session, office.organisation), [], None
        while True:
            page = standings.page(StandingFilter(), sort=sort, limit=2, after=after)
            seen += [one.id for one in page.items]
            after = page.next
            if after is None:
                break
        assert seen == [one.id for one in standings.page(StandingFilter(), sort=sort, limit=100).items]
    assert len(seen) == len(made) and set(seen) == made


def test_a_cursor_of_another_order_is_refused(reviewer: Door, office: Office):
    batch = reviewer.post("/batches", data={"policy": office.policy}, content_type="multipart/form-data").json["id"]
    for after in ("!", "W10", "WzEsMl0", "eyJhIjoxfQ", "WyJ4IiwgInkiXQ"):
        answer = reviewer.get(f"/batches/{batch}/applications", query_string={"sort": "-reject", "after": after})
        assert_problem(answer, 422, "invalid_request")


def test_reviewing_is_not_for_strangers(stranger: Door, office: Office):
    application = office.judged()
    assert_problem(stranger.get(f"/applications/{application}/findings"), 404, "not_found")
    assert_problem(stranger.get(f"/applications/{application}/decisions"), 404, "not_found")
    assert_problem(act(stranger, application, "note", note="x"), 404, "not_found")
