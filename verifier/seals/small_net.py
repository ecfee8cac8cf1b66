"""How the network of single glyphs is trained: forward, backward, one step of Adam, in numpy. Not used at run time.

Pictures are (batch, height, width, channels). A convolution is one product of matrices, of the windows laid out as
rows; batch normalisation (Ioffe and Szegedy 2015) and what follows it are compiled, for numpy would walk over the same
numbers ten times. Adam: Kingma and Ba 2015, with decoupled decay (Loshchilov and Hutter 2019).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, TypeAlias, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
F = TypeVar("F", bound=Callable[..., Any])

SIDE: Final = 48
SHAPES: Final = ((5, 2, 24), (3, 2, 48), (3, 1, 48), (3, 2, 96), (3, 1, 96), (3, 2, 160))
"""Kernel, stride and channels of each convolution."""
VECTOR: Final = 128
_MOVING: Final = 0.02
"""Share of a batch in the means that stand for all batches, once there were so many."""
_SMOOTHING: Final = 0.05
"""Share of the truth that is given to all characters alike (Szegedy et al. 2016)."""
_DROPPED: Final = 0.1
"""Share of a vector's numbers that is left out (Srivastava et al. 2014)."""
_DECAY: Final = 2e-4
_MOMENTA: Final = (0.9, 0.99)


def _fast(function: F) -> F:
    return cast(F, njit(fastmath=True)(function))


@_fast
def lay_out(seen: Floats, kernel: int, stride: int, rows: Floats) -> None:
    """Write the windows of pictures, nothing around them, as rows: (places, kernel * kernel * channels)."""
    batch, height, width, channels = seen.shape
    border = kernel // 2
    high, wide = (height + 2 * border - kernel) // stride + 1, (width + 2 * border - kernel) // stride + 1
    for row in range(batch * high * wide):
        picture, top, left = row // (high * wide), row // wide % high * stride, row % wide * stride
        for place in range(kernel * kernel):
            y, x = top + place // kernel - border, left + place % kernel - border
            if 0 <= y < height and 0 <= x < width:
                for channel in range(channels):
                    rows[row, place * channels + channel] = seen[picture, y, x, channel]
            else:
                for channel in range(channels):
                    rows[row, place * channels + channel] = 0


@_fast
def gather(rows: Floats, kernel: int, stride: int, into: Floats) -> None:
    """Add up what rows say of each place of the pictures: the reverse of `lay_out`."""
    batch, height, width, channels = into.shape
    border = kernel // 2
    high, wide = (height + 2 * border - kernel) // stride + 1, (width + 2 * border - kernel) // stride + 1
    into[:] = 0
    for row in range(batch * high * wide):
        picture, top, left = row // (high * wide), row // wide % high * stride, row % wide * stride
        for place in range(kernel * kernel):
            y, x = top + place // kernel - border, left + place % kernel - border
            if 0 <= y < height and 0 <= x < width:
                for channel in range(channels):
                    into[picture, y, x, channel] += rows[row, place * channels + channel]


@_fast
def normalise(
    seen: Floats, scale: Floats, offset: Floats, least: float, into: Floats, mean: Floats, inverse: Floats
) -> None:
    """Write rows with each column's mean and deviation made `offset` and `scale`, nothing below `least`.

    `mean` and `inverse`, one over the deviation, are written, too.
    """
    count, columns = seen.shape
    mean[:] = 0
    for row in range(count):
        for column in range(columns):
            mean[column] += seen[row, column]
    mean /= np.float32(count)
    inverse[:] = 0
    for row in range(count):
        for column in range(columns):
            inverse[column] += (seen[row, column] - mean[column]) ** 2
    for column in range(columns):
        inverse[column] = 1 / math.sqrt(inverse[column] / count + 1e-4)
    by = scale * inverse
    plus = offset - mean * by
    lowest = np.float32(least)
    for row in range(count):
        for column in range(columns):
            into[row, column] = max(seen[row, column] * by[column] + plus[column], lowest)


