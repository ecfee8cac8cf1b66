"""`python -m tests.faults [--full] [--only PART]`: everything that may go wrong, over the real service.

Observer and judge are fakes that take 0.1 s a document; web process, queue server, workers, supervisor, database and
files are the product's. The last line is `RESULT {json}`; the exit status is 0 where every part is good.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults import absence, points, storm
from tests.faults.storm import QUICK
from workers.settings import Settings

PARTS = ("storm", "points", "delivery", "absence", "defaults")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="queue server away for 10 minutes instead of 20 s")
    parser.add_argument("--only", choices=PARTS, action="append", help="these parts only")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--queue-kills", type=int, default=10)
    parser.add_argument("--every", type=float, default=1.5, help="seconds between two kills")
    parser.add_argument("--times", type=int, default=3, help="kills at every named point")
    parser.add_argument("--point", help="this named point only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the stores and logs of the run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        results = run(options.keep or Path(folder), options)
    good = all(result["good"] for result in results.values())
    print("RESULT", json.dumps({"good": good, **_figures(results), **results}))
    return 0 if good else 1


def run(folder: Path, options: argparse.Namespace) -> dict[str, dict[str, object]]:
    wanted = options.only or PARTS
    results: dict[str, dict[str, object]] = {}

    def add(name: str, work: Callable[[], dict[str, object]]) -> None:
        began = time.monotonic()
        results[name] = work()
        print(f"{name}: {json.dumps(results[name])} ({time.monotonic() - began:.0f} s)", flush=True)

    if "storm" in wanted:
        kind = storm.Storm(options.documents, options.kills, options.queue_kills, options.every, options.seed)
        add("storm", lambda: storm.run(folder / "storm", kind))
    if "points" in wanted:
        for point, task in points.ALL:
            name = point if task is None or point in task.points else f"{point}:{task.name}"
            if options.point in (None, point):
                add(name, lambda name=name, point=point, task=task: points.run(  # type: ignore[misc]
                    folder / name, point, options.times, task=task
                ))  # fmt: skip
    if "delivery" in wanted:
        add("triple_delivery", lambda: storm.run_triple_delivery(folder / "delivery", 60))
        add("triple_delivery_of_tasks", lambda: storm.run_triple_delivery_of_tasks(folder / "tasks", 20))
    if "absence" in wanted:
        away = 600.0 if options.full else 20.0
        add("queue_away", lambda: absence.run(folder / "absence", away, 40))
    if "defaults" in wanted:
        # With the leases that an installation has: how long a document waits after its worker was killed.
        usual = Settings(workers=QUICK.workers)
        add("usual_leases", lambda: points.run(folder / "defaults", "after_observe", 1, usual))
    return results


def _figures(results: dict[str, dict[str, object]]) -> dict[str, object]:
    """Return the figures that are promised, over all parts."""

    def total(name: str) -> int:
        return sum(int(str(result[name])) for result in results.values())

    return {
        "accepted": total("accepted"),
        "lost": total("lost"),
        "double_results": total("double_results"),
        "unfinished_over_120s": total("over_limit"),
        "breaches": total("breaches"),
        "left_to_a_person": total("to_a_person"),
        "double_webhooks": sum(
            int(str(result.get(name, 0)))
            for result in results.values()
            for name in ("webhooks_twice_under_one_id", "documents_told_twice")
        ),
    }


if __name__ == "__main__":
    sys.exit(main())
