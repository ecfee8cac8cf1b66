"""Jobs of the copied ratio in the store: leased, written once, given up one file at a time."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from models.errors import NotFound
from models.store.database import Database, clock
from models.store.leases import MAX_ATTEMPTS, due, owner
from models.store.organisations import Organisations
from models.store.similarity_due import named_by_jobs
from models.store.similarity_jobs import SIMILARITY, JobKind, JobState, SimilarityJobs

TTL = dt.timedelta(seconds=60)
FILES = {"files": [{"filename": "a.txt", "sha256": "a" * 64}, {"filename": "b.txt", "sha256": "b" * 64}]}


@pytest.fixture
def jobs(database: Database, organisation: str):
    with database.transaction() as session:
        yield SimilarityJobs(session, organisation)


def now(jobs: SimilarityJobs) -> dt.datetime:
    return clock(jobs._session)


def test_one_worker_at_a_time_and_the_overtaken_writes_nothing(jobs: SimilarityJobs):
    job = jobs.create(JobKind.COMPARISON, {"sha256": "a" * 64})
    first = jobs.acquire(job.id, now=now(jobs), ttl=TTL)
    assert first is not None and first.attempt == 1
    assert jobs.acquire(job.id, now=now(jobs), ttl=TTL) is None
    second = jobs.acquire(job.id, now=now(jobs) + 2 * TTL, ttl=TTL)
    assert second is not None and second.attempt == 2
    assert not jobs.report(first, "{}", stage="verbatim")
    assert not jobs.finish(first, "{}", now=now(jobs))
    assert jobs.report(second, '{"stage": 1}', stage="verbatim")
    assert (jobs.get(job.id).stage, jobs.get(job.id).state) == ("verbatim", JobState.WORKING)
    assert jobs.finish(second, '{"stage": 2}', now=now(jobs), stage="complete", page="c" * 64)
    done = jobs.get(job.id)
    assert (done.state, done.stage, done.done, done.page) == (JobState.DONE, "complete", 1, "c" * 64)
    assert jobs.acquire(job.id, now=now(jobs) + 9 * TTL, ttl=TTL) is None


def test_after_three_attempts_a_comparison_has_failed_visibly(jobs: SimilarityJobs):
    job = jobs.create(JobKind.COMPARISON, {})
    for attempt in range(1, MAX_ATTEMPTS + 1):
        lease = jobs.acquire(job.id, now=now(jobs), ttl=TTL)
        assert lease is not None and lease.attempt == attempt
        assert jobs.fail(lease, now=now(jobs))
    failed = jobs.get(job.id)
    assert (failed.state, failed.error_code) == (JobState.FAILED, "observation_failed")
    assert failed.finished_at is not None


def test_a_worker_that_died_three_times_is_given_up_by_the_reconciler(jobs: SimilarityJobs):
    job = jobs.create(JobKind.COMPARISON, {})
    for attempt in range(MAX_ATTEMPTS):
        assert not jobs.give_up(job.id, now=now(jobs) + 2 * attempt * TTL)
        assert jobs.acquire(job.id, now=now(jobs) + 2 * attempt * TTL, ttl=TTL) is not None
    assert not jobs.give_up(job.id, now=now(jobs)), "its lease is alive"
    assert jobs.give_up(job.id, now=now(jobs) + 9 * TTL)
    assert jobs.get(job.id).state is JobState.FAILED


def test_of_many_files_only_the_one_that_kills_is_given_up(jobs: SimilarityJobs):
    job = jobs.create(JobKind.CORPUS_ADD, FILES, total=2)
    for _ in range(MAX_ATTEMPTS):
        lease = jobs.acquire(job.id, now=now(jobs), ttl=TTL)
        assert lease is not None
        assert jobs.fail(lease, now=now(jobs))
    going = jobs.get(job.id)
    assert (going.state, going.done, going.attempts) == (JobState.WAITING, 1, 0)
    assert json.loads(going.result or "") == {
        "documents": 0, "results": {"failed": 1}, "notes": [{"id": "a.txt", "outcome": "failed", "detail": ""}],
    }  # fmt: skip


def test_each_file_has_its_own_attempts(jobs: SimilarityJobs):
    job = jobs.create(JobKind.CORPUS_ADD, FILES, total=2)
    jobs.fail(jobs.acquire(job.id, now=now(jobs), ttl=TTL), now=now(jobs))
    lease = jobs.acquire(job.id, now=now(jobs), ttl=TTL)
    assert jobs.report(lease, "{}", done=1)
    assert jobs.get(job.id).attempts == 1
    assert jobs.put_back(lease, not_before=now(jobs))
    given = jobs.get(job.id)
    assert (given.state, given.attempts, given.done) == (JobState.WAITING, 0, 1)


def test_what_is_due_is_found_and_what_was_touched_is_not(database: Database, organisation: str):
    with database.transaction() as session:
        jobs = SimilarityJobs(session, organisation)
        waiting, working, done = (jobs.create(JobKind.CORPUS_CHECK, {}) for _ in range(3))
        assert jobs.acquire(working.id, now=clock(session), ttl=TTL)
        lease = jobs.acquire(done.id, now=clock(session), ttl=TTL)
        jobs.finish(lease, "{}", now=clock(session))
        moment = clock(session)
        assert due(session, SIMILARITY, now=moment) == ()
        later = moment + dt.timedelta(seconds=5)
        assert [job.id for job in due(session, SIMILARITY, now=later)] == [waiting.id]
        jobs.mark_queued(waiting.id)
        assert {job.id for job in due(session, SIMILARITY, now=moment + 2 * TTL)} == {waiting.id, working.id}
        assert owner(session, SIMILARITY, waiting.id) == organisation
        assert owner(session, SIMILARITY, "nobody") is None


def test_an_organisation_sees_its_own_of_the_kinds_asked_for(database: Database, organisation: str):
    with database.transaction() as session:
        jobs = SimilarityJobs(session, organisation)
        made = {jobs.create(JobKind.COMPARISON, {}).id for _ in range(3)}
        other = jobs.create(JobKind.CORPUS_CHECK, {}).id
        first = jobs.list(JobKind.COMPARISON, limit=2)
        rest = jobs.list(JobKind.COMPARISON, limit=2, after=first[-1].id)
        assert {job.id for job in (*first, *rest)} == made and len(rest) == 1
        with pytest.raises(NotFound):
            jobs.get(other, kinds=(JobKind.COMPARISON,))
        stranger = SimilarityJobs(session, Organisations(session).create("别的机构").id)
        with pytest.raises(NotFound):
            stranger.get(other)
        assert stranger.list(JobKind.COMPARISON) == ()
        assert stranger.acquire(other, now=clock(session), ttl=TTL) is None


def test_the_files_of_jobs_are_named(database: Database, organisation: str):
    with database.transaction() as session:
        jobs = SimilarityJobs(session, organisation)
        jobs.create(JobKind.CORPUS_ADD, FILES, total=2)
        asked = {"sha256": "c" * 64, "own_files": [{"filename": "x", "sha256": "d" * 64}]}
        lease = jobs.acquire(jobs.create(JobKind.COMPARISON, asked).id, now=clock(session), ttl=TTL)
        jobs.finish(lease, "{}", now=clock(session), page="e" * 64, pdf="f" * 64)
        assert named_by_jobs(session) == {(organisation, letter * 64) for letter in "abcdef"}
