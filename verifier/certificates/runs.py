"""Straight runs of ink on packed bits: eight pixels a byte, so that rows are compared eight times as fast and more."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.uint8]


def across_runs(ink: Mask, length: int) -> Mask:
    """Return the parts of a mask (H x W, 0 or 1) that belong to level runs of `length` pixels and more.

    Ink is thickened by a pixel up and down first: a line that climbs a pixel now and then stays in one piece.
    """
    return np.asarray(cv2.transpose(along_runs(np.asarray(cv2.transpose(ink), np.uint8), length)), np.uint8)


def along_runs(ink: Mask, length: int) -> Mask:
    """Return the parts that belong to upright runs, ink thickened by a pixel to the left and right."""
    height, width = ink.shape
    if height < length:
        return np.zeros_like(ink)
    ends = _eroded(_thickened(np.packbits(ink, axis=1)), length)
    if not ends.any():
        return np.zeros_like(ink)
    return np.unpackbits(_dilated(ends, length), axis=1, count=width)


def _thickened(bits: Mask) -> Mask:
    """Return packed rows with every pixel spread to its neighbours left and right."""
    thick = np.asarray(bits | (bits << 1) | (bits >> 1), np.uint8)
    thick[:, :-1] |= bits[:, 1:] >> 7
    thick[:, 1:] |= bits[:, :-1] << 7
    return thick


def _eroded(bits: Mask, length: int) -> Mask:
    """Return the rows in which runs of `length` begin: `length - 1` fewer than were given."""
    done = 1
    while done < length:
        step = min(done, length - done)
        bits = bits[:-step] & bits[step:]
        done += step
    return bits


def _dilated(bits: Mask, length: int) -> Mask:
    """Return the rows that runs of `length` cover from where they begin: `length - 1` more than were given."""
    done = 1
    while done < length:
        step = min(done, length - done)
        grown = np.zeros((len(bits) + step, bits.shape[1]), np.uint8)
        grown[:-step] = bits
        grown[step:] |= bits
        bits, done = grown, done + step
    return bits
