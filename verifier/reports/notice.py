"""What a notice to the applicant says (补正通知书, 不予受理通知书): every defect once, in the order of the notice.

Only what is certain stands in it. While something still waits for a person the notice is a draft, and says so: an
office tells everything at once (一次性告知), not in instalments.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from models.case import Case
from models.messages import text
from models.policy import Policy, Severity
from models.report import Evidence, Finding, Report, Verdict
from models.roster import RosterFinding
from verifier.checks.dossier import type_title
from verifier.policies.process import is_closed

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_DAY: Final = re.compile(
    r"(?<![0-9A-Za-z_./-])((?:19|20)\d{2})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![0-9A-Za-z_/-]|\.[0-9A-Za-z])"
)
_PERIOD: Final = re.compile(r"(?<=\d{4}-\d\d-\d\d)/(?=\d{4}-\d\d-\d\d)")
_ORDER: Final = (Severity.REJECT, Severity.CORRECT, Severity.WARN)


@dataclass(frozen=True)
class Item:
    """One defect: in which material, what is wrong, under which clauses (with quotes), and how to mend it.

    `remedy` is empty where nothing can be mended any more.
    """

    number: int
    material: str
    problem: str
    basis: tuple[str, ...]
    remedy: str


@dataclass(frozen=True)
class Part:
    """The defects of one consequence, under a heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Notice:
    """A letter to one applicant, ready to be set; every text is plain, dates are Chinese."""

    title: str
    addressee: str
    opening: str
    parts: tuple[Part, ...]
    closing: tuple[str, ...]
    office: str
    date: str
    draft: str = ""


def notice_of(
    report: Report,
    case: Case,
    policy: Policy,
    *,
    deadline: dt.date | None = None,
    roster: Sequence[RosterFinding] = (),
) -> Notice | None:
    """Return the letter for an applicant; None where nothing is to be rejected or mended.

    Args:
        report: the judged application.
        case: what the judge knew.
        policy: the pack that was judged under.
        deadline: until when the materials may be mended; where it is None the letter leaves it open.
        roster: what was found in this applicant's row of the roster.
    """
    offices = {requirement.id for requirement in policy.requirements if requirement.duty == "office"}
    failed = [one for one in report.findings if one.verdict is Verdict.FAILED and one.requirement not in offices]
    defects = _merged(failed, case, policy)
    rows = [_row(number, finding) for number, finding in enumerate(_certain(roster), start=len(defects) + 1)]
    if not rows and not any(severity is not Severity.WARN for severity, _ in defects):
        return None
    rejected = any(severity is Severity.REJECT for severity, _ in defects)
    applicant = case.application.applicant
    return Notice(
        title=text("notice.title_reject" if rejected else "notice.title_correct"),
        addressee=text("notice.addressee", name=applicant.name or text("reports.unknown_applicant"))
        + (f"（{applicant.unit}）" if applicant.unit else ""),
        opening=_opening(case, policy, rejected=rejected),
        parts=tuple(_parts(defects, rows)),
        closing=tuple(_closing(case, policy, deadline, rejected=rejected)),
        office=policy.source.issuer,
        date=chinese_date(report.judged_at.astimezone(_SHANGHAI).date()),
        draft=_draft(report, roster),
    )


