"""Write boosted trees as an ONNX file (TreeEnsembleRegressor of ai.onnx.ml), without the onnx package.

The format is Protocol Buffers (https://protobuf.dev/programming-guides/encoding/) with the messages of onnx.proto3;
the few fields that trees need are written here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_VARINT, _BYTES = 0, 2
_INT, _FLOATS, _INTS, _STRINGS = 2, 6, 7, 8
"""AttributeProto.AttributeType."""
_TENSOR_FLOAT = 1
_IR_VERSION, _OPSET, _TREES_OPSET = 8, 17, 1

Tree = Mapping[str, Sequence[float]]
"""Parallel arrays `feature`, `threshold`, `left`, `right`, `value`; a leaf's `left` is -1."""


def arrays(model: Any) -> list[Tree]:  # noqa: ANN401  # scikit-learn has no types
    """Return the trees of a fitted GradientBoostingClassifier of two classes, the learning rate in their leaves."""
    return [
        {
            "feature": tree.tree_.feature.tolist(),
            "threshold": _single(tree.tree_.threshold).tolist(),
            "left": tree.tree_.children_left.tolist(),
            "right": tree.tree_.children_right.tolist(),
            "value": [float(value) * model.learning_rate for value in tree.tree_.value[:, 0, 0]],
        }
        for (tree,) in model.estimators_
    ]


def _single(thresholds: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the thresholds in single precision, rounded down: measures are compared in it, and go the same ways."""
    rounded = thresholds.astype(np.float32)
    return np.where(rounded > thresholds, np.nextafter(rounded, np.float32(-np.inf)), rounded)


def as_onnx(trees: Sequence[Tree], bias: float, features: Sequence[str], notes: Mapping[str, str]) -> bytes:
    """Return a model with the input `measures` (float, N x features) and the output `log_odds` (float, N x 1).

    The names of the features and `notes` go along as the model's metadata.
    """
    node = b"".join(
        [_text(1, "measures"), _text(2, "log_odds"), _text(4, "TreeEnsembleRegressor"), _text(7, "ai.onnx.ml")]
        + [_part(5, attribute) for attribute in _attributes(trees, bias)]
    )
    ends = [_part(11, _value("measures", len(features))), _part(12, _value("log_odds", 1))]
    graph = b"".join([_part(1, node), _text(2, "trees"), *ends])
    metadata = {**notes, "features": ",".join(features)}
    return b"".join(
        [_number(1, _IR_VERSION), _text(2, "scripts/train_signatures.py"), _part(7, graph)]
        + [_part(8, _number(2, _OPSET)), _part(8, _text(1, "ai.onnx.ml") + _number(2, _TREES_OPSET))]
        + [_part(14, _text(1, key) + _text(2, value)) for key, value in sorted(metadata.items())]
    )


def _attributes(trees: Sequence[Tree], bias: float) -> list[bytes]:
    """Return the node's attributes: every node of every tree in one list, leaves also among the targets."""
    rows = [
        (number, place, *(tree[name][place] for name in ("feature", "threshold", "left", "right", "value")))
        for number, tree in enumerate(trees)
        for place in range(len(tree["left"]))
    ]
    leaves = [row for row in rows if row[4] < 0]
    return [
        _ints("nodes_treeids", (row[0] for row in rows)),
        _ints("nodes_nodeids", (row[1] for row in rows)),
        _ints("nodes_featureids", (max(0, row[2]) for row in rows)),
        _floats("nodes_values", (row[3] if row[4] >= 0 else 0.0 for row in rows)),
        _strings("nodes_modes", ("BRANCH_LEQ" if row[4] >= 0 else "LEAF" for row in rows)),
        _ints("nodes_truenodeids", (max(0, row[4]) for row in rows)),
        _ints("nodes_falsenodeids", (max(0, row[5]) for row in rows)),
        _ints("target_treeids", (row[0] for row in leaves)),
        _ints("target_nodeids", (row[1] for row in leaves)),
        _ints("target_ids", (0 for _ in leaves)),
        _floats("target_weights", (row[6] for row in leaves)),
        _floats("base_values", (bias,)),
        _text(1, "n_targets") + _number(3, 1) + _number(20, _INT),
    ]


def _ints(name: str, values: Iterable[float]) -> bytes:
    return _text(1, name) + _part(8, b"".join(_varint(int(value)) for value in values)) + _number(20, _INTS)


def _floats(name: str, values: Iterable[float]) -> bytes:
    return _text(1, name) + _part(7, b"".join(struct.pack("<f", value) for value in values)) + _number(20, _FLOATS)


def _strings(name: str, values: Iterable[str]) -> bytes:
    return _text(1, name) + b"".join(_text(9, value) for value in values) + _number(20, _STRINGS)


def _value(name: str, width: int) -> bytes:
    shape = _part(1, _text(2, "N")) + _part(1, _number(1, width))
    return _text(1, name) + _part(2, _part(1, _number(1, _TENSOR_FLOAT) + _part(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _part(field, value.encode())


def _part(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | _BYTES) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
