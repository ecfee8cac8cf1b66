"""One supervisor process with the worker of the tests: what a system's init would start, and what a test kills.

`python -m tests.faults.supervised FILE` writes the first key, where this start made the store, to FILE. With
`VERIFIER_TESTS_WORKER=real` the workers are those of the product.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from workers import logs
from workers.settings import Settings
from workers.supervisor import WORKER_COMMAND, Supervisor

FAKE_WORKER = (sys.executable, "-m", "tests.faults.worker")


def main() -> None:
    settings = Settings()
    logs.configure(settings.log_level)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    real = os.environ.get("VERIFIER_TESTS_WORKER") == "real"
    with Supervisor(settings, worker_command=WORKER_COMMAND if real else FAKE_WORKER) as service:
        if service.first_key is not None:
            Path(sys.argv[1]).write_text(service.first_key)
        stop.wait()


if __name__ == "__main__":
    main()
