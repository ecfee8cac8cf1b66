"""Compiled loop over the passages of many sources: how much each covers, and how many cover each token."""

from __future__ import annotations

from verifier.similarity.compiled import Array, compiled


@compiled
def cover(sources: Array, pieces: Array, before: Array, counts: Array, steps: Array) -> None:
    """Count what each source covers.

    Args:
        sources: index of the source of each piece, ascending.
        pieces: (n, 2) first token and the token behind the last; ascending in each source.
        before: by token, how many tokens before it count.
        counts: by source, is added to: tokens covered that count, overlaps once.
        steps: by token, is added to: 1 where a source begins to cover, -1 where it ends; its sums are the holders.
    """
    reach = 0
    for i in range(pieces.shape[0]):
        if i == 0 or sources[i] != sources[i - 1]:
            reach = 0
        first, end = max(pieces[i, 0], reach), pieces[i, 1]
        if end > first:
            counts[sources[i]] += before[end] - before[first]
            steps[first] += 1
            steps[end] -= 1
            reach = end
