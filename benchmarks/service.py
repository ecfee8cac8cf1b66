"""Load on the whole service: `python -m benchmarks.service [--part PART] [--documents N] [--pages N]`.

- `batch`: N documents come as ZIPs of applicants, with a stub engine of 0.05 s a document. While they are worked on:
  memory of the web process, times of lists, an interactive upload beside them; at the end exact counts.
- `slow`: 200 connections that send a byte now and then; a normal upload beside them.
- `workers`: the same pages with one worker and with two, real engine, everything that is looked for, from the first
  upload to the last result; then times of reads beside two workers that are busy.

Needs a quiet machine. The last line is `RESULT {json}`.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import httpx

from benchmarks.service_load import (
    SLOW_CONNECTIONS,
    STUB_SECONDS,
    Interactive,
    Memory,
    SlowSenders,
    half_body,
    half_header,
    open_application,
    page_files,
    policy,
)
from tests.faults.house import House, running
from tests.faults.neighbour import Neighbour
from tests.faults.worker import HEAD
from workers.settings import Settings

PARTS = ("batch", "slow", "workers")
_FILES_A_ZIP = 100
_ZIPS_A_CALL = 5
_LONGEST_BATCH_SECONDS_A_DOCUMENT = 1.0
_MOST_WEB_BYTES = 500 << 20
_MOST_LIST_SECONDS = 0.3
_MOST_READ_SECONDS = 0.1
_MOST_TIMES_IDLE = 2.0
_LEAST_SPEED_UP = 1.8
_LEAST_PAGES_A_SECOND = 1.0


def main() -> int:
    """Run the parts that are asked for; return 0 where all are good."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--documents", type=int, default=10_000, help="of the batch")
    parser.add_argument("--pages", type=int, default=60, help="for each count of workers")
    options = parser.parse_args()
    work: dict[str, Callable[[Path], dict[str, object]]] = {
        "batch": lambda folder: batch(folder, options.documents),
        "slow": slow,
        "workers": lambda folder: workers(folder, options.pages),
    }
    results = {}
    for name in options.part or PARTS:
        with tempfile.TemporaryDirectory(prefix="service-") as folder:
            results[name] = work[name](Path(folder))
        print(f"{name}: {json.dumps(results[name])}", flush=True)
    good = all(result["good"] for result in results.values())
    print("RESULT", json.dumps({"good": good, **results}))
    return 0 if good else 1


def batch(folder: Path, documents: int) -> dict[str, object]:
    """Hand in a large batch and look at the service while it is worked on."""
    with running(folder, Settings(workers=2)) as house, house.client() as client:
        _until_workers_answer(client)
        interactive = Interactive(client)
        idle = median(interactive.seconds() for _ in range(15))
        memory = Memory(house)
        began = time.monotonic()
        made = client.post(
            "/batches", files={"policy": (None, policy()), "label": (None, "load")}, timeout=600
        ).raise_for_status()
        identity = made.json()["id"]
        handing_in = threading.Thread(target=_hand_in_batch, args=(house, identity, documents))
        handing_in.start()
        lists: list[float] = []
        beside: list[float] = []
        pages = ("/applications?limit=200", f"/batches/{identity}/applications?limit=200", f"/batches/{identity}")
        while handing_in.is_alive() or not _is_done(client, identity, documents):
            lists += [_timed(client, page) for page in pages]
            if not handing_in.is_alive():
                beside.append(interactive.seconds())
            memory.sample()
            time.sleep(0.2)
            if time.monotonic() - began > _LONGEST_BATCH_SECONDS_A_DOCUMENT * documents:
                break
        seconds = time.monotonic() - began
        counts = client.get(f"/batches/{identity}").raise_for_status().json()
        exact = _counted(counts) == (documents, documents)
    p95_list, times_idle = _percentile(lists, 95), median(beside or [math.inf]) / idle
    return {
        "documents": documents,
        "seconds": round(seconds, 1),
        "web_peak_mib": memory.peak >> 20,
        "list_p95_seconds": round(p95_list, 3),
        "lists": len(lists),
        "interactive_idle_seconds": round(idle, 3),
        "interactive_median_times_idle": round(times_idle, 2),
        "interactive_p95_times_idle": round(_percentile(beside, 95) / idle, 2) if beside else None,
        "interactive_uploads": len(beside),
        "exact_counts": exact,
        "good": exact
        and memory.peak < _MOST_WEB_BYTES
        and p95_list < _MOST_LIST_SECONDS
        and times_idle <= _MOST_TIMES_IDLE,
    }


def slow(folder: Path) -> dict[str, object]:
    """Open connections that never finish their request; upload beside them."""
    with running(folder, Settings(workers=1)) as house, house.client() as client:
        _until_workers_answer(client)
        interactive = Interactive(client)
        idle = median(interactive.seconds() for _ in range(10))
        results: dict[str, object] = {"interactive_idle_seconds": round(idle, 3), "connections": SLOW_CONNECTIONS}
        good = True
        for what, sent in (("header", half_header(house)), ("body", half_body(house, client))):
            with SlowSenders(house, sent) as senders:
                beside = []
                while len(beside) < 10 and math.inf not in beside:
                    beside.append(interactive.seconds(limit_seconds=15))
                results[f"{what}_open"] = senders.open
            times_idle = max(beside) if math.inf in beside else median(beside) / idle
            results[f"{what}_median_times_idle"] = round(times_idle, 2)
            good = good and times_idle <= _MOST_TIMES_IDLE and senders.open == SLOW_CONNECTIONS
    return {**results, "good": good}


