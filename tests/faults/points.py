"""A kill at every named point of the code, several times each, with the service around it."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path

from tests.faults.house import running
from tests.faults.office import Office, audit, wait_until_done
from tests.faults.storm import JOB_SECONDS, QUICK
from tests.faults.tasks import TASKS, Task
from workers.faults import POINTS, TASK_WEB_POINTS, WEB_POINTS
from workers.settings import Settings

_SETTLE_SECONDS = 90


def _passes(task: Task, point: str) -> bool:
    """Tell whether the request for a task passes a point of the web process: who sends no file passes two."""
    return point != TASK_WEB_POINTS[0] or "files" in task.request(0)


ALL: tuple[tuple[str, Task | None], ...] = (
    *((point, None) for point in (*WEB_POINTS, *POINTS)),
    *((point, task) for task in TASKS for point in task.points),
    *((point, task) for point in TASK_WEB_POINTS for task in TASKS if _passes(task, point)),
)
"""Every named point, and what passes it: a document, or a task."""


def run(
    folder: Path, point: str, times: int, settings: Settings = QUICK, task: Task | None = None
) -> dict[str, object]:
    """Let a process end at `point` `times` times, each time with another document, or task, on its way."""
    once = folder / "reached"
    folder.mkdir(parents=True)
    environment = {"VERIFIER_FAULT": point, "VERIFIER_FAULT_ONCE": str(once)}
    reached, longest = 0, 0.0
    with running(folder / "service", settings, environment) as house:
        office = Office(house)
        for _ in range(times):
            began = time.monotonic()
            if task is None:
                office.hand_in(office.application(), f"slow {JOB_SECONDS}")
            else:
                office.ask(task)
            settled = wait_until_done(house, _SETTLE_SECONDS + settings.lease_seconds)
            reached += once.exists()
            once.unlink(missing_ok=True)
            longest = max(longest, time.monotonic() - began)
            if not settled:
                break
        office.close()
        house.stop()
        found = audit(house, office, JOB_SECONDS)
    return {
        **asdict(found),
        "reached": reached,
        "longest_seconds": round(longest, 1),
        "good": found.is_good and found.accepted == reached == times and found.to_a_person == 0,
    }
