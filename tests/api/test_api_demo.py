"""The whole way with real processes: service, queue, workers, engine; a worker is killed on the way."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
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


def test_another_engine_reads_when_it_is_asked_for(tmp_path: Path):
    """PaddleOCR knows no boxes of characters: whoever looks for names and fields must do without."""
    folder, data = tmp_path / "applicant", tmp_path / "data"
    (folder / "学历学位").mkdir(parents=True)
    shutil.copy(SAMPLE / "02-diploma.jpg", folder / "学历学位")
    shutil.copy(SAMPLE / "facts.yaml", folder)
    done = subprocess.run(
        [*COMMAND, str(folder), "--report", str(tmp_path / "r.html"), "--data", str(data), "--workers", "1",
         "--exit-zero"],
        capture_output=True, text=True, timeout=250, check=False, env={**os.environ, "ENGINE": "paddleocr"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 份材料" in done.stdout
    with closing(sqlite3.connect(data / "verifier.db")) as kept:
        (observed,) = kept.execute("select body from observations").fetchone()
    observation = json.loads(observed)
    assert observation["engine"]["ocr"] == "paddleocr"
    assert observation["type"] == "diploma"
    assert not any(line.get("words") for page in observation["pages"] for line in page["lines"])
    assert "张闻溪" in {field["value"] for field in observation["fields"]}
