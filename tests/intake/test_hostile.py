"""Every kind of hostile file: its typed error or a sane result, and nobody else is hurt."""

import os
import socket
import tempfile
import threading
import time
from pathlib import Path

import pytest

from models.errors import InputRefused
from tests.intake.hostile import HOSTILE, SANE
from verifier.intake import child, layout
from verifier.intake.archive import unpack
from verifier.intake.limits import CHILD_MEMORY_BYTES, MAX_RENDERED_PIXELS
from verifier.intake.opening import open_document
from verifier.intake.sniff import sniff

WALL_SECONDS = 20
SLOW = ("pdf: forms of forms", "pdf: content of a gigabyte", "docx: 180 MB of text")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Listener:
    """Counts who connects to a port of this machine."""

    def __init__(self):
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"

    def _accept(self):
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            caller.close()

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


class Memory:
    """Samples the resident memory of all processes below this one."""

    def __init__(self):
        self.peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(5)

    def _watch(self):
        while not self._stop.wait(0.03):
            self.peak = max(self.peak, sum(resident for _, resident in descendants()))


def descendants():
    """Return (process id, resident bytes) of every process below this one that runs a program of its own.

    Between fork and exec a child shows this process's command and memory, though it has none of its own.
    """
    parents, resident, own = {}, {}, Path("/proc/self/cmdline").read_bytes()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
            is_copy = (entry.parent / "cmdline").read_bytes() == own
        except OSError:
            continue
        pid = int(entry.parent.name)
        parents[pid], resident[pid] = int(fields[1]), 0 if is_copy else int(fields[21]) * PAGE
    ours = {os.getpid()}
    while grown := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= grown
    return [(pid, resident[pid]) for pid in ours - {os.getpid()}]


@pytest.fixture(scope="module")
def listener():
    opened = Listener()
    yield opened
    opened.close()


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """A temporary directory of the test's own, and shorter timers: a file that hangs hangs for good."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(layout, "office", lambda: None)
    monkeypatch.setattr(child, "OPENING_SECONDS", 8.0)
    monkeypatch.setattr(child, "PAGE_SECONDS", 4.0)
    return folder


def outcomes(path, filename, folder):
    """Return what becomes of a file: the code of its refusal, or for an archive what becomes of each entry."""
    if sniff(path.read_bytes()[:65536]).id == "zip":
        try:
            with path.open("rb") as file:
                unpacked = unpack(file, folder)
            found = {entry.refusal.code for entry in unpacked.refused}
            for entry in unpacked.entries:
                found |= opened(entry.path, entry.filename)
                entry.path.unlink()
            return found
        except InputRefused as refusal:
            assert refusal.detail
            return {refusal.code}
    return opened(path, filename)


def opened(path, filename):
    try:
        assert_sane(open_document(path, filename=filename))
    except InputRefused as refusal:
        assert refusal.detail
        return {refusal.code}
    return {SANE}


def assert_sane(seen):
    assert len(seen.images) == len(seen.document.pages) <= 10
    for page, image in zip(seen.document.pages, seen.images, strict=True):
        assert image.shape == (page.height_px, page.width_px, 3)
        assert page.width_px * page.height_px <= MAX_RENDERED_PIXELS * 1.1
    for surface in seen.surfaces:
        assert "root:" not in surface.text  # a line of /etc/passwd


def tree(folder):
    return {(str(path), path.stat().st_size) for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.slow if kind in SLOW else ()) for kind in HOSTILE]
)
def test_hostile_files_hurt_nobody(kind, tmp_path, scratch, listener):
    filename, make, expected = HOSTILE[kind]
    path = tmp_path / "stored"
    path.write_bytes(make(listener.address))
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    before, called, started = tree(tmp_path), listener.connections, time.monotonic()

    with Memory() as memory:
        found = outcomes(path, filename, unpacked)

    assert found and found <= expected, f"{found} is not among {set(expected)}"
    assert time.monotonic() - started < WALL_SECONDS
    assert memory.peak < CHILD_MEMORY_BYTES
    assert listener.connections == called
    assert tree(tmp_path) == before
    assert not [name for name in os.listdir("/tmp") if name.startswith("PWNED")]


def test_forty_kinds_and_more():
    assert len(HOSTILE) >= 40
    assert len({kind.partition(":")[0] for kind in HOSTILE}) >= 5


def test_a_good_file_opens_after_all_of_them(tmp_path, scratch):
    from tests.intake.files import pdf

    (tmp_path / "stored").write_bytes(pdf(text="good"))
    assert outcomes(tmp_path / "stored", "a.pdf", None) == {SANE}
    assert [pid for pid, _ in descendants() if b"decoder" in Path(f"/proc/{pid}/cmdline").read_bytes()] == []
