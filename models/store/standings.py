"""Where every application stands: written with its report and with each decision, read for long lists.

A list of thousands is one query over narrow rows; nothing is counted while somebody waits for it.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, Field, TypeAdapter
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.decisions import Standing, standing
from models.policy import Severity
from models.report import Report, Verdict
from models.store.applications import ApplicationState, StoredApplication, stored_application
from models.store.decisions import Decisions
from models.store.documents import Documents, DocumentState
from models.store.events import EventKind, Events
from models.store.findings import Findings
from models.store.report_findings import ReportFindings
from models.store.tables import ApplicationRow, DocumentRow
from models.store.tables_review import StandingRow
from models.values import adapter


class Sort(StrEnum):
    """Orders of a list; `-` turns one round."""

    ID = "id"
    LABEL = "label"
    NAME = "name"
    REJECT = "-reject"
    CORRECT = "-correct"
    WARN = "-warn"
    NEEDS_REVIEW = "-needs_review"
    CREATED = "created_at"
    NEWEST = "-created_at"


@dataclass(frozen=True)
class StandingFilter:
    """Which applications: None asks for all. `search` is a part of the label or of the applicant's name."""

    batch: str | None = None
    verdict: Verdict | None = None
    state: ApplicationState | None = None
    severity: Severity | None = None
    """Only those with a failed finding of this severity."""
    to_review: bool | None = None
    disputed: bool | None = None
    assignee: str | None = None
    """Empty: those that are nobody's."""
    search: str | None = None
    among: frozenset[str] | None = None
    """Only applications of these ids."""


@dataclass(frozen=True)
class StoredStanding:
    """One application in a list. `verdict` is None where it is not judged as it stands now.

    Counts are of the last report. `total`, `done` and `failed` count its documents.
    """

    application: StoredApplication
    reject: int
    correct: int
    warn: int
    needs_review: int
    decided: int
    disputed: bool
    assignee: str | None
    total: int = 0
    done: int = 0
    failed: int = 0

    @property
    def id(self) -> str:
        """The application's id."""
        return self.application.id

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that holds."""
        return self.application.verdict if self.application.is_judged else None


@dataclass(frozen=True)
class StandingPage:
    """A part of a list: `next` is the cursor of what follows, `total` how many there are in all."""

    items: tuple[StoredStanding, ...]
    next: str | None
    total: int = field(default=0)


class BadCursor(ValueError):
    """The cursor was not given by this list."""


_Count = Annotated[int, Field(ge=0, lt=2**31)]

_CURRENT: Final = ApplicationRow.judged_revision.is_not_distinct_from(ApplicationRow.revision)


class Standings:
    """The standings of one organisation's applications."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def reported(self, report: Report) -> Standing:
        """Bring everything up to date that is read without the report, in the transaction that keeps it."""
        stands = self.of(report)
        findings = Findings(self._session, self._organisation)
        for document in Documents(self._session, self._organisation).of_application(report.application):
            if document.state is DocumentState.OBSERVED:
                own = tuple(found for found in report.findings if found.document == document.id)
                findings.replace(document.id, own)
        ReportFindings(self._session, self._organisation).write(report.application, stands)
        self._write(report.application, stands)
        return stands

    def decided(self, report: Report) -> Standing:
        """Bring everything up to date after an act, in its transaction."""
        stands = self.of(report)
        ReportFindings(self._session, self._organisation).decided(report.application, stands)
        self._write(report.application, stands)
        Events(self._session, self._organisation).emit(
            EventKind.APPLICATION_DECIDED, application=report.application, state=stands.verdict.value
        )
        return stands

    def of(self, report: Report) -> Standing:
        """Return what holds of a report after all acts."""
        return standing(report, Decisions(self._session, self._organisation).of_application(report.application))

    def assign(self, application_id: str, assignee: str | None) -> None:
        """Note whose an application is that has no report yet."""
        self._update(application_id, assignee=assignee)

    def page(
        self, wanted: StandingFilter, *, sort: Sort = Sort.ID, limit: int = 50, after: str | None = None
    ) -> StandingPage:
        """Return up to `limit` applications after the cursor `after`.

        Raises:
            BadCursor: `after` is none of this list's.
        """
        conditions = self._conditions(wanted)
        total = self.count(wanted)
        query = _joined(select(StandingRow, ApplicationRow)).where(*conditions)
        column = getattr(StandingRow, "application_id" if sort is Sort.ID else sort.value.lstrip("-"))
        if after is not None:
            query = query.where(_beyond(column, sort, after))
        order = (column.desc(), StandingRow.application_id.desc()) if sort.value[0] == "-" else (column,)
        query = query.order_by(*order, *(() if len(order) == 2 else (StandingRow.application_id,)))
        rows = self._session.execute(query.limit(limit + 1)).all()
        page = rows[:limit]
        counts = self._documents([row.application_id for row, _ in page])
        items = tuple(_value(row, application, counts.get(row.application_id, {})) for row, application in page)
        more = len(rows) > limit
        return StandingPage(items, _cursor(page[-1][0], sort) if more else None, total)

    def count(self, wanted: StandingFilter) -> int:
        """Return how many applications a filter finds."""
        return self._session.scalar(_joined(select(func.count())).where(*self._conditions(wanted))) or 0

    def _conditions(self, wanted: StandingFilter) -> list[ColumnElement[bool]]:
        row = StandingRow
        found: list[ColumnElement[bool]] = [row.organisation_id == self._organisation]
        if wanted.batch is not None:
            found.append(row.batch_id == wanted.batch)
        if wanted.verdict is not None:
            found += [_CURRENT, ApplicationRow.verdict == wanted.verdict.value]
        if wanted.state is not None:
            found.append(ApplicationRow.state == wanted.state.value)
        if wanted.severity is not None:
            found.append(getattr(row, wanted.severity.value) > 0)
        if wanted.to_review is not None:
            found.append(row.needs_review > 0 if wanted.to_review else row.needs_review == 0)
        if wanted.disputed is not None:
            found.append(row.disputed.is_(wanted.disputed))
        if wanted.assignee is not None:
            found.append(row.assignee == wanted.assignee if wanted.assignee else row.assignee.is_(None))
        if wanted.among is not None:
            found.append(row.application_id.in_(sorted(wanted.among)))
        if wanted.search:
            found.append(
                or_(
                    row.label.icontains(wanted.search, autoescape=True),
                    row.name.icontains(wanted.search, autoescape=True),
                )
            )
        return found

    def _documents(self, applications: list[str]) -> dict[str, dict[DocumentState, int]]:
        counted: dict[str, dict[DocumentState, int]] = {}
        rows = self._session.execute(
            select(DocumentRow.application_id, DocumentRow.state, func.count())
            .where(DocumentRow.application_id.in_(applications), DocumentRow.organisation_id == self._organisation)
            .group_by(DocumentRow.application_id, DocumentRow.state)
        )
        for application_id, state, count in rows:
            counted.setdefault(application_id, {})[DocumentState(state)] = count
        return counted

    def _write(self, application_id: str, stands: Standing) -> None:
        self._update(
            application_id,
            verdict=stands.verdict.value,
            reject=stands.count(Severity.REJECT),
            correct=stands.count(Severity.CORRECT),
            warn=stands.count(Severity.WARN),
            needs_review=stands.to_review,
            decided=stands.decided,
            disputed=stands.disputed,
            assignee=stands.assignee,
        )
        self._session.execute(
            update(ApplicationRow)
            .where(ApplicationRow.id == application_id, ApplicationRow.organisation_id == self._organisation)
            .values(verdict=stands.verdict.value)
        )

    def _update(self, application_id: str, **values: Any) -> None:  # noqa: ANN401  # columns of any type
        self._session.execute(
            update(StandingRow)
            .where(StandingRow.application_id == application_id, StandingRow.organisation_id == self._organisation)
            .values(**values)
        )


