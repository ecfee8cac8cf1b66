"""How right whole applications are judged: planted defects that pass, and defects told that nobody planted.

Draws applications of fictional people (some faultless, some with faults planted), or takes `--folders DIR`: applicants'
folders with `planted.jsonl`, one line an expected defect or review, and perhaps `documents.jsonl`, what each file is.
A *wrong pass* is a planted defect that no finding tells, a *wrong reject* a finding `failed` where nothing was planted.
Every document is observed once; all figures come from those observations.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.accuracy.measuring import Rate, finish, plain
from models.policy import Policy
from models.report import Finding, Verdict
from tests.synthesis.faults import FAULTS, build
from verifier.certificates.dates import parse_date
from verifier.certificates.folding import fold
from verifier.folders import applicant_folders, read_applicant_folder
from verifier.policies.loader import load_policy
from verifier.screening import Screened, screen

POLICY = "xj-by-2024-qs"
NOW = dt.datetime.fromisoformat("2024-09-20T09:00:00+08:00")
FAULTLESS_EVERY = 3
"""Of so many applications in a row, the first has no fault."""

Key = tuple[str, str | None]


@dataclass
class Tally:
    """What was counted so far."""

    planted: dict[str, Counter[str]] = field(default_factory=dict)
    clean: dict[str, Counter[str]] = field(default_factory=dict)
    expected_reviews: Counter[str] = field(default_factory=Counter)
    reviews: list[int] = field(default_factory=list)
    needless: Counter[str] = field(default_factory=Counter)
    types: Counter[tuple[str, str]] = field(default_factory=Counter)
    fields: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    verdicts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", type=Path, help="applicants' folders with planted.jsonl; default: draw some")
    parser.add_argument("--count", type=int, default=6, help="how many applications to draw")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=("train", "dev", "held"), default="dev")
    parser.add_argument("--policy", default=POLICY)
    parser.add_argument("--processes", type=int)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folders = options.folders or draw(Path(place), options.count, options.seed, options.split)
        tally = measure(folders, load_policy(options.policy), options.processes)
    report(tally)


def draw(place: Path, count: int, seed: int, split: str) -> Path:
    """Draw `count` applications; the faults of FAULTS are dealt out among those that are to have any."""
    for index, faults in enumerate(deal(count, seed)):
        number = seed * 1000 + index
        build(place / f"{split}-{number}", number, faults, split=split)
    return place


def deal(count: int, seed: int) -> list[list[str]]:
    """Return the faults of each application: each fault once, two never on the same file."""
    hands: list[list[str]] = [[] for _ in range(count)]
    faulty = [hand for index, hand in enumerate(hands) if index % FAULTLESS_EVERY]
    names = list(FAULTS)
    random.Random(f"screening {seed}").shuffle(names)
    for name in names:
        files = [{FAULTS[other].filename for other in hand} for hand in faulty]
        free = [hand for hand, taken in zip(faulty, files, strict=True) if FAULTS[name].filename not in taken]
        if free:
            min(free, key=len).append(name)
    return hands


def measure(folders: Path, policy: Policy, processes: int | None) -> Tally:
    """Screen all applicants below `folders` and count."""
    tally = Tally()
    applicants = [read_applicant_folder(path) for path in applicant_folders(folders)]
    started = time.monotonic()
    for screened in screen(applicants, policy, now=NOW, processes=processes):
        name = screened.folder.id
        place = folders if (folders / "planted.jsonl").is_file() else folders / name
        count_findings(name, list(read_jsonl(place / "planted.jsonl")), screened, tally)
        count_documents(name, list(read_jsonl(place / "documents.jsonl")), screened, tally)
    print(f"{len(applicants)} applications in {time.monotonic() - started:.0f} s")
    return tally


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file, none where there is no file."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def count_findings(name: str, truth: Sequence[dict[str, Any]], screened: Screened, tally: Tally) -> None:
    """Compare the findings of one applicant with what was planted."""
    wanted: dict[Key, str] = {}
    for entry in truth:
        wanted.setdefault((entry["requirement"], entry["document"]), entry["verdict"])
    found = {(finding.requirement, finding.document): finding for finding in screened.report.findings}
    for key, verdict in wanted.items():
        _count_wanted(name, key, verdict, found.get(key), tally)
    for key, finding in found.items():
        if wanted.get(key) != Verdict.FAILED:
            _count_clean(name, key, finding, key in wanted, tally)
    tally.reviews.append(sum(finding.verdict is Verdict.NEEDS_REVIEW for finding in found.values()))
    tally.verdicts[screened.report.verdict.value] += 1


def _count_wanted(name: str, key: Key, verdict: str, finding: Finding | None, tally: Tally) -> None:
    answer = finding.verdict.value if finding is not None else "no finding"
    if verdict != Verdict.FAILED:
        tally.expected_reviews["asked" if answer in ("failed", "needs_review") else "missed"] += 1
        return
    told = answer if answer in ("failed", "needs_review") else "missed"
    tally.planted.setdefault(key[0], Counter())[told] += 1
    if told == "missed":
        tally.wrong.append(f"wrong pass: {name} {key[0]} {key[1]}: {answer}")
    elif told == "needs_review":
        tally.wrong.append(f"left open: {name} {key[0]} {key[1]}: {_said(finding)}")


def _count_clean(name: str, key: Key, finding: Finding, is_expected: bool, tally: Tally) -> None:
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return
    tally.clean.setdefault(key[0], Counter())[finding.verdict.value] += 1
    if finding.verdict in (Verdict.FAILED, Verdict.ERRORED):
        tally.wrong.append(f"wrong reject: {name} {key[0]} {key[1]}: {_said(finding)}")
    elif finding.verdict is Verdict.NEEDS_REVIEW and not is_expected:
        tally.needless[key[0]] += 1
        tally.wrong.append(f"needless: {name} {key[0]} {key[1]}: {_said(finding)}")


def _said(finding: Finding | None) -> str:
    return finding.message.replace("\n", " / ") if finding is not None else ""


def count_documents(name: str, truth: Iterable[dict[str, Any]], screened: Screened, tally: Tally) -> None:
    """Compare what each document was taken for, and its fields, with what it is."""
    for entry in truth:
        observation = screened.case.observations.get(entry["document"])
        taken = observation.type if observation is not None else None
        tally.types[entry["type"], taken or "unknown"] += 1
        if taken != entry["type"]:
            tally.wrong.append(f"type: {name} {entry['document']}: {entry['type']} taken for {taken}")
        if observation is None or taken != entry["type"]:
            continue
        for wanted in entry["fields"]:
            read = [one for one in observation.fields if one.name == wanted["name"] and one.page == wanted["page"]]
            if not read:
                continue
            values = [text for one in read for text in (one.value, one.raw) if text]
            right = any(_same(text, wanted["value"]) for text in values)
            answer = "right" if right else "unread" if not any(one.value for one in read) else "wrong"
            tally.fields.setdefault((entry["type"], wanted["name"]), Counter())[answer] += 1
            if answer != "right":
                shown = " | ".join(values) or "nothing"
                tally.wrong.append(f"field {answer}: {name} {entry['document']} {wanted['name']}: {shown}")


def _same(read: str, wanted: str) -> bool:
    """Tell whether both say the same, as text, as a date or as a number (公示5个工作日 read as 5)."""
    marks = str.maketrans("", "", "，。、：:,.—-")
    if plain(read).translate(marks) == plain(wanted).translate(marks):
        return True
    if parse_date(fold(wanted)).value == read:
        return True
    return read.isdigit() and re.findall(r"\d+", wanted) == [read]


def report(tally: Tally) -> None:
    """Print tables and the RESULT line."""
    print(f"\n{'requirement':>12} {'planted':>8} {'failed':>8} {'review':>8} {'missed':>8}   wrong rejects of judged")
    for requirement in sorted({*tally.planted, *tally.clean}):
        told, clean = tally.planted.get(requirement, Counter()), tally.clean.get(requirement, Counter())
        cells = [sum(told.values()), told["failed"], told["needs_review"], told["missed"]]
        shown = "".join(f"{cell or '-':>9}" for cell in cells)
        print(f"{requirement:>12}{shown}   {clean['failed']}/{sum(clean.values())} review {clean['needs_review']}")
    result = totals(tally)
    for line in tally.wrong:
        print(line)
    finish(result)


def totals(tally: Tally) -> dict[str, Any]:
    """Print the figures over all requirements; return them."""
    told = sum(tally.planted.values(), Counter[str]())
    clean = sum(tally.clean.values(), Counter[str]())
    planted, judged, applications = told.total(), clean.total(), len(tally.reviews)
    fields = sum(tally.fields.values(), Counter[str]())
    rates = {
        "planted_failed": Rate(told["failed"], planted),
        "planted_review": Rate(told["needs_review"], planted),
        "wrong_pass": Rate(told["missed"], planted),
        "wrong_reject": Rate(clean["failed"] + clean["errored"], judged),
        "expected_reviews_asked": Rate(tally.expected_reviews["asked"], tally.expected_reviews.total()),
        "types_right": Rate(sum(n for (a, b), n in tally.types.items() if a == b), tally.types.total()),
        "types_wrong": Rate(
            sum(n for (a, b), n in tally.types.items() if b not in (a, "unknown")), tally.types.total()
        ),
        "fields_right": Rate(fields["right"], fields.total()),
        "fields_wrong": Rate(fields["wrong"], fields.total()),
    }
    print()
    for name, rate in rates.items():
        print(f"{name:>24} {rate}")
    print(f"{'needs_review':>24} {sum(tally.reviews) / max(1, applications):.1f} an application, ", end="")
    print(f"{tally.needless.total() / max(1, applications):.1f} of them not expected: {dict(tally.needless)}")
    print(f"{'verdicts':>24} {dict(tally.verdicts)}")
    return {name: rate.as_json() for name, rate in rates.items()} | {
        "applications": applications,
        "reviews_per_application": sum(tally.reviews) / max(1, applications),
        "needless_reviews": dict(tally.needless),
        "wrong": tally.wrong,
    }


if __name__ == "__main__":
    main()
