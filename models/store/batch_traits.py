"""Traits of the applicants of a batch: who has the same as another, and who has to be judged anew for it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from models.store.tables import ApplicationRow, BatchRow
from models.store.tables_batches import BatchTraitRow


class Role(StrEnum):
    """What a trait is of an applicant: who they are, whom their papers name, what one person alone can have."""

    IS = "is"
    NAMES = "names"
    HAS = "has"


@dataclass(frozen=True, order=True)
class Trait:
    """One trait; `digest` tells two that are the same, `paper` is the title of the paper that has it, if any."""

    role: Role
    digest: str
    paper: str = ""


@dataclass(frozen=True, order=True)
class Mate:
    """Another applicant of the batch who has a trait."""

    label: str
    application: str
    trait: Trait


def digest_of(batch_id: str, *what: str) -> str:
    """Return the digest of a trait within its batch."""
    return hashlib.sha256("\x1f".join((batch_id, *what)).encode()).hexdigest()


class BatchTraits:
    """The traits of the applicants of one organisation's batch."""

    def __init__(self, session: Session, organisation_id: str, batch_id: str) -> None:
        self._session = session
        self._organisation = organisation_id
        self._batch = batch_id
        self._mine = (BatchTraitRow.organisation_id == organisation_id, BatchTraitRow.batch_id == batch_id)

    def lock(self) -> None:
        """Let no two applicants of the batch write their traits at once: neither would see the other's."""
        self._session.execute(
            select(BatchRow.id)
            .where(BatchRow.id == self._batch, BatchRow.organisation_id == self._organisation)
            .with_for_update()
        )

    def mates(self, application_id: str, digests: Collection[str]) -> tuple[Mate, ...]:
        """Return who else of the batch has one of these, in the order of labels."""
        rows = self._session.execute(
            select(BatchTraitRow, ApplicationRow.label)
            .join(ApplicationRow, ApplicationRow.id == BatchTraitRow.application_id)
            .where(*self._mine, BatchTraitRow.digest.in_(digests), BatchTraitRow.application_id != application_id)
        )
        found = (
            Mate(label or row.application_id, row.application_id, Trait(Role(row.role), row.digest, row.paper))
            for row, label in rows
        )
        return tuple(sorted(found))

    def replace(self, application_id: str, traits: Iterable[Trait]) -> frozenset[Trait]:
        """Keep the traits of an applicant in the place of earlier ones; return those that came or went."""
        kept, wanted = self._of(application_id), frozenset(traits)
        if kept != wanted:
            self._session.execute(
                delete(BatchTraitRow).where(*self._mine, BatchTraitRow.application_id == application_id)
            )
            rows = [
                {
                    "application_id": application_id, "organisation_id": self._organisation, "batch_id": self._batch,
                    "role": trait.role.value, "digest": trait.digest, "paper": trait.paper,
                }
                for trait in wanted
            ]  # fmt: skip
            if rows:
                self._session.execute(insert(BatchTraitRow), rows)
        return kept ^ wanted

    def _of(self, application_id: str) -> frozenset[Trait]:
        rows = self._session.scalars(
            select(BatchTraitRow).where(*self._mine, BatchTraitRow.application_id == application_id)
        )
        return frozenset(Trait(Role(row.role), row.digest, row.paper) for row in rows)
