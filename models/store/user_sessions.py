"""Sessions (登录会话): a 256-bit secret in a cookie, of which only the SHA-256 is kept, until it ends or is ended."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.store.database import clock
from models.store.tables_accounts import UserRow, UserSessionRow
from models.store.users import User, Users

_SEEN_EVERY: Final = dt.timedelta(minutes=1)
"""How exactly is kept when a session was last used: a write for every page would queue behind the workers' writes."""


@dataclass(frozen=True)
class OpenSession:
    """A session that holds; `seen_late` asks for `UserSessions.seen`."""

    user: User
    expires_at: dt.datetime
    seen_late: bool


class UserSessions:
    """The sessions of all users; the secret is what opens one, so no organisation is asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, user: User, *, lifetime: dt.timedelta) -> tuple[str, dt.datetime]:
        """Open a session; return its secret, kept nowhere else, and when it ends at the latest."""
        now = clock(self._session)
        self._session.execute(delete(UserSessionRow).where(UserSessionRow.expires_at < now))
        secret = secrets.token_urlsafe(32)
        self._session.add(
            UserSessionRow(
                digest=_digest(secret),
                organisation_id=user.organisation_id,
                user_id=user.id,
                created_at=now,
                seen_at=now,
                expires_at=now + lifetime,
            )
        )
        self._session.flush()
        return secret, now + lifetime

    def find(self, secret: str, *, idle: dt.timedelta) -> OpenSession | None:
        """Return the session of a secret; None where it is unknown, over, unused for `idle`, or its user disabled."""
        now = clock(self._session)
        row = self._session.execute(
            select(UserSessionRow, UserRow.organisation_id)
            .join(UserRow, UserRow.id == UserSessionRow.user_id)
            .where(
                UserSessionRow.digest == _digest(secret),
                UserSessionRow.expires_at > now,
                UserSessionRow.seen_at > now - idle,
                UserRow.disabled_at.is_(None),
            )
        ).first()
        if row is None:
            return None
        found, organisation = row
        user = Users(self._session, organisation).get(found.user_id)
        return OpenSession(user, found.expires_at, seen_late=found.seen_at < now - _SEEN_EVERY)

    def seen(self, secret: str) -> None:
        """Note that a session is in use."""
        self._session.execute(
            update(UserSessionRow).where(UserSessionRow.digest == _digest(secret)).values(seen_at=clock(self._session))
        )

    def end(self, secret: str) -> None:
        """End a session; an unknown one has ended before."""
        self._session.execute(delete(UserSessionRow).where(UserSessionRow.digest == _digest(secret)))

    def end_all(self, user_id: str) -> None:
        """End every session of a user."""
        self._session.execute(delete(UserSessionRow).where(UserSessionRow.user_id == user_id))


def _digest(secret: str) -> str:
    # A plain hash and no slow one: the secret is random and cannot be guessed. As it is looked up by its hash, how
    # long the look-up takes tells nothing of the secret.
    return hashlib.sha256(secret.encode()).hexdigest()
