"""Guessing is slowed down: who tries wrong passwords or keys too often waits, by name, by key and by address.

Counted in the database (models.store.tries): memory would count for each web process apart. A right key always opens:
its 256 bits are not guessed, and one caller's wrong keys must not shut out all behind the same address.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from flask import request

from models.errors import TooManyTries
from models.store.database import Database
from models.store.tries import Tries

NAME_TRIES: Final = 10
"""Wrong passwords of one user in 15 minutes."""
KEY_TRIES: Final = 10
"""Wrong secrets of one key in 15 minutes."""
ADDRESS_TRIES: Final = 18
"""Wrong passwords, codes and keys from one address in 15 minutes."""

_KEY_ID = re.compile(r"mv_([0-9a-f]{12})_")

Subject = tuple[str, int]
"""What is counted, and how many tries it has."""


def name_subject(login: str) -> Subject:
    """Return the subject of a login name, whether there is such a user or not."""
    return f"name:{login}", NAME_TRIES


def address_subject() -> Subject:
    """Return the subject of whoever sends the current request."""
    return f"address:{request.remote_addr}", ADDRESS_TRIES


def key_subject(key: str) -> Subject:
    """Return the subject of the public part of a key."""
    match = _KEY_ID.match(key)
    return f"key:{match[1] if match else ''}", KEY_TRIES


def take_try(database: Database, *subjects: Subject) -> None:
    """Count a try of all subjects; raises TooManyTries where one of them has used up its own.

    Who has to wait already is told so from a look alone: a flood of tries writes nothing.
    """
    with database.reading() as session:
        tries = Tries(session)
        _refuse([tries.wait(*subject) for subject in subjects])
    with database.transaction() as session:
        tries = Tries(session)
        waits = [tries.take(*subject) for subject in subjects]
    _refuse(waits)


def succeeded(database: Database, name: Subject, *others: Subject) -> None:
    """Forget the tries of who got in; of an address that others share, take back this one only."""
    with database.transaction() as session:
        tries = Tries(session)
        tries.forget(name[0])
        for subject, _ in others:
            tries.give_back(subject)


def _refuse(waits: Sequence[timedelta | None]) -> None:
    longest = max((wait for wait in waits if wait is not None), default=None)
    if longest is not None:
        seconds = math.ceil(longest.total_seconds())
        raise TooManyTries(minutes=math.ceil(seconds / 60), retry_after=seconds)
