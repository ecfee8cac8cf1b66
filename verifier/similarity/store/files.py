"""Segments as files: written aside, flushed, renamed, and only then named in the catalogue.

`NAME.texts` are the texts in UTF-16, `NAME.places` says whose they are (int64: number, end, CRC-32, pairs of each),
`NAME.index` is the table and the postings. The texts are the only thing that cannot be made again.
"""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.store.catalogue import SegmentRow
from verifier.similarity.store.mapping import at_random, let_go, pieces
from verifier.similarity.store.segment import (
    Segment,
    SegmentDamaged,
    bits_for,
    count_table,
    fill_body,
    learn,
)
from verifier.similarity.tokens import low_surrogates

T = TypeVar("T", bound=np.generic)

TEXTS, PLACES, INDEX = ".texts", ".places", ".index"
_TEMPORARY: Final = ".tmp"
_CHUNK: Final = 1 << 22


@dataclass(frozen=True, eq=False)
class StoredTexts:
    """The texts of a segment with their checksums: all that is needed to build it anew."""

    numbers: NDArray[np.int64]
    starts: NDArray[np.int64]
    checksums: NDArray[np.int64]
    units: NDArray[np.uint16]

    def sound(self) -> NDArray[np.bool_]:
        """Tell for each text whether it is as it was written."""
        answers = np.zeros(len(self.numbers), np.bool_)
        for first, last in pieces(self.starts, 0, len(self.numbers)):
            for k in range(first, last):
                answers[k] = _crc(self.units[self.starts[k] : self.starts[k + 1]]) == self.checksums[k]
            let_go(self.units[self.starts[first] : self.starts[last]])
        return answers


def write_segment(
    folder: Path, name: str, texts: Iterable[tuple[int, NDArray[np.uint16]]], *, threads: int
) -> SegmentRow:
    """Write a segment, complete and flushed to disk; it counts once its row is in the catalogue.

    Args:
        folder: where.
        name: not yet used.
        texts: (number, text in UTF-16), numbers ascending.
        threads: how many build postings at once.
    """
    numbers, ends, checksums, pairs, end = [], [], [], [], 0
    with _written(folder / (name + TEXTS)) as path, path.open("wb") as file:
        for number, units in texts:
            file.write(units)  # type: ignore[arg-type]  # an array is a buffer
            end += len(units)
            numbers.append(number)
            ends.append(end)
            checksums.append(_crc(units))
            pairs.append(len(low_surrogates(units)))
        _flush(file)
    places = np.array([numbers, ends, checksums, pairs], np.int64)
    with _written(folder / (name + PLACES)) as path, path.open("wb") as file:
        file.write(places)  # type: ignore[arg-type]
        _flush(file)
    bits, postings, crc = write_index(folder, name, places, threads=threads)
    return SegmentRow(name, len(numbers), end, postings, bits, crc, _crc(places.ravel()))


def write_index(folder: Path, name: str, places: NDArray[np.int64], *, threads: int) -> tuple[int, int, int]:
    """Build the postings of a segment from its texts; return (bits, postings, CRC-32 of the file)."""
    starts = _starts(places)
    units = _mapped(folder / (name + TEXTS), np.uint16, int(starts[-1]))
    learn(units)
    bits = bits_for(len(units))
    counted = count_table(units, starts, bits, threads)
    postings = int(counted.before[-1])
    with _written(folder / (name + INDEX)) as path:
        size = counted.before.nbytes + 6 * postings
        with path.open("wb") as file:
            file.truncate(size)
        whole = np.memmap(path, np.uint8, "r+", shape=(size,))
        whole[: counted.before.nbytes] = counted.before.view(np.uint8)
        body = np.asarray(whole[counted.before.nbytes :]).view(np.uint16)
        fill_body(units, starts, bits, counted, body)
        whole.flush()
        crc = _crc(np.asarray(whole), passing=True)
        with path.open("rb+") as file:
            _flush(file)
    return bits, postings, crc


