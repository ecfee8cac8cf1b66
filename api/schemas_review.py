"""Bodies and answers of reviewing: findings across applications, decisions, long lists with counts."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.schemas import Answer, ApplicationSummary, Body, Progress
from models.decisions import ActKind
from models.policy import Severity
from models.report import Finding, Verdict
from models.store.applications import ApplicationState
from models.store.standings import Sort

_ID = Annotated[str, Field(max_length=100)]
_Plain = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class FindingQuery(Body):
    """Which findings; what is not given is not asked."""

    verdict: Verdict | None = None
    severity: Severity | None = None
    requirement: _Plain | None = None
    document: _Plain | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(max_length=100, description="上一页 next 中的游标")] | None = None


class FindingsQuery(FindingQuery):
    """Which findings of the organisation."""

    batch: _Plain | None = None
    application: _Plain | None = None


class StandingQuery(Body):
    """Which applications of a batch, in which order."""

    verdict: Verdict | None = None
    state: ApplicationState | None = None
    severity: Annotated[Severity, Field(description="有该级别的不通过项")] | None = None
    to_review: Annotated[bool, Field(description="有待人工核的项")] | None = None
    disputed: bool | None = None
    assignee: Annotated[_Plain, Field(description="分派给谁；空为未分派")] | None = None
    search: Annotated[_Plain, Field(description="标签或姓名的一部分")] | None = None
    sort: Sort = Sort.ID
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(max_length=1000, description="上一页 next 中的游标")] | None = None


class ActIn(Body):
    """What a reviewer does; without `requirement` a decision is on the application as a whole."""

    kind: ActKind
    requirement: _Plain | None = None
    document: _Plain | None = None
    verdict: Verdict | None = None
    reason: Annotated[_Plain, Field(description="理由（可取自常用理由）")] | None = None
    note: Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")] | None = None
    assignee: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] | None = None
    undoes: Annotated[int, Field(ge=1, lt=2**31, description="要撤销的记录编号")] | None = None


class ActOut(Answer):
    """One act as recorded; `undone` tells that it no longer holds."""

    number: int
    kind: ActKind
    author: str
    at: AwareDatetime
    requirement: str | None
    document: str | None
    verdict: Verdict | None
    reason: str | None
    note: str | None
    assignee: str | None
    undoes: int | None
    undone: bool


class ActsOut(Answer):
    """Every act on an application, oldest first, and what holds after all of them."""

    acts: list[ActOut]
    verdict: Verdict | None
    disputed: bool
    assignee: str | None


class DecidedOut(Answer):
    """What people decided: `verdict` holds; `disputed` where they disagree, which needs a person."""

    verdict: Verdict
    disputed: bool
    acts: list[int]
    authors: list[str]


class StandingFindingOut(Answer):
    """A finding as judged, the verdict that holds, and who decided it; `outdated` are acts on what it said before."""

    verdict: Verdict
    finding: Finding
    decided: DecidedOut | None
    outdated: list[int]


class StandingFindingsOut(Answer):
    """The findings of the current report in the order of the notice."""

    application: _ID
    verdict: Verdict
    machine_verdict: Verdict
    disputed: bool
    assignee: str | None
    conclusion: DecidedOut | None
    findings: list[StandingFindingOut]
    next: str | None


class FoundFindingOut(Answer):
    """A finding of some application; `verdict` holds, `finding.verdict` is what the machine said."""

    application: _ID
    batch: _ID | None
    verdict: Verdict
    finding: Finding


class FoundFindingsOut(Answer):
    """Findings across applications; `next` leads to those after them."""

    findings: list[FoundFindingOut]
    next: str | None


class StandingOut(ApplicationSummary):
    """An application in the list of its batch: open findings by severity, documents, whose it is."""

    label: str | None
    name: str | None
    reject: int
    correct: int
    warn: int
    needs_review: int
    decided: int
    disputed: bool
    assignee: str | None
    progress: Progress


class StandingList(Answer):
    """Some applications of a batch, and how many there are in all under this filter."""

    applications: list[StandingOut]
    next: str | None
    total: int
