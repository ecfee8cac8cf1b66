"""The examples in docs/examples do what they say, against the whole service in processes of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.report import Verdict
from tests.faults.worker import HEAD
from workers.settings import Settings
from workers.supervisor import Supervisor

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
WORKER = (sys.executable, "-m", "tests.faults.worker")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervisor]:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("examples") / "data", port=0, workers=1, reconcile_seconds=0.5, redis_url=None
    )
    with (
        Path(os.devnull).open("w") as nowhere,
        Supervisor(settings, worker_command=WORKER, output=nowhere.fileno()) as running,
    ):
        yield running


def run(service: Supervisor, folder: Path, *command: str) -> str:
    paper = folder / "paper.pdf"
    paper.write_bytes(HEAD + b"ok")
    environment = os.environ | {"API": f"{service.url}/api/v1", "KEY": str(service.first_key), "no_proxy": "127.0.0.1"}
    done = subprocess.run(
        [*command, str(paper)], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    return done.stdout


def test_the_python_client(service: Supervisor, tmp_path: Path):
    said = run(service, tmp_path, sys.executable, str(EXAMPLES / "client.py"))
    assert "event: document.finished observed" in said and "event: application.judged passed" in said
    assert "verdict: passed findings: 1" in said and "decided: " in said


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_walk_through_with_curl(service: Supervisor, tmp_path: Path):
    said = run(service, tmp_path, "sh", str(EXAMPLES / "walkthrough.sh"))
    assert "second correction on the old state: 412" in said
    assert f"verdict {Verdict.PASSED}" in said and "findings 1" in said and "acts 1" in said
    assert "verification observed" in said
