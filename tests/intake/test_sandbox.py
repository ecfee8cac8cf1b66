"""What a confined child can still do, tried at every isolation that this machine offers."""

import contextlib
import subprocess
import time
import uuid
from pathlib import Path

import pytest

from models.errors import DecoderTimeout
from tests.intake.files import encoded, pattern, pdf
from verifier.intake import child, sandbox
from verifier.intake.opening import open_document
from verifier.intake.sandbox import Isolation

CONFINED = """
import sys, os, socket
sys.path.insert(0, sys.argv.pop(1))
from verifier.intake.confine import confine
confine(namespaces=sys.argv[1] == "namespaces")
"""

LEVELS = [level for level in (Isolation.BUBBLEWRAP, Isolation.NAMESPACES) if sandbox._works(level)]


def run(level, program):
    return subprocess.run(
        sandbox.command(level, "png", "-1", start=CONFINED + program),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=sandbox.ENVIRONMENT,
        timeout=30,
        check=False,
    )


@pytest.fixture(params=LEVELS or [pytest.param(None, marks=pytest.mark.skip(reason="no isolation on this machine"))])
def level(request):
    return request.param


def test_no_network(level):
    said = run(level, "print([n for _, n in socket.if_nameindex()], socket.socket().connect_ex(('192.0.2.1', 80)))")

    assert said.stdout.strip() == "['lo'] 101", said.stderr  # ENETUNREACH


def test_no_file_can_be_written(level, tmp_path):
    said = run(level, f"open({str(tmp_path / 'PWNED')!r}, 'w').write('x')")

    assert said.returncode != 0
    assert not (tmp_path / "PWNED").exists()


def test_nothing_can_be_loaded_that_gives_rights_back(level):
    said = run(level, "print(open('/proc/self/status').read())")

    assert "NoNewPrivs:\t1" in said.stdout


def test_limits_are_hard(level):
    said = run(
        level,
        "import resource\n"
        "for name in ('AS', 'CPU', 'FSIZE', 'NOFILE', 'CORE'):\n"
        "    soft, hard = resource.getrlimit(getattr(resource, 'RLIMIT_' + name))\n"
        "    print(name, soft == hard and soft >= 0)",
    )

    assert said.stdout.split() == ["AS", "True", "CPU", "True", "FSIZE", "True", "NOFILE", "True", "CORE", "True"]


@pytest.mark.skipif(Isolation.BUBBLEWRAP not in LEVELS, reason="bubblewrap is not installed or not allowed")
def test_bubblewrap_hides_what_is_not_needed(tmp_path):
    (tmp_path / "neighbour").write_text("of another applicant")

    said = run(
        Isolation.BUBBLEWRAP,
        f"print(os.path.exists('/etc/passwd'), os.path.exists({str(tmp_path / 'neighbour')!r}))\n"
        "print(len([name for name in os.listdir('/proc') if name.isdigit()]) < 4)",
    )

    assert said.stdout.split() == ["False", "False", "True"], said.stderr


@pytest.mark.parametrize("chosen", [*LEVELS, Isolation.LIMITS])
def test_documents_open_at_every_isolation(chosen, tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "isolation", lambda: chosen)
    (tmp_path / "a").write_bytes(pdf(text="isolated"))
    (tmp_path / "b").write_bytes(encoded(pattern(), "PNG"))

    assert open_document(tmp_path / "a", filename="a.pdf").surfaces[-1].text == "isolated"
    assert len(open_document(tmp_path / "b", filename="b.png").images) == 1


@pytest.mark.parametrize("chosen", [*LEVELS, Isolation.LIMITS])
def test_nothing_survives_a_child_that_had_to_be_killed(chosen, tmp_path, monkeypatch):
    mark = f"mark-{uuid.uuid4()}"
    real = sandbox.command
    program = f"{mark!r}; import time; time.sleep(60)"
    monkeypatch.setattr(sandbox, "isolation", lambda: chosen)
    monkeypatch.setattr(sandbox, "command", lambda level, *arguments: real(level, *arguments, start=program))
    monkeypatch.setattr(child, "OPENING_SECONDS", 1.0)
    (tmp_path / "a").write_bytes(pdf())

    with pytest.raises(DecoderTimeout):
        open_document(tmp_path / "a", filename="a.pdf")

    for _ in range(30):
        if not processes_with(mark):
            return
        time.sleep(0.1)
    pytest.fail(f"left over: {processes_with(mark)}")


def processes_with(mark):
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if mark.encode() in entry.read_bytes():
                found.append(entry.parent.name)
    return found


def test_production_refuses_to_open_without_isolation(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "isolation", lambda: Isolation.LIMITS)
    (tmp_path / "a").write_bytes(pdf())
    monkeypatch.setenv(sandbox.REQUIRED_VARIABLE, "1")
    monkeypatch.setattr(child.subprocess, "Popen", None)  # nothing may be started

    with pytest.raises(sandbox.SandboxMissing, match="bubblewrap"):
        open_document(tmp_path / "a", filename="a.pdf")


def test_the_isolation_is_described_for_people(monkeypatch):
    for level in Isolation:
        monkeypatch.setattr(sandbox, "isolation", lambda level=level: level)
        described = sandbox.describe()
        assert described["isolation"] == level.value
        assert described["network_isolated"] is (level is not Isolation.LIMITS)
        assert described["text"]