def open_segment(folder: Path, row: SegmentRow) -> Segment:
    """Map a segment from disk.

    Raises:
        SegmentDamaged: a file is missing, has another size than the catalogue says, or is no such file.
    """
    try:
        places = _places(folder, row)
        starts = _starts(places)
        starts.setflags(write=False)
        units = _mapped(folder / (row.name + TEXTS), np.uint16, row.units)
        table = (1 << row.bits) + 1
        whole = _mapped(folder / (row.name + INDEX), np.uint8, 4 * table + 6 * row.postings)
        at_random(whole)
    except (OSError, ValueError) as error:
        raise SegmentDamaged(row.name) from error
    before, body = whole[: 4 * table].view(np.uint32), whole[4 * table :].view(np.uint16)
    return Segment(row.name, places[0], starts, units, row.bits, before, body, places[3])


def open_texts(folder: Path, row: SegmentRow) -> StoredTexts:
    """Map the texts of a segment, whatever became of its index.

    Raises:
        SegmentDamaged: texts or places are missing, or the places are not those that were written.
    """
    try:
        places = _places(folder, row)
        if _crc(places.ravel()) != row.places_crc:
            raise ValueError(row.name)
        texts = folder / (row.name + TEXTS)
        there = min(row.units, texts.stat().st_size // 2)
        units = _mapped(texts, np.uint16, None)[:there]
    except (OSError, ValueError) as error:
        raise SegmentDamaged(row.name) from error
    return StoredTexts(places[0], _starts(places), places[2], units)


def index_is_sound(folder: Path, row: SegmentRow) -> bool:
    """Tell whether the index is, byte for byte, what was written."""
    try:
        whole = _mapped(folder / (row.name + INDEX), np.uint8, 4 * ((1 << row.bits) + 1) + 6 * row.postings)
    except (OSError, ValueError):
        return False
    return _crc(whole, passing=True) == row.index_crc


def sweep(folder: Path, names: set[str]) -> None:
    """Delete the files that no segment of the catalogue owns: half-written ones, and those that were merged away."""
    for path in folder.iterdir():
        if path.suffix == _TEMPORARY or (path.suffix in (TEXTS, PLACES, INDEX) and path.stem not in names):
            path.unlink(missing_ok=True)


def copy_segments(folder: Path, target: Path, names: set[str]) -> None:
    """Copy the files of these segments that `target` does not hold, and delete those of others there."""
    sweep(target, names)
    for path in folder.iterdir():
        held = target / path.name
        if path.stem not in names or path.suffix not in (TEXTS, PLACES, INDEX):
            continue
        if not held.exists() or held.stat().st_size != path.stat().st_size:
            with _written(held) as temporary:
                shutil.copyfile(path, temporary)


class _written:
    """Gives a temporary path; when the block ends well the file gets its name, and the folder is flushed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._temporary = path.with_name(path.name + _TEMPORARY)

    def __enter__(self) -> Path:
        return self._temporary

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is not None:
            self._temporary.unlink(missing_ok=True)
            return
        self._temporary.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _places(folder: Path, row: SegmentRow) -> NDArray[np.int64]:
    places = np.fromfile(folder / (row.name + PLACES), np.int64)
    if len(places) != 4 * row.documents:
        raise ValueError(row.name)
    places = places.reshape(4, row.documents)
    places.setflags(write=False)
    if row.documents and (places[1, -1] != row.units or bool((np.diff(places[1], prepend=0) < 0).any())):
        raise ValueError(row.name)
    return places


def _starts(places: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), places[1]])


def _mapped(path: Path, kind: type[T], size: int | None) -> NDArray[T]:
    """Map a file read-only; raises ValueError where it has not `size` items."""
    there = path.stat().st_size // np.dtype(kind).itemsize
    if size is not None and path.stat().st_size != size * np.dtype(kind).itemsize:
        raise ValueError(path.name)
    if there == 0:
        empty = np.zeros(0, kind)
        empty.setflags(write=False)
        return empty
    return np.asarray(np.memmap(path, kind, "r", shape=(there,)))


def _crc(data: NDArray[Any], *, passing: bool = False) -> int:
    """Return the CRC-32 of an array; `passing` lets go of what was read of a mapped one."""
    value = 0
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        value = zlib.crc32(chunk.data, value)
        if passing:
            let_go(chunk)
    return value