def workers(folder: Path, pages: int) -> dict[str, object]:
    """Observe the same pages with one worker and with two, alike in all else; then time reads beside the two."""
    rates = {}
    for count in (1, 2):
        settings = Settings(workers=count, job_seconds=600)
        environment = {"VERIFIER_TESTS_WORKER": "real"}
        with running(folder / str(count), settings, environment) as house, house.client() as client:
            _warm(client, count)
            seconds, failed, _ = _observed(client, list(page_files(pages)), read=False)
            rates[count] = pages / seconds
            if count == 2:
                more = list(page_files(pages // 2, first=pages))
                seconds, failed_beside, reads = _observed(client, more, read=True)
                failed += failed_beside
    speed_up, p95_read = rates[2] / rates[1], _percentile(reads, 95)
    return {
        "pages": pages,
        "failed": failed,
        "pages_per_second_1_worker": round(rates[1], 2),
        "pages_per_second_2_workers": round(rates[2], 2),
        "speed_up": round(speed_up, 2),
        "pages_per_second_beside_reads": round(pages // 2 / seconds, 2),
        "read_p95_seconds": round(p95_read, 3),
        "reads": len(reads),
        "good": speed_up >= _LEAST_SPEED_UP
        and rates[2] >= _LEAST_PAGES_A_SECOND
        and p95_read < _MOST_READ_SECONDS
        and not failed,
    }


def _warm(client: httpx.Client, count: int) -> None:
    """Have every worker observe a page or two."""
    warm = [Neighbour(client, policy()) for _ in range(count)]
    for _ in range(3):
        begun = [neighbour.begin() for neighbour in warm]
        for neighbour, one in zip(warm, begun, strict=True):
            neighbour.wait(one, 600)


def _observed(client: httpx.Client, files: list[tuple[str, bytes]], *, read: bool) -> tuple[float, int, list[float]]:
    """Hand in pages, wait for them; return the seconds from the first upload on, how many failed, times of reads."""
    reads: list[float] = []
    began = time.monotonic()
    application, documents = _hand_in_pages(client, files)
    looked_at = (f"/applications/{application}", f"/documents/{documents[0]}", "/applications?limit=50")
    while True:
        if read:
            reads += [_timed(client, page) for page in looked_at]
        progress = client.get(f"/applications/{application}").raise_for_status().json()["progress"]
        if progress["done"] + progress["failed"] == progress["total"]:
            return time.monotonic() - began, progress["failed"], reads
        time.sleep(0.2 if read else 0.5)


def _hand_in_batch(house: House, identity: str, documents: int) -> None:
    with house.client() as client:
        zips = []
        for first in range(0, documents, _FILES_A_ZIP):
            zips.append(_applicant(range(first, min(first + _FILES_A_ZIP, documents))))
            if len(zips) == _ZIPS_A_CALL or first + _FILES_A_ZIP >= documents:
                files = [("file", (name, data)) for name, data in zips]
                client.post(f"/batches/{identity}/archives", files=files, timeout=600).raise_for_status()
                zips = []


def _applicant(numbers: range) -> tuple[str, bytes]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in numbers:
            archive.writestr(f"d{number}.pdf", HEAD + f"slow {STUB_SECONDS} {number}".encode())
    return f"applicant-{numbers[0]}.zip", file.getvalue()


def _hand_in_pages(client: httpx.Client, files: list[tuple[str, bytes]]) -> tuple[str, list[str]]:
    """Hand in pages as applicants do, one upload each."""
    application = open_application(client)
    documents = []
    for name, data in files:
        answer = client.post(f"/applications/{application}/documents", files={"file": (name, data)}, timeout=120)
        documents.append(answer.raise_for_status().json()["documents"][0]["id"])
    return str(application), documents


def _until_workers_answer(client: httpx.Client) -> None:
    Interactive(client).seconds()


def _is_done(client: httpx.Client, identity: str, documents: int) -> bool:
    return _counted(client.get(f"/batches/{identity}").raise_for_status().json()) == (documents, documents)


def _counted(shown: dict[str, object]) -> tuple[int, int]:
    """Return (documents, done) of a batch as shown."""
    progress = shown["progress"]
    assert isinstance(progress, dict)
    return int(progress["total"]), int(progress["done"])


def _timed(client: httpx.Client, page: str) -> float:
    began = time.monotonic()
    client.get(page).raise_for_status()
    return time.monotonic() - began


def _percentile(values: list[float], percent: int) -> float:
    if not values:
        return math.inf
    return sorted(values)[min(len(values) - 1, math.ceil(len(values) * percent / 100) - 1)]


if __name__ == "__main__":
    sys.exit(main())
