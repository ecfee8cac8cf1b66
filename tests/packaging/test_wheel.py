"""The wheel: exactly our four packages with their data; it runs in a clean environment from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {"api", "models", "verifier", "workers"}


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**clean, **env}, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ROOT, cwd=target)
    (made,) = target.glob("*.whl")
    return made


@pytest.mark.slow
def test_it_holds_our_packages_with_their_data_and_nothing_else(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == PACKAGES
    sources = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sources <= names
    assert not any("__pycache__" in name for name in names), "compiled on this machine, for this machine"


@pytest.mark.slow
def test_it_runs_in_a_clean_environment_from_an_empty_folder(wheel: Path, tmp_path: Path):
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    # The locked dependencies come from this environment by path: unpacking 1.5 GB again would prove nothing more.
    site = Path(sysconfig.get_path("purelib"))
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    Path(packages, "dependencies.pth").write_text(str(site) + "\n", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    where = run(python, "-P", "-c", "import models, verifier; print(models.__file__, verifier.__file__)", cwd=empty)
    assert all(path.startswith(packages) for path in where.split())
    listed = json.loads(run(home / "bin" / "verifier", "policies", "list", "--json", cwd=empty))
    assert "xj-by-2024-qs" in {entry["id"] for entry in listed}
    assert run(python, "-P", "-c", "import api.app, workers.jobs; print('ok')", cwd=empty).strip() == "ok"
