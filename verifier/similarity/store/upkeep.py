"""Keeps a corpus in good order: fresh texts into segments, small segments into large ones, damaged ones built anew.

A segment is a function of its texts, so merging and mending are one thing: write a new segment from texts that have
their checksums, and let the catalogue name it in place of the old ones, in one transaction.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.store.catalogue import Catalogue, SegmentRow
from verifier.similarity.store.files import StoredTexts, copy_segments, index_is_sound, open_texts, sweep, write_segment
from verifier.similarity.store.mapping import PIECE_UNITS, let_go
from verifier.similarity.store.segment import MAX_UNITS, SegmentDamaged

FLUSH_DOCUMENTS: Final = 4096
"""So many fresh documents are written as a segment."""

_FANOUT: Final = 8
_SMALLEST: Final = 1 << 22
_LOCK: Final = "upkeep.lock"
_CATALOGUE: Final = "corpus.sqlite"

Texts = tuple[int, NDArray[np.uint16]]


@dataclass(frozen=True)
class Health:
    """What a check found: segments and documents there are, segments that had to be built anew, documents lost."""

    documents: int
    segments: int
    mended: int
    lost: tuple[tuple[str, str | None], ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing was wrong."""
        return self.mended == 0 and not self.lost


class Upkeep:
    """Works on a corpus folder with a connection of its own; one at a time, over all processes."""

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1

    def run(self) -> None:
        """Mend what is marked, flush if there is enough, merge what is small; nothing where another is at it."""
        with self._alone(wait=False) as catalogue:
            if catalogue is None:
                return
            self._mend(catalogue, [row for row in catalogue.segments() if row.damaged])
            if catalogue.fresh_count() >= FLUSH_DOCUMENTS:
                self._flush(catalogue)
            self._merge_tiers(catalogue)
            self._sweep(catalogue)

    def flush(self) -> None:
        """Write fresh documents as a segment now, and merge what is small."""
        with self._alone() as catalogue:
            assert catalogue is not None
            self._flush(catalogue)
            self._merge_tiers(catalogue)
            self._sweep(catalogue)

    def merge(self) -> None:
        """Write everything into as few segments as can be, and drop what was removed."""
        with self._alone() as catalogue:
            assert catalogue is not None
            self._mend(catalogue, [row for row in catalogue.segments() if row.damaged])
            self._flush(catalogue)
            for group in _packed(catalogue.segments()):
                if len(group) > 1 or self._has_removed(catalogue, group[0]):
                    self._replace(catalogue, group)
            self._sweep(catalogue)

    def copy(self, target: Path) -> None:
        """Copy the corpus as it stands now into a folder; segments that an earlier copy left there stay.

        Searching and adding go on meanwhile; merging waits. The copy is a corpus of its own.
        """
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._alone() as catalogue:
            assert catalogue is not None
            fresh = target / f"{_CATALOGUE}.new"
            fresh.unlink(missing_ok=True)
            with (
                closing(sqlite3.connect(f"file:{self._folder / _CATALOGUE}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(fresh)) as copied,
            ):
                source.backup(copied)
            # Files of segments never change, and their names never come again.
            copy_segments(self._folder, target, {row.name for row in catalogue.segments()})
            fresh.replace(target / _CATALOGUE)
            for suffix in ("-wal", "-shm"):
                (target / f"{_CATALOGUE}{suffix}").unlink(missing_ok=True)

    def check(self, *, on_segment: Callable[[], None] | None = None) -> Health:
        """Read every byte of every segment, and build anew what is damaged."""
        with self._alone() as catalogue:
            assert catalogue is not None
            damaged = []
            for row in catalogue.segments():
                if row.damaged or not self._is_sound(row):
                    damaged.append(row)
                if on_segment is not None:
                    on_segment()
            self._mend(catalogue, damaged)
            self._sweep(catalogue)
            return Health(catalogue.count(), len(catalogue.segments()), len(damaged), tuple(catalogue.lost()))

    def _is_sound(self, row: SegmentRow) -> bool:
        try:
            texts = open_texts(self._folder, row)
        except SegmentDamaged:
            return False
        return bool(texts.sound().all()) and index_is_sound(self._folder, row)

    def _flush(self, catalogue: Catalogue) -> None:
        numbers = catalogue.fresh_numbers()
        if not numbers:
            return
        texts = ((number, np.frombuffer(text, np.uint16)) for number, text in catalogue.fresh_texts(numbers))
        row = write_segment(self._folder, _new_name(), texts, threads=self._threads)
        with catalogue.writing():
            catalogue.add_segment(row)
            catalogue.drop_fresh(numbers)

    def _merge_tiers(self, catalogue: Catalogue) -> None:
        """Merge eight segments of one size into one, as long as there are eight."""
        while True:
            tiers: dict[int, list[SegmentRow]] = {}
            for row in catalogue.segments():
                if not row.damaged and row.units < MAX_UNITS // 2:
                    tiers.setdefault(_tier(row.units), []).append(row)
            full = [rows for rows in tiers.values() if len(rows) >= _FANOUT]
            if not full:
                return
            for group in _packed(full[0]):
                self._replace(catalogue, group)

    def _mend(self, catalogue: Catalogue, rows: Sequence[SegmentRow]) -> None:
        for row in rows:
            self._replace(catalogue, [row])

    def _replace(self, catalogue: Catalogue, rows: Sequence[SegmentRow]) -> None:
        """Write one segment from the texts of several; texts that are damaged or gone are lost and said to be."""
        alive = np.array(catalogue.numbers(), np.int64)
        opened = []
        for row in rows:
            with suppress(SegmentDamaged):
                opened.append(open_texts(self._folder, row))
        there = [np.isin(stored.numbers, alive) for stored in opened]
        sound = [stored.sound() for stored in opened]
        lost = [int(n) for stored, here, good in zip(opened, there, sound, strict=True)
                for n in stored.numbers[here & ~good]]  # fmt: skip
        held = sum(int(here.sum()) for here in there)
        if held < sum(row.documents for row in rows):
            known = np.concatenate([stored.numbers for stored in opened] or [alive[:0]])
            lost += self._nowhere(catalogue, alive, {row.name for row in rows}, known)
        kept = [here & good for here, good in zip(there, sound, strict=True)]
        texts = _in_order(opened, kept) if any(entry.any() for entry in kept) else None
        new = write_segment(self._folder, _new_name(), texts, threads=self._threads) if texts is not None else None
        with catalogue.writing():
            catalogue.lose(lost)
            catalogue.drop_segments(entry.name for entry in rows)
            if new is not None:
                catalogue.add_segment(new)

    def _nowhere(
        self, catalogue: Catalogue, alive: NDArray[np.int64], but: set[str], held: NDArray[np.int64]
    ) -> list[int]:
        """Return the documents that neither the segments but these, nor the fresh texts, nor `held` have."""
        elsewhere = [held, np.array(catalogue.fresh_numbers(), np.int64)]
        for row in catalogue.segments():
            if row.name not in but:
                try:
                    elsewhere.append(open_texts(self._folder, row).numbers)
                except SegmentDamaged:
                    return []  # Nothing can be said while another segment cannot be read either.
        missing: list[int] = np.setdiff1d(alive, np.concatenate(elsewhere)).tolist()
        return missing

    def _has_removed(self, catalogue: Catalogue, row: SegmentRow) -> bool:
        try:
            numbers = open_texts(self._folder, row).numbers
        except SegmentDamaged:
            return True
        return len(catalogue.sources(numbers.tolist())) < len(numbers)

    def _sweep(self, catalogue: Catalogue) -> None:
        sweep(self._folder, {row.name for row in catalogue.segments()})
        catalogue.give_back()

    @contextmanager
    def _alone(self, *, wait: bool = True) -> Iterator[Catalogue | None]:
        """Hold the lock over all processes; it ends with the process that holds it, however that ends."""
        catalogue = Catalogue(self._folder / _CATALOGUE, create=False)
        try:
            with (self._folder / _LOCK).open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                except BlockingIOError:
                    yield None
                    return
                yield catalogue
        finally:
            catalogue.close()


def _in_order(opened: Sequence[StoredTexts], kept: Sequence[NDArray[np.bool_]]) -> Iterator[Texts]:
    """Give the texts that are kept, by number, and let go of those that were given."""
    places = [np.flatnonzero(entry) for entry in kept]
    numbers = np.concatenate([stored.numbers[here] for stored, here in zip(opened, places, strict=True)])
    segments = np.repeat(np.arange(len(opened)), [len(here) for here in places])
    indexes = np.concatenate(places)
    units = 0
    for k in np.argsort(numbers, kind="stable").tolist():
        stored, index = opened[segments[k]], indexes[k]
        text = stored.units[stored.starts[index] : stored.starts[index + 1]]
        yield int(numbers[k]), text
        units += len(text)
        if units >= PIECE_UNITS:
            units = 0
            for entry in opened:
                let_go(entry.units)


def _new_name() -> str:
    return secrets.token_hex(8)


def _tier(units: int) -> int:
    tier = 0
    while units > _SMALLEST * _FANOUT**tier:
        tier += 1
    return tier


def _packed(rows: Sequence[SegmentRow]) -> list[list[SegmentRow]]:
    """Group segments so that each group fits into one."""
    groups: list[list[SegmentRow]] = []
    size = MAX_UNITS + 1
    for row in sorted(rows, key=lambda row: row.units):
        if size + row.units > MAX_UNITS:
            groups.append([])
            size = 0
        groups[-1].append(row)
        size += row.units
    return groups
