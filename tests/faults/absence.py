"""A queue server of its own, with a password and without a file, that goes away for a while and comes back empty."""

from __future__ import annotations

import subprocess
import time
from dataclasses import asdict
from pathlib import Path

from tests.faults.house import free_port, running
from tests.faults.office import Office, audit, wait_until_done
from tests.faults.storm import JOB_SECONDS, QUICK
from workers import queue_server

DRAINED_SECONDS = 120
_PASSWORD = "of-the-tests"


def run(folder: Path, away_seconds: float, documents: int) -> dict[str, object]:
    """Hand in before, while and after the queue server is away; return how long the rest took when it was back."""
    folder.mkdir(parents=True)
    port = free_port()
    url = f"redis://:{_PASSWORD}@127.0.0.1:{port}/0"
    server = _start(folder, port)
    try:
        with running(folder / "service", QUICK.model_copy(update={"redis_url": url})) as house:
            office = Office(house)
            application = office.application()
            for _ in range(documents // 2):
                office.hand_in(application, f"slow {JOB_SECONDS}")
            server.kill()
            server.wait()
            gone, slowest = time.monotonic(), 0.0
            for _ in range(documents - documents // 2):
                began = time.monotonic()
                office.hand_in(application, f"slow {JOB_SECONDS}")
                slowest = max(slowest, time.monotonic() - began)
            time.sleep(max(0.0, away_seconds - (time.monotonic() - gone)))
            server = _start(folder, port)
            back = time.monotonic()
            settled = wait_until_done(house, DRAINED_SECONDS)
            drained = time.monotonic() - back
            office.close()
            house.stop()
            found = audit(house, office, JOB_SECONDS + away_seconds)
    finally:
        server.terminate()
        server.wait()
    return {
        **asdict(found),
        "away_seconds": round(back - gone, 1),
        "slowest_upload_while_away": round(slowest, 2),
        "drained_seconds": round(drained, 1),
        "good": found.is_good and settled and found.accepted == documents and office.server_errors == 0,
    }


def _start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [
            str(queue_server.find_server()), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder),
            "--requirepass", _PASSWORD, "--save", "", "--appendonly", "no",
        ],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"redis://:{_PASSWORD}@127.0.0.1:{port}/0"
    if not queue_server.wait_until_up(url, lambda: server.poll() is None):
        raise RuntimeError("the queue server did not start")
    return server
