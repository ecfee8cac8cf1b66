"""Are contradictions between documents found, and is nothing said of applications without one?

Draws whole applications of fictional people under every notice, as a perfect reader would see them (`--read`: as the
engine reads their scans), with the papers that an office asks for besides (registry, degree, insurance, licence ...).
In each, one field of one document at a time is made to say something else (lines and field alike, nothing else on the
page), and the whole application is judged.
*Found*: a finding that names the document was not there before, or says more than before. *False*: a finding of the
comparison (`CON-`) on an application without a contradiction.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass, replace

from benchmarks.accuracy.contradiction_kinds import KINDS, Kind, Planting, planted
from benchmarks.accuracy.contradiction_office import Desk, reading
from benchmarks.accuracy.measuring import Rate, finish
from models.report import Finding, Verdict
from tests.synthesis.notices.registered import NOTICES
from tests.synthesis.perfect import perfect_observation
from verifier.consistency.leads import KINDS as LEADS
from verifier.reading.engines import create_engine

OPEN = (Verdict.FAILED, Verdict.NEEDS_REVIEW)


@dataclass
class Tally:
    """What was counted so far."""

    found: Counter[str]
    planted: Counter[str]
    told_by: Counter[str]
    false: list[str]
    missed: list[str]
    applications: int = 0
    with_false: int = 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="how many applications, over all notices")
    parser.add_argument("--seed", type=int, default=9000)
    parser.add_argument("--split", choices=("train", "dev", "held"), default="dev")
    parser.add_argument("--read", action="store_true", help="scan the pages and read them by the engine")
    options = parser.parse_args()
    engine = create_engine() if options.read else None
    tally = Tally(Counter(), Counter(), Counter(), [], [])
    notices = list(NOTICES.values())
    for index in range(options.count):
        seed = options.seed + index
        see = reading(engine, seed) if engine is not None else perfect_observation
        desk = Desk(notices[index % len(notices)], seed, options.split, see)
        measure(desk, tally)
        print(f"{index + 1} applications, {tally.found.total()} of {tally.planted.total()} found", flush=True)
    report(tally)


def measure(desk: Desk, tally: Tally) -> None:
    """Judge one application as it is, and with each contradiction that it has a place for."""
    name = f"{desk.notice.policy} {desk.seed}"
    clean = desk.judged(desk.papers)
    false = [one for one in clean if one.requirement in LEADS]
    tally.applications += 1
    tally.with_false += bool(false)
    tally.false += [f"false: {name} {one.requirement} {one.document}: {one.message}" for one in false]
    rng = random.Random(f"contradictions {name}")
    for kind in KINDS:
        planting = planted(kind, desk, rng)
        if planting is not None:
            _count(kind, planting, clean, desk, tally)


def _count(kind: Kind, planting: Planting, clean: tuple[Finding, ...], desk: Desk, tally: Tally) -> None:
    before = {(one.requirement, one.document): one for one in clean}
    told = [
        one
        for one in desk.judged(planting.papers)
        if one.verdict in OPEN
        and _names(one, planting.documents)
        and _says_more(one, before.get((one.requirement, one.document)))
    ]
    tally.planted[kind.name] += 1
    if told:
        tally.found[kind.name] += 1
        tally.told_by["clause" if any(one.requirement not in LEADS for one in told) else "comparison"] += 1
    else:
        tally.missed.append(f"missed: {desk.notice.policy} {desk.seed} {kind.name}: {planting.said}")


def _names(finding: Finding, documents: frozenset[str]) -> bool:
    return finding.document in documents or any(piece.document in documents for piece in finding.evidence)


def _says_more(finding: Finding, before: Finding | None) -> bool:
    if before is None or before.verdict not in OPEN:
        return True
    return replace(finding, measures=None) != replace(before, measures=None)


def report(tally: Tally) -> None:
    """Print the figures and the RESULT line."""
    for line in (*tally.false, *tally.missed):
        print(line)
    kinds = {name: Rate(tally.found[name], tally.planted[name]) for name in tally.planted}
    for name, rate in kinds.items():
        print(f"{name:>28} {rate}")
    total = Rate(tally.found.total(), tally.planted.total())
    false = Rate(tally.with_false, tally.applications)
    print(f"\n{'found':>28} {total}\n{'clean applications doubted':>28} {false}\ntold by {dict(tally.told_by)}")
    finish(
        {
            "found": total.as_json(),
            "false_applications": false.as_json(),
            "false": len(tally.false),
            "kinds": {name: rate.as_json() for name, rate in kinds.items()},
        }
    )


if __name__ == "__main__":
    main()
