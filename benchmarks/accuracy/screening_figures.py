"""Counts what was told of whole applications against what was planted in them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from benchmarks.accuracy.measuring import Rate, plain
from models.policy import Policy
from models.report import Finding, Verdict
from verifier.certificates.dates import parse_date
from verifier.certificates.folding import fold
from verifier.screening import Screened

_ROWS: Final = Path(__file__).parents[2] / "tests" / "policies" / "requirements.csv"
_DECIDED_BY: Final = ("A", "B", "C")

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
    passed_with_defects: int = 0
    rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Of faultless applications: (automation, what became of a row) -> how many rows."""
    wrong: list[str] = field(default_factory=list)


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
    tally.passed_with_defects += screened.report.verdict is Verdict.PASSED and Verdict.FAILED in wanted.values()


def _count_wanted(name: str, key: Key, verdict: str, finding: Finding | None, tally: Tally) -> None:
    answer = finding.verdict.value if finding is not None else "no finding"
    if verdict != Verdict.FAILED:
        tally.expected_reviews["asked" if answer in ("failed", "needs_review") else "missed"] += 1
        return
    told = answer if answer in ("failed", "needs_review") else "missed"
    tally.planted.setdefault(key[0], Counter())[told] += 1
    if told == "missed":
        tally.wrong.append(f"wrong pass: {name} {key[0]} {key[1]}: {answer}: {_said(finding)}")
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


def count_rows(screened: Screened, policy: Policy, tally: Tally) -> None:
    """Count which requirements a faultless application leaves to a person, and for want of an annex or not."""
    asked = {one.requirement for one in screened.report.findings if one.verdict is Verdict.NEEDS_REVIEW}
    for requirement in policy.requirements:
        automation = _automation().get(requirement.id)
        if automation is None:
            continue
        sources = [policy.external[key] for call in requirement.checks for key in call.external.values()]
        lacks = any(source.value is None for source in sources)
        answer = "settled" if requirement.id not in asked else "no source" if lacks else "asked"
        tally.rows[automation, answer] += 1


@lru_cache(maxsize=1)
def _automation() -> dict[str, str]:
    with _ROWS.open(encoding="utf-8") as stream:
        return {entry["id"]: entry["automation"] for entry in csv.DictReader(stream)}


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


def shown(tally: Tally) -> None:
    """Print the table of requirements and every answer that was not right."""
    print(f"\n{'requirement':>12} {'planted':>8} {'failed':>8} {'review':>8} {'missed':>8}   wrong rejects of judged")
    for requirement in sorted({*tally.planted, *tally.clean}):
        told, clean = tally.planted.get(requirement, Counter()), tally.clean.get(requirement, Counter())
        cells = [sum(told.values()), told["failed"], told["needs_review"], told["missed"]]
        printed = "".join(f"{cell or '-':>9}" for cell in cells)
        print(f"{requirement:>12}{printed}   {clean['failed']}/{sum(clean.values())} review {clean['needs_review']}")
    for line in tally.wrong:
        print(line)


def totals(tally: Tally) -> dict[str, Any]:
    """Print the figures over all requirements; return them."""
    told = sum(tally.planted.values(), Counter[str]())
    clean = sum(tally.clean.values(), Counter[str]())
    planted, applications = told.total(), len(tally.reviews)
    fields = sum(tally.fields.values(), Counter[str]())
    false_defects = clean["failed"] + clean["errored"]
    rates = {
        "planted_found": Rate(told["failed"] + told["needs_review"], planted),
        "planted_failed": Rate(told["failed"], planted),
        "planted_review": Rate(told["needs_review"], planted),
        "wrong_pass": Rate(told["missed"], planted),
        "wrong_reject": Rate(false_defects, clean.total()),
        "expected_reviews_asked": Rate(tally.expected_reviews["asked"], tally.expected_reviews.total()),
        **_rates_of_rows(tally),
        "types_right": Rate(sum(n for (a, b), n in tally.types.items() if a == b), tally.types.total()),
        "types_wrong": Rate(
            sum(n for (a, b), n in tally.types.items() if b not in (a, "unknown")), tally.types.total()
        ),
        "fields_right": Rate(fields["right"], fields.total()),
        "fields_wrong": Rate(fields["wrong"], fields.total()),
    }
    print()
    for name, rate in rates.items():
        print(f"{name:>28} {rate}")
    each = false_defects / max(1, applications)
    print(f"{'false defects':>28} {each:.2f} an application, of {applications}")
    print(f"{'needs_review':>28} {sum(tally.reviews) / max(1, applications):.1f} an application, ", end="")
    print(f"{tally.needless.total() / max(1, applications):.1f} of them not expected: {dict(tally.needless)}")
    print(f"{'verdicts':>28} {dict(tally.verdicts)}, passed with a defect {tally.passed_with_defects}")
    return {name: rate.as_json() for name, rate in rates.items()} | {
        "applications": applications,
        "false_defects_per_application": each,
        "passed_with_defects": tally.passed_with_defects,
        "reviews_per_application": sum(tally.reviews) / max(1, applications),
        "needless_reviews": dict(tally.needless),
        "wrong": tally.wrong,
    }


def _rates_of_rows(tally: Tally) -> dict[str, Rate]:
    """Return which part of the rows of faultless applications a person is asked, with missing annexes and without."""
    rates = {}
    for automation in _DECIDED_BY:
        total = sum(count for (one, _), count in tally.rows.items() if one == automation)
        asked, lacking = tally.rows[automation, "asked"], tally.rows[automation, "no source"]
        rates[f"faultless_{automation}_rows_asked"] = Rate(asked + lacking, total)
        rates[f"{automation}_rows_with_all_annexes"] = Rate(asked, total - lacking)
    return rates
