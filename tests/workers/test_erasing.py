"""Erased is erased: no byte of an applicant is left in the data folder, and nothing of the others is gone."""

from __future__ import annotations

import datetime as dt
import io
import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from api.cli import app
from models.application import Applicant
from models.errors import InvalidRequest, NotFound
from models.report import Verdict
from models.roster import RosterReport
from models.store.applications import Applications
from models.store.audit import AuditFilter, AuditLog
from models.store.batches import Batches
from models.store.blobs import Blobs
from models.store.database import Database, clock
from models.store.document_leases import DocumentLeases
from models.store.documents import DocumentState
from models.store.invariants import check_store
from models.store.masking_tasks import MaskingKind, MaskingRequest, MaskingTasks
from models.store.organisations import Organisations
from models.store.papers import Papers, paper_id
from models.store.rosters import BatchRosters
from models.store.similarity_jobs import JobKind, SimilarityJobs
from models.store.tables import ApplicationRow
from models.values import to_json
from tests.workers.conftest import Desk
from verifier.rosters.columns import NAME
from verifier.rosters.roster import Place, Roster, RosterRow, Table, Value
from verifier.similarity.sources import Source
from workers.alone import alone
from workers.backups import back_up_all, restore_all
from workers.context import Context
from workers.corpora import Corpora, papers_folder
from workers.erasing import Erased, erase
from workers.jobs import observe_document
from workers.masking import run_masking
from workers.settings import Settings

POLICY = "xj-by-2024-qs"
WHO, OTHER = "阚鸻翯", "邴觱篥"
PAPER = f"{WHO}的论文说检定员应当持证上岗原始记录不得涂改确需更正的划线更正并签名保存期限不少于三年"


def applicant(desk: Desk, name: str, *, batch: str | None = None) -> tuple[str, str]:
    with desk.database.transaction() as session:
        made = Applications(session, desk.organisation).create(
            policy=POLICY, applicant=Applicant(name=name), batch_id=batch, label=name if batch else None
        )
    document = desk.hand_in(made.id, f"ok {name}", f"{name}身份证.pdf")
    desk.hand_in(made.id, "ok 同一份附件", f"{name}附件.pdf")
    return made.id, document


def whole(desk: Desk, context: Context, name: str, batch: str | None = None) -> tuple[str, str]:
    """Hand in, observe, check for masking, compare, and make a paper findable."""
    application, document = applicant(desk, name, batch=batch)
    for one in desk.documents(application):
        observe_document(one)
    file = context.blobs.put(desk.organisation, io.BytesIO(f"ok {name}".encode()))
    with desk.database.transaction() as session:
        request = MaskingRequest(MaskingKind.CHECK, file.sha256, f"{name}.pdf", document, name)
        task = MaskingTasks(session, desk.organisation).add(request).id
        SimilarityJobs(session, desk.organisation).create(
            JobKind.COMPARISON, {"document": document, "sha256": file.sha256, "filename": f"{name}.pdf", "author": name}
        )
        Papers(session, desk.organisation).hold(application, document)
    run_masking(task)
    corpora = Corpora(desk.settings.data_dir)
    corpora.papers(desk.organisation).add(Source(paper_id(document), "x", kind="application"), PAPER.replace(WHO, name))
    corpora.papers(desk.organisation).upkeep().flush()
    corpora.close()
    return application, document


@pytest.fixture
def office(desk: Desk, context: Context) -> tuple[str, str, str, str]:
    """Two applicants of a batch with a roster, who handed in one file alike; returns theirs."""
    with desk.database.transaction() as session:
        batch = Batches(session, desk.organisation).create(policy=POLICY, label="").id
        rows = tuple(
            RosterRow(Place("表", number), {NAME: Value(Place("表", number, "姓名"), name, name)})
            for number, name in ((2, WHO), (3, OTHER))
        )
        roster = Roster("名册.xlsx", (Table("表", 1, (), rows),))
        report = RosterReport("名册.xlsx", POLICY, Verdict.PASSED)
        BatchRosters(session, desk.organisation).put(
            batch, roster=to_json(roster).decode(), report=to_json(report).decode(), author="key:1"
        )
    return (*whole(desk, context, WHO, batch), *whole(desk, context, OTHER, batch))


