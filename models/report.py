"""What the judge says: findings with evidence, and the report that holds them all (一次性告知)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum

from pydantic import AwareDatetime, JsonValue
from pydantic.dataclasses import dataclass

from models.document import Confidence, PageNumber
from models.geometry import Box
from models.observation import EngineInfo
from models.overlap import OverlapReport
from models.policy import Severity
from models.values import VALUE


class Verdict(StrEnum):
    """Answer to one requirement: 通过, 不通过, 转人工, 不适用, 出错."""

    PASSED = "passed"
    FAILED = "failed"
    NEEDS_REVIEW = "needs_review"
    NOT_APPLICABLE = "not_applicable"
    ERRORED = "errored"

    # An Enum's own runs in Python and hashes the name, though members equal their values.
    __hash__ = str.__hash__

    @property
    def rank(self) -> int:
        """How bad it is; the worst of several answers wins. An errored check is shown as such and blocks a pass."""
        return _RANK[self]

    @staticmethod
    def worst(verdicts: Iterable[Verdict]) -> Verdict:
        """Return the worst of `verdicts`; NOT_APPLICABLE where there are none."""
        return max(verdicts, key=_RANK.__getitem__, default=Verdict.NOT_APPLICABLE)


_RANK = {
    Verdict.NOT_APPLICABLE: 0,
    Verdict.PASSED: 1,
    Verdict.NEEDS_REVIEW: 2,
    Verdict.ERRORED: 3,
    Verdict.FAILED: 4,
}


@dataclass(frozen=True, config=VALUE)
class Evidence:
    """Where it was seen: document id, page and box; what stands there (`text`) and what was `expected`."""

    document: str | None = None
    page: PageNumber | None = None
    box: Box | None = None
    text: str | None = None
    expected: str | None = None
    confidence: Confidence | None = None


@dataclass(frozen=True, config=VALUE)
class Finding:
    """The answer to one requirement for one document, or for the application where `document` is None.

    `message` says what was found and where it was looked for, `remedy` how to mend it (None when nothing is to mend).
    `measures` are the figures behind the answer (workdays, ratio numerator and denominator ...). Of a failed one,
    `defect` and `mending` hold only what is certain of `message` and `remedy`: what a letter to the applicant says.
    """

    requirement: str
    clause: str
    quote: str
    verdict: Verdict
    severity: Severity
    message: str
    remedy: str | None = None
    document: str | None = None
    evidence: tuple[Evidence, ...] = ()
    measures: dict[str, JsonValue] | None = None
    defect: str | None = None
    mending: str | None = None


@dataclass(frozen=True, config=VALUE)
class Report:
    """All findings of an application under one version of one policy.

    `overlaps` are the comparisons of its papers with the corpus of that day, by document id: shown as they were judged.
    """

    application: str
    policy_id: str
    policy_version: str
    findings: tuple[Finding, ...]
    verdict: Verdict
    engines: tuple[EngineInfo, ...]
    judged_at: AwareDatetime
    overlaps: dict[str, OverlapReport] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.verdict not in (Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW):
            raise ValueError(f"an application cannot be {self.verdict}")
        if self.verdict is Verdict.PASSED and any(
            finding.verdict not in (Verdict.PASSED, Verdict.NOT_APPLICABLE) and finding.severity is not Severity.WARN
            for finding in self.findings
        ):
            raise ValueError("a report with an open blocking finding cannot be passed")
