"""The whole way with real processes: service, queue, workers, engine; a worker is killed on the way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "samples" / "zhang-wenxi"
COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "demo"]

pytestmark = pytest.mark.slow


@pytest.fixture
def applicant_folder(tmp_path: Path) -> Path:
    """Two of the sample's documents: enough for a worker to be killed in the middle."""
    folder = tmp_path / "applicant"
    (folder / "学历学位").mkdir(parents=True)
    (folder / "公示").mkdir()
    shutil.copy(SAMPLE / "02-diploma.jpg", folder / "学历学位")
    shutil.copy(SAMPLE / "06-notice.jpg", folder / "公示")
    shutil.copy(SAMPLE / "facts.yaml", folder)
    return folder


def left_over(folder: Path) -> list[str]:
    """Return the command lines of processes that still work in `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            about = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:  # it has just ended
            continue
        if f"{folder}/data".encode() in about or f"{folder}/verifier-demo-".encode() in about:
            found.append((process / "cmdline").read_text())
    return found


def test_a_worker_that_is_killed_costs_time_and_nothing_else(applicant_folder: Path, tmp_path: Path):
    report, data = tmp_path / "out" / "report.html", tmp_path / "data"
    done = subprocess.run(
        [*COMMAND, str(applicant_folder), "--report", str(report), "--data", str(data), "--kill-worker", "--exit-zero"],
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "已杀掉识读进程" in done.stdout
    assert "2 份材料" in done.stdout
    assert "核验结论" in done.stdout
    page = report.read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in page
    assert "张闻溪" in page
    assert left_over(tmp_path) == []


def test_an_interrupted_demo_leaves_nothing_behind(applicant_folder: Path, tmp_path: Path):
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    # A shell's background job ignores SIGINT; the terminal's foreground job, which this stands for, does not.
    demo = subprocess.Popen(
        [*COMMAND, str(applicant_folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=environment, start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert demo.stdout is not None
    with demo:
        assert "服务已启动" in demo.stdout.readline()
        time.sleep(1.0)
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=60) != 0
    assert list(tmp_path.glob("verifier-demo-*")) == []
    assert left_over(tmp_path) == []
