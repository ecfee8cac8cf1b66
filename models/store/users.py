"""Users (用户): who they are and what they may do. Passwords come and stay as hashes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.errors import InvalidRequest, LastAdministrator, LoginTaken, NotFound
from models.messages import text
from models.store.api_keys import Role
from models.store.database import clock, insert_new
from models.store.tables_accounts import UserRow, UserSessionRow

_LOGIN = re.compile(r"[\w.@+-]{2,64}")


@dataclass(frozen=True)
class User:
    """A user without the password's hash."""

    id: str
    organisation_id: str
    login: str
    display_name: str
    role: Role
    created_at: dt.datetime
    disabled_at: dt.datetime | None
    password_changed_at: dt.datetime


class Users:
    """The users of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def create(self, login: str, password_hash: str, role: Role, *, display_name: str) -> User:
        """Make a user.

        Raises:
            InvalidRequest: the login name has another form than 2 to 64 letters, digits and `. _ @ + -`.
            LoginTaken: somebody of this installation has it; people sign in without naming their organisation.
        """
        now = clock(self._session)
        values = {
            "organisation_id": self._organisation, "login": normal_login(login), "display_name": display_name,
            "role": role.value, "password": password_hash, "password_changed_at": now, "created_at": now,
        }  # fmt: skip
        made = self._session.scalar(
            insert_new(self._session, UserRow).values(values).on_conflict_do_nothing().returning(UserRow.id)
        )
        if made is None:
            raise LoginTaken
        return self.get(made)

    def get(self, user_id: str) -> User:
        """Return a user; raises NotFound, also where it is another organisation's."""
        return _value(self._row(user_id))

    def password_hash(self, user_id: str) -> str:
        """Return the hash of a user's password; raises NotFound."""
        return self._row(user_id).password

    def list(self, *, limit: int = 50, after: str | None = None) -> tuple[User, ...]:
        """Return up to `limit` users in the order of their ids, those after the id `after`."""
        query = select(UserRow).where(UserRow.organisation_id == self._organisation)
        if after is not None:
            query = query.where(UserRow.id > after)
        return tuple(_value(row) for row in self._session.scalars(query.order_by(UserRow.id).limit(limit)))

    def change(
        self,
        user_id: str,
        *,
        display_name: str | None = None,
        role: Role | None = None,
        disabled: bool | None = None,
    ) -> User:
        """Change what is given. A disabled user has no session any more.

        Raises:
            NotFound: no such user.
            LastAdministrator: nobody would be left who can run the organisation.
        """
        self._lock()
        row = self._row(user_id)
        ran_it = row.role == Role.ADMIN.value and row.disabled_at is None
        if display_name is not None:
            row.display_name = display_name
        if role is not None:
            row.role = role.value
        if disabled is not None and disabled != (row.disabled_at is not None):
            row.disabled_at = clock(self._session) if disabled else None
        self._session.flush()
        if ran_it and not self._has_administrator():
            raise LastAdministrator
        if row.disabled_at is not None:
            self._session.execute(delete(UserSessionRow).where(UserSessionRow.user_id == user_id))
        return _value(row)

    def set_password(self, user_id: str, password_hash: str) -> None:
        """Replace the password; raises NotFound. Sessions are the caller's to end."""
        row = self._row(user_id)
        row.password = password_hash
        row.password_changed_at = clock(self._session)
        self._session.flush()

    def _row(self, user_id: str) -> UserRow:
        row = self._session.scalar(
            select(UserRow)
            .where(UserRow.id == user_id, UserRow.organisation_id == self._organisation)
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise NotFound
        return row

    def _lock(self) -> None:
        """Let one change at a time through: two administrators who disable each other must not both succeed."""
        self._session.execute(
            select(UserRow.id)
            .where(UserRow.organisation_id == self._organisation, UserRow.role == Role.ADMIN.value)
            .order_by(UserRow.id)
            .with_for_update()
        ).all()

    def _has_administrator(self) -> bool:
        of_mine = (UserRow.organisation_id == self._organisation, UserRow.role == Role.ADMIN.value)
        active = select(func.count()).select_from(UserRow).where(*of_mine, UserRow.disabled_at.is_(None))
        return bool(self._session.scalar(active))


def find_login(session: Session, login: str) -> tuple[User, str] | None:
    """Return the user of a login name with the password's hash, None where there is none or it is disabled.

    Runs before the organisation is known.
    """
    row = session.scalar(select(UserRow).where(UserRow.login == folded_login(login), UserRow.disabled_at.is_(None)))
    return None if row is None else (_value(row), row.password)


def any_user(session: Session) -> bool:
    """Tell whether the installation has a user, disabled ones too."""
    return session.scalar(select(UserRow.id).limit(1)) is not None


def normal_login(login: str) -> str:
    """Return a login name as it is kept; raises InvalidRequest where it has another form."""
    folded = folded_login(login)
    if not _LOGIN.fullmatch(folded):
        raise InvalidRequest(reason=text("accounts.login_form"))
    return folded


def folded_login(login: str) -> str:
    """Return a login name as it would be kept, whatever its form."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def _value(row: UserRow) -> User:
    return User(
        id=row.id,
        organisation_id=row.organisation_id,
        login=row.login,
        display_name=row.display_name,
        role=Role(row.role),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        password_changed_at=row.password_changed_at,
    )