def traces(folder: Path, word: str) -> list[str]:
    """Return the files in which a word stands, as text, as JSON escapes it, or as corpora keep it."""
    forms = {word.encode(), json.dumps(word)[1:-1].encode(), word.encode("utf-16-le")}
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.name.encode() + path.read_bytes() for form in forms)
    ]


def test_no_byte_of_an_applicant_is_left_and_the_others_keep_all(desk: Desk, context: Context, office):
    application, _, other, others = office
    assert traces(desk.settings.data_dir, WHO) and traces(desk.settings.data_dir, OTHER)
    desk.database.close()
    context.database.close()
    erased = erase(desk.settings, desk.database, context.blobs, (application,))
    assert erased.documents == 2 and erased.papers == 1 and erased.files >= 1
    assert traces(desk.settings.data_dir, WHO) == []
    assert traces(desk.settings.data_dir, OTHER)
    assert desk.document(others).state is DocumentState.OBSERVED and desk.report(other) is not None
    assert check_store(desk.database, context.blobs) == ()
    with pytest.raises(NotFound):
        desk.stored(application)
    with desk.database.reading() as session:
        log = AuditLog(session, desk.organisation)
        (entry,) = log.list(AuditFilter(action="application.erased"))
        assert entry.object_id == application and log.verify() is None


