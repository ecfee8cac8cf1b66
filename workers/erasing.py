"""Erases one applicant's application from everything that holds something of it: rows, files, corpora, free pages."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from models.errors import InvalidRequest, NotFound
from models.messages import text as message
from models.roster import RosterReport
from models.store.applications import Applications
from models.store.blobs import BlobStore
from models.store.database import Database
from models.store.erasing import Erasing, clear_blobs, clear_observations, in_work, organisation_of
from models.store.rosters import BatchRosters, StoredRoster
from models.values import from_json, to_json
from verifier.rosters.roster import Place, Roster
from workers.alone import alone
from workers.corpora import clear_papers, overwrite_free_pages
from workers.rosters import Meeting
from workers.settings import Settings


@dataclass(frozen=True)
class Erased:
    """What went: documents of applications, files (those left by cut-off uploads among them), papers of a corpus."""

    documents: int
    files: int
    papers: int


def erase(settings: Settings, database: Database, blobs: BlobStore, ids: tuple[str, ...]) -> Erased:
    """Erase applications, masking tasks and comparisons, then everything that nothing names any more.

    Without ids only the second: it finishes an erasing that was cut off. Nothing may run on this store meanwhile.

    Raises:
        NotFound: one of the ids is nothing of these; then nothing is erased.
        InvalidRequest: a service runs on this data folder, or a worker of another machine on this store.
    """
    with alone(settings.data_dir):
        with database.transaction() as session:
            if in_work(session):
                raise InvalidRequest(reason=message("operating.erase_in_work"))
            documents = sum(_erase_one(session, thing) for thing in ids)
            clear_observations(session)
        papers = clear_papers(settings.data_dir, database)
        files = clear_blobs(database, blobs)
        blobs.sweep(older_than_seconds=0)
        _clear_spool(settings.spool_folder)
        _overwrite(database)
    return Erased(documents, files, papers)


def _erase_one(session: Session, thing: str) -> int:
    organisation_id = organisation_of(session, thing)
    erasing = Erasing(session, organisation_id)
    try:
        Applications(session, organisation_id).get(thing)
    except NotFound:
        erasing.task(thing)
        return 0
    _take_out_of_roster(session, organisation_id, thing)
    return erasing.application(thing)


def _take_out_of_roster(session: Session, organisation_id: str, application_id: str) -> None:
    """Take a person's row out of the roster of the batch; whose row it is was told when they were judged."""
    rosters = BatchRosters(session, organisation_id)
    batch_id = Applications(session, organisation_id).get(application_id).batch_id
    stored = rosters.get(batch_id) if batch_id is not None else None
    body = rosters.meeting(application_id)
    if stored is None or body is None:
        return
    meeting = from_json(Meeting, body)
    if meeting.matched is not None:
        Erasing(session, organisation_id).roster(stored, **_without(stored, meeting.matched))


def _without(stored: StoredRoster, place: Place) -> dict[str, str]:
    roster, report = from_json(Roster, stored.roster), from_json(RosterReport, stored.report)
    tables = tuple(
        dataclasses.replace(table, rows=tuple(row for row in table.rows if row.place != place))
        for table in roster.tables
    )
    findings = tuple(one for one in report.findings if (one.sheet, one.row) != (place.sheet, place.row))
    return {
        "roster": to_json(dataclasses.replace(roster, tables=tables)).decode(),
        "report": to_json(dataclasses.replace(report, findings=findings)).decode(),
    }


def _clear_spool(folder: Path) -> None:
    """Delete requests that were cut off on their way in."""
    for path in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else ():
        path.rmdir() if path.is_dir() else path.unlink()


def _overwrite(database: Database) -> None:
    """Give free pages back: deleted rows stand in them until something else is written there."""
    if database.is_sqlite:
        database.close()
        if database.url.database:
            overwrite_free_pages(Path(database.url.database))
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM FULL"))
