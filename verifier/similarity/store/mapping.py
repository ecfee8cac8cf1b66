"""Mapped files and the memory of this process: what was read once in passing need not stay.

A page of a mapped file counts as resident memory until it is let go of, so that merging segments of gigabytes would
look (and, in a container with a limit, be) as large as they are. Letting go costs nothing where the system has the
memory: the page stays in its cache.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

PIECE_UNITS: Final = 1 << 24
"""Units of text, 32 MiB, that a pass over a segment holds at a time."""


def let_go(array: NDArray[Any]) -> None:
    """Take the pages of a mapped array out of this process's memory; the next access maps them again.

    Does nothing with an array in memory. Only for shared mappings: a private one would lose what was written.
    """
    mapped = _mapping(array)
    if mapped is None or not array.nbytes:
        return
    first = _address(array) - _address(np.frombuffer(mapped, np.uint8))
    start = first // mmap.PAGESIZE * mmap.PAGESIZE
    mapped.madvise(mmap.MADV_DONTNEED, start, first + array.nbytes - start)


def pieces(starts: NDArray[np.int64], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Cut the documents first..last-1 into stretches of about `PIECE_UNITS` of text."""
    while first < last:
        end = int(np.searchsorted(starts, starts[first] + PIECE_UNITS, side="right"))
        end = min(last, max(first + 1, end - 1))
        yield first, end
        first = end


def _mapping(array: NDArray[Any]) -> mmap.mmap | None:
    held: Any = array
    while isinstance(held, np.ndarray):
        held = held.base
    return held if isinstance(held, mmap.mmap) else None


def _address(array: NDArray[Any]) -> int:
    address: int = array.__array_interface__["data"][0]
    return address
