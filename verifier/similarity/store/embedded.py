"""The corpus on disk: searched while others write, and whole again after any end.

One process may write while any number read: SQLite orders the writers (each waits up to a minute for the other), and a
reader sees at every search what was finished before it. Segments never change; one that was merged away stays mapped
for those who still read it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.sources import Found, Source
from verifier.similarity.store.catalogue import Catalogue
from verifier.similarity.store.files import open_segment
from verifier.similarity.store.fresh import FreshTexts
from verifier.similarity.store.searching import search_segments
from verifier.similarity.store.segment import Segment, SegmentDamaged
from verifier.similarity.store.upkeep import FLUSH_DOCUMENTS, Upkeep
from verifier.similarity.tokens import Tokens, text_of, units_of

CATALOGUE: Final = "corpus.sqlite"

_COOLS_SECONDS: Final = 10.0
"""After so long without a search the system may have dropped the segments from its cache."""

_FEW: Final = 16
"""So many new documents are made searchable at once; more of them are when somebody searches."""


class EmbeddedCorpus:
    """A corpus in a folder. Objects are for one thread; open one a thread or process, they see each other's writes."""

    def __init__(self, folder: Path, *, create: bool = False, background: bool = True) -> None:
        """Open a corpus.

        Args:
            folder: where it is.
            create: make it where there is none.
            background: merge fresh documents in a thread when there are many; else only `upkeep` merges.

        Raises:
            InvalidRequest: no corpus there, or one of another format.
        """
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._catalogue = Catalogue(folder / CATALOGUE, create=create)
        self._background = background
        self._worker: threading.Thread | None = None
        self._segments: dict[str, Segment] = {}
        self._unanswered: dict[str, int] = {}
        self._fresh = FreshTexts()
        self._seen: int | None = None
        self._searched: float | None = None

    def __enter__(self) -> EmbeddedCorpus:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Wait for a merge that is under way, and close the files."""
        if self._worker is not None:
            self._worker.join()
        self._catalogue.close()

    def __len__(self) -> int:
        return self._catalogue.count()

    def add(self, source: Source, text: str) -> None:
        """Add a document; one of the same id is replaced. On disk when this returns, and found by the next search."""
        self.add_many([(source, text)])

    def add_many(self, documents: Sequence[tuple[Source, str]], stamps: Sequence[str | None] = ()) -> None:
        """Add documents in one transaction: all of them or, where the process ends in between, none.

        Args:
            documents: what to add; one of the same id is replaced.
            stamps: what the file of each looks like, to tell later whether it has changed; see `stamp`.
        """
        texts = [units_of(text) for _, text in documents]
        numbers = []
        with self._catalogue.writing():
            for (source, text), units, stamp in zip(documents, texts, stamps or [None] * len(texts), strict=True):
                number = self._catalogue.insert(source, _sha256(units), len(text), stamp)
                self._catalogue.hold_fresh(number, units.tobytes())
                numbers.append(number)
        if self._seen is not None and len(numbers) <= _FEW:
            # What was replaced is dropped by the catalogue at the next search; no need to read all of it again now.
            self._fresh.absorb(numbers, texts)
        else:
            self._seen = None
        if self._catalogue.fresh_count() >= FLUSH_DOCUMENTS:
            self._merge_soon()

    def same_text(self, text: str) -> str | None:
        """Return the id of a document with this very text, None where there is none."""
        return self._catalogue.same_text(_sha256(units_of(text)))

    def stamp(self, source_id: str) -> str | None:
        """Return the stamp that a document was added with, None where there is no such document or stamp."""
        return self._catalogue.stamp(source_id)

    def remove(self, source_id: str) -> None:
        """Remove a document; one that is not there is no error."""
        with self._catalogue.writing():
            self._catalogue.delete(source_id)
        self._seen = None

    def find(self, source_id: str) -> tuple[Source, int] | None:
        """Return a document and its number of characters, None where there is none."""
        found = self._catalogue.find(source_id)
        return None if found is None else found[1:]

    def listed(self) -> Iterator[tuple[Source, int]]:
        """Return every document with its number of characters, in the order of adding."""
        for _, source, characters in self._catalogue.listed():
            yield source, characters

    def text(self, source_id: str) -> str | None:
        """Return the text of a document, None where there is no such document (or its segment cannot be read)."""
        self._refresh()
        found = self._catalogue.find(source_id)
        units = self._units(found[0]) if found is not None else None
        return None if units is None else text_of(units)

    def _units(self, number: int) -> NDArray[np.uint16] | None:
        for segment in (*self._fresh.segments, *self._segments.values()):
            units = segment.text_units(number)
            if units is not None:
                return units
        return None

    def search(self, tokens: Tokens, *, exclude: frozenset[str] = frozenset(), near: int = 0) -> Found:
        """Return the runs shared with each source that shares any, and up to `near` sources for a closer look.

        A segment that contradicts itself is left out (`Found.unanswered`), and built anew from its texts in the
        background.
        """
        self._refresh()
        while True:
            segments = [*self._segments.values(), *self._fresh.segments]
            cold = self._searched is None or time.monotonic() - self._searched > _COOLS_SECONDS
            try:
                exact, close = search_segments(
                    segments, tokens, self._catalogue.sources, len(self), exclude, near, cold=cold
                )
                self._searched = time.monotonic()
                return Found(exact, close, sum(self._unanswered.values()))
            except SegmentDamaged as damage:
                self._leave_out(damage.name)

    def upkeep(self) -> Upkeep:
        """Return what keeps the corpus in good order: merging, checking, building anew."""
        return Upkeep(self.folder)

    def _refresh(self) -> None:
        version = self._catalogue.version()
        if version == self._seen:
            return
        with self._catalogue.reading():
            rows = {row.name: row for row in self._catalogue.segments()}
            self._segments = {name: held for name, held in self._segments.items() if name in rows}
            self._unanswered = {name: count for name, count in self._unanswered.items() if name in rows}
            damaged = []
            for name, row in rows.items():
                if name not in self._segments and name not in self._unanswered:
                    try:
                        self._segments[name] = open_segment(self.folder, row)
                    except SegmentDamaged:
                        self._unanswered[name] = row.documents
                        damaged.append(name)
            self._fresh.refresh(self._catalogue)
        self._seen = version
        for name in damaged:
            self._leave_out(name)

    def _leave_out(self, name: str) -> None:
        held = self._segments.pop(name, None)
        if held is not None:
            self._unanswered[name] = len(held)
        with self._catalogue.writing():
            self._catalogue.mark_damaged(name)
        self._merge_soon()

    def _merge_soon(self) -> None:
        if not self._background or (self._worker is not None and self._worker.is_alive()):
            return
        self._worker = threading.Thread(target=Upkeep(self.folder).run, name="corpus-upkeep")
        self._worker.start()


def _sha256(units: NDArray[np.uint16]) -> bytes:
    return hashlib.sha256(units.data).digest()