@_fast
def unnormalise(
    wanted: Floats, into: Floats, seen: Floats, scale: Floats, mean: Floats, inverse: Floats, least: float
) -> tuple[Floats, Floats]:
    """Turn the gradient by `normalise`'s outcome `into` into that by `seen`; return those by scale and offset."""
    count, columns = seen.shape
    of_scale, of_offset = np.zeros(columns, np.float32), np.zeros(columns, np.float32)
    lowest = np.float32(least)
    for row in range(count):
        for column in range(columns):
            kept = wanted[row, column] if into[row, column] > lowest else np.float32(0)
            wanted[row, column] = kept
            of_offset[column] += kept
            of_scale[column] += kept * (seen[row, column] - mean[column])
    of_scale *= inverse
    by = scale * inverse
    usual, along = of_offset / np.float32(count), of_scale * inverse / np.float32(count)
    for row in range(count):
        for column in range(columns):
            beside = usual[column] + (seen[row, column] - mean[column]) * along[column]
            wanted[row, column] = by[column] * (wanted[row, column] - beside)
    return of_scale, of_offset


class Stage:
    """A matrix, normalisation over the batch, and nothing below `least`."""

    def __init__(self, rng: np.random.Generator, inputs: int, outputs: int, least: float) -> None:
        self.matrix = (rng.standard_normal((inputs, outputs)) * math.sqrt(2 / inputs)).astype(np.float32)
        self.scale, self.offset = np.ones(outputs, np.float32), np.zeros(outputs, np.float32)
        self.mean, self.inverse = np.zeros(outputs, np.float32), np.ones(outputs, np.float32)
        self._least = least
        self._batches = 0
        self._now = np.empty(outputs, np.float32), np.empty(outputs, np.float32)
        self._rows = self._seen = self._into = np.empty((0, 0), np.float32)

    def forward(self, rows: Floats) -> Floats:
        """Return what becomes of the rows of a batch."""
        if self._seen.shape != (len(rows), len(self.scale)):
            self._seen, self._into = (np.empty((len(rows), len(self.scale)), np.float32) for _ in range(2))
        self._rows = rows
        np.dot(rows, self.matrix, out=self._seen)
        normalise(self._seen, self.scale, self.offset, self._least, self._into, *self._now)
        self._batches += 1
        for kept, now in zip((self.mean, self.inverse), self._now, strict=True):
            kept += np.float32(max(_MOVING, 1 / self._batches)) * (now - kept)
        return self._into

    def backward(self, wanted: Floats) -> tuple[list[Floats], Floats]:
        """Return the gradients by `parameters`, and that by the product, with which `wanted` is overwritten."""
        of_scale, of_offset = unnormalise(wanted, self._into, self._seen, self.scale, *self._now, self._least)
        return [self._rows.T @ wanted, of_scale, of_offset], wanted

    def parameters(self) -> list[Floats]:
        """Return what is learnt, in the order of the gradients."""
        return [self.matrix, self.scale, self.offset]

    def folded(self) -> tuple[Floats, Floats]:
        """Return matrix and bias that do the same with the means of all batches."""
        by = self.scale * self.inverse
        return self.matrix * by, self.offset - self.mean * by


class Adam:
    """First and second moments of each parameter's gradient, and the steps they make."""

    def __init__(self, parameters: list[Floats]) -> None:
        self._parameters = parameters
        self._moments = [(np.zeros(one.size, np.float32), np.zeros(one.size, np.float32)) for one in parameters]
        self.steps = 0

    def step(self, gradients: list[Floats], rate: float) -> None:
        """Change the parameters, matrices with decay."""
        self.steps += 1
        first, second = (1 / (1 - momentum**self.steps) for momentum in _MOMENTA)
        for one, gradient, moments in zip(self._parameters, gradients, self._moments, strict=True):
            decay = _DECAY if one.ndim > 1 else 0.0
            _adam(one.reshape(-1), np.ascontiguousarray(gradient).reshape(-1), *moments, rate, decay, first, second)


@_fast
def _adam(
    one: Floats, gradient: Floats, mean: Floats, square: Floats, rate: float, decay: float, first: float, second: float
) -> None:
    for place in range(one.size):
        mean[place] += (gradient[place] - mean[place]) * np.float32(0.1)
        square[place] += (gradient[place] ** 2 - square[place]) * np.float32(0.01)
        by = mean[place] * np.float32(first) / (np.sqrt(square[place] * np.float32(second)) + np.float32(1e-7))
        one[place] -= np.float32(rate) * (by + np.float32(decay) * one[place])


