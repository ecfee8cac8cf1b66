"""The table of every requirement: pack, checks, verdicts that it can reach, tests. Its page in docs is made here."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from models.policy import CheckCall, Policy, Requirement
from models.report import Verdict
from tests.checks.test_every_verdict import ELSEWHERE
from verifier.checks.dossier import EVERY
from verifier.checks.registry import CHECKS
from verifier.policies.loader import list_policies, load_policy

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "policy-requirements.md"
ROWS = Path(__file__).with_name("requirements.csv")

KINDS: dict[str, tuple[str, ...]] = {
    "amount": ("amount", "fee"),
    "content_items": ("topics", "tally", "manual"),
    "copies": ("same_copies", "sheet", "presence"),
    "count": ("count", "year_set", "year_matrix", "months", "slots_filled", "ticks"),
    "cross_match": (
        *("cross_match", "mentions", "paired", "revision", "flag_matches", "ticks", "timeline", "manual", "similarity"),
        *("same_copies", "slots_filled", "date_bounds", "columns", "seal", "phrase", "workdays", "presence"),
    ),
    "date_compare": ("date_window", "date_bounds", "date_after", "deadline", "expiry", "route", "manual"),
    "date_span": ("workdays", "workdays_within", "seniority", "timeline", "cross_match", "manual"),
    "duplicate": ("used_once", "manual"),
    "eligibility": ("fact", "ladder", "criteria", "remind", "route", "manual", "value_in", "topics", "presence"),
    "field": ("fields", "value_in", "author_rank", "topics", "mentions", "marks", "manual", "presence"),
    "filename": ("filename",),
    "flag": ("manual",),
    "handwriting": ("written_phrase",),
    "handwritten_date": ("handwritten_date",),
    "hours": ("credit_hours", "year_matrix", "topics"),
    "image": ("page_quality", "fields"),
    "length": ("length",),
    "lexical": ("vague_words",),
    "mask": ("mask",),
    "negative_rule": ("never_require",),
    "nonblank": ("nonblank",),
    "output_rule": ("output_rule", "manual"),
    "page": ("sheet", "marks", "count", "year_set"),
    "photo": ("photo",),
    "phrase": ("phrase", "written_phrase", "template", "topics"),
    "presence": ("presence", "completeness", "slots_filled", "manual", "paired", "translation", "count", "seal_chain"),
    "qr": ("qr",),
    "registry": ("fact", "manual", "submission_count", "late_files"),
    "route": ("route", "remind", "fact"),
    "score": ("manual",),
    "seal": ("seal", "seal_chain", "original", "manual"),
    "severity_rule": ("severity_rule",),
    "signature": ("signature",),
    "similarity": ("similarity",),
    "slot": ("slot",),
    "table": ("columns", "topics", "template", "order", "manual"),
    "watermark": ("marks",),
}
"""The kinds of requirements as people name them, and the checks that answer them."""

_SHOWN = (Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE, Verdict.ERRORED)
_CHINESE = dict(zip(_SHOWN, ("通过", "不通过", "转人工", "不适用", "出错"), strict=True))
_QUIET = {"page_quality", "manual"}
"""Checks of the whole application that say nothing where there is nothing to look at."""

_SOFT = ("violated", "absent", "otherwise")


@dataclass(frozen=True)
class Row:
    """One requirement of a notice as people wrote it down."""

    id: str
    kinds: tuple[str, ...]
    automation: str
    severity: str


@lru_cache(maxsize=1)
def rows() -> dict[str, Row]:
    """Every requirement of the five notices by id."""
    with ROWS.open(encoding="utf-8") as stream:
        entries = list(csv.DictReader(stream))
    return {
        entry["id"]: Row(entry["id"], kinds_of(entry["kind"]), entry["automation"], entry["severity"])
        for entry in entries
    }


def kinds_of(written: str) -> tuple[str, ...]:
    """The kinds that a combination names: presence(any_of)+seal is presence and seal."""
    return tuple(part.strip() for part in re.split(r"[+/]", re.sub(r"\(.*?\)", "", written)))


def reachable(requirement: Requirement, policy: Policy) -> tuple[Verdict, ...]:
    """The verdicts that a requirement can reach as the pack stands: what the notice does not give never decides."""
    each = [_of_call(call, policy) for call in requirement.checks]
    found = set().union(*each) - {Verdict.PASSED}
    if all(Verdict.PASSED in verdicts for verdicts in each):
        found.add(Verdict.PASSED)
    whole = [call for call in requirement.checks if CHECKS[call.check].application_wide]
    if requirement.unclear_on and set(requirement.on) <= set(requirement.unclear_on) and not whole:
        found.discard(Verdict.FAILED)
    conditions = [requirement.when, requirement.unless, *(call.when for call in requirement.checks)]
    if any(policy.facts[name].default is None for when in conditions for name in when):
        found.add(Verdict.NEEDS_REVIEW)
    by_document = not any(_always_answers(call) for call in requirement.checks)
    if requirement.when or requirement.unless or requirement.stage == "paper" or (requirement.on and by_document):
        found.add(Verdict.NOT_APPLICABLE)
    if by_document and requirement.on and EVERY not in requirement.on:
        # A file that nobody recognises may be the document.
        found.add(Verdict.NEEDS_REVIEW)
    return tuple(verdict for verdict in _SHOWN if verdict in found)


def _always_answers(call: CheckCall) -> bool:
    quiet = call.check in _QUIET and not call.params.get("always")
    return CHECKS[call.check].application_wide and not quiet


def _of_call(call: CheckCall, policy: Policy) -> set[Verdict]:
    if any(policy.external[key].value is None for key in call.external.values()) or None in call.params.values():
        return {Verdict.NEEDS_REVIEW}
    verdicts = set(CHECKS[call.check].reaches)
    if any(call.params.get(name) == "needs_review" for name in _SOFT):
        verdicts.discard(Verdict.FAILED)
    if call.check == "manual" and "fact" not in call.params:
        verdicts = {Verdict.NEEDS_REVIEW}
    if call.check == "remind" and "any_of" not in call.params:
        verdicts = {Verdict.PASSED}
    return verdicts


@lru_cache(maxsize=1)
def _own_tests() -> dict[str, list[str]]:
    """Requirement id -> tests of its own, which name it."""
    found: dict[str, list[str]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for name in sorted(set(re.findall(r'"((?:SZO|SZE|BY|LN|ZJ)-\d\d)"', path.read_text(encoding="utf-8")))):
            found.setdefault(name, []).append(path.stem)
    return found


def _tests(requirement: Requirement) -> list[str]:
    of_checks = [ELSEWHERE.get(call.check, "test_every_verdict") for call in requirement.checks]
    return list(dict.fromkeys([*_own_tests().get(requirement.id, []), *of_checks]))


def page() -> str:
    """The page of docs."""
    lines = [
        "# Every requirement of the five notices",
        "",
        "Made by `tests/policies/test_every_requirement.py` (`VERIFIER_REGENERATE=1` writes it anew), which also holds",
        "it true: each requirement is judged, or guided by hand, and answers with the verdicts of its line only.",
        "",
        "`A` the machine decides, `B` it finds and a person confirms, `C` a person decides. A source in the last",
        "column is not in the notice: until an office supplies it, the line answers 转人工 and names it.",
        "",
        "| requirement | clause | | checks | verdicts | tested by | missing source |",
        "|---|---|---|---|---|---|---|",
    ]
    for summary in list_policies():
        policy = load_policy(summary.id)
        lines.append(f"| **{policy.id}** | | | **{policy.title}** | | | |")
        lines += [_line(requirement, policy) for requirement in policy.requirements]
    lines += ["", "## Kinds of requirements and their checks", "", "| kind | checks |", "|---|---|"]
    lines += [f"| {kind} | {', '.join(f'`{check}`' for check in checks)} |" for kind, checks in KINDS.items()]
    return "\n".join(lines) + "\n"


def _line(requirement: Requirement, policy: Policy) -> str:
    checks = ", ".join(dict.fromkeys(f"`{call.check}`" for call in requirement.checks))
    verdicts = "、".join(_CHINESE[verdict] for verdict in reachable(requirement, policy))
    names = [key for call in requirement.checks for key in call.external.values() if policy.external[key].value is None]
    sources = "；".join(policy.external[name].source for name in dict.fromkeys(names))
    tests = ", ".join(_tests(requirement))
    automation = rows()[requirement.id].automation
    return f"| {requirement.id} | {requirement.clause} | {automation} | {checks} | {verdicts} | {tests} | {sources} |"
