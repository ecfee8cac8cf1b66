"""The audit log (审计日志): appended to and read, never changed; each entry's hash covers the entry before it.

The database refuses to change or delete an entry (triggers of migration 0008). Who can write to the database's files
could still do so: then the chain breaks there, and `verify` names the place. Cutting off the end is seen by the head,
which stands in a table of its own, and by whoever kept an earlier hash (an export has it).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.store.database import clock, insert_new
from models.store.tables_audit import AuditHeadRow, AuditRow

_BEGINNING: Final = "0" * 64
_CODE = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_ID = re.compile(r"[A-Za-z0-9_.:@-]{1,100}")
_AT_ONCE: Final = 1000


@dataclass(frozen=True)
class AuditEntry:
    """One entry. `actor` is `user:ID`, `key:ID`, `anonymous` or `system`; `number` counts from 1 without gaps."""

    number: int
    at: dt.datetime
    actor: str
    action: str
    kind: str
    object_id: str | None
    reason: str | None
    request_id: str
    previous: str
    hash: str

    @property
    def id(self) -> str:
        """The number, as the cursor of a list."""
        return str(self.number)


@dataclass(frozen=True)
class AuditFilter:
    """Which entries are wanted; None is any. `since` is included, `until` is not."""

    actor: str | None = None
    action: str | None = None
    kind: str | None = None
    object_id: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


class AuditLog:
    """The audit log of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def append(
        self,
        action: str,
        kind: str,
        object_id: str | None = None,
        *,
        actor: str,
        reason: str | None = None,
        request_id: str = "-",
    ) -> AuditEntry:
        """Append an entry in the transaction of what it tells of: both are there, or neither.

        Until that transaction ends, no other appends to this organisation's log; so this is its last statement.

        Args:
            action: code such as `application.created`.
            kind: code of the kind of thing.
            object_id: id of the thing; of anything that is no plain id, only the SHA-256 is kept.
            actor: who did it.
            reason: code, never a text.
            request_id: of the HTTP request.

        Raises:
            ValueError: action, kind or reason are no codes.
        """
        for code in (action, kind, reason):
            if code is not None and not _CODE.fullmatch(code):
                raise ValueError("the audit log holds codes, not texts")
        head = self._hold_head()
        entry = _sealed(
            self._organisation,
            AuditEntry(
                number=head.number + 1,
                at=clock(self._session),
                actor=_plain_id(actor),
                action=action,
                kind=kind,
                object_id=None if object_id is None else _plain_id(object_id),
                reason=reason,
                request_id=request_id[:64],
                previous=head.hash,
                hash="",
            ),
        )
        self._session.add(AuditRow(organisation_id=self._organisation, **vars(entry)))
        head.number, head.hash = entry.number, entry.hash
        self._session.flush()
        return entry

    def list(
        self, wanted: AuditFilter = AuditFilter(), *, limit: int = 50, before: int | None = None
    ) -> tuple[AuditEntry, ...]:
        """Return up to `limit` entries, newest first, those with a number below `before`."""
        query = self._query(wanted)
        if before is not None:
            query = query.where(AuditRow.number < before)
        return tuple(map(_value, self._session.scalars(query.order_by(AuditRow.number.desc()).limit(limit))))

    def check(self, entries: Sequence[AuditEntry]) -> int | None:
        """Return the lowest number of these entries that is not as it was written, or does not follow the one before.

        Also looks at the end of the chain. It costs as much as it shows, however long the log has become; `verify`
        looks at all of it.
        """
        before = self._query(AuditFilter()).where(AuditRow.number.in_([entry.number - 1 for entry in entries]))
        hashes = {0: _BEGINNING, **{row.number: row.hash for row in self._session.scalars(before)}}
        broken = [
            entry.number
            for entry in entries
            if _hash(self._organisation, entry) != entry.hash or hashes.get(entry.number - 1) != entry.previous
        ]
        last = next(iter(self.list(limit=1)), None)
        number, hash_ = (0, _BEGINNING) if last is None else (last.number, last.hash)
        return min(broken, default=None if self._ends_with(number, hash_) else number + 1)

    def verify(self) -> int | None:
        """Return the number of the first entry that is not as it was written, or is missing; None where all is well."""
        number, previous = 0, _BEGINNING
        while True:
            query = self._query(AuditFilter()).where(AuditRow.number > number)
            found = self._session.scalars(query.order_by(AuditRow.number).limit(_AT_ONCE)).all()
            for row in found:
                entry = _value(row)
                self._session.expunge(row)
                follows = (entry.number, entry.previous) == (number + 1, previous)
                if not follows or _hash(self._organisation, entry) != entry.hash:
                    return number + 1
                number, previous = entry.number, entry.hash
            if len(found) < _AT_ONCE:
                break
        return None if self._ends_with(number, previous) else number + 1

    def _ends_with(self, number: int, hash_: str) -> bool:
        head = self._session.get(AuditHeadRow, self._organisation)
        return (number, hash_) == ((0, _BEGINNING) if head is None else (head.number, head.hash))

    def _query(self, wanted: AuditFilter) -> Select[AuditRow]:
        query = select(AuditRow).where(AuditRow.organisation_id == self._organisation)
        for name in ("actor", "action", "kind", "object_id"):
            value = getattr(wanted, name)
            if value is not None:
                query = query.where(getattr(AuditRow, name) == value)
        if wanted.since is not None:
            query = query.where(AuditRow.at >= wanted.since)
        if wanted.until is not None:
            query = query.where(AuditRow.at < wanted.until)
        return query

    def _hold_head(self) -> AuditHeadRow:
        """Return the end of the chain, held until the transaction ends: two entries never follow the same one."""
        values = {"organisation_id": self._organisation, "number": 0, "hash": _BEGINNING}
        self._session.execute(insert_new(self._session, AuditHeadRow).values(values).on_conflict_do_nothing())
        return self._session.scalars(
            select(AuditHeadRow)
            .where(AuditHeadRow.organisation_id == self._organisation)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()


def _plain_id(value: str) -> str:
    return value if _ID.fullmatch(value) else f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"


def _sealed(organisation: str, entry: AuditEntry) -> AuditEntry:
    return replace(entry, hash=_hash(organisation, entry))


def _hash(organisation: str, entry: AuditEntry) -> str:
    """Return SHA-256 of organisation and entry as a JSON array, all but its own hash."""
    at = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    members = [organisation, entry.number, at, *astuple(entry)[2:-1]]
    return hashlib.sha256(json.dumps(members, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _value(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        row.number, row.at, row.actor, row.action, row.kind, row.object_id, row.reason, row.request_id, row.previous,
        row.hash,
    )  # fmt: skip
