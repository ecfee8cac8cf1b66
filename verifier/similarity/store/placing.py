"""Compiled loops that build the postings of a segment: count, place, sort.

A posting is the place of one fingerprint: 16 bits that, together with its bucket, tell the fingerprint, and 32 bits for
the unit where it starts in the segment's text. Six bytes, because the text itself proves every match: two fingerprints
that look alike here and are not cost a look at the text, never a false answer. The document follows from the place.

`before[b]` is the number of postings before bucket b. Bucket b of m postings takes 3 m units of `body` from
3 * before[b]: m keys, then m places of two units each, so that a look-up touches one page of the body.
"""

from __future__ import annotations

import numpy as np

from verifier.similarity.compiled import Array, Table, Whole, compiled, whole
from verifier.similarity.kernels import tokenise_units, winnow

_KEY_SHIFT = np.uint64(32)
_KEY_MASK = np.uint64(0xFFFF)
_LOW_32 = np.uint64(0xFFFFFFFF)
_FEW = 48


@compiled
def bucket_of(value: np.uint64, bits: int) -> Whole:
    """Return the bucket of a fingerprint: winnowing prefers small hashes, so its high bits are not even."""
    return whole((value & _LOW_32) >> np.uint64(32 - bits))


@compiled
def key_of(value: np.uint64) -> Whole:
    """Return the 16 bits that tell the fingerprints of a bucket apart."""
    return whole((value >> _KEY_SHIFT) & _KEY_MASK)


@compiled
def count_postings(units: Array, starts: Array, first: int, last: int, table: Table, bits: int, counts: Array) -> int:
    """Add the postings of documents first..last-1 to `counts` (uint32, by bucket); return the number of tokens."""
    longest = 1
    for d in range(first, last):
        longest = max(longest, starts[d + 1] - starts[d])
    ids, hashes, chosen = np.empty(longest, np.uint64), np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    begins, ends, at = np.empty(longest, np.int64), np.empty(longest, np.int64), np.empty(longest, np.int64)
    tokens = 0
    for d in range(first, last):
        n = tokenise_units(units, starts[d], starts[d + 1], table, ids, begins, ends)
        tokens += n
        for i in range(winnow(ids, n, hashes, chosen, at)):
            counts[bucket_of(chosen[i], bits)] += 1
    return tokens


@compiled
def place_postings(
    units: Array,
    starts: Array,
    first: int,
    last: int,
    table: Table,
    bits: int,
    before: Array,
    cursors: Array,
    body: Array,
) -> None:
    """Write the postings of documents first..last-1 into their buckets, from `cursors` (by bucket, moved on) on."""
    longest = 1
    for d in range(first, last):
        longest = max(longest, starts[d + 1] - starts[d])
    ids, hashes, chosen = np.empty(longest, np.uint64), np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    begins, ends, at = np.empty(longest, np.int64), np.empty(longest, np.int64), np.empty(longest, np.int64)
    for d in range(first, last):
        n = tokenise_units(units, starts[d], starts[d + 1], table, ids, begins, ends)
        for i in range(winnow(ids, n, hashes, chosen, at)):
            bucket = bucket_of(chosen[i], bits)
            base = 3 * whole(before[bucket])
            size = whole(before[bucket + 1]) - whole(before[bucket])
            slot = whole(cursors[bucket])
            cursors[bucket] += 1
            place = begins[at[i]]
            body[base + slot] = key_of(chosen[i])
            body[base + size + 2 * slot] = place & 0xFFFF
            body[base + size + 2 * slot + 1] = place >> 16


@compiled
def sort_buckets(first: int, last: int, before: Array, body: Array) -> None:
    """Sort each of the buckets first..last-1 by key; equal keys stay in the order of their places."""
    for bucket in range(first, last):
        base = 3 * whole(before[bucket])
        size = whole(before[bucket + 1]) - whole(before[bucket])
        places = base + size
        if size <= _FEW:
            for i in range(1, size):
                key, low, high = body[base + i], body[places + 2 * i], body[places + 2 * i + 1]
                j = i - 1
                while j >= 0 and body[base + j] > key:
                    body[base + j + 1] = body[base + j]
                    body[places + 2 * j + 2] = body[places + 2 * j]
                    body[places + 2 * j + 3] = body[places + 2 * j + 1]
                    j -= 1
                body[base + j + 1], body[places + 2 * j + 2], body[places + 2 * j + 3] = key, low, high
        else:
            order = np.argsort(body[base : base + size].copy(), kind="mergesort")
            old = body[base : base + 3 * size].copy()
            for i in range(size):
                k = order[i]
                body[base + i] = old[k]
                body[places + 2 * i] = old[size + 2 * k]
                body[places + 2 * i + 1] = old[size + 2 * k + 1]
