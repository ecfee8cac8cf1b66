from __future__ import annotations

import os
import sys
import time
from types import SimpleNamespace

import pytest

from workers.processes import Child

FOREVER = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", "import sys; sys.exit(3)"]


def ended(child: Child) -> None:
    limit = time.monotonic() + 20
    while child.pid is not None:
        assert time.monotonic() < limit
        time.sleep(0.01)


def test_a_child_runs_in_a_session_of_its_own_and_leaves_no_core() -> None:
    child = Child("sleeper", FOREVER, {})
    child.start()
    assert child.pid is not None
    assert os.getsid(child.pid) == child.pid
    child.wait(0)
    assert child.pid is None


def test_an_ended_child_is_started_again_with_a_growing_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(now=time.monotonic())
    child = Child("failing", ENDS, {})
    child.start()
    for pause in (0.2, 0.4, 0.8):
        ended(child)
        with monkeypatch.context() as patch:
            patch.setattr("workers.processes.time", SimpleNamespace(monotonic=lambda: clock.now))
            child.tend()
            clock.now += pause * 0.9
            child.tend()
            assert child._process is None, "a pause comes first"
            clock.now += pause * 0.2
            child.tend()
            assert child._process is not None
    child.wait(5)


def test_the_environment_is_added_to_ours(tmp_path) -> None:
    place = tmp_path / "seen"
    script = f"import os; open({str(place)!r}, 'w').write(os.environ['MINE'] + os.environ['PATH'])"
    child = Child("writer", [sys.executable, "-c", script], {"MINE": "x"})
    child.start()
    child.wait(20)
    assert place.read_text() == "x" + os.environ["PATH"]
