"""Multiplies in eight bits where the processor has instructions for it (VNNI): OpenVINO's networks, at load.

Post-training quantisation as in Jacob et al., CVPR 2018: weights get one scale an output channel, inputs the range that
`benchmarks.reading.calibrate` saw on generated pages. Only layers with a range are rounded: the 1 x 1 convolutions,
nine tenths of the multiplications, and the recogniser's last matrix. Nothing is downloaded and no weights are stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from openvino import Model

Ranges: TypeAlias = Mapping[str, tuple[float, float]]
"""Layer -> least and greatest input."""

Scales: TypeAlias = NDArray[np.float32]

_INSTRUCTIONS: Final = {"avx512_vnni", "avx_vnni", "amx_int8"}
_LEVELS: Final = 256
_PICTURE_AXES: Final = 4
_LEAST_SCALE: Final = 1e-6
_ONE_SIDED: Final = 4
"""Where the greatest input is this many times the least's size (GELU, ReLU), the zero is moved instead of lost."""


@lru_cache(maxsize=1)
def fast_here() -> bool:
    """Say whether this processor multiplies eight bits at least twice as fast as sixteen.

    Without these instructions sums of two products saturate at sixteen bits, and the characters suffer.
    """
    about = Path("/proc/cpuinfo")
    if not about.is_file():
        return False
    flags = next((line for line in about.read_text().splitlines() if line.startswith("flags")), "")
    return not _INSTRUCTIONS.isdisjoint(flags.split())


def ranges_of(network: Path) -> Ranges:
    """Return the ranges committed for a network, none for one that was never calibrated."""
    stored = json.loads(files("verifier.reading").joinpath("ranges.json").read_text("utf-8"))
    return {layer: (low, high) for layer, (low, high) in stored.get(network.name, {}).items()}


def quantise(model: Model, ranges: Ranges) -> int:
    """Round weights and inputs of the layers named in `ranges`, in place; return how many layers that were."""
    from openvino import opset13

    done = 0
    for layer in list(model.get_ordered_ops()):
        name = layer.get_friendly_name()
        if name not in ranges:
            continue
        low, high = grid(*ranges[name])
        inputs = opset13.fake_quantize(_apart(layer.input_value(0)), low, high, low, high, _LEVELS)
        scale = _scales(layer)
        # One level fewer for weights: -127..127, so that zero stays zero.
        weights = opset13.fake_quantize(layer.input_value(1), -scale, scale, -scale, scale, _LEVELS - 1)
        layer.input(0).replace_source_output(inputs.output(0))
        layer.input(1).replace_source_output(weights.output(0))
        done += 1
    model.validate_nodes_and_infer_types()
    return done


def _apart(source: Any) -> Any:  # noqa: ANN401  # openvino's outputs have no types
    """Return a picture that others use as well, for the rounding alone.

    A rounding that cannot be part of the layer before is a step of its own, which OpenVINO does in 32 bits and another
    order of channels: two more steps. A rectifier with a slope of one changes nothing and takes the rounding in.
    """
    from openvino import opset13

    shape = source.get_partial_shape()
    if len(source.get_target_inputs()) == 1 or len(shape) != _PICTURE_AXES:
        return source
    return opset13.prelu(source, opset13.constant(np.ones(shape[1].get_length(), dtype=np.float32))).output(0)


def grid(low: float, high: float) -> tuple[np.float32, np.float32]:
    """Return the ends of 256 levels that hold `low` to `high` and zero exactly, as the fast kernels want them."""
    if low >= 0:
        return np.float32(0), np.float32(high)
    if -low * _ONE_SIDED < high:
        levels = max(1, round(-low / (high - low) * (_LEVELS - 1)))
        step = max(high / (_LEVELS - 1 - levels), -low / levels)
        return np.float32(-levels * step), np.float32((_LEVELS - 1 - levels) * step)
    side = max(-low, high)
    return np.float32(-side * 128 / 127), np.float32(side)


def _scales(layer: Any) -> Scales:  # noqa: ANN401  # openvino's nodes have no types
    """Return the greatest weight of each output channel."""
    weights = np.abs(layer.input_value(1).get_node().data.astype(np.float32))
    inner = (1, 2, 3) if weights.ndim == 4 else (0,)
    return cast(Scales, np.maximum(weights.max(axis=inner, keepdims=True), np.float32(_LEAST_SCALE)))
