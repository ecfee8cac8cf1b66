"""What the corpus holds, in SQLite: documents, fresh texts, and which segments count. This table is the truth.

A document that has no row here is not in the corpus, whatever a segment still holds of it: removing is deleting a row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.errors import InvalidRequest
from models.messages import text as message
from verifier.similarity.sources import Source

FORMAT: Final = "2 winnow-8-6 utf-16 fold-1"
"""Names how fingerprints are made and stored; a corpus of another format is refused, not misread."""

_BUSY_SECONDS: Final = 60.0
_MANY: Final = 900
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT, authors TEXT NOT NULL, year INTEGER,
    kind TEXT, sha256 BLOB NOT NULL, characters INTEGER NOT NULL, stamp TEXT
);
CREATE INDEX IF NOT EXISTS documents_by_sha256 ON documents (sha256);
CREATE TABLE IF NOT EXISTS fresh (number INTEGER PRIMARY KEY, text BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS segments (
    name TEXT PRIMARY KEY, documents INTEGER NOT NULL, units INTEGER NOT NULL, postings INTEGER NOT NULL,
    bits INTEGER NOT NULL, index_crc INTEGER NOT NULL, places_crc INTEGER NOT NULL, damaged INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS lost (number INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT);
"""


@dataclass(frozen=True)
class SegmentRow:
    """One segment as the catalogue knows it; CRCs are CRC-32 of whole files."""

    name: str
    documents: int
    units: int
    postings: int
    bits: int
    index_crc: int
    places_crc: int
    damaged: int = 0


