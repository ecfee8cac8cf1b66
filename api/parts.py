"""The parts that the service stands on, each looked at by itself: for `/health/ready` and for `verifier doctor`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from models.messages import text
from models.store.database import Database
from verifier.intake.sandbox import Isolation, isolation
from workers.queue import connect
from workers.settings import Settings

_GIB: Final = 1 << 30

_FREE_WARN_BYTES: Final = 10 * _GIB
"""Room for about a thousand applications with their page pictures."""

_FREE_FAIL_BYTES: Final = 1 * _GIB


class Status(StrEnum):
    """How a part is: fine, worth a look, or not fit. In this order the worse one is the greater in `RANK`."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


RANK: Final = {Status.OK: 0, Status.WARN: 1, Status.FAIL: 2}


@dataclass(frozen=True)
class Part:
    """What was found of one part, and what to do where it is not fine."""

    name: str
    status: Status
    found: str
    remedy: str = ""


def part(name: str, status: Status, found: str) -> Part:
    """Return a part; one that is not fine gets its remedy from the catalogue."""
    return Part(name, status, found, "" if status is Status.OK else text(f"api.part_{name}_remedy"))


def worst(parts: list[Part]) -> Status:
    """Return the worst status of `parts`."""
    return max((found.status for found in parts), key=RANK.__getitem__, default=Status.OK)


def database_part(database: Database) -> Part:
    """Ask the database for an answer."""
    try:
        database.check()
    except SQLAlchemyError as error:
        return part("database", Status.FAIL, type(error).__name__)
    return part("database", Status.OK, database.url.get_backend_name())


def queue_part(settings: Settings) -> Part:
    """Ask the queue server for an answer; without one, work is accepted and waits."""
    if settings.redis_url is None:
        return part("queue", Status.WARN, text("api.part_queue_none"))
    try:
        with connect(settings.redis_url) as connection:
            connection.ping()
    except (RedisError, OSError) as error:
        return part("queue", Status.FAIL, type(error).__name__)
    return part("queue", Status.OK, text("api.part_queue_found"))


def disk_part(folder: Path) -> Part:
    """Measure the room on the disk of `folder`."""
    free = shutil.disk_usage(_existing(folder)).free
    status = Status.FAIL if free < _FREE_FAIL_BYTES else Status.WARN if free < _FREE_WARN_BYTES else Status.OK
    return part("disk", status, text("api.part_disk_found", gib=f"{free / _GIB:.1f}"))


def writable_part(folder: Path) -> Part:
    """Try to write where the data go, or where their folder would be made."""
    try:
        with TemporaryFile(dir=_existing(folder)) as probe:
            probe.write(b"0")
    except OSError as error:
        return part("writable", Status.FAIL, type(error).__name__)
    return part("writable", Status.OK, text("api.part_writable_found"))


def sandbox_part() -> Part:
    """Tell how foreign files are opened on this machine."""
    level = isolation()
    return part("sandbox", Status.WARN if level is Isolation.LIMITS else Status.OK, level.value)


def _existing(folder: Path) -> Path:
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.is_dir())
