"""Compiled loops over text: from UTF-16 to tokens, from tokens to winnowed fingerprints.

Texts are uint16 arrays of UTF-16 code units, without a mark of byte order: two bytes for nearly every Chinese
character, and the stored text itself is what is compared, so nothing can differ between the two.
"""

from __future__ import annotations

import numpy as np

from verifier.similarity.compiled import Array, Table, compiled, whole

_ALONE = 2
_LETTER = 3
_K = 8
_W = 6
_M = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)
_NOTHING = np.uint64(0)


@compiled
def finalise(value: np.uint64) -> np.uint64:
    """Spread a polynomial hash over all bits (splitmix64)."""
    value = (value ^ (value >> _S30)) * _MIX_1
    value = (value ^ (value >> _S27)) * _MIX_2
    return value ^ (value >> _S31)


@compiled
def code_at(units: Array, i: int, end: int) -> tuple[int, int]:
    """Return the code point that starts at unit `i`, and its number of units."""
    unit = whole(units[i])
    if 0xD800 <= unit < 0xDC00 and i + 1 < end:
        low = whole(units[i + 1])
        if 0xDC00 <= low < 0xE000:
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 2
    return unit, 1


@compiled
def code_before(units: Array, i: int, start: int) -> tuple[int, int]:
    """Return the code point that ends before unit `i`, and its number of units."""
    unit = whole(units[i - 1])
    if 0xDC00 <= unit < 0xE000 and i - 2 >= start:
        high = whole(units[i - 2])
        if 0xD800 <= high < 0xDC00:
            return 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), 2
    return unit, 1


@compiled
def next_token(
    units: Array, i: int, end: int, kinds: Array, factors: Array, terms: Array
) -> tuple[np.uint64, int, int]:
    """Return (id, start, end) of the first token at or after unit `i`; start is -1 where there is none."""
    while i < end:
        code, size = code_at(units, i, end)
        kind = kinds[code]
        if kind == _ALONE:
            return finalise(terms[code]), i, i + size
        if kind == _LETTER:
            start = i
            value = _NOTHING
            while kind == _LETTER:
                value = value * factors[code] + terms[code]
                i += size
                if i >= end:
                    break
                code, size = code_at(units, i, end)
                kind = kinds[code]
            return finalise(value), start, i
        i += size
    return _NOTHING, -1, i


@compiled
def previous_token(
    units: Array, i: int, start: int, kinds: Array, factors: Array, terms: Array
) -> tuple[np.uint64, int, int]:
    """Return (id, start, end) of the last token before unit `i`; start is -1 where there is none."""
    while i > start:
        code, size = code_before(units, i, start)
        kind = kinds[code]
        if kind == _ALONE:
            return finalise(terms[code]), i - size, i
        if kind == _LETTER:
            first = i
            while first > start:
                code, size = code_before(units, first, start)
                if kinds[code] != _LETTER:
                    break
                first -= size
            return next_token(units, first, i, kinds, factors, terms)
        i -= size
    return _NOTHING, -1, i


@compiled
def tokenise_units(units: Array, first: int, end: int, table: Table, ids: Array, starts: Array, ends: Array) -> int:
    """Write the tokens of units[first:end] into ids, starts, ends (places in `units`); return their number.

    The same tokens as `next_token` gives one by one; one flat loop is several times faster.
    """
    kinds, factors, terms = table
    count = 0
    word = -1
    value = _NOTHING
    i = first
    while i < end:
        code, size = whole(units[i]), 1
        if 0xD800 <= code < 0xDC00:
            code, size = code_at(units, i, end)
        kind = kinds[code]
        if kind == _LETTER:
            if word < 0:
                word, value = i, _NOTHING
            value = value * factors[code] + terms[code]
        else:
            if word >= 0:
                ids[count], starts[count], ends[count] = finalise(value), word, i
                count += 1
                word = -1
            if kind == _ALONE:
                ids[count], starts[count], ends[count] = finalise(terms[code]), i, i + size
                count += 1
        i += size
    if word >= 0:
        ids[count], starts[count], ends[count] = finalise(value), word, end
        count += 1
    return count


@compiled
def winnow(ids: Array, n: int, hashes: Array, chosen: Array, at: Array) -> int:
    """Winnow ids[:n]: write hash and first token of each fingerprint into chosen, at; return their number.

    `hashes` is scratch of the same size as ids. The rightmost minimum of each window is chosen, so that runs of equal
    hashes give few fingerprints.
    """
    grams = n - _K + 1
    if grams <= 0:
        return 0
    power = _NOTHING + np.uint64(1)
    for _ in range(_K):
        power *= _M
    rolling = _NOTHING
    for i in range(_K - 1):
        rolling = rolling * _M + ids[i]
    for i in range(grams):
        rolling = rolling * _M + ids[i + _K - 1]
        if i > 0:
            rolling -= ids[i - 1] * power
        hashes[i] = finalise(rolling)
    if grams <= _W:
        for i in range(grams):
            chosen[i] = hashes[i]
            at[i] = i
        return grams
    count = 0
    best = -1
    for last in range(_W - 1, grams):
        first = last - _W + 1
        if best < first:
            best = first
            for i in range(first + 1, last + 1):
                if hashes[i] <= hashes[best]:
                    best = i
        elif hashes[last] <= hashes[best]:
            best = last
        else:
            continue
        if count == 0 or at[count - 1] != best:
            chosen[count] = hashes[best]
            at[count] = best
            count += 1
    return count
