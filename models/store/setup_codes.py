"""The code of the first set-up: who reads what the service prints on its first start makes the first administrator."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.store.database import Database, clock
from models.store.organisations import Organisations
from models.store.tables_accounts import SetupCodeRow
from models.store.users import any_user

LIFETIME: Final = dt.timedelta(days=1)


def new_setup_code(database: Database) -> str | None:
    """Return a code for the first administrator, valid for a day, None where there are users; older codes are void."""
    with database.transaction() as session:
        organisations = Organisations(session).list()
        if any_user(session) or not organisations:
            return None
        code = secrets.token_urlsafe(32)
        session.execute(delete(SetupCodeRow))
        session.add(
            SetupCodeRow(
                organisation_id=organisations[0].id, digest=_digest(code), expires_at=clock(session) + LIFETIME
            )
        )
        return code


def use_setup_code(session: Session, code: str) -> str | None:
    """Return the organisation for which `code` is good, and void it; None where it is not, or there are users."""
    row = session.scalar(select(SetupCodeRow).with_for_update())
    expected = row.digest if row is not None else "0" * 64
    matches = hmac.compare_digest(_digest(code), expected)
    if row is None or not matches or row.expires_at < clock(session) or any_user(session):
        return None
    session.execute(delete(SetupCodeRow))
    return row.organisation_id


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
