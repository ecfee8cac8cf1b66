"""The network that reads single glyphs: what it is given, and how it is run.

Six convolutions (LeCun et al. 1998), each normalised over its batch when it was trained (Ioffe and Szegedy 2015), what
that did folded into the weights; a vector of 128 numbers; a weight vector for each character. Small enough to be run
with numpy: no runtime has to be loaded and no file compiled for the dozen glyphs of a seal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from verifier.seals.cells import CELL, Cell

Floats: TypeAlias = NDArray[np.float32]

_PAPER: Final = 0.2
_FULL: Final = 0.96
"""Quantiles of a cell's ink that are taken for paper and for full ink."""
_FAINTEST: Final = 0.05


@dataclass(frozen=True, eq=False)
class Convolution:
    """A convolution and what follows it: nothing below zero.

    Args:
        weights: (kernel * kernel * channels in, channels out).
        bias: (channels out,).
        kernel: side of the kernel; half of it, rounded down, is added around the picture.
        stride: pixels from one place to the next.
    """

    weights: Floats
    bias: Floats
    kernel: int
    stride: int

    def __call__(self, seen: Floats) -> Floats:
        """Return (batch, height, width, channels out) for (batch, height, width, channels in)."""
        border = self.kernel // 2
        padded = np.pad(seen, ((0, 0), (border, border), (border, border), (0, 0)))
        windows: Floats = sliding_window_view(padded, (self.kernel, self.kernel), axis=(1, 2))  # type: ignore[call-overload]  # numpy's types know one axis
        windows = windows[:, :: self.stride, :: self.stride].transpose(0, 1, 2, 4, 5, 3)
        batch, high, wide = windows.shape[:3]
        found = windows.reshape(batch * high * wide, -1) @ self.weights + self.bias
        return cast(Floats, np.maximum(found, 0).reshape(batch, high, wide, -1))


@dataclass(frozen=True, eq=False)
class GlyphNet:
    """The network: convolutions, a matrix to the vector of a glyph, a matrix to the characters.

    Args:
        convolutions: one after another.
        to_vector: (numbers of the last convolution, 128).
        vector_bias: (128,).
        to_characters: (128, characters).
        bias: (characters,).
    """

    convolutions: tuple[Convolution, ...]
    to_vector: Floats
    vector_bias: Floats
    to_characters: Floats
    bias: Floats

    def logits(self, cells: Sequence[Cell]) -> Floats:
        """Return how much each character fits each glyph, (glyphs, characters), on no common scale."""
        seen = normalised(np.stack(cells))[..., np.newaxis]
        for convolution in self.convolutions:
            seen = convolution(seen)
        vectors = seen.reshape(len(seen), -1) @ self.to_vector + self.vector_bias
        return cast(Floats, vectors @ self.to_characters + self.bias)


def normalised(cells: Floats) -> Floats:
    """Return the cells, (glyphs, 48, 48), with their paper at 0 and their full ink at 1."""
    levels = np.sort(cells.reshape(len(cells), -1), axis=1)
    paper, full = (levels[:, int(share * CELL * CELL), np.newaxis, np.newaxis] for share in (_PAPER, _FULL))
    return cast(Floats, np.clip((cells - paper) / np.maximum(full - paper, _FAINTEST), 0, 1).astype(np.float32))


def loaded(stored: Mapping[str, Any]) -> GlyphNet:
    """Return the network from the arrays that `verifier.seals.build_glyphs` writes."""

    def single(name: str) -> Floats:
        return np.asarray(stored[name]).astype(np.float32)

    convolutions = tuple(
        Convolution(single(f"weights{index}"), single(f"bias{index}"), int(kernel), int(stride))
        for index, (kernel, stride) in enumerate(stored["shapes"])
    )
    return GlyphNet(
        convolutions, single("to_vector"), single("vector_bias"), single("to_characters"), single("character_bias")
    )
