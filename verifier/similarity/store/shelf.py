"""A corpus for who only looks through it or takes documents out: nothing is compared, so nothing has to be compiled."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from verifier.similarity.sources import Source
from verifier.similarity.store.catalogue import Catalogue
from verifier.similarity.store.files import open_texts
from verifier.similarity.store.segment import SegmentDamaged
from verifier.similarity.tokens import text_of

_CATALOGUE = "corpus.sqlite"


class Shelf:
    """The documents of a corpus folder; one that is not there yet is empty. For one thread, closed after use."""

    def __init__(self, folder: Path) -> None:
        """Open a corpus; raises InvalidRequest where it is of another format."""
        self._folder = folder
        there = (folder / _CATALOGUE).exists()
        self._catalogue = Catalogue(folder / _CATALOGUE, create=False) if there else None

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        if self._catalogue is not None:
            self._catalogue.close()

    def __len__(self) -> int:
        return self._catalogue.count() if self._catalogue is not None else 0

    @property
    def damaged(self) -> int:
        """How many documents are in segments that wait to be built anew."""
        rows = self._catalogue.segments() if self._catalogue is not None else []
        return sum(row.documents for row in rows if row.damaged)

    def page(self, *, limit: int, after: str | None = None) -> list[tuple[Source, int]]:
        """Return up to `limit` documents with their characters in the order of their ids, those after an id."""
        return self._catalogue.page(limit=limit, after=after) if self._catalogue is not None else []

    def find(self, source_id: str) -> tuple[Source, int] | None:
        """Return a document and its number of characters, None where there is none."""
        found = self._catalogue.find(source_id) if self._catalogue is not None else None
        return None if found is None else found[1:]

    def text(self, source_id: str) -> str | None:
        """Return the text of a document, None where there is none, or where its segment cannot be read."""
        found = self._catalogue.find(source_id) if self._catalogue is not None else None
        if found is None or self._catalogue is None:
            return None
        for _, body in self._catalogue.fresh_texts([found[0]]):
            return text_of(np.frombuffer(body, np.uint16))
        for row in self._catalogue.segments():
            try:
                texts = open_texts(self._folder, row)
            except SegmentDamaged:
                continue
            index = int(np.searchsorted(texts.numbers, found[0]))
            if index < len(texts.numbers) and texts.numbers[index] == found[0]:
                return text_of(texts.units[texts.starts[index] : texts.starts[index + 1]])
        return None

    def remove(self, source_id: str) -> bool:
        """Take a document out at once; tell whether it was there."""
        if self._catalogue is None:
            return False
        with self._catalogue.writing():
            return self._catalogue.delete(source_id)
