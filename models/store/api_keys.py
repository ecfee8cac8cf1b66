"""API keys: a public id and a 256-bit secret, of which only the SHA-256 is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.store.database import clock
from models.store.tables import ApiKeyRow

_SHAPE = re.compile(r"mv_([0-9a-f]{12})_([0-9a-f]{64})")


class Role(StrEnum):
    """What a caller may do.

    Run the office (管理员), review (审核员), hand in (申报单位), see masked copies only (盲审专家), or look at
    states and the audit log without any personal document (审计员).
    """

    ADMIN = "admin"
    REVIEWER = "reviewer"
    APPLICANT = "applicant"
    MASKED_REVIEWER = "masked_reviewer"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class ApiKey:
    """A key without its secret."""

    id: str
    organisation_id: str
    role: Role
    label: str
    created_at: dt.datetime
    revoked_at: dt.datetime | None
    expires_at: dt.datetime | None = None


@dataclass(frozen=True)
class NewApiKey:
    """A key just made; `plaintext` is shown this once."""

    key: ApiKey
    plaintext: str


class ApiKeys:
    """The keys of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def create(
        self, role: Role, *, label: str, expires_at: dt.datetime | None = None, created_by: str | None = None
    ) -> NewApiKey:
        """Make a key; without `expires_at` it is good until it is revoked."""
        key_id = secrets.token_hex(6)
        plaintext = f"mv_{key_id}_{secrets.token_hex(32)}"
        row = ApiKeyRow(
            id=key_id,
            organisation_id=self._organisation,
            digest=_digest(plaintext),
            role=role.value,
            label=label,
            created_at=clock(self._session),
            expires_at=expires_at,
            created_by=created_by,
        )
        self._session.add(row)
        self._session.flush()
        return NewApiKey(_value(row), plaintext)

    def list(self) -> tuple[ApiKey, ...]:
        """Return all keys, revoked ones too, oldest first."""
        rows = self._session.scalars(
            select(ApiKeyRow).where(ApiKeyRow.organisation_id == self._organisation).order_by(ApiKeyRow.created_at)
        )
        return tuple(_value(row) for row in rows)

    def revoke(self, key_id: str) -> None:
        """End a key; raises NotFound where it is unknown or has ended."""
        ended = self._session.scalar(
            update(ApiKeyRow)
            .where(
                ApiKeyRow.id == key_id,
                ApiKeyRow.organisation_id == self._organisation,
                ApiKeyRow.revoked_at.is_(None),
            )
            .values(revoked_at=clock(self._session))
            .returning(ApiKeyRow.id)
        )
        if ended is None:
            raise NotFound()


def authenticate(session: Session, plaintext: str) -> ApiKey | None:
    """Return the valid key that `plaintext` is, or None. The one query that runs before the organisation is known.

    The hash is found by the public id and compared in constant time. Where there is no such id the same query brings
    the same kind of answer, and a row is only built where the secret is right: building one takes so much longer than
    not that the time would tell which ids there are.
    """
    match = _SHAPE.fullmatch(plaintext)
    key_id = match[1] if match else ""
    kept = select(func.coalesce(func.max(ApiKeyRow.digest), "0" * 64)).where(ApiKeyRow.id == key_id)
    if not hmac.compare_digest(_digest(plaintext), session.scalar(kept) or ""):
        return None
    row = session.get(ApiKeyRow, key_id)
    if row is None or row.revoked_at is not None:
        return None
    return _value(row) if row.expires_at is None or row.expires_at > clock(session) else None


def meant(session: Session, plaintext: str) -> tuple[str, str] | None:
    """Return id and organisation of the key whose public part stands in `plaintext`, whatever the secret is."""
    match = _SHAPE.fullmatch(plaintext)
    row = session.get(ApiKeyRow, match[1]) if match else None
    return None if row is None else (row.id, row.organisation_id)


def _digest(plaintext: str) -> str:
    return hashlib.sha256(plaintext.encode()).hexdigest()


def _value(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        row.id, row.organisation_id, Role(row.role), row.label, row.created_at, row.revoked_at, row.expires_at
    )
