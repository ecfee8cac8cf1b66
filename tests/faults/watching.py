"""What a file does to the machine while the service handles it: memory, connections, files where none belong."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType

from tests.faults.house import House
from tests.faults.processes import Process, tree

_KEPT = ("blobs", "queue", "spool", "verifier.db", "serve.lock", "corpora")
"""What belongs into the data folder, by the beginning of its name."""

_LOOPBACK = ("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F")
_LISTEN = "0A"


class Watch:
    """Samples the service while it is open: `peak_bytes` of the worst process tree, and foreign connections seen."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.peak_bytes = 0
        self.connections: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stop.wait(0.1):
            for kind in ("worker", "web"):
                for root in self._house.processes(kind):
                    below = tree(root.pid)
                    own = [process for process in below if kind == "web" or not is_its_parent_still(process, below)]
                    self.peak_bytes = max(self.peak_bytes, sum(process.resident for process in own))
                    self.connections |= foreign_connections([process.pid for process in below])


def is_its_parent_still(process: Process, others: list[Process]) -> bool:
    """Tell whether a process was just split off and runs no program of its own: its memory is still its parent's."""
    parent = next((other for other in others if other.pid == process.parent), None)
    return parent is not None and process.command == parent.command


def foreign_connections(pids: list[int]) -> set[str]:
    """Return the remote ends, other than of this machine, of TCP and UDP sockets that these processes hold."""
    found = set()
    for pid in pids:
        try:
            inodes = {
                os.readlink(entry.path)[8:-1]
                for entry in os.scandir(f"/proc/{pid}/fd")
                if os.readlink(entry.path).startswith("socket:")
            }
            tables = [Path(f"/proc/{pid}/net/{table}").read_text() for table in ("tcp", "tcp6", "udp", "udp6")]
        except OSError:
            continue  # it has just ended
        for line in "\n".join(tables).splitlines():
            fields = line.split()
            if len(fields) > 9 and fields[9] in inodes and fields[3] != _LISTEN:
                address, _, port = fields[2].partition(":")
                if address not in _LOOPBACK and int(port, 16):
                    found.add(fields[2])
    return found


def strays(house: House) -> list[str]:
    """Return files that lie where none belong, or that should be gone when nothing is in work."""
    data, folder = house.settings.data_dir, house.folder
    odd = [path for path in data.iterdir() if not path.name.startswith(_KEPT)]
    odd += [path for path in folder.iterdir() if path.name not in ("data", "log", "key", "tmp", "cwd")]
    for room in (folder / "tmp", folder / "cwd", data / "spool", data / "blobs" / ".incoming"):
        if room.is_dir():
            odd += [path for path in room.rglob("*") if path.is_file() and not _is_ours(path)]
    return sorted(str(path.relative_to(folder)) for path in odd)


def _is_ours(path: Path) -> bool:
    # gunicorn keeps a heartbeat file open and unlinked; numba compiles into its own folder.
    return path.name.startswith("wgunicorn-") or path.suffix in (".nbi", ".nbc")


def outside(places: tuple[str, ...] = ("/", "/etc", "/root", "/var/tmp", "/home")) -> set[str]:
    """Return what lies in folders of the system into which an archive's `../..` or `/etc` would lead."""
    return {
        f"{place}/{name}" for place in places if os.path.isdir(place) and os.access(place, os.R_OK)
        for name in os.listdir(place)
    }  # fmt: skip
