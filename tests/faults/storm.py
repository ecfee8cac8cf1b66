"""The kill storm: SIGKILLs of workers, of the web process, of the supervisor, and of the queue server with its file."""

from __future__ import annotations

import collections
import random
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.house import House, running
from tests.faults.office import Office, audit, wait_until_done
from tests.faults.receiver import ALLOWED, Receiver
from tests.faults.tasks import TASKS
from workers.queue import OBSERVE, JobQueue
from workers.settings import Settings

JOB_SECONDS = 0.2
QUICK = Settings(workers=2, lease_seconds=2, reconcile_seconds=0.5, drain_seconds=5, web_threads=4)
"""Short leases, so that a storm of minutes is one of hours; what they guard is the same."""

_VICTIMS = ("worker", "worker", "worker", "worker", "worker", "web", "web", "web", "supervisor")
_SETTLE_SECONDS = 240
_WORK_SECONDS = 2.0
_PER_APPLICATION = 10
_OFFICES = 2


@dataclass(frozen=True)
class Storm:
    """How much: documents to hand in, kills of processes, kills of the queue server; seconds between two kills."""

    documents: int = 1000
    kills: int = 100
    queue_kills: int = 10
    every_seconds: float = 1.5
    seed: int = 1


def run(folder: Path, storm: Storm) -> dict[str, object]:
    """Hand in while processes are killed; return what an audit finds afterwards."""
    started = time.monotonic()
    with running(folder, QUICK) as house:
        offices = [Office(house) for _ in range(_OFFICES)]
        failed: list[BaseException] = []
        shares = [storm.documents // _OFFICES + (n < storm.documents % _OFFICES) for n in range(_OFFICES)]
        pause = storm.every_seconds * (storm.kills + storm.queue_kills) / max(shares)
        threads = [
            threading.Thread(target=_hand_in, args=(office, share, pause, failed))
            for office, share in zip(offices, shares, strict=True)
        ]
        for thread in threads:
            thread.start()
        killed = _kill(house, storm)
        for thread in threads:
            thread.join()
        settled = wait_until_done(house, _SETTLE_SECONDS)
        retries = sum(office.retries for office in offices)
        errors = sum(office.server_errors for office in offices)
        for office in offices[1:]:
            offices[0].accepted |= office.accepted
            offices[0].applications += office.applications
        for office in offices:
            office.close()
        house.stop()
        found = audit(house, offices[0], JOB_SECONDS)
    return {
        **asdict(found),
        "kills": dict(killed),
        "attempts_cut_off": sum((attempt - 1) * times for attempt, times in found.attempts.items()),
        "restarts_of_the_supervisor": house.restarts,
        "calls_repeated": retries,
        "answers_of_5xx": errors,
        "settled": settled,
        "offices_that_gave_up": [str(error)[:300] for error in failed],
        "seconds": round(time.monotonic() - started, 1),
        "good": found.is_good and settled and not failed and found.accepted == storm.documents,
    }


def _hand_in(office: Office, documents: int, pause: float, failed: list[BaseException]) -> None:
    try:
        application = ""
        for number in range(documents):
            if number % _PER_APPLICATION == 0:
                application = office.application()
            office.hand_in(application, f"slow {JOB_SECONDS} {id(office)}")
            time.sleep(pause * 0.8)
    except Exception as error:  # noqa: BLE001  # told by the result; a thread's would be lost
        failed.append(error)


def _kill(house: House, storm: Storm) -> collections.Counter[str]:
    chance = random.Random(storm.seed)
    plan = ["queue"] * storm.queue_kills + [chance.choice(_VICTIMS) for _ in range(storm.kills)]
    chance.shuffle(plan)
    killed: collections.Counter[str] = collections.Counter()
    for kind in plan:
        house.wait_until_up()  # a service that is killed before it answers is not stormed, it is away
        time.sleep(storm.every_seconds * chance.uniform(0.5, 1.5))
        for _ in range(100):
            if _strike(house, kind, chance):
                killed[kind] += 1
                break
            time.sleep(0.1)  # it has just been killed and is not back yet
    return killed


def _strike(house: House, kind: str, chance: random.Random) -> bool:
    if kind == "supervisor":
        return house.kill(house.supervisor)
    if kind == "queue":
        return house.kill_queue_without_its_file()
    if kind == "worker":
        _until_at_work(house)
    found = house.processes(kind)
    return bool(found) and house.kill(chance.choice(found).pid)


def _until_at_work(house: House) -> None:
    """Wait a moment for a document in work: a kill of an idle worker proves little."""
    limit = time.monotonic() + _WORK_SECONDS
    while not house.is_at_work() and time.monotonic() < limit:
        time.sleep(0.01)


def run_triple_delivery(folder: Path, documents: int) -> dict[str, object]:
    """Put every job into the queue three times; a receiver counts what it is told."""
    with running(folder, QUICK.model_copy(update=ALLOWED)) as house, Receiver(house) as receiver:
        office = Office(house)
        application = office.application()
        queue = JobQueue(queue_url(house))
        for _ in range(documents):
            document = office.hand_in(application, f"slow {JOB_SECONDS}")
            for attempt in (1, 2, 3):
                queue.hint(OBSERVE, document, attempt=attempt)
        settled = wait_until_done(house, _SETTLE_SECONDS)
        for revision in range(3):
            queue.judge(application, revision=documents * 2 + revision)
        limit = time.monotonic() + 60
        while (queue.waiting() or len(receiver.told) < documents) and time.monotonic() < limit:
            time.sleep(0.1)
        time.sleep(2)  # whatever would come a second time
        office.close()
        house.stop()
        found = audit(house, office, JOB_SECONDS)
    told = receiver.figures()
    once = told["webhooks_twice_under_one_id"] == told["documents_told_twice"] == 0
    good = found.is_good and settled and set(found.attempts) == {1} and once and told["documents_told"] == documents
    return {**asdict(found), **told, "settled": settled, "good": good}


def run_triple_delivery_of_tasks(folder: Path, times: int) -> dict[str, object]:
    """Put the job of every kind of task into the queue three times, with two workers that take them."""
    with running(folder, QUICK) as house:
        office = Office(house)
        queue = JobQueue(queue_url(house))
        for _ in range(times):
            for task in TASKS:
                asked = office.ask(task)
                for attempt in (1, 2, 3):
                    queue.hint(task.duty, asked, attempt=attempt)
        settled = wait_until_done(house, _SETTLE_SECONDS)
        limit = time.monotonic() + 60
        while queue.waiting() and time.monotonic() < limit:
            time.sleep(0.1)
        office.close()
        house.stop()
        found = audit(house, office, JOB_SECONDS)
    good = found.is_good and settled and set(found.attempts) == {1} and found.accepted == times * len(TASKS)
    return {**asdict(found), "settled": settled, "good": good}


def queue_url(house: House) -> str:
    """Return where the private queue server of a service answers."""
    socket = next((house.settings.queue_folder).glob("*.sock"), None)
    if socket is not None:
        return f"unix://{socket}"
    # A folder with a long name has its socket elsewhere; the queue server's command line tells where.
    command = house.processes("queue")[0].command
    return f"unix://{command.split('unixsocket:')[-1].split()[0]}"
