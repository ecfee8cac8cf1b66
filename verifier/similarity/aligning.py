"""Compiled loops of the edited pass: seeds shared by two texts, grouped where they are close in both."""

from __future__ import annotations

import numpy as np

from verifier.similarity.compiled import Array, compiled, whole
from verifier.similarity.kernels import finalise

_M = np.uint64(0x9E3779B97F4A7C15)
_SEED = 4
_REPEATS = 8
"""A seed that the paper has more often says nothing of a place."""


@compiled
def seed_hash(ids: Array, i: int) -> np.uint64:
    """Return the hash of the 4 tokens from i on."""
    value = ids[i]
    for k in range(1, _SEED):
        value = value * _M + ids[i + k]
    return finalise(value)


@compiled
def seed_table(ids: Array, heads: Array, following: Array) -> None:
    """Chain the seeds of a paper by hash: `heads` (int32, a power of two, -1 empty), `following` (int32, by token)."""
    mask = np.uint64(heads.shape[0] - 1)
    for i in range(ids.shape[0] - _SEED, -1, -1):
        slot = whole(seed_hash(ids, i) & mask)
        following[i] = heads[slot]
        heads[slot] = i


@compiled
def shared_seeds(paper: Array, source: Array, heads: Array, following: Array, out: Array) -> int:
    """Write (token of the paper, token of the source) of every shared seed; return how many, at most as fit."""
    mask = np.uint64(heads.shape[0] - 1)
    count = 0
    for j in range(source.shape[0] - _SEED + 1):
        first = count
        i = heads[whole(seed_hash(source, j) & mask)]
        while i >= 0:
            same = True
            for k in range(_SEED):
                if paper[i + k] != source[j + k]:
                    same = False
                    break
            if same:
                if count - first == _REPEATS:
                    count = first
                    break
                if count == out.shape[0]:
                    return count
                out[count, 0], out[count, 1] = i, j
                count += 1
            i = following[i]
    return count


@compiled
def root(parents: Array, i: int) -> int:
    """Return the representative of i, with paths halved."""
    while parents[i] != i:
        parents[i] = parents[parents[i]]
        i = parents[i]
    return i


@compiled
def group_seeds(seeds: Array, gap: int, parents: Array) -> None:
    """Unite seeds (sorted by token of the paper) that are at most `gap` tokens apart in both texts."""
    n = seeds.shape[0]
    for i in range(n):
        parents[i] = i
    low = 0
    for i in range(n):
        while seeds[i, 0] - seeds[low, 0] > gap:
            low += 1
        for j in range(i - 1, low - 1, -1):
            apart = seeds[i, 1] - seeds[j, 1]
            if -gap <= apart <= gap:
                a, b = root(parents, i), root(parents, j)
                if a != b:
                    parents[max(a, b)] = min(a, b)
    for i in range(n):
        parents[i] = root(parents, i)


@compiled
def measure_groups(seeds: Array, groups: Array, order: Array, out: Array) -> int:
    """Measure groups of seeds.

    Args:
        seeds: (n, 2) as `shared_seeds` gives them.
        groups: representative of each seed.
        order: the seeds, by group, then by token of the paper.
        out: (groups, 6) receives first and last token in the paper, in the source, and the tokens covered in each.

    Returns:
        The number of groups.
    """
    n = order.shape[0]
    count = 0
    start = 0
    while start < n:
        end = start
        while end < n and groups[order[end]] == groups[order[start]]:
            end += 1
        places = np.empty(end - start, np.int64)
        reach, covered = whole(-1), 0
        for k in range(start, end):
            i = seeds[order[k], 0]
            covered += i + _SEED - max(i, reach)
            reach = i + _SEED
            places[k - start] = seeds[order[k], 1]
        out[count, 0], out[count, 1], out[count, 4] = seeds[order[start], 0], reach - 1, covered
        places.sort()
        reach, covered = whole(-1), 0
        for k in range(end - start):
            covered += places[k] + _SEED - max(places[k], reach)
            reach = places[k] + _SEED
        out[count, 2], out[count, 3], out[count, 5] = places[0], reach - 1, covered
        count += 1
        start = end
    return count


@compiled
def mark_pairs(one: Array, other: Array, marked: Array) -> int:
    """Mark the tokens of `one` whose neighbouring pair stands somewhere in `other`; return how many were marked."""
    size = 16
    while size < 2 * other.shape[0]:
        size *= 2
    mask = np.uint64(size - 1)
    held = np.full(size, -1, np.int32)
    for j in range(other.shape[0] - 1):
        slot = whole(finalise(other[j] * _M + other[j + 1]) & mask)
        while held[slot] >= 0 and not (other[held[slot]] == other[j] and other[held[slot] + 1] == other[j + 1]):
            slot = (slot + 1) & (size - 1)
        held[slot] = j
    for i in range(one.shape[0] - 1):
        slot = whole(finalise(one[i] * _M + one[i + 1]) & mask)
        while held[slot] >= 0:
            if other[held[slot]] == one[i] and other[held[slot] + 1] == one[i + 1]:
                marked[i] = True
                marked[i + 1] = True
                break
            slot = (slot + 1) & (size - 1)
    count = 0
    for i in range(one.shape[0]):
        count += marked[i]
    return count
