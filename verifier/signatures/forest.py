"""The shipped trees (`model/*.onnx`): is measured ink handwriting, was a picture of it laid over the page."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

import numpy as np

from verifier.reading.quiet import silence
from verifier.signatures.features import FEATURE_NAMES, Vector
from verifier.signatures.pasted import PASTED_FEATURES

_FEATURES = {"ink": FEATURE_NAMES, "pasted": PASTED_FEATURES}


class Forest:
    """Gradient-boosted trees (Friedman 2001) on onnxruntime."""

    def __init__(self, model: bytes) -> None:
        silence()
        import onnxruntime  # only now: loaded before that, it phones home

        options = onnxruntime.SessionOptions()
        # A slot is one row: threads would cost more than the trees.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.features = tuple(self._session.get_modelmeta().custom_metadata_map["features"].split(","))

    def log_odds(self, measured: Vector) -> float:
        """Return the log odds of what the trees were taught to see."""
        (found,) = self._session.run(["log_odds"], {"measures": measured[None].astype(np.float32)})
        return float(found[0, 0])


@cache
def shipped_forest(name: str = "ink") -> Forest:
    """Return the trees that come with the package: `ink` (handwriting against print) or `pasted` (picture or pen).

    Raises:
        ValueError: the trees were made for other features than the program measures.
    """
    forest = Forest((files("verifier.signatures.model") / f"{name}.onnx").read_bytes())
    if forest.features != tuple(_FEATURES[name]):
        raise ValueError(f"{name}.onnx does not fit the features; run scripts/train_signatures.py")
    return forest


def probability(log_odds: float) -> float:
    """Return the probability 0..1 of these log odds."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds))))
