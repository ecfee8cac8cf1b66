"""The client, and the commands that use it, against the real application without a network."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from apiflask import APIFlask
from typer.testing import CliRunner

import api.cli
from api.client import Client, ServiceProblem
from api.parts import Part, Status
from api.service import Service
from api.upload import hand_in
from models.errors import InvalidRequest
from models.store.applications import Applications
from models.store.documents import Documents, DocumentState
from tests.api.doors import PDF, Door, judge, observe

runner = CliRunner()


class Office:
    """Does the workers' part each time that the client asks how far they are."""

    def __init__(self, service: Service, organisation: str, policy: str) -> None:
        self.service, self.organisation, self.policy = service, organisation, policy

    def __call__(self, state: dict[str, object]) -> None:
        application = str(state["id"])
        with self.service.database.reading() as session:
            documents = Documents(session, self.organisation).of_application(application)
        for document in documents:
            if document.state is DocumentState.RECEIVED:
                data = self.service.blobs.read(self.organisation, document.sha256)
                observe(self.service.database, self.service.blobs, self.organisation, document.id, data)
                return
        if state["state"] == "observing":
            judge(self.service.database, self.organisation, application, documents[0].id, self.policy)


@pytest.fixture
def client(app: APIFlask, applicant: Door) -> Iterator[Client]:
    with Client("http://service", applicant.key or "", transport=httpx.WSGITransport(app=app)) as client:
        yield client


