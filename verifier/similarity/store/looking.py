"""Compiled loops of a search: from fingerprints to places, from places to maximal equal runs."""

from __future__ import annotations

import numpy as np

from verifier.similarity.compiled import Array, Table, compiled, whole
from verifier.similarity.kernels import next_token, previous_token
from verifier.similarity.store.placing import bucket_of, key_of

_SHORTEST = 13
_SHORT_STEPS = 64


@compiled
def look_up(
    hashes: Array,
    at: Array,
    most: Array,
    bits: int,
    before: Array,
    body: Array,
    units: int,
    hits: Array,
    frequency: Array,
) -> int:
    """Find the postings of fingerprints.

    Args:
        hashes: the fingerprints.
        at: their first token in the paper.
        most: how many places of each are wanted.
        bits: the table has 2**bits buckets.
        before: the table.
        body: the postings.
        units: length of the segment's text; a place beyond it is damage.
        hits: (capacity, 3) receives (place, token of the paper, index of the fingerprint).
        frequency: is added to, by fingerprint: its number of places.

    Returns:
        The number of hits, which may be more than fit; -1 where the segment is damaged.
    """
    count = 0
    postings = body.shape[0] // 3
    for i in range(hashes.shape[0]):
        bucket = bucket_of(hashes[i], bits)
        key = key_of(hashes[i])
        first, last = whole(before[bucket]), whole(before[bucket + 1])
        if first > last or last > postings:
            return -1
        base = 3 * first
        size = last - first
        low, high = 0, size
        while high - low > 16:
            middle = (low + high) // 2
            if body[base + middle] < key:
                low = middle + 1
            else:
                high = middle
        while low < size and body[base + low] < key:
            low += 1
        taken = 0
        while low < size and body[base + low] == key:
            if taken < most[i]:
                place = whole(body[base + size + 2 * low]) | (whole(body[base + size + 2 * low + 1]) << 16)
                if place >= units:
                    return -1
                if count < hits.shape[0]:
                    hits[count, 0], hits[count, 1], hits[count, 2] = place, at[i], i
                count += 1
                taken += 1
            frequency[i] += 1
            low += 1
    return count


@compiled
def extend(
    paper: Array, units: Array, starts: Array, documents: Array, hits: Array, table: Table, steps_left: int, runs: Array
) -> int:
    """Extend hits to maximal equal runs of at least 13 tokens.

    Args:
        paper: token ids of the paper.
        units: text of the segment.
        starts: where its documents begin, and its end.
        documents: index of the document of each hit.
        hits: as `look_up` gives them, sorted by place, then by token of the paper.
        table: the folding table.
        steps_left: after so many tokens walked (only periodic text gets there) every walk ends after 64.
        runs: (capacity, 5) receives (document, first token of the paper, tokens, first unit, end unit).

    Returns:
        The number of runs, which may be more than fit. A hit whose text differs gives no run.
    """
    kinds, factors, terms = table
    total = hits.shape[0]
    consumed = np.zeros(total, np.bool_)
    count = 0
    steps = 0
    for i in range(total):
        if consumed[i]:
            continue
        document = documents[i]
        begin, end = starts[document], starts[document + 1]
        longest = paper.shape[0] if steps < steps_left else _SHORT_STEPS
        place, q = hits[i, 0], hits[i, 1]
        reach, j, after = place, i, 0
        while q < paper.shape[0] and after < longest:
            token, start, stop = next_token(units, reach, end, kinds, factors, terms)
            if start < 0 or token != paper[q] or (after == 0 and start != place):
                break
            while j < total and hits[j, 0] < start:
                j += 1
            k = j
            while k < total and hits[k, 0] == start:
                if hits[k, 1] == q:
                    consumed[k] = True
                k += 1
            reach = stop
            q += 1
            after += 1
        if after == 0:
            continue
        p, first, back = hits[i, 1], place, 0
        while p > 0 and back < longest:
            token, start, stop = previous_token(units, first, begin, kinds, factors, terms)
            if start < 0 or token != paper[p - 1]:
                break
            first = start
            p -= 1
            back += 1
        steps += after + back
        if q - p >= _SHORTEST:
            if count < runs.shape[0]:
                runs[count, 0], runs[count, 1], runs[count, 2] = document, p, q - p
                runs[count, 3], runs[count, 4] = first, reach
            count += 1
    return count


@compiled
def thin_out(runs: Array, many: int, kept: Array) -> None:
    """Where a document has more than `many` runs, keep only those that its tokens in the paper need.

    Args:
        runs: as `extend` gives them, sorted by document and first token of the paper, none inside another.
        many: so many runs of a document are all kept.
        kept: (n,) bool, all true; set to false where what a run covers is covered by its neighbours.
    """
    start = 0
    while start < runs.shape[0]:
        end = start
        while end < runs.shape[0] and runs[end, 0] == runs[start, 0]:
            end += 1
        if end - start > many:
            reach = runs[start, 1] + runs[start, 2]
            for i in range(start + 1, end - 1):
                # The next one begins within reach, and none is inside another, so it reaches further than this.
                if runs[i + 1, 1] <= reach:
                    kept[i] = False
                else:
                    reach = runs[i, 1] + runs[i, 2]
        start = end
