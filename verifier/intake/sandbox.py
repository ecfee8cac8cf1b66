"""Which isolation the decoder child gets on this machine: probed once, by starting a child and asking it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from models import messages

REQUIRED_VARIABLE: Final = "VERIFIER_REQUIRE_SANDBOX"
"""Set to 1 in production: files are then opened with network isolation or not at all."""

_PROBE_SECONDS: Final = 30.0
_ROOT: Final = Path(__file__).resolve().parents[2]

_START: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from verifier.intake.decoder import main; main()"

ENVIRONMENT: Final = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/nonexistent",
    "TMPDIR": "/nonexistent",
    "OPENBLAS_NUM_THREADS": "1",
}
"""All that a child sees of our environment: keys and passwords live in the rest."""


class Isolation(StrEnum):
    """How well a decoder child is shut in, best first."""

    BUBBLEWRAP = "bubblewrap"
    NAMESPACES = "namespaces"
    LIMITS = "limits"


class SandboxMissing(RuntimeError):
    """Isolation is required here and cannot be had."""


@lru_cache(maxsize=1)
def isolation() -> Isolation:
    """Return the best isolation that works on this machine."""
    for level in (Isolation.BUBBLEWRAP, Isolation.NAMESPACES):
        if _works(level):
            return level
    return Isolation.LIMITS


def describe() -> dict[str, str | bool]:
    """Return `{isolation, text, network_isolated}` for the health page and `doctor`."""
    level = isolation()
    return {
        "isolation": level.value,
        "text": messages.text(f"intake.sandbox_{level.value}"),
        "network_isolated": level is not Isolation.LIMITS,
    }


def require_isolation() -> None:
    """Raise SandboxMissing where `VERIFIER_REQUIRE_SANDBOX=1` and only limits are there; called before work starts."""
    if os.environ.get(REQUIRED_VARIABLE) == "1" and isolation() is Isolation.LIMITS:
        raise SandboxMissing(messages.text("intake.sandbox_required"))


def command(level: Isolation, *arguments: str, start: str = _START) -> list[str]:
    """Return the command line that starts the decoder with `arguments` at a level of isolation."""
    python = [sys.executable, "-I", "-B", "-c", start, str(_ROOT), level.value, *arguments]
    return [*bubblewrap(), *python] if level is Isolation.BUBBLEWRAP else python


def bubblewrap(*more: str) -> list[str]:
    """Return bubblewrap's part: no network, no other process, programs, fonts and `more` read-only, nothing else."""
    visible = {
        *more,
        "/usr",
        "/lib",
        "/lib64",
        "/bin",
        "/etc/ld.so.cache",
        "/etc/fonts",
        sys.prefix,
        sys.base_prefix,
        str(_ROOT),
    }
    binds = [part for path in sorted(visible) for part in ("--ro-bind-try", path, path)]
    return [
        shutil.which("bwrap") or "bwrap", "--unshare-all", "--die-with-parent", "--new-session",
        *binds, "--proc", "/proc", "--dev", "/dev", "--chdir", "/",
    ]  # fmt: skip


def _works(level: Isolation) -> bool:
    """Start a child that only looks around: it ends with 0 when it sees no network interface but loopback."""
    if level is Isolation.BUBBLEWRAP and shutil.which("bwrap") is None:
        return False
    try:
        probe = subprocess.run(  # our own interpreter, no shell
            command(level, "probe", "-1"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=ENVIRONMENT,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return probe.returncode == 0
