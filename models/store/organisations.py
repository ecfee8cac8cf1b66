"""Organisations (评审机构), and what a fresh store starts with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.store.api_keys import ApiKeys, Role
from models.store.database import Database, clock, one_at_a_time
from models.store.tables import OrganisationRow, new_id


@dataclass(frozen=True)
class Organisation:
    """An organisation; everything in the store belongs to one."""

    id: str
    name: str
    created_at: dt.datetime


class Organisations:
    """All organisations of the store."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def create(self, name: str) -> Organisation:
        """Create an organisation."""
        row = OrganisationRow(id=new_id(), name=name, created_at=clock(self._session))
        self._session.add(row)
        self._session.flush()
        return Organisation(row.id, row.name, row.created_at)

    def get(self, organisation_id: str) -> Organisation:
        """Return an organisation; raises NotFound."""
        row = self._session.get(OrganisationRow, organisation_id)
        if row is None:
            raise NotFound()
        return Organisation(row.id, row.name, row.created_at)

    def list(self) -> tuple[Organisation, ...]:
        """Return all organisations, oldest first."""
        rows = self._session.scalars(select(OrganisationRow).order_by(OrganisationRow.created_at, OrganisationRow.id))
        return tuple(Organisation(row.id, row.name, row.created_at) for row in rows)


def bootstrap(database: Database) -> str | None:
    """Give an empty store its first organisation and administrator's key; return the key, once, or None.

    Only the hash is kept: who does not print or pass on the returned key has lost it.
    """
    with database.transaction() as session:
        one_at_a_time(session, "bootstrap")
        organisations = Organisations(session)
        if organisations.list():
            return None
        organisation = organisations.create("default")
        return ApiKeys(session, organisation.id).create(Role.ADMIN, label="first start").plaintext