@pytest.fixture
def office(service: Service, organisation: str, policy: str) -> Office:
    return Office(service, organisation, policy)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An applicant with two files in their slots and the facts."""
    folder = tmp_path / "王小明"
    for slot, name, data in (("学历学位", "毕业证书.pdf", PDF), ("论文", "论文.pdf", PDF + b"%")):
        (folder / slot).mkdir(parents=True)
        (folder / slot / name).write_bytes(data)
    facts = {
        "applicant": {"name": "王小明", "birth_date": dt.date(1990, 5, 16)},
        "facts": {"level": "中级", "since": dt.date(2020, 1, 1)},
        "events": {"submitted_at": "2024-09-10T10:30:00+08:00", "submission_number": 1},
    }
    (folder / "facts.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    return folder


def test_a_folder_is_handed_in_with_all_that_it_says(
    client: Client, folder: Path, office: Office, service: Service, organisation: str, policy: str
):
    states: list[str] = []

    def watch(state: dict[str, object]) -> None:
        states.append(str(state["state"]))
        office(state)

    handed_in = hand_in(client, folder, policy, on_state=watch, poll_seconds=0)
    assert handed_in.report is not None and handed_in.report.application == handed_in.application
    assert sorted(handed_in.filenames.values()) == ["毕业证书.pdf", "论文.pdf"]
    assert handed_in.exit_code == 10
    assert states[-1] == "judged" and "observing" in states
    with service.database.reading() as session:
        kept = Applications(session, organisation).get(handed_in.application)
        documents = Documents(session, organisation).of_application(handed_in.application)
    assert kept.applicant.name == "王小明"
    assert kept.facts == {"level": "中级", "since": "2020-01-01"}
    assert kept.submission_number == 1
    assert {document.slot for document in documents} == {"学历学位", "论文"}


def test_a_refused_file_is_told_and_the_rest_goes_on(client: Client, folder: Path, office: Office, policy: str):
    (folder / "论文" / "空.pdf").write_bytes(b"")
    handed_in = hand_in(client, folder, policy, on_state=office, poll_seconds=0)
    assert [(refusal.filename, refusal.code) for refusal in handed_in.refused] == [("空.pdf", "empty_file")]
    assert len(handed_in.filenames) == 2
    assert handed_in.exit_code == 10


def test_an_applicant_without_an_acceptable_file_is_not_waited_for(client: Client, tmp_path: Path, policy: str):
    (tmp_path / "a" / "论文").mkdir(parents=True)
    (tmp_path / "a" / "论文" / "空.pdf").write_bytes(b"")
    handed_in = hand_in(client, tmp_path / "a", policy, limit_seconds=1)
    assert handed_in.report is None
    assert handed_in.exit_code == 3


def test_waiting_ends_at_the_limit(client: Client, folder: Path, policy: str):
    with pytest.raises(TimeoutError):
        hand_in(client, folder, policy, limit_seconds=0.1, poll_seconds=0.05)


def test_a_problem_is_an_exception_with_code_and_exit_code(client: Client, folder: Path):
    with pytest.raises(ServiceProblem) as raised:
        hand_in(client, folder, "no-such-pack")
    assert (raised.value.code, raised.value.exit_code, raised.value.status) == ("unknown_policy", 2, 422)


def test_an_answer_that_is_no_problem_document_is_our_fault():
    transport = httpx.MockTransport(lambda _: httpx.Response(502, text="<html>bad gateway</html>"))
    with Client("http://service", "key", transport=transport) as client, pytest.raises(ServiceProblem) as raised:
        client.application("x")
    assert raised.value.exit_code == 1


def test_a_service_that_is_away_is_not_live():
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with Client("http://service", "key", transport=httpx.MockTransport(refuse)) as client:
        assert not client.is_live()


def test_the_key_goes_only_to_the_service_and_not_to_a_proxy(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    seen: list[httpx.Request] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    with Client("http://127.0.0.1:1", "secret", transport=httpx.MockTransport(note)) as client:
        client.application("x")
        assert client._http._mounts == {}
    assert seen[0].headers["Authorization"] == "Bearer secret"


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch, app: APIFlask, office: Office) -> None:
    """Lets the commands speak to the application of the test."""

    def connect(url: str, key: str) -> Client:
        return Client(url, key, transport=httpx.WSGITransport(app=app))

    def handed(client: Client, path: Path, policy: str, **options: object) -> object:
        return hand_in(client, path, policy, on_state=office, poll_seconds=0)

    monkeypatch.setattr(api.cli, "Client", connect)
    monkeypatch.setattr(api.cli, "hand_in", handed)


@pytest.mark.usefixtures("wired")
def test_upload_prints_findings_and_ends_with_the_verdict(folder: Path, applicant: Door, policy: str):
    arguments = ["upload", str(folder), "--policy", policy, "--key", applicant.key or ""]
    result = runner.invoke(api.cli.app, arguments)
    assert result.exit_code == 10
    assert "不通过" in result.stdout
    assert runner.invoke(api.cli.app, [*arguments, "--exit-zero"]).exit_code == 0


@pytest.mark.usefixtures("wired")
def test_upload_as_json_is_one_value_on_stdout(folder: Path, applicant: Door, policy: str):
    result = runner.invoke(
        api.cli.app, ["upload", str(folder), "--policy", policy, "--key", applicant.key or "", "--json"]
    )
    value = json.loads(result.stdout)
    assert value["report"]["verdict"] == "failed"
    assert value["refused"] == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ServiceProblem(httpx.Response(401, json={"code": "unauthorised", "title": "未登录", "detail": "x"})), 2),
        (ServiceProblem(httpx.Response(422, json={"code": "empty_file", "title": "空文件", "detail": "x"})), 3),
        (ServiceProblem(httpx.Response(500, json={})), 1),
        (httpx.ConnectError("refused"), 1),
        (TimeoutError(), 1),
        (InvalidRequest(reason="x"), 2),
    ],
)
def test_errors_end_with_their_exit_code_and_a_chinese_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int
):
    def broken() -> None:
        raise error

    monkeypatch.setattr(api.cli, "app", broken)
    with pytest.raises(SystemExit) as ended:
        api.cli.main()
    assert ended.value.code == code
    captured = capsys.readouterr()
    assert "错误" in captured.err and captured.out == ""


@pytest.mark.parametrize(("status", "code"), [(Status.OK, 0), (Status.WARN, 0), (Status.FAIL, 10)])
def test_doctor_ends_badly_only_where_something_is_not_fit(monkeypatch: pytest.MonkeyPatch, status: Status, code: int):
    found = [Part("disk", status, "剩余 1 GiB", "" if status is Status.OK else "请清理")]
    monkeypatch.setattr("api.doctor.examine", lambda _settings: iter(found))
    result = runner.invoke(api.cli.app, ["doctor", "--json"])
    assert result.exit_code == code
    (part,) = json.loads(result.stdout)
    assert part["status"] == status
    assert bool(part["remedy"]) == (status is not Status.OK)


def test_every_part_of_the_doctor_has_its_texts():
    import inspect
    import re

    from api import doctor, parts
    from models.messages import has_text

    named = set(re.findall(r'part\("(\w+)"', inspect.getsource(doctor) + inspect.getsource(parts)))
    assert len(named) >= 10
    for name in named:
        assert has_text(f"api.part_{name}_remedy"), name
        assert name == "database" or has_text(f"api.doctor_{name}"), name


@pytest.mark.slow
def test_the_doctor_examines_this_machine(tmp_path: Path):
    from api.doctor import examine
    from workers.settings import Settings

    parts = {part.name: part for part in examine(Settings(data_dir=tmp_path / "not-yet", redis_url=None))}
    assert set(parts) == {
        "python", "packages", "opencv", "cpu", "engine", "second_engine", "sandbox", "word", "queue", "writable",
        "disk", "fonts",
    }  # fmt: skip
    assert parts["packages"].status is Status.OK, parts["packages"]
    assert parts["opencv"].status is Status.OK
    assert parts["engine"].status is Status.OK, parts["engine"]
    assert not (tmp_path / "not-yet").exists()