class Network:
    """Convolutions of `shapes` on pictures of `side` pixels, a vector, and one weight vector for each class."""

    def __init__(
        self, classes: int, rng: np.random.Generator, shapes: tuple[tuple[int, int, int], ...] = SHAPES,
        vector: int = VECTOR, side: int = SIDE,
    ) -> None:  # fmt: skip
        self.shapes = shapes
        self.stages: list[Stage] = []
        self._sides, channels = [side], 1
        for kernel, stride, outputs in shapes:
            self.stages.append(Stage(rng, kernel * kernel * channels, outputs, 0.0))
            self._sides.append((self._sides[-1] + 2 * (kernel // 2) - kernel) // stride + 1)
            channels = outputs
        self.stages.append(Stage(rng, self._sides[-1] ** 2 * channels, vector, -math.inf))
        self.to_classes = (rng.standard_normal((vector, classes)) * 0.05).astype(np.float32)
        self.bias = np.zeros(classes, np.float32)
        self.adam = Adam([one for stage in self.stages for one in stage.parameters()] + [self.to_classes, self.bias])
        self._rng = rng
        self._rows: list[Floats] = []
        self._inputs: list[Floats] = []

    def learn(self, pictures: Floats, owners: NDArray[np.intp], rate: float) -> tuple[float, float]:
        """Make one step for (batch, side, side) pictures; return the loss and the share that was read right."""
        vectors = self._vectors(pictures)
        kept = cast(Floats, (self._rng.random(vectors.shape, np.float32) >= _DROPPED) / np.float32(1 - _DROPPED))
        dropped = cast(Floats, vectors * kept)
        loss, right, wrong = _softmax(cast(Floats, dropped @ self.to_classes + self.bias), owners)
        gradients = [dropped.T @ wrong, wrong.sum(axis=0)]
        wanted = (wrong @ self.to_classes.T) * kept
        own, wanted = self.stages[-1].backward(wanted)
        gradients = own + gradients
        wanted = wanted @ self.stages[-1].matrix.T
        for index in range(len(self.shapes) - 1, -1, -1):
            stage, (kernel, stride, outputs) = self.stages[index], self.shapes[index]
            own, wanted = stage.backward(wanted.reshape(-1, outputs))
            gradients = own + gradients
            if index:
                rows = np.dot(wanted, stage.matrix.T, out=self._rows[index])
                wanted = np.empty_like(self._inputs[index])
                gather(rows, kernel, stride, wanted)
        self.adam.step(gradients, rate)
        return loss, right

    def _vectors(self, pictures: Floats) -> Floats:
        seen = pictures[..., np.newaxis]
        if not self._rows or len(self._rows[0]) != len(seen) * self._sides[1] ** 2:
            self._rows = [
                np.empty((len(seen) * side**2, len(stage.matrix)), np.float32)
                for side, stage in zip(self._sides[1:], self.stages[:-1], strict=True)
            ]
        self._inputs = []
        for (kernel, stride, _), side, stage, rows in zip(
            self.shapes, self._sides[1:], self.stages[:-1], self._rows, strict=True
        ):
            self._inputs.append(seen)
            lay_out(seen, kernel, stride, rows)
            seen = stage.forward(rows).reshape(len(pictures), side, side, -1)
        return self.stages[-1].forward(seen.reshape(len(pictures), -1))


def _softmax(logits: Floats, owners: NDArray[np.intp]) -> tuple[float, float, Floats]:
    """Return cross entropy and share right of a batch, and the gradient of the smoothed one by the logits."""
    batch, classes = logits.shape
    logits = logits - logits.max(axis=1, keepdims=True)
    own = logits[np.arange(batch), owners].copy()
    np.exp(logits, out=logits)
    whole = logits.sum(axis=1, keepdims=True)
    logits /= whole
    logits -= np.float32(_SMOOTHING / classes)
    logits[np.arange(batch), owners] -= np.float32(1 - _SMOOTHING)
    return float(np.mean(np.log(whole[:, 0]) - own)), float((own >= 0).mean()), logits / np.float32(batch)
