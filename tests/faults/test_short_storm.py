"""The short form of `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import absence, points, storm
from tests.faults.tasks import ADDING, COMPARISON, COPY, Task

pytestmark = pytest.mark.slow


def test_a_short_storm_loses_nothing(tmp_path: Path) -> None:
    found = storm.run(tmp_path / "s", storm.Storm(documents=30, kills=4, queue_kills=1, every_seconds=0.6, seed=3))
    assert found["good"], found


def test_while_the_queue_server_is_away_documents_are_accepted_and_then_done(tmp_path: Path) -> None:
    found = absence.run(tmp_path / "s", away_seconds=1, documents=6)
    assert found["good"], found


@pytest.mark.parametrize(
    ("point", "task"),
    [("masking_after_blob", COPY), ("comparison_after_pass", COMPARISON), ("corpus_add_after_file", ADDING)],
)
def test_a_kill_in_a_task_leaves_one_result(tmp_path: Path, point: str, task: Task) -> None:
    found = points.run(tmp_path / "s", point, 1, task=task)
    assert found["good"], found


def test_a_task_told_three_times_is_done_once(tmp_path: Path) -> None:
    found = storm.run_triple_delivery_of_tasks(tmp_path / "s", 1)
    assert found["good"], found
