"""Mapped files and the memory of this process: what was read once in passing need not stay, what will be is asked for.

A page of a mapped file counts as resident memory until it is let go of, so that merging segments of gigabytes would
look (and, in a container with a limit, be) as large as they are. Letting go costs nothing where the system has the
memory: the page stays in its cache.

A search touches thousands of pages far apart. Faulted in one after the other they cost a disk's latency each, and the
system reads 128 KiB around every one; asked for beforehand they are read all at once, and nothing else.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

PIECE_UNITS: Final = 1 << 24
"""Units of text, 32 MiB, that a pass over a segment holds at a time."""

_NEAR_PAGES: Final = 4
"""Stretches that are so close are asked for as one."""


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


def at_random(array: NDArray[Any]) -> None:
    """Tell the system that a mapped array is read here and there: it then reads what is asked for and no more."""
    mapped = _mapping(array)
    if mapped is not None:
        mapped.madvise(mmap.MADV_RANDOM)


def ask_for(array: NDArray[Any], firsts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
    """Have the system read stretches of a mapped array, all at once; does not wait for them.

    Args:
        array: one-dimensional.
        firsts: first item of each stretch.
        ends: one behind the last.
    """
    mapped = _mapping(array)
    if mapped is None or not len(firsts):
        return
    offset = _address(array) - _address(np.frombuffer(mapped, np.uint8))
    size = array.dtype.itemsize
    low = np.maximum(0, firsts) * size + offset
    high = np.minimum(len(array), ends) * size + offset
    order = np.argsort(low, kind="stable")
    pages = low[order] // mmap.PAGESIZE
    behind = np.maximum.accumulate(-(-high[order] // mmap.PAGESIZE))
    starts = np.flatnonzero(np.concatenate([[True], pages[1:] > behind[:-1] + _NEAR_PAGES]))
    lasts = np.concatenate([starts[1:], [len(pages)]]) - 1
    for page, last in zip(pages[starts].tolist(), behind[lasts].tolist(), strict=True):
        if last > page:
            mapped.madvise(mmap.MADV_WILLNEED, page * mmap.PAGESIZE, (last - page) * mmap.PAGESIZE)


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
