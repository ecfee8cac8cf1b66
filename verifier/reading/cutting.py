"""Cuts a recogniser before its last matrix, so that the matrix can be asked for the steps that need it only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from openvino import Model


def cut_before_head(model: Model) -> tuple[Model, Model]:
    """Return (body, head) of a network that ends in a matrix product, a sum and a softmax, which is left out.

    The body's features have the shape (batch, steps, channels); the head takes the same and gives logits.

    Raises:
        ValueError: the network ends in something else.
    """
    import openvino
    from openvino import opset13

    logits = _source(model.get_results()[0])
    if logits.get_type_name() == "Softmax":
        logits = _source(logits)
    end = openvino.Model([opset13.result(logits.output(0))], model.get_parameters(), model.get_friendly_name())
    matrix = _matrix(end)
    body = openvino.Model([opset13.result(matrix.input_value(0))], model.get_parameters(), "body").clone()
    features = opset13.parameter([1, -1, matrix.input_value(1).get_shape()[0]], np.float32)
    matrix.input(0).replace_source_output(features.output(0))
    return body, openvino.Model(end.get_results(), [features], "head").clone()


def _matrix(model: Model) -> Any:  # noqa: ANN401  # openvino's nodes have no types
    """Return the product that stands before the end, with at most a sum between."""
    layer = _source(model.get_results()[0])
    while layer.get_type_name() in {"Identity", "Add"}:
        layer = _source(layer)
    if layer.get_type_name() != "MatMul":
        raise ValueError(f"the network ends in {layer.get_type_name()}, not in a matrix product")
    return layer


def _source(layer: Any) -> Any:  # noqa: ANN401  # openvino's nodes have no types
    return layer.input_value(0).get_node()
