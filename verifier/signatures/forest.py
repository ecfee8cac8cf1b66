"""The shipped trees (`model/*.json`): is measured ink handwriting, was a picture of it laid over the page."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from verifier.signatures.features import FEATURE_NAMES, Vector
from verifier.signatures.pasted import PASTED_FEATURES

_FEATURES = {"ink": FEATURE_NAMES, "pasted": PASTED_FEATURES}


@dataclass(frozen=True)
class Tree:
    """A decision tree as parallel arrays; a leaf's `left` is -1 and its `value` the tree's contribution in log odds."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def contribution(self, features: Vector) -> float:
        """Return what this tree adds to the log odds."""
        node = 0
        while self.left[node] >= 0:
            # scikit-learn compares in single precision; measures this close to a threshold are a coin's toss anyway.
            goes_left = features[self.feature[node]] <= self.threshold[node]
            node = self.left[node] if goes_left else self.right[node]
        return self.value[node]


@dataclass(frozen=True)
class Forest:
    """Gradient-boosted trees (Friedman 2001): bias plus the sum of the trees, in log odds."""

    bias: float
    trees: tuple[Tree, ...]

    def log_odds(self, features: Vector) -> float:
        """Return the log odds of what the trees were taught to see."""
        return self.bias + sum(tree.contribution(features) for tree in self.trees)


@cache
def shipped_forest(name: str = "ink") -> Forest:
    """Return the trees that come with the package: `ink` (handwriting against print) or `pasted` (picture or pen).

    Raises:
        ValueError: the weights were made for other features than the program measures.
    """
    data = json.loads((files("verifier.signatures.model") / f"{name}.json").read_text(encoding="utf-8"))
    if tuple(data["features"]) != _FEATURES[name]:
        raise ValueError(f"{name}.json does not fit the features; run scripts/train_signatures.py")
    names = ("feature", "threshold", "left", "right", "value")
    return Forest(data["bias"], tuple(Tree(*(tuple(tree[name]) for name in names)) for tree in data["trees"]))


def probability(log_odds: float) -> float:
    """Return the probability 0..1 of these log odds."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds))))
