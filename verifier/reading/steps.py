"""What a recogniser says at each step of a line: the best class, and how sure it is where a run of that class begins.

The last matrix multiplies every step by 18,710 classes, though most steps are blank and the matrix is a fifth of the
work. So it runs apart, on a few steps at a time (their scores stay in the cache) and only where a linear test on its
inputs leaves room for a character: `benchmarks.reading.blanks` fits the test and says how wide its margin is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pathlib import Path

Tensor: TypeAlias = NDArray[np.float32]

_CHUNK: Final = 16
"""Steps that the last matrix sees at once: 20 us each; by 100 it is 40, and another shape for every line."""


@dataclass(frozen=True)
class Steps:
    """The steps of a batch of lines.

    Args:
        best: class of each step, shape (batch, steps), 0 the blank.
        sure: probability of that class, same shape; only told where a run of a character's class begins.
        classes: how many classes there are.
    """

    best: NDArray[np.intp]
    sure: Tensor
    classes: int


StepReader: TypeAlias = Callable[[Sequence[Tensor]], list[Steps]]
"""A recogniser: batches of pictures of shape (batch, 3, 48, width), -1..1, blue first, in; what each says out."""


@dataclass(frozen=True)
class BlankTest:
    """Says which steps are surely blank: `weights` times a step's features, plus `bias`, is above `limit`."""

    weights: Tensor
    bias: float
    limit: float

    def open_steps(self, features: Tensor) -> NDArray[np.bool_]:
        """Return which steps may hold a character; features of shape (steps, channels). What is no number may."""
        with np.errstate(invalid="ignore"):
            passed: NDArray[np.bool_] = features @ self.weights + np.float32(self.bias) > self.limit
        return ~passed


def blank_test_of(network: Path) -> BlankTest | None:
    """Return the test committed for a recogniser, None for one that was never measured."""
    stored = json.loads(files("verifier.reading").joinpath("blanks.json").read_text("utf-8")).get(network.name)
    if stored is None:
        return None
    return BlankTest(np.array(stored["weights"], dtype=np.float32), stored["bias"], stored["limit"])


def whole(network: Callable[[Tensor], Tensor], *, logits: bool = False) -> StepReader:
    """Return a recogniser from a network whose scores have the shape (batch, steps, classes).

    Args:
        network: gives probabilities, or with `logits` what softmax takes.
        logits: see `network`.
    """
    return partial(_read_whole, network, logits)


def _read_whole(network: Callable[[Tensor], Tensor], logits: bool, tensors: Sequence[Tensor]) -> list[Steps]:
    return [_of_scores(network(tensor), logits=logits) for tensor in tensors]


def _of_scores(scores: Tensor, *, logits: bool) -> Steps:
    best = scores.argmax(axis=2)
    sure = np.zeros(best.shape, dtype=np.float32)
    begins = _begins(best)
    sure[begins] = _sure(scores[begins], logits=logits)
    return Steps(best, sure, scores.shape[2])


def _begins(best: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return where runs of a character's class begin."""
    before = np.pad(best[:, :-1], ((0, 0), (1, 0)))
    begins: NDArray[np.bool_] = (best != before) & (best != 0)
    return begins


@dataclass(frozen=True)
class HeadApart:
    """A recogniser in two networks.

    Args:
        body: pictures to features, shape (batch, steps, channels).
        head: features of shape (1, 16, channels) to logits (1, 16, classes).
        blank: which steps need no head; None asks for all.
    """

    body: Callable[[Tensor], Tensor]
    head: Callable[[Tensor], Tensor]
    blank: BlankTest | None = None

    def __call__(self, tensors: Sequence[Tensor]) -> list[Steps]:
        """Read batches of pictures: all of them through the body first, so that the head stays in the cache."""
        features = [self.body(tensor).copy() for tensor in tensors]
        shapes = [found.shape[:2] for found in features]
        if not features:
            return []
        flat = np.concatenate([found.reshape(-1, found.shape[2]) for found in features])
        starts = np.concatenate([np.arange(batch * steps) % steps == 0 for batch, steps in shapes])
        best, sure, classes = self._through_head(flat, starts)
        ends = np.cumsum([batch * steps for batch, steps in shapes])[:-1]
        return [
            Steps(one.reshape(shape), other.reshape(shape), classes)
            for one, other, shape in zip(np.split(best, ends), np.split(sure, ends), shapes, strict=True)
        ]

    def _through_head(self, flat: Tensor, starts: NDArray[np.bool_]) -> tuple[NDArray[np.intp], Tensor, int]:
        """Return (best, sure, number of classes) of steps of shape (steps, channels); lines begin at `starts`."""
        asked = np.arange(len(flat)) if self.blank is None else np.flatnonzero(self.blank.open_steps(flat))
        best, sure = np.zeros(len(flat), dtype=np.intp), np.zeros(len(flat), dtype=np.float32)
        classes = 0
        for start in range(0, max(1, len(asked)), _CHUNK):
            places = asked[start : start + _CHUNK]
            chunk = np.zeros((1, _CHUNK, flat.shape[1]), dtype=np.float32)
            chunk[0, : len(places)] = flat[places]
            scores = self.head(chunk)[0]
            classes = scores.shape[1]
            best[places] = scores[: len(places)].argmax(axis=1)
            before = np.where(starts[places], 0, best[places - 1])
            begins = (best[places] != before) & (best[places] != 0)
            sure[places[begins]] = _sure(scores[: len(places)][begins], logits=True)
        return best, sure, classes


def _sure(scores: Tensor, *, logits: bool) -> Tensor:
    """Return the probability of the best class of each row."""
    best: Tensor = scores.max(axis=1, initial=-np.inf)
    if not logits:
        return best
    return cast(Tensor, 1 / np.exp(scores - best[:, np.newaxis]).sum(axis=1))
