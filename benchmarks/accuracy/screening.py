"""How right whole applications are judged: planted defects that pass, and defects told that nobody planted.

Draws applications of fictional people under every notice (one in three faultless, the others with faults planted), or
takes `--folders DIR`: applicants' folders with `planted.jsonl`, one line an expected defect or review, and perhaps
`documents.jsonl`, what each file is. A *wrong pass* is a planted defect that no finding tells, a *wrong reject* a
finding `failed` where nothing was planted. With `--keep DIR` every file is read once for all runs of one engine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.measuring import finish
from benchmarks.accuracy.screening_figures import Tally, count_documents, count_findings, count_rows, shown, totals
from models.observation import Observation
from models.policy import Policy
from models.report import Verdict
from models.values import from_json, to_json
from tests.synthesis.faults import POLICY
from tests.synthesis.notices.registered import NOTICES
from tests.synthesis.sets.folders import write_folder
from tests.synthesis.sets.recipe import Recipe
from verifier.consistency.batch import Shared
from verifier.folders import ApplicantFolder, applicant_folders, read_applicant_folder
from verifier.judging import judge
from verifier.looking import Looked, Lookers
from verifier.observing import OBSERVER
from verifier.owners import Owners, with_findings
from verifier.policies.loader import load_policy
from verifier.rosters.matching import identity_of
from verifier.screening import Screened, build_case

NOW = dt.datetime.fromisoformat("2024-09-20T09:00:00+08:00")
POLICIES = (POLICY, *NOTICES)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", type=Path, help="applicants' folders with planted.jsonl; default: draw some")
    parser.add_argument("--policy", action="append", help="of the folders, or to draw under; default: each")
    parser.add_argument("--each", type=int, default=3, help="how many applications to draw under each notice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=("train", "dev", "held"), default="dev")
    parser.add_argument("--keep", type=Path, help="keep drawn applications and observations here for the next run")
    parser.add_argument("--processes", type=int)
    options = parser.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        place = options.keep or Path(scratch)
        for name in options.policy or ([POLICY] if options.folders else POLICIES):
            folders = options.folders or draw(place / "drawn", name, options.each, options.seed, options.split)
            measure(folders, load_policy(name), tally, place / "observed", options.processes)
    shown(tally)
    finish(totals(tally))


def draw(place: Path, policy: str, count: int, seed: int, split: str) -> Path:
    """Draw `count` applications under a notice, those that are not there yet; returns their folder."""
    recipe = Recipe("applications", count=count, seed=seed, split=split, policy=policy)
    folder = place / f"{policy}-{split}-{seed}-{count}"
    for index in range(count):
        if not any(folder.glob(f"*-{seed * 100_000 + index}/planted.jsonl")):
            write_folder(folder, recipe, index)
    return folder


def measure(place: Path, policy: Policy, tally: Tally, kept: Path, processes: int | None) -> None:
    """Screen all applicants below `place` and count."""
    folders = [read_applicant_folder(path) for path in applicant_folders(place)]
    started = time.monotonic()
    for one in screened(folders, policy, kept, processes):
        name = one.folder.id
        own = place if (place / "planted.jsonl").is_file() else place / name
        truth = list(read_jsonl(own / "planted.jsonl"))
        count_findings(name, truth, one, tally)
        count_documents(name, list(read_jsonl(own / "documents.jsonl")), one, tally)
        if all(entry["verdict"] != Verdict.FAILED for entry in truth):
            count_rows(one, policy, tally)
    print(f"{policy.id}: {len(folders)} applications in {time.monotonic() - started:.0f} s", flush=True)


def screened(
    folders: Sequence[ApplicantFolder], policy: Policy, kept: Path, processes: int | None
) -> Iterator[Screened]:
    """Yield each applicant judged, as `verifier screen` judges a batch, on the day that belongs to the notice."""
    now = dt.datetime.fromisoformat(NOTICES[policy.id].now) if policy.id in NOTICES else NOW
    owners = Owners((folder.id, identity_of(folder.applicant, {})) for folder in folders)
    shared = Shared()
    with Lookers(processes) as lookers:
        pending = [
            (folder, [look(material.path, kept, lookers) for material in folder.materials]) for folder in folders
        ]
        for folder, looked in pending:
            case = build_case(folder, policy, [one() for one in looked])
            report = with_findings(judge(case, policy, now=now), (*owners.findings(case), *shared.findings(case)))
            yield Screened(folder, case, report)


def look(path: Path, kept: Path, lookers: Lookers) -> Callable[[], Looked]:
    """Begin to look at a file that was not looked at before; returns what waits for the answer."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    stored = kept / f"{digest}-{OBSERVER}.json"
    if stored.is_file():
        return lambda: Looked(digest, from_json(Observation, stored.read_bytes()), None)
    (future,) = lookers.submit([path])

    def wait() -> Looked:
        seen = lookers.result(path, future)
        if seen.observation is not None:
            kept.mkdir(parents=True, exist_ok=True)
            stored.write_bytes(to_json(seen.observation))
        return seen

    return wait


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file, none where there is no file."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


if __name__ == "__main__":
    main()
