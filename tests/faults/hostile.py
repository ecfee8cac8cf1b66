"""`python -m tests.faults.hostile [DIR]`: uploads every file of a folder to the running service, real workers and all.

Per file one line of rule C: the answer, the end state, seconds, peak memory of the worst process tree (MiB), workers
that died, foreign connections, files outside the store, and how long a neighbour's ordinary document took (as a
multiple of its idle time). Without DIR the generated kinds of `tests.intake.hostile`. Last line `RESULT {json}`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import httpx

from tests.faults.house import House, running
from tests.faults.neighbour import TERMINAL, Neighbour
from tests.faults.watching import Watch, outside, strays
from tests.intake.hostile import HOSTILE
from tests.intake.test_hostile import Listener
from verifier.policies.loader import list_policies
from workers.settings import Settings

MOST_SECONDS = 120
MOST_BYTES = 1536 << 20
MOST_TIMES_IDLE = 2.0
_MIB = 1 << 20


@dataclass(frozen=True)
class Outcome:
    """Rule C for one file."""

    file: str
    answer: int
    end: str
    seconds: float
    peak_mib: int
    dead_workers: int
    connections: int
    strays: int
    neighbour: float

    @property
    def is_good(self) -> bool:
        """Whether nobody but the file's own application has noticed; the neighbour is judged over all files."""
        return (
            self.answer < httpx.codes.INTERNAL_SERVER_ERROR
            and self.seconds <= MOST_SECONDS
            and self.peak_mib * _MIB <= MOST_BYTES
            and not (self.dead_workers or self.connections or self.strays)
            and not self.end.startswith("unfinished")
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="its files, at any depth; default: generated ones")
    parser.add_argument("--every", type=int, default=1, help="only every n-th file")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    listener = Listener()
    with tempfile.TemporaryDirectory(prefix="hostile-") as work:
        folder = options.folder
        files = generate(Path(work) / "files", listener.address) if folder is None else found_in(folder)
        outcomes, idle = run(Path(work), files[:: options.every], options.workers, listener)
    listener.close()
    figures = _figures(outcomes, idle)
    print("RESULT", json.dumps(figures, ensure_ascii=False))
    return 0 if figures["good"] else 1


@dataclass(frozen=True)
class Hostile:
    """A file: how it is called in the output, where it lies, and under which name it is sent."""

    label: str
    path: Path
    sent_as: str


def found_in(folder: Path) -> list[Hostile]:
    """Return every file of a folder, at any depth."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [Hostile(str(path.relative_to(folder)), path, path.name) for path in paths]


def generate(folder: Path, address: str) -> list[Hostile]:
    """Write one file of every generated kind."""
    folder.mkdir(parents=True)
    files = []
    for number, (kind, (name, make, _)) in enumerate(HOSTILE.items(), start=1):
        path = folder / f"{number:02}"
        path.write_bytes(make(address))
        files.append(Hostile(kind, path, name))
    return files


def run(work: Path, files: list[Hostile], workers: int, listener: Listener) -> tuple[list[Outcome], float]:
    """Upload the files one after the other; return what became of each, and the neighbour's idle seconds."""
    house_folder = work / "service"
    for room in ("tmp", "cwd"):
        (house_folder / room).mkdir(parents=True)
    environment = {"VERIFIER_TESTS_WORKER": "real", "TMPDIR": str(house_folder / "tmp")}
    policy = list_policies()[0].id
    with running(house_folder, Settings(workers=workers), environment) as house, house.client() as client:
        neighbour = Neighbour(client, policy)
        neighbour.wait(neighbour.begin())  # until the engines are loaded
        idle = neighbour.time_of(5)
        print(f"idle: {idle:.2f} s", flush=True)
        outcomes = []
        for hostile in files:
            outcome = _one(house, client, neighbour, policy, hostile, idle, listener)
            print(" ".join(str(value) for value in asdict(outcome).values()), flush=True)
            outcomes.append(outcome)
    return outcomes, idle


def _one(
    house: House, client: httpx.Client, neighbour: Neighbour, policy: str, hostile: Hostile, idle: float,
    listener: Listener,
) -> Outcome:  # fmt: skip
    workers, before, heard = {process.pid for process in house.processes("worker")}, outside(), listener.connections
    application = client.post("/applications", json={"policy": policy}).raise_for_status().json()["id"]
    with Watch(house) as watch:
        began = time.monotonic()
        with hostile.path.open("rb") as content:
            answer = client.post(
                f"/applications/{application}/documents",
                files={"file": (hostile.sent_as, content)},
                timeout=MOST_SECONDS,
            )
        other = neighbour.begin()
        end = _end(client, answer, began)
        seconds = time.monotonic() - began
        others_seconds = neighbour.wait(other)
    dead = workers - {process.pid for process in house.processes("worker")}
    return Outcome(
        file=hostile.label,
        answer=answer.status_code,
        end=end,
        seconds=round(seconds, 1),
        peak_mib=watch.peak_bytes // _MIB,
        dead_workers=len(dead),
        connections=len(watch.connections) + listener.connections - heard,
        strays=len(strays(house)) + len(outside() - before),
        neighbour=round(others_seconds / idle, 2),
    )


def _end(client: httpx.Client, answer: httpx.Response, began: float) -> str:
    """Wait for the documents of an upload; return their end states, or why the upload was refused."""
    if not answer.is_success:
        return f"refused:{answer.json().get('code')}" if answer.content else "refused"
    body = answer.json()
    ends = {f"refused:{refused['code']}" for refused in body["refused"]}
    waiting = [document["id"] for document in body["documents"]]
    while waiting:
        if time.monotonic() - began > 3 * MOST_SECONDS:
            return f"unfinished:{len(waiting)}"
        document = client.get(f"/documents/{waiting[-1]}").raise_for_status().json()
        if document["state"] not in TERMINAL:
            time.sleep(0.1)
            continue
        ends.add(document["error"]["code"] if document["error"] else document["state"])
        waiting.pop()
    return "+".join(sorted(ends)) or "nothing"


def _figures(outcomes: list[Outcome], idle: float) -> dict[str, object]:
    times = sorted(outcome.neighbour for outcome in outcomes)
    bad = [outcome.file for outcome in outcomes if not outcome.is_good]
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))] if times else 0.0
    return {
        "good": bool(outcomes) and not bad and p95 <= MOST_TIMES_IDLE,
        "files": len(outcomes),
        "against_rule_c": bad,
        "answers_of_5xx": sum(outcome.answer >= httpx.codes.INTERNAL_SERVER_ERROR for outcome in outcomes),
        "worker_deaths": sum(outcome.dead_workers for outcome in outcomes),
        "longest_seconds": max((outcome.seconds for outcome in outcomes), default=0),
        "peak_mib": max((outcome.peak_mib for outcome in outcomes), default=0),
        "connections": sum(outcome.connections for outcome in outcomes),
        "files_outside": sum(outcome.strays for outcome in outcomes),
        "neighbour_idle_seconds": round(idle, 2),
        "neighbour_median_times_idle": median(times) if times else 0,
        "neighbour_p95_times_idle": p95,
        "neighbour_worst_times_idle": times[-1] if times else 0,
    }


if __name__ == "__main__":
    sys.exit(main())
