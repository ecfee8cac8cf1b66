"""A storm of kills over the real service with the fake observer: `python -m tests.workers.kill_storm --kills 40`.

Prints one line `RESULT {json}`. Must: nothing lost, nothing twice, no breach of the store.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from models.store.blobs import Blobs
from models.store.database import Database
from models.store.invariants import check_store
from models.store.organisations import Organisations
from tests.workers.conftest import Desk
from tests.workers.test_supervisor import WORKER, is_closed
from workers.settings import Settings
from workers.supervisor import Supervisor


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--kills", type=int, default=30, help="SIGKILLs of workers; every tenth takes the queue server")
    parser.add_argument("--every", type=float, default=1.5, help="seconds between kills")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="storm-") as folder:
        result = storm(Path(folder), options)
    print("RESULT", json.dumps(result))
    return 0 if result["lost"] == result["breaches"] == 0 else 1


def storm(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    chance = random.Random(options.seed)
    os.environ["FAKE_RUNS"] = str(folder / "runs")
    settings = Settings(data_dir=folder / "data", workers=2, lease_seconds=2, reconcile_seconds=0.5, drain_seconds=5)
    settings.data_dir.mkdir()
    database = Database(settings.database)
    database.migrate()
    with database.transaction() as session:
        desk = Desk(settings, database, Organisations(session).create("测试评委会").id)
    applications = [desk.application() for _ in range(max(1, options.documents // 10))]
    documents = [
        desk.hand_in(applications[n % len(applications)], f"slow 0.1 {n}", f"{n}.pdf") for n in range(options.documents)
    ]
    started, killed = time.monotonic(), 0
    with Supervisor(
        settings, worker_command=WORKER, with_web=False, output=os.open(os.devnull, os.O_WRONLY)
    ) as service:
        while not all(is_closed(desk, application) for application in applications):
            if time.monotonic() - started > 600:
                break
            time.sleep(options.every * chance.uniform(0.5, 1.5))
            if killed < options.kills:
                killed += 1
                queue = service._queue.pid if service._queue is not None else None
                victims = [queue] if killed % 10 == 0 and queue else service.worker_pids
                if victims:
                    os.kill(chance.choice(victims), signal.SIGKILL)
    states = collections.Counter(desk.document(document).state.value for document in documents)
    runs = Path(os.environ["FAKE_RUNS"]).read_text().splitlines()
    result = {
        "documents": len(documents),
        "kills": killed,
        "seconds": round(time.monotonic() - started, 1),
        "states": dict(states),
        "lost": sum(not desk.document(document).state.is_terminal for document in documents)
        + sum(desk.stored(application).judged_revision is None for application in applications),
        "runs": len(runs),
        "breaches": len(check_store(database, Blobs(settings.blobs_folder))),
    }
    database.close()
    return result


if __name__ == "__main__":
    sys.exit(main())
