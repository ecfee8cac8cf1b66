"""In production nothing starts without a sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.app import create_app
from models.errors import InvalidRequest
from verifier.intake import sandbox
from verifier.intake.sandbox import Isolation
from workers import worker
from workers.isolation import require_sandbox
from workers.settings import Settings
from workers.supervisor import Supervisor


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv(sandbox.REQUIRED_VARIABLE, "0")  # put back when the test ends
    return Settings(data_dir=tmp_path / "data", redis_url="unix:///nowhere/q.sock", production=True)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "isolation", lambda: Isolation.LIMITS)


@pytest.mark.usefixtures("bare")
def test_a_worker_does_not_start(settings: Settings) -> None:
    with pytest.raises(InvalidRequest, match="bubblewrap"):
        worker.run(settings, lambda _: pytest.fail("no engine may be loaded"))


@pytest.mark.usefixtures("bare")
def test_the_supervisor_does_not_start_and_makes_nothing(settings: Settings) -> None:
    with pytest.raises(InvalidRequest, match="bubblewrap"), Supervisor(settings):
        pytest.fail("it started")
    assert not settings.data_dir.exists()


@pytest.mark.usefixtures("bare")
def test_the_web_process_does_not_start(settings: Settings) -> None:
    with pytest.raises(InvalidRequest, match="bubblewrap"):
        create_app(settings)


@pytest.mark.usefixtures("bare")
def test_outside_production_limits_will_do(settings: Settings) -> None:
    require_sandbox(settings.model_copy(update={"production": False}))


@pytest.mark.parametrize("level", [Isolation.BUBBLEWRAP, Isolation.NAMESPACES])
def test_with_a_sandbox_it_starts(settings: Settings, level: Isolation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "isolation", lambda: level)
    require_sandbox(settings)