def _joined(query: Any) -> Select[Any]:  # noqa: ANN401  # a select of any columns
    joined: Select[Any] = query.select_from(StandingRow).join(
        ApplicationRow, ApplicationRow.id == StandingRow.application_id
    )
    return joined


def _cursor(row: StandingRow, sort: Sort) -> str:
    if sort is Sort.ID:
        return row.application_id
    value = getattr(row, sort.value.lstrip("-"))
    said = [value.isoformat() if sort in (Sort.CREATED, Sort.NEWEST) else value, row.application_id]
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _beyond(column: InstrumentedAttribute[Any], sort: Sort, after: str) -> ColumnElement[bool]:
    """Return the condition to stand behind a cursor."""
    if sort is Sort.ID:
        return StandingRow.application_id > after
    try:
        said = base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
        value, last = _said(sort).validate_json(said)
    except ValueError:
        raise BadCursor from None
    if sort.value[0] == "-":
        return or_(column < value, and_(column == value, StandingRow.application_id < last))
    return or_(column > value, and_(column == value, StandingRow.application_id > last))


def _said(sort: Sort) -> TypeAdapter[tuple[Any, str]]:
    """Return what a cursor of this order holds: a value of its column, and an id."""
    if sort in (Sort.CREATED, Sort.NEWEST):
        return adapter(tuple[AwareDatetime, str])
    return adapter(tuple[str, str]) if sort in (Sort.LABEL, Sort.NAME) else adapter(tuple[_Count, str])


def _value(row: StandingRow, application: ApplicationRow, counts: dict[DocumentState, int]) -> StoredStanding:
    total = sum(counts.values()) - counts.get(DocumentState.CANCELLED, 0)
    return StoredStanding(
        stored_application(application), row.reject, row.correct, row.warn, row.needs_review, row.decided,
        row.disputed, row.assignee, total, counts.get(DocumentState.OBSERVED, 0),
        counts.get(DocumentState.NEEDS_MANUAL, 0),
    )  # fmt: skip
