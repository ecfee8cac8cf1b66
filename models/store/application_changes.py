"""What people correct of an application: who applies, what they answer, when it was handed in, and the policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.application import Applicant
from models.store.applications import Applications, StoredApplication
from models.store.changes import Changes, Subject
from models.store.tables import ApplicationRow
from models.store.tables_review import StandingRow
from models.values import from_jsonable, to_jsonable


class Outdated(Exception):
    """The application was corrected since by somebody else."""


@dataclass(frozen=True)
class Corrected:
    """What an application becomes: only what stands in it is touched (RFC 7396); None means that it is not known."""

    applicant: dict[str, JsonValue] = field(default_factory=dict)
    facts: dict[str, JsonValue] = field(default_factory=dict)
    events: dict[str, dt.datetime | int | None] = field(default_factory=dict)
    """Of `submitted_at`, `received_at`, `submission_number`."""
    policy: str | None = None


@dataclass(frozen=True)
class _Difference:
    subject: Subject
    name: str
    earlier: JsonValue
    value: JsonValue


class ApplicationChanges:
    """Corrections of one organisation's applications by `author`."""

    def __init__(self, session: Session, organisation_id: str, author: str) -> None:
        self._session = session
        self._organisation = organisation_id
        self._author = author

    def correct(
        self, application_id: str, corrected: Corrected, *, edits: int | None, note: str | None = None
    ) -> StoredApplication:
        """Correct an application that had `edits` corrections (None: however many); what stays the same is no change.

        Raises:
            NotFound: there is no such application.
            Outdated: it has been corrected since.
            pydantic.ValidationError: the applicant has no such member, or not of this kind.
        """
        applications = Applications(self._session, self._organisation)
        before = applications.get(application_id)
        if edits is not None and before.edits != edits:
            raise Outdated
        found = list(_differences(before, corrected))
        if not found:
            return before
        facts = {**before.facts, **corrected.facts}
        applicant = from_jsonable(Applicant, {**to_jsonable(before.applicant), **corrected.applicant})
        written = self._session.scalar(
            update(ApplicationRow)
            .where(
                ApplicationRow.id == application_id,
                ApplicationRow.organisation_id == self._organisation,
                ApplicationRow.edits == before.edits,
            )
            .values(
                applicant=to_jsonable(applicant),
                facts={name: value for name, value in facts.items() if value is not None},
                policy=corrected.policy or before.policy,
                edits=before.edits + 1,
                **corrected.events,
            )
            .returning(ApplicationRow.id)
        )
        if written is None:
            raise Outdated
        changes = Changes(self._session, self._organisation)
        for one in found:
            changes.record(
                application_id, one.subject, one.name, earlier=one.earlier, value=one.value, author=self._author,
                note=note,
            )  # fmt: skip
        self._rename(application_id, applicant)
        applications.changed(application_id)
        return applications.get(application_id)

    def _rename(self, application_id: str, applicant: Applicant) -> None:
        self._session.execute(
            update(StandingRow)
            .where(StandingRow.application_id == application_id, StandingRow.organisation_id == self._organisation)
            .values(name=(applicant.name or "")[:200])
        )


def _differences(before: StoredApplication, corrected: Corrected) -> Iterator[_Difference]:
    applicant: dict[str, Any] = to_jsonable(before.applicant)
    for name, value in corrected.applicant.items():
        if applicant.get(name) != value:
            yield _Difference(Subject.APPLICANT, name, applicant.get(name), value)
    for name, value in corrected.facts.items():
        if before.facts.get(name) != value:
            yield _Difference(Subject.FACTS, name[:200], before.facts.get(name), value)
    for name, moment in corrected.events.items():
        earlier = getattr(before, name)
        if earlier != moment:
            yield _Difference(Subject.EVENTS, name, _plain(earlier), _plain(moment))
    if corrected.policy is not None and corrected.policy != before.policy:
        yield _Difference(Subject.POLICY, "policy", before.policy, corrected.policy)


def _plain(value: dt.datetime | int | None) -> JsonValue:
    return value.isoformat() if isinstance(value, dt.datetime) else value