def chinese_date(day: dt.date) -> str:
    """Return a date as letters write it: 2024年9月20日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _opening(case: Case, policy: Policy, *, rejected: bool) -> str:
    submitted = case.application.submitted_at
    when = text("notice.submitted", date=chinese_date(submitted.astimezone(_SHANGHAI).date())) if submitted else ""
    key = "notice.opening_reject" if rejected else "notice.opening_correct"
    return text(key, when=when, policy=policy.title, source=policy.source.file)


def _closing(case: Case, policy: Policy, deadline: dt.date | None, *, rejected: bool) -> Iterable[str]:
    if rejected:
        if is_closed(policy, case.application):
            yield text("notice.closing_closed")
        yield text("notice.closing_reject")
    else:
        until = chinese_date(deadline) if deadline else text("notice.open_date")
        yield text("notice.closing_correct", deadline=until)
        most, now = policy.process.max_submissions, case.application.submission_number
        if most is not None and now is not None:
            yield text("notice.submissions", now=now, left=max(0, most - now))
    yield text("notice.complete_reject" if rejected else "notice.complete")


def _draft(report: Report, roster: Sequence[RosterFinding]) -> str:
    verdicts = [*(finding.verdict for finding in report.findings), *(finding.verdict for finding in roster)]
    waiting = sum(verdict in (Verdict.NEEDS_REVIEW, Verdict.ERRORED) for verdict in verdicts)
    return text("notice.draft", count=waiting) if waiting else ""


def _parts(defects: Sequence[tuple[Severity, Item]], rows: Sequence[Item]) -> Iterable[Part]:
    for severity in _ORDER:
        items = tuple(item for one, item in defects if one is severity)
        if items:
            yield Part(text(f"notice.part_{severity}", count=len(items)), items)
    if rows:
        yield Part(text("notice.part_roster", count=len(rows)), tuple(rows))


def _certain(roster: Sequence[RosterFinding]) -> list[RosterFinding]:
    return [finding for finding in roster if finding.verdict is Verdict.FAILED]


def _row(number: int, finding: RosterFinding) -> Item:
    """Return a defect of the applicant's row: whoever reports the roster mends it, the applicant's papers prove it."""
    return Item(number, _cell(finding), _sentence([finding.message]), (), _sentence([finding.remedy]))


def _cell(finding: RosterFinding) -> str:
    if finding.row is None:
        return text("notice.roster")
    row = text("notice.roster_row", row=finding.row)
    return f"{row}“{finding.column}”" if finding.column else row


def _merged(findings: Sequence[Finding], case: Case, policy: Policy) -> list[tuple[Severity, Item]]:
    """Return the defects in the order of the notice; one defect that offends several clauses stands there once."""
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_same_defect(finding), []).append(finding)
    merged, clauses = [], {requirement.id for requirement in policy.requirements}
    closed = is_closed(policy, case.application)
    worst = {key: min(_ORDER.index(finding.severity) for finding in group) for key, group in groups.items()}
    ordered = sorted(groups.items(), key=lambda entry: worst[entry[0]])
    for number, (key, group) in enumerate(ordered, start=1):
        merged.append((_ORDER[worst[key]], _item(number, group, case, clauses, closed=closed)))
    return merged


def _same_defect(finding: Finding) -> object:
    """Return what two findings about one defect share: the document and what was seen in it."""
    seen = frozenset((piece.page, piece.box, piece.expected) for piece in finding.evidence if piece.box is not None)
    if finding.document is None:
        return finding.defect or finding.message
    return (finding.document, seen) if seen else (finding.document, finding.message)


def _item(number: int, group: Sequence[Finding], case: Case, clauses: Collection[str], *, closed: bool) -> Item:
    # What no clause says (a file that does not open, another person's paper) has no basis in the notice to quote.
    basis = [
        text("notice.basis", clause=finding.clause, quote=finding.quote)
        for finding in group
        if finding.requirement in clauses
    ]
    remedies = [line for finding in group for line in (finding.mending or "").splitlines()]
    return Item(
        number,
        _material(group[0], case),
        _sentence(line for finding in group for line in (finding.defect or finding.message).splitlines()),
        tuple(dict.fromkeys(basis)),
        # That nothing can be mended is said once, at the end.
        "" if closed else _sentence(remedies) or text("notice.no_remedy"),
    )


def _material(finding: Finding, case: Case) -> str:
    """Return how the letter calls the material: its kind, its file and the pages on which it was seen."""
    if finding.document is None:
        return text("reports.whole_application")
    material = next((one for one in case.application.materials if one.document == finding.document), None)
    file = material.filename if material is not None else finding.document
    observation = case.observations.get(finding.document)
    if observation is not None and observation.type:
        kind = type_title(observation.type)
    else:
        slot = material.slot if material is not None else None
        kind = text("notice.file_in", slot=slot) if slot else text("notice.some_file")
    pages = "、".join(str(page) for page in _pages(finding.evidence))
    where = text("notice.file_pages", file=file, pages=pages) if pages else text("notice.file", file=file)
    return f"{kind}{where}"


def _pages(evidence: Sequence[Evidence]) -> list[int]:
    return sorted({piece.page for piece in evidence if piece.page is not None})


def _sentence(lines: Iterable[str]) -> str:
    """Return lines as one sentence, each of them once, with days as letters write them."""
    said = dict.fromkeys(_with_dates(line.strip().rstrip("。；")) for line in lines if line.strip())
    return "；".join(said) + "。" if said else ""


def _with_dates(line: str) -> str:
    """Return a line with its ISO 8601 days in Chinese; numbers and names of files that look like days stay."""
    apart = _PERIOD.sub("至", line)
    return _DAY.sub(lambda match: f"{match[1]}年{int(match[2])}月{int(match[3])}日", apart)
