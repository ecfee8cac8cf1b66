"""Tries in vain, counted in the database: several web processes share one count, and a restart forgets none."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from models.store.database import clock, insert_new
from models.store.tables_accounts import TryRow

WINDOW: Final = dt.timedelta(minutes=15)
"""How long tries are counted together, from the first one on; who has used them up waits for its end."""

_FORGOTTEN: Final = dt.timedelta(days=1)


class Tries:
    """The tries of whatever is tried: a subject is any text that names it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def wait(self, subject: str, most: int) -> dt.timedelta | None:
        """Return how long a subject has to wait that has used up its `most` tries, None where it need not."""
        now = clock(self._session)
        until = self._session.scalar(
            select(TryRow.until).where(TryRow.digest == _digest(subject), TryRow.until > now, TryRow.count >= most)
        )
        return None if until is None else until - now

    def take(self, subject: str, most: int) -> dt.timedelta | None:
        """Count a try; return how long to wait where it is one too many. Counted before what is tried, never after.

        Otherwise many tries at once would all find the count of before.
        """
        now = clock(self._session)
        over = TryRow.until <= now
        insert = insert_new(self._session, TryRow).values(digest=_digest(subject), count=1, until=now + WINDOW)
        counted = insert.on_conflict_do_update(
            index_elements=[TryRow.digest],
            set_={
                "count": case((over, 1), else_=TryRow.count + 1),
                "until": case((over, now + WINDOW), else_=TryRow.until),
            },
        ).returning(TryRow.count, TryRow.until)
        count, until = self._session.execute(counted).one()
        if count == 1:
            self._session.execute(delete(TryRow).where(TryRow.until < now - _FORGOTTEN))
        return until - now if count > most else None

    def give_back(self, subject: str) -> None:
        """Take one try back: it was not in vain."""
        self._session.execute(
            update(TryRow).where(TryRow.digest == _digest(subject), TryRow.count > 0).values(count=TryRow.count - 1)
        )

    def forget(self, subject: str) -> None:
        """Forget all tries of a subject: it got in."""
        self._session.execute(delete(TryRow).where(TryRow.digest == _digest(subject)))


def _digest(subject: str) -> str:
    return hashlib.sha256(subject.encode()).hexdigest()
