"""A worker process with the fake observer: `python -m tests.workers.fake_worker`."""

from __future__ import annotations

import sys

from tests.workers.fakes import fake_context
from workers.settings import Settings
from workers.worker import run

if __name__ == "__main__":
    sys.exit(run(Settings(), fake_context))