class Catalogue:
    """The SQLite file of a corpus. One object a thread."""

    def __init__(self, path: Path, *, create: bool) -> None:
        if not create and not path.exists():
            raise InvalidRequest(reason=message("similarity.no_corpus", path=str(path.parent)))
        self._counted: tuple[int, int] | None = None
        self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            # Space of merged texts goes back to the disk; this can only be said before there is a table.
            self._db.execute("PRAGMA auto_vacuum=INCREMENTAL")
            # WAL: readers go on while one process writes. FULL: what was said to be kept survives a power cut.
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_SCHEMA)
            found = self._format()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise InvalidRequest(reason=message("similarity.not_a_corpus", path=str(path))) from error
        if found != FORMAT:
            self._db.close()
            raise InvalidRequest(reason=message("similarity.other_format", found=found, wanted=FORMAT))

    def _format(self) -> str:
        # Written only where there is none: whoever only reads waits for no writer.
        row = self._db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        if row is None:
            self._db.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (FORMAT,))
            row = self._db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        return str(row[0])

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make one transaction of what happens inside; other writers wait up to a minute."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            self._counted = None
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one state of the corpus inside, whatever others write."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("COMMIT")

    def version(self) -> int:
        """Return a figure that changes when another connection has written."""
        (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return int(version)

    def count(self) -> int:
        """Return the number of documents."""
        version = self.version()
        if self._counted is None or self._counted[0] != version:
            # SQLite counts row by row: 40 ms for a million, so it is done once and whenever another has written.
            (count,) = self._db.execute("SELECT COUNT(*) FROM documents").fetchone()
            self._counted = version, int(count)
        return self._counted[1]

    def _count(self, more: int) -> None:
        if self._counted is not None:
            self._counted = self._counted[0], self._counted[1] + more

    def insert(self, source: Source, sha256: bytes, characters: int, stamp: str | None = None) -> int:
        """Add a document, in place of one of the same id; return its number. Numbers are never used twice."""
        self._delete(source.id)
        cursor = self._db.execute(
            "INSERT INTO documents (id, title, authors, year, kind, sha256, characters, stamp)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (source.id, source.title, _names(source), source.year, source.kind, sha256, characters, stamp),
        )
        assert cursor.lastrowid is not None
        self._count(1)
        return cursor.lastrowid

    def _delete(self, source_id: str) -> bool:
        row = self._db.execute("SELECT number FROM documents WHERE id = ?", (source_id,)).fetchone()
        if row is None:
            return False
        self._db.execute("DELETE FROM documents WHERE number = ?", row)
        self._count(-1)
        self._db.execute("DELETE FROM fresh WHERE number = ?", row)
        return True

    def delete(self, source_id: str) -> bool:
        """Remove a document; tell whether it was there."""
        return self._delete(source_id)

    def hold_fresh(self, number: int, units: bytes) -> None:
        """Keep the text of a document that is in no segment yet."""
        self._db.execute("INSERT INTO fresh VALUES (?, ?)", (number, units))

    def fresh_numbers(self) -> list[int]:
        """Return the documents that are in no segment yet, ascending."""
        return [number for (number,) in self._db.execute("SELECT number FROM fresh ORDER BY number")]

    def fresh_texts(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Return (number, text in UTF-16) of fresh documents."""
        for chunk in _chunks(numbers):
            yield from self._db.execute(
                f"SELECT number, text FROM fresh WHERE number IN ({_marks(chunk)}) ORDER BY number",
                chunk,
            ).fetchall()

    def drop_fresh(self, numbers: Iterable[int]) -> None:
        """Forget fresh texts: a segment holds them now."""
        self._db.executemany("DELETE FROM fresh WHERE number = ?", ((number,) for number in numbers))

    def numbers(self) -> list[int]:
        """Return the numbers of all documents, ascending."""
        return [number for (number,) in self._db.execute("SELECT number FROM documents ORDER BY number")]

    def sources(self, numbers: Sequence[int]) -> dict[int, Source]:
        """Return the documents of these numbers that there are."""
        found = {}
        for chunk in _chunks(numbers):
            rows = self._db.execute(
                f"SELECT number, id, title, authors, year, kind FROM documents WHERE number IN ({_marks(chunk)})",
                chunk,
            )
            for number, source_id, title, authors, year, kind in rows:
                found[number] = Source(
                    source_id, title, tuple(json.loads(authors)) if authors != "[]" else (), year, kind
                )
        return found

    def find(self, source_id: str) -> tuple[int, Source, int] | None:
        """Return (number, document, characters) by id, None where there is none."""
        row = self._db.execute("SELECT number, characters FROM documents WHERE id = ?", (source_id,)).fetchone()
        return None if row is None else (row[0], self.sources([row[0]])[row[0]], row[1])

    def same_text(self, sha256: bytes) -> str | None:
        """Return the id of a document with this very text, None where there is none."""
        row = self._db.execute("SELECT id FROM documents WHERE sha256 = ? LIMIT 1", (sha256,)).fetchone()
        return None if row is None else str(row[0])

    def stamp(self, source_id: str) -> str | None:
        """Return what the file of a document looked like when it was taken in, None where nothing is known."""
        row = self._db.execute("SELECT stamp FROM documents WHERE id = ?", (source_id,)).fetchone()
        return None if row is None else row[0]

    def fresh_count(self) -> int:
        """Return how many documents are in no segment yet."""
        (count,) = self._db.execute("SELECT COUNT(*) FROM fresh").fetchone()
        return int(count)

    def listed(self) -> Iterator[tuple[int, Source, int]]:
        """Return (number, document, characters) of every document, in the order of adding."""
        rows = self._db.execute(
            "SELECT number, id, title, authors, year, kind, characters FROM documents ORDER BY number"
        )
        for number, source_id, title, authors, year, kind, characters in rows:
            yield number, Source(source_id, title, tuple(json.loads(authors)), year, kind), characters

    def page(self, *, limit: int, after: str | None = None) -> list[tuple[Source, int]]:
        """Return up to `limit` documents with their characters in the order of their ids, those after an id."""
        rows = self._db.execute(
            "SELECT id, title, authors, year, kind, characters FROM documents WHERE id > ? ORDER BY id LIMIT ?",
            (after or "", limit),
        ).fetchall()
        return [
            (Source(source_id, title, tuple(json.loads(authors)), year, kind), characters)
            for source_id, title, authors, year, kind, characters in rows
        ]

    def segments(self) -> list[SegmentRow]:
        """Return the segments that count."""
        rows = self._db.execute(
            "SELECT name, documents, units, postings, bits, index_crc, places_crc, damaged FROM segments ORDER BY name"
        )
        return [SegmentRow(*row) for row in rows.fetchall()]

    def add_segment(self, row: SegmentRow) -> None:
        """Make a segment count: the last step of writing one."""
        self._db.execute(
            "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (row.name, row.documents, row.units, row.postings, row.bits, row.index_crc, row.places_crc, 0),
        )

    def drop_segments(self, names: Iterable[str]) -> None:
        """Make segments count no more."""
        self._db.executemany("DELETE FROM segments WHERE name = ?", ((name,) for name in names))

    def give_back(self) -> None:
        """Give free space back to the disk, as far as no reader is in the way."""
        # A script, because `execute` takes one step of this statement, and a step is one page.
        self._db.executescript("PRAGMA incremental_vacuum")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def mark_damaged(self, name: str) -> None:
        """Say that a segment contradicts itself and wants to be built anew."""
        self._db.execute("UPDATE segments SET damaged = 1 WHERE name = ?", (name,))

    def lose(self, numbers: Sequence[int]) -> None:
        """Take documents whose stored text is damaged out of the corpus, and keep their names for the report."""
        for number, source in self.sources(numbers).items():
            self._db.execute("INSERT OR REPLACE INTO lost VALUES (?, ?, ?)", (number, source.id, source.title))
            self._delete(source.id)

    def lost(self) -> list[tuple[str, str | None]]:
        """Return (id, title) of the documents whose text was damaged and that are not there again."""
        return list(
            self._db.execute("SELECT id, title FROM lost WHERE id NOT IN (SELECT id FROM documents) ORDER BY id")
        )


def _names(source: Source) -> str:
    return json.dumps(list(source.authors), ensure_ascii=False)


def _chunks(numbers: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), _MANY):
        yield [int(number) for number in numbers[start : start + _MANY]]


def _marks(chunk: Sequence[object]) -> str:
    return ",".join("?" * len(chunk))
