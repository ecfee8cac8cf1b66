"""Where the network of glyphs begins: in the space in which gradients tell characters apart best.

With nothing known a network of 6,763 classes needs many glyphs before it tells any two; here it only has to find the
way from pictures to places that are already told: the means of characters along the directions in which they differ
most beside how one scatters (linear discriminant analysis, Fisher 1936; Rao 1948). Not used at run time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.seals.glyph_features import LENGTH
from verifier.seals.small_net import Floats, Network

_RIDGE: Final = 1e-3
"""Share of the mean scatter that is added along every direction, so that rare features do not count for much."""
_HEAT: Final = 0.15
"""Scale of squared distances as log-probabilities."""


@dataclass
class Means:
    """Sums of features by class, and of their products: what remains of the glyphs that were seen."""

    classes: int
    count: NDArray[np.int64] = field(init=False)
    total: NDArray[np.float64] = field(init=False)
    products: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        self.count = np.zeros(self.classes, np.int64)
        self.total = np.zeros((self.classes, LENGTH))
        self.products = np.zeros((LENGTH, LENGTH))

    def add(self, owners: NDArray[np.int16], seen: Floats) -> None:
        """Add the features of some glyphs, one a row."""
        np.add.at(self.count, owners, 1)
        np.add.at(self.total, owners, seen)
        self.products += seen.astype(np.float64).T @ seen

    def mean(self) -> NDArray[np.float64]:
        """Return the mean of each class, (classes, 512)."""
        return self.total / self.count[:, np.newaxis]

    def scatter(self) -> NDArray[np.float64]:
        """Return the covariance within classes, (512, 512)."""
        mean = self.mean()
        weighted = mean * self.count[:, np.newaxis]
        return np.asarray((self.products - weighted.T @ mean) / self.count.sum())


def begin(network: Network, means: Means) -> None:
    """Set a network's weights of characters to their places; its vectors are normalised, so these are, too."""
    middle = means.mean().mean(axis=0)
    apart = means.mean() - middle
    within = means.scatter()
    within += np.eye(LENGTH) * _RIDGE * np.trace(within) / LENGTH
    whiten = np.linalg.inv(np.linalg.cholesky(within))
    _, axes = np.linalg.eigh(whiten @ np.cov(apart.T) @ whiten.T)
    places = apart @ (whiten.T @ axes[:, ::-1][:, : network.to_classes.shape[0]])
    network.to_classes[:] = (_HEAT * places * places.std(axis=0)).T
    network.bias[:] = -_HEAT / 2 * (places**2).sum(axis=1)
    network.bias -= network.bias.max()
