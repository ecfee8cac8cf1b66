"""A kill at every named point of the code, several times each, with the service around it."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path

from tests.faults.house import running
from tests.faults.office import Office, audit, wait_until_done
from tests.faults.storm import JOB_SECONDS, QUICK
from workers.faults import POINTS, WEB_POINTS
from workers.settings import Settings

ALL = (*WEB_POINTS, *POINTS)
_SETTLE_SECONDS = 90


def run(folder: Path, point: str, times: int, settings: Settings = QUICK) -> dict[str, object]:
    """Let a process end at `point` `times` times, each time with another document on its way."""
    once = folder / "reached"
    folder.mkdir(parents=True)
    environment = {"VERIFIER_FAULT": point, "VERIFIER_FAULT_ONCE": str(once)}
    reached, longest = 0, 0.0
    with running(folder / "service", settings, environment) as house:
        office = Office(house)
        for _ in range(times):
            began = time.monotonic()
            application = office.application()
            document = office.hand_in(application, f"slow {JOB_SECONDS}")
            settled = wait_until_done(house, _SETTLE_SECONDS + settings.lease_seconds)
            reached += once.exists()
            once.unlink(missing_ok=True)
            longest = max(longest, time.monotonic() - began)
            if not settled or document not in office.accepted:
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