def test_an_erasing_that_was_cut_off_is_finished_by_the_next(desk: Desk, context: Context, office, monkeypatch):
    def die(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("workers.erasing.clear_papers", die)
        erase(desk.settings, desk.database, context.blobs, (office[0],))
    assert traces(desk.settings.data_dir, WHO)
    context.database.close()
    erased = erase(desk.settings, desk.database, context.blobs, ())
    assert (erased.documents, erased.papers) == (0, 1)
    assert traces(desk.settings.data_dir, WHO) == []


def test_what_is_no_id_erases_nothing(desk: Desk, context: Context, office):
    with pytest.raises(NotFound):
        erase(desk.settings, desk.database, context.blobs, (office[0], "00000000-0000-4000-8000-000000000000"))
    assert desk.stored(office[0]).id == office[0]


def test_beside_a_service_nothing_is_erased(desk: Desk, context: Context, office):
    with alone(desk.settings.data_dir), pytest.raises(InvalidRequest):
        erase(desk.settings, desk.database, context.blobs, (office[0],))
    assert desk.stored(office[0]).id == office[0]


@pytest.mark.parametrize("work", ["document", "judging"])
def test_beside_a_worker_of_another_machine_nothing_is_erased(desk: Desk, context: Context, work: str):
    application = desk.application()
    document = desk.hand_in(application, "ok")
    with desk.database.transaction() as session:
        now, ttl = clock(session), dt.timedelta(seconds=60)
        if work == "document":
            assert DocumentLeases(session, desk.organisation).acquire(document, now=now, ttl=ttl)
        else:
            session.execute(update(ApplicationRow).values(judging_until=now + ttl))
    with pytest.raises(InvalidRequest, match="处理"):
        erase(desk.settings, desk.database, context.blobs, (application,))
    assert desk.stored(application).id == application


def test_a_file_that_another_applicant_handed_in_too_stays(desk: Desk, context: Context):
    first, second = desk.application(), desk.application()
    shared, alone_ = desk.hand_in(first, "ok 同一份附件"), desk.hand_in(first, "ok 只此一份")
    other = desk.hand_in(second, "ok 同一份附件")
    kept, gone = desk.document(shared).sha256, desk.document(alone_).sha256
    for one in (shared, alone_, other):
        observe_document(one)
    erase(desk.settings, desk.database, context.blobs, (first,))
    assert context.blobs.is_sound(desk.organisation, kept) and not context.blobs.is_sound(desk.organisation, gone)
    assert desk.document(other).state is DocumentState.OBSERVED and desk.observation(other) is not None
    assert check_store(desk.database, context.blobs) == ()


def test_a_check_by_itself_is_erased(desk: Desk, context: Context):
    file = context.blobs.put(desk.organisation, io.BytesIO(f"ok {WHO}".encode()))
    with desk.database.transaction() as session:
        request = MaskingRequest(MaskingKind.CHECK, file.sha256, f"{WHO}.pdf", name=WHO)
        task = MaskingTasks(session, desk.organisation).add(request).id
    run_masking(task)
    context.database.close()
    assert erase(desk.settings, desk.database, context.blobs, (task,)).files >= 1
    assert traces(desk.settings.data_dir, WHO) == [] and set(context.blobs.all()) == set()


def test_a_backup_has_the_corpora_and_forgets_what_was_erased(desk: Desk, context: Context, office, tmp_path: Path):
    backup, fresh = tmp_path / "backup", Settings(data_dir=tmp_path / "fresh", redis_url=None)
    back_up_all(desk.settings, desk.database, context.blobs, backup)
    context.database.close()
    erase(desk.settings, desk.database, context.blobs, (office[0],))
    assert traces(backup, WHO)
    back_up_all(desk.settings, desk.database, context.blobs, backup)
    assert traces(backup, WHO) == [] and traces(backup, OTHER)
    database, blobs = Database(fresh.database), Blobs(fresh.blobs_folder)
    restore_all(fresh, database, blobs, backup)
    with database.reading() as session:
        assert [one.id for one in Organisations(session).list()] == [desk.organisation]
    database.close()
    corpus = Corpora(fresh.data_dir).papers(desk.organisation)
    assert [source.id for source, _ in corpus.listed()] == [paper_id(office[3])]
    assert corpus.text(paper_id(office[3])) == PAPER.replace(WHO, OTHER)
    corpus.close()
    again = Settings(data_dir=tmp_path / "again", redis_url=None)
    other = Database(again.database)
    assert restore_all(again, other, Blobs(again.blobs_folder), backup).damaged == ()  # restoring changes no backup
    other.close()


def test_a_changed_corpus_in_a_backup_restores_nothing(desk: Desk, context: Context, office, tmp_path: Path):
    backup, fresh = tmp_path / "backup", Settings(data_dir=tmp_path / "fresh", redis_url=None)
    back_up_all(desk.settings, desk.database, context.blobs, backup)
    with sqlite3.connect(papers_folder(backup, desk.organisation) / "corpus.sqlite") as connection:
        connection.execute("CREATE TABLE changed (x)")
    connection.close()
    database = Database(fresh.database)
    with pytest.raises(InvalidRequest):
        restore_all(fresh, database, Blobs(fresh.blobs_folder), backup)
    database.close()


def test_the_command_asks_before_it_erases(desk: Desk, context: Context, office):
    desk.database.close()
    context.database.close()
    place = ["--data", str(desk.settings.data_dir)]
    refused = CliRunner().invoke(app, ["erase", office[0], *place], input="n\n")
    assert "遮盖件" in refused.output and "无法撤销" in refused.output
    assert refused.exit_code != 0 and traces(desk.settings.data_dir, WHO)
    done = CliRunner().invoke(app, ["erase", office[0], *place, "--yes", "--json"])
    assert done.exit_code == 0, done.output
    assert Erased(**json.loads(done.stdout)).documents == 2 and traces(desk.settings.data_dir, WHO) == []
    checked = CliRunner().invoke(app, ["audit", "verify", *place, "--json"])
    assert checked.exit_code == 0 and json.loads(checked.stdout)[0]["first_broken"] is None


def test_a_touched_audit_log_is_told_by_the_command(desk: Desk, context: Context, office):
    desk.database.close()
    context.database.close()
    place = ["--data", str(desk.settings.data_dir)]
    CliRunner().invoke(app, ["erase", office[0], *place, "--yes"])
    with sqlite3.connect(desk.settings.data_dir / "verifier.db") as connection:
        connection.execute("DROP TRIGGER audit_entries_no_update")
        connection.execute("UPDATE audit_entries SET actor = 'x'")
    connection.close()
    told = CliRunner().invoke(app, ["audit", "verify", *place])
    assert told.exit_code == 10 and "第 1 条" in told.output
