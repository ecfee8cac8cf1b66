"""The corpora that papers are compared with: an organisation's own, its applicants' papers, the operator's for all.

They lie in the data folder of one machine, outside the database: segments are mapped into memory. Objects stay open, as
a search in an open corpus takes milliseconds; they are for the thread that runs jobs.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from models.store.database import Database
from models.store.erasing import papers_kept
from models.store.organisations import Organisations
from workers.settings import Settings

if TYPE_CHECKING:  # what compares is loaded by the first comparison, not by every worker
    from verifier.similarity.corpus import CorpusIndex
    from verifier.similarity.store.embedded import EmbeddedCorpus


class Corpora:
    """The corpora of all organisations in one data folder, opened when they are first asked for."""

    def __init__(self, data_dir: Path, shared: Path | None = None) -> None:
        self._data = data_dir
        self._shared_path = shared
        self._shared: CorpusIndex | None = None
        self._open: dict[Path, EmbeddedCorpus] = {}

    def own(self, organisation_id: str) -> EmbeddedCorpus:
        """Return an organisation's corpus to write to; it is made where there is none."""
        return self._at(corpus_folder(self._data, organisation_id))

    def papers(self, organisation_id: str) -> EmbeddedCorpus:
        """Return the papers of an organisation's applicants, to write to."""
        return self._at(papers_folder(self._data, organisation_id))

    def papers_found(self, organisation_id: str) -> CorpusIndex | None:
        """Return the papers of an organisation's applicants to search in, None where there are none."""
        folder = papers_folder(self._data, organisation_id)
        return self._at(folder) if folder.is_dir() else None

    def compared(self, organisation_id: str) -> CorpusIndex:
        """Return all that a paper of this organisation is compared with; applicants' papers are not counted in it.

        Raises:
            InvalidRequest: the operator's corpus is not there, or one of them has another format.
        """
        from verifier.similarity.corpus import open_corpus
        from verifier.similarity.joined import Joined

        if self._shared is None and self._shared_path is not None:
            self._shared = open_corpus(self._shared_path)
        own, papers = corpus_folder(self._data, organisation_id), self.papers_found(organisation_id)
        counted: list[CorpusIndex] = [self._at(own)] if own.is_dir() else []
        counted += [self._shared] if self._shared is not None else []
        return Joined(counted, beside=[papers] if papers is not None else [])

    def close(self) -> None:
        """Close what is open."""
        for corpus in self._open.values():
            corpus.close()
        self._open.clear()

    def _at(self, folder: Path) -> EmbeddedCorpus:
        from verifier.similarity.store.embedded import EmbeddedCorpus

        if folder not in self._open:
            self._open[folder] = EmbeddedCorpus(folder, create=True)
        return self._open[folder]


def corpus_folder(data_dir: Path, organisation_id: str) -> Path:
    """Return where an organisation's corpus lies."""
    return data_dir / "corpora" / organisation_id


def papers_folder(data_dir: Path, organisation_id: str) -> Path:
    """Return where the papers of an organisation's applicants lie."""
    return data_dir / "papers" / organisation_id


@lru_cache(maxsize=1)
def _opened(data_dir: Path, shared: Path | None) -> Corpora:
    return Corpora(data_dir, shared)


def corpora_of(settings: Settings) -> Corpora:
    """Return the corpora of this process."""
    return _opened(settings.data_dir, settings.corpus)


def clear_papers(data_dir: Path, database: Database) -> int:
    """Take papers out of the corpora that belong to no application, and their text out of the segments.

    Returns how many; no service may run on the data folder meanwhile.
    """
    from verifier.similarity.store.embedded import EmbeddedCorpus

    removed = 0
    with database.reading() as session:
        kept = {one.id: papers_kept(session, one.id) for one in Organisations(session).list()}
    for organisation_id, papers in kept.items():
        folder = papers_folder(data_dir, organisation_id)
        if not (folder / "corpus.sqlite").is_file():
            continue
        with EmbeddedCorpus(folder, background=False) as corpus:
            gone = [source.id for source, _ in corpus.listed() if source.id not in papers]
            for paper in gone:
                corpus.remove(paper)
            corpus.upkeep().merge()
        overwrite_free_pages(folder / "corpus.sqlite")
        removed += len(gone)
    return removed


def overwrite_free_pages(file: Path) -> None:
    """Write an SQLite file anew: deleted rows stand in its free pages until something else is written there."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
