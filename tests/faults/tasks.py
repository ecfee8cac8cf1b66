"""What is asked for beside documents: masking, comparisons, work on the corpus; and an audit of what came of it."""

from __future__ import annotations

import collections
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.store.database import Database, clock
from models.store.masking_tasks import MaskingState
from models.store.similarity_jobs import JobState
from models.store.tables_masking import MaskedPageRow, MaskingTaskRow
from models.store.tables_similarity import SimilarityJobRow
from tests.faults.house import House
from verifier.similarity.store.embedded import EmbeddedCorpus
from workers.corpora import corpus_folder
from workers.faults import COMPARISON_POINTS, CORPUS_POINTS, MASKING_POINTS
from workers.queue import MASK, SIMILAR, Duty

_HEAD = b"%PDF-1.7\n"
_FILES = 3
_EVENTS = {"masking_done": "masking", "paper_compared": "job", "files_taken": "job", "corpus_checked": "job"}
_OPEN = (MaskingState.RECEIVED, MaskingState.QUEUED, MaskingState.WORKING, JobState.WAITING, JobState.WORKING)
_GIVEN_UP = (MaskingState.NEEDS_MANUAL.value, JobState.FAILED.value)


@dataclass(frozen=True)
class Task:
    """A kind of task: where and with what it is asked for, the points that it passes, and what it leaves."""

    name: str
    address: str
    request: Callable[[int], dict[str, Any]]
    points: tuple[str, ...]
    duty: Duty


def _page(number: int, **fields: str) -> dict[str, Any]:
    return {"files": {"file": ("a.pdf", _HEAD + f"name 张伟 {number}".encode())}, "data": {"name": "张伟", **fields}}


def _text(number: int, part: int = 0) -> bytes:
    said = (
        f"第{number}篇之{part}：检定员应当持证上岗，原始记录不得涂改，确需更正的划线更正并签名，存{number + part}年。"
    )
    return (said * 3).encode()


def _paper(number: int) -> dict[str, Any]:
    return {"files": {"file": ("paper.txt", _text(number))}}


def _library(number: int) -> dict[str, Any]:
    return {"files": [("file", (f"{number}-{part}.txt", _text(number, part))) for part in range(_FILES)]}


CHECK = Task("masking_check", "/masking/checks", _page, (), MASK)
COPY = Task("masked_copy", "/masking/copies", _page, MASKING_POINTS, MASK)
COMPARISON = Task("comparison", "/similarity/checks", _paper, COMPARISON_POINTS, SIMILAR)
ADDING = Task("corpus_add", "/similarity/corpus/documents", _library, CORPUS_POINTS[:4], SIMILAR)
CHECKING = Task("corpus_check", "/similarity/corpus/checks", lambda _: {}, CORPUS_POINTS[4:], SIMILAR)
TASKS = (CHECK, COPY, COMPARISON, ADDING, CHECKING)


@dataclass(frozen=True)
class Asked:
    """What the store holds of what was asked for."""

    lost: int
    double_results: int
    to_a_person: int
    ages: tuple[float, ...]
    attempts: tuple[int, ...]


def open_tasks(session: Session) -> int:
    """Return how many tasks are not over."""
    return sum(
        session.scalar(select(func.count()).where(row.state.in_([state.value for state in _OPEN]))) or 0
        for row in (MaskingTaskRow, SimilarityJobRow)
    )


def audit_tasks(house: House, tasks: Mapping[str, Task]) -> Asked:
    """Look at every task that was accepted, in the database, in the corpus and in the log."""
    database = Database(house.settings.database)
    with database.reading() as session:
        now = clock(session)
        rows = {row.id: row for row in session.scalars(select(MaskingTaskRow))}
        rows |= {row.id: row for row in session.scalars(select(SimilarityJobRow))}
        found = {task: rows.get(task) for task in tasks}
        lost = sum(row is None or not _is_whole(session, tasks[task], row) for task, row in found.items())
        ages = tuple(((row.finished_at or now) - row.created_at).total_seconds() for row in found.values() if row)
        lost += _papers_missing(house, session)
        attempts = tuple(row.attempts for row in found.values() if row)
        given_up = sum(row.state in _GIVEN_UP for row in found.values() if row)
    database.close()
    return Asked(lost, _doubles(house), given_up, ages, attempts)


def _is_whole(session: Session, task: Task, row: Any) -> bool:
    """Tell whether a task is over with all that belongs to it, or left to a person, visibly."""
    if row.state in _GIVEN_UP:
        return row.error_code is not None
    if row.state != MaskingState.DONE.value:
        return False
    if task.name == "masking_check":
        return row.answer is not None
    if task.name == "masked_copy":
        pages = session.scalar(select(func.count()).where(MaskedPageRow.task_id == row.id))
        return row.copy is not None and pages == 1
    if task.name == "comparison":
        return row.stage == "complete" and json.loads(row.result)["stage"] == "complete" and row.page is not None
    if task.name == "corpus_add":
        return row.done == row.total == sum(json.loads(row.result)["results"].values())
    return row.result is not None


def _papers_missing(house: House, session: Session) -> int:
    """Count texts that are not in the corpus once, of all the files that ended well."""
    missing = 0
    adding = select(SimilarityJobRow).where(SimilarityJobRow.kind == "corpus_add", SimilarityJobRow.state == "done")
    by_office: collections.defaultdict[str, set[str]] = collections.defaultdict(set)
    for row in session.scalars(adding):
        by_office[row.organisation_id] |= {file["filename"] for file in row.request["files"]}
    for organisation, names in by_office.items():
        corpus = EmbeddedCorpus(corpus_folder(house.settings.data_dir, organisation))
        kept = [source.id for source, _ in corpus.listed()]
        corpus.close()
        missing += sum(kept.count(name) != 1 for name in names)
    return missing


def _doubles(house: House) -> int:
    written: collections.Counter[tuple[str, str]] = collections.Counter()
    for line in house.log():
        name = _EVENTS.get(str(line.get("event")))
        if name is not None:
            written[str(line["event"]), str(line[name])] += 1
    return sum(times - 1 for times in written.values())
