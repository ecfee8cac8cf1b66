"""Processes of this machine as /proc shows them: who is whose child, what it runs, how much memory it holds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: str
    state: str
    resident: int
    """Bytes in memory, those shared with others too."""


def all_processes() -> dict[int, Process]:
    """Return every process that runs now, by its id."""
    found = {}
    for place in Path("/proc").iterdir():
        if not place.name.isdigit():
            continue
        try:
            head, _, rest = (place / "stat").read_text().rpartition(")")
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it has just ended
        fields = rest.split()
        pid = int(head.split(" ", 1)[0])
        found[pid] = Process(pid, int(fields[1]), command, fields[0], int(fields[21]) * _PAGE)
    return found


def tree(root: int) -> list[Process]:
    """Return the process `root` and all below it."""
    known = all_processes()
    wanted, found = [root], []
    while wanted:
        pid = wanted.pop()
        if pid in known:
            found.append(known[pid])
            wanted += [process.pid for process in known.values() if process.parent == pid]
    return found


def memory_of(root: int) -> int:
    """Return the bytes of the whole tree, pages that are shared counted once (PSS), where the kernel tells."""
    total = 0
    for process in tree(root):
        try:
            rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return total
