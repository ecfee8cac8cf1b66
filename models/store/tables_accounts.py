"""Tables of people and of how they come in: users, their sessions, the code of the first set-up."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table, new_id

_Id = String(36)
_Sha256 = String(64)


class UserRow(Table):
    """A person with a login name that is unique in the whole installation, and the scrypt hash of a password."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(_Id, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), index=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    password: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime]
    disabled_at: Mapped[dt.datetime | None]


class UserSessionRow(Table):
    """A signed-in browser by the SHA-256 of what its cookie holds; who signs out or is thrown out has no row."""

    __tablename__ = "user_sessions"

    digest: Mapped[str] = mapped_column(_Sha256, primary_key=True)
    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), index=True)
    user_id: Mapped[str] = mapped_column(_Id, ForeignKey("users.id"), index=True)
    created_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)


class SetupCodeRow(Table):
    """The one code with which the first administrator of an organisation is made; used or replaced, it is gone."""

    __tablename__ = "setup_codes"

    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(_Sha256)
    expires_at: Mapped[dt.datetime]


class TryRow(Table):
    """How often one subject (a login name, an address, a key) has been tried in vain; only its SHA-256 is kept.

    The one table that belongs to no organisation: who tries has none yet.
    """

    __tablename__ = "tries"

    digest: Mapped[str] = mapped_column(_Sha256, primary_key=True)
    count: Mapped[int]
    until: Mapped[dt.datetime] = mapped_column(index=True)
