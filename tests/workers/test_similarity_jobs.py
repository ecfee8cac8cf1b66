"""Comparisons and work on the corpus in the worker: by turns, found again, written once, stage by stage."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator

import pytest

from models.errors import StorageFull
from models.store.database import clock
from models.store.similarity_jobs import JobKind, JobState, SimilarityJobs, StoredJob
from tests.workers.conftest import Desk
from workers import similarity
from workers.context import Context
from workers.corpora import corpora_of
from workers.faults import COMPARISON_POINTS, CORPUS_POINTS
from workers.queue import ALLOWED, SIMILAR, AllowlistJob, Duty
from workers.reconciler import reconcile
from workers.similarity import run_similarity_job

TEXTS = [
    f"第{n}章 检定员应当持证上岗，原始记录不得涂改，确需更正的划线更正并签名，保存期限不少于{n}年。" for n in range(3)
]


class Hints:
    """A queue server that notes what it is told."""

    def __init__(self, waiting: frozenset[str] = frozenset()) -> None:
        self.told: list[tuple[str, int, int, bool]] = []
        self._waiting = waiting

    def waiting(self) -> frozenset[str]:
        return self._waiting

    def hint(self, duty: Duty, job: str, *, attempt: int, step: int, at_front: bool) -> bool:
        assert duty is SIMILAR
        self.told.append((job, attempt, step, at_front))
        return True


@pytest.fixture
def ask(desk: Desk, context: Context) -> Iterator[Callable[..., str]]:
    def made(work: JobKind, **request: object) -> str:
        total = len(request.get("files", [0]))
        with desk.database.transaction() as session:
            return SimilarityJobs(session, desk.organisation).create(work, request, total=total).id

    yield made
    corpora_of(desk.settings).close()


def stored(context: Context, desk: Desk, text: str, filename: str) -> dict[str, str]:
    blob = context.blobs.put(desk.organisation, io.BytesIO(text.encode()))
    return {"filename": filename, "sha256": blob.sha256}


def files(context: Context, desk: Desk) -> dict[str, object]:
    held = [stored(context, desk, text, f"{n}.txt") for n, text in enumerate(TEXTS)]
    return {"files": held, "authors": [], "year": None, "kind": None}


def paper(context: Context, desk: Desk) -> dict[str, object]:
    file = stored(context, desk, TEXTS[0] + "以下是作者自己的话，与别处都不相同。", "论文.txt")
    return file | {"document": None, "author": None, "own": [], "own_files": [], "exclude_common": False}


def job(desk: Desk, job_id: str) -> StoredJob:
    with desk.database.reading() as session:
        return SimilarityJobs(session, desk.organisation).get(job_id)


def test_many_files_are_taken_by_turns(
    desk: Desk, context: Context, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(similarity, "TURN_SECONDS", 0.0)
    desk.hand_in(desk.application(), "ok somebody waits for this")
    adding = ask(JobKind.CORPUS_ADD, **files(context, desk))
    for done in (1, 2):
        run_similarity_job(adding)
        after = job(desk, adding)
        assert (after.state, after.done, after.attempts) == (JobState.WAITING, done, 0)
        assert json.loads(after.result)["documents"] == done
    run_similarity_job(adding)
    after = job(desk, adding)
    assert (after.state, after.done) == (JobState.DONE, 3)
    assert json.loads(after.result) == {"documents": 3, "results": {"added": 3}, "notes": []}
    run_similarity_job(adding)
    assert job(desk, adding).result == after.result, "a second delivery changes nothing"


def test_a_turn_goes_on_while_nobody_waits(
    desk: Desk, context: Context, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(similarity, "TURN_SECONDS", 0.0)
    adding, comparing = ask(JobKind.CORPUS_ADD, **files(context, desk)), ask(JobKind.COMPARISON, **paper(context, desk))
    run_similarity_job(adding)
    assert job(desk, adding).done == 1, "the comparison goes first"
    run_similarity_job(comparing)
    run_similarity_job(adding)
    assert job(desk, adding).state is JobState.DONE


def test_a_worker_that_died_between_file_and_row_takes_nothing_twice(
    desk: Desk, context: Context, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    adding = ask(JobKind.CORPUS_ADD, **files(context, desk))

    def die(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(similarity, "_write", die)
        run_similarity_job(adding)
    assert len(corpora_of(desk.settings).own(desk.organisation)) == 1
    run_similarity_job(adding)
    said = json.loads(job(desk, adding).result)
    assert said == {"documents": 3, "results": {"same": 1, "added": 2}, "notes": []}


def test_a_comparison_writes_its_report_after_every_pass(
    desk: Desk, context: Context, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    run_similarity_job(ask(JobKind.CORPUS_ADD, **files(context, desk)))
    comparing = ask(JobKind.COMPARISON, **paper(context, desk))
    seen: list[tuple[str, str | None, str]] = []
    write = similarity._write

    def watched(*arguments: object) -> bool:
        held = write(*arguments)
        now = job(desk, comparing)
        seen.append((now.state, now.stage, json.loads(now.result)["stage"]))
        return held

    monkeypatch.setattr(similarity, "_write", watched)
    run_similarity_job(comparing)
    assert seen == [
        ("working", "verbatim", "verbatim"),
        ("working", "edited", "edited"),
        ("done", "complete", "complete"),
    ]
    done = job(desk, comparing)
    assert done.page is not None and done.pdf is not None
    assert "论文" in context.blobs.read(desk.organisation, done.page).decode()


def test_a_full_disk_costs_no_attempt(
    desk: Desk, context: Context, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    comparing = ask(JobKind.COMPARISON, **paper(context, desk))
    with monkeypatch.context() as patched:

        def full(*_: object) -> None:
            raise StorageFull

        patched.setattr(type(context.blobs), "put_bytes", full)
        run_similarity_job(comparing)
    after = job(desk, comparing)
    assert (after.state, after.attempts, after.stage) == (JobState.WAITING, 0, "edited")
    run_similarity_job(comparing)
    assert job(desk, comparing).state is JobState.DONE


def test_what_fails_for_our_fault_is_tried_three_times_and_then_said(
    desk: Desk, context: Context, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    comparing = ask(JobKind.COMPARISON, **paper(context, desk))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("张伟 11010519491231002X")

    monkeypatch.setattr(similarity, "compare_paper", broken)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            run_similarity_job(comparing)
    after = job(desk, comparing)
    assert (after.state, after.error_code) == (JobState.FAILED, "observation_failed")


def test_the_reconciler_hints_at_what_nobody_works_on_and_gives_up_what_is_spent(
    desk: Desk, context: Context, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    waiting = ask(JobKind.COMPARISON, **paper(context, desk))
    checking = ask(JobKind.CORPUS_CHECK)
    spent = ask(JobKind.CORPUS_CHECK)
    with desk.database.transaction() as session:
        jobs, past = SimilarityJobs(session, desk.organisation), clock(session) - dt.timedelta(minutes=5)
        for _ in range(3):
            assert jobs.acquire(spent, now=past, ttl=dt.timedelta(0)) is not None
            past += dt.timedelta(seconds=1)
    later = clock_ahead(desk, monkeypatch)
    hints = Hints()
    done = reconcile(desk.database, hints)
    assert sorted(hints.told) == sorted([(waiting, 1, 0, True), (checking, 1, 0, False)])
    assert (done.similarity, done.given_up) == (2, 1)
    assert job(desk, spent).state is JobState.FAILED
    again = Hints(frozenset({SIMILAR.job_id(waiting, 1, 0), SIMILAR.job_id(checking, 1, 0)}))
    later()
    assert reconcile(desk.database, again).similarity == 0 and again.told == []


@pytest.mark.parametrize("kind", JobKind)
def test_what_a_killed_worker_left_is_hinted_again(
    desk: Desk, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch, kind: JobKind
):
    abandoned = ask(kind, files=[{}])
    with desk.database.transaction() as session:
        assert SimilarityJobs(session, desk.organisation).acquire(
            abandoned, now=clock(session), ttl=dt.timedelta(seconds=1)
        )
    clock_ahead(desk, monkeypatch)
    hints = Hints()
    assert reconcile(desk.database, hints).similarity == 1
    assert hints.told == [(abandoned, 2, 0, kind is JobKind.COMPARISON)]


def clock_ahead(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Have the reconciler live a minute ahead; each call adds another."""
    ahead = [dt.timedelta(minutes=1)]
    monkeypatch.setattr("workers.reconciler.clock", lambda session: clock(session) + ahead[0])

    def later() -> None:
        ahead[0] += dt.timedelta(minutes=1)

    return later


def test_the_job_is_one_that_workers_run():
    assert SIMILAR.function in ALLOWED
    hinted = AllowlistJob.create(
        SIMILAR.function, args=("00000000-0000-4000-8000-000000000000",), connection=object(), serializer="json"
    )
    assert hinted.func is run_similarity_job


def test_every_point_is_passed_in_order(
    desk: Desk, context: Context, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    passed: list[str] = []
    monkeypatch.setattr("workers.similarity.reach", passed.append)
    run_similarity_job(ask(JobKind.CORPUS_ADD, **files(context, desk)))
    run_similarity_job(ask(JobKind.CORPUS_CHECK))
    assert tuple(dict.fromkeys(passed)) == CORPUS_POINTS
    passed.clear()
    run_similarity_job(ask(JobKind.COMPARISON, **paper(context, desk)))
    assert tuple(dict.fromkeys(passed)) == COMPARISON_POINTS
