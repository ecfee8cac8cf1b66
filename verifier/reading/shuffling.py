"""The detector's end, said faster: its two transposed convolutions become plain ones on the small map.

A transposed convolution whose stride is its size writes every output pixel from one input pixel only. So both can be
1 x 1 convolutions on the map of a quarter of the sides, each with a channel for every output pixel, and one shuffle
(sub-pixel convolution, Shi et al., CVPR 2016) lays the sixteen channels out at the end. A seventh cheaper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from openvino import Model, Node

Weights: TypeAlias = NDArray[np.float32]

_TRANSPOSED = "ConvolutionBackpropData"


def without_transposed(model: Model) -> Model:
    """Return a network that ends in transposed 2 x 2 convolution, ReLU, another of one channel, sigmoid, shuffled.

    Other networks are returned as they are.
    """
    from openvino import Model, opset13

    ends = [layer for layer in model.get_ordered_ops() if layer.get_type_name() == _TRANSPOSED]
    if [layer.input_value(1).get_node().get_output_shape(0)[2:] for layer in ends] != [[2, 2], [2, 2]]:
        return model
    first, second = ends
    inner = _plain(first.input_value(0), _widened(_constant(first)), np.tile(_bias(first), 4))
    outer = _plain(opset13.relu(inner), _laid_out(_constant(second)), np.tile(_bias(second), 16))
    shuffled = opset13.depth_to_space(opset13.sigmoid(outer), "blocks_first", 4)
    return Model([opset13.result(shuffled.output(0))], model.get_parameters(), model.get_friendly_name())


def _widened(weights: Weights) -> Weights:
    """Return (in, out, 2, 2) as (2 * 2 * out, in, 1, 1): a group of channels for each of the four places."""
    inward, outward = weights.shape[:2]
    return np.ascontiguousarray(weights.transpose(2, 3, 1, 0).reshape(4 * outward, inward, 1, 1))


def _laid_out(weights: Weights) -> Weights:
    """Return (in, 1, 2, 2) as (16, 4 * in, 1, 1): the output's place in its 4 x 4 block sees its own group only."""
    inward = weights.shape[0]
    # Axes: y of the group, y inside it, x of the group, x inside it; y and x of the group that is seen, its channel.
    wide = np.zeros((2, 2, 2, 2, 2, 2, inward), dtype=np.float32)
    for y, x in np.ndindex(2, 2):
        wide[y, :, x, :, y, x] = weights[:, 0].transpose(1, 2, 0)
    return wide.reshape(16, 4 * inward, 1, 1)


def _plain(source: Any, weights: Weights, bias: Weights) -> Node:  # noqa: ANN401  # openvino's outputs have no types
    from openvino import opset13

    layer = opset13.convolution(source, opset13.constant(weights), [1, 1], [0, 0], [0, 0], [1, 1])
    return opset13.add(layer, opset13.constant(bias.reshape(1, -1, 1, 1)))


def _constant(layer: Any) -> Weights:  # noqa: ANN401  # openvino's nodes have no types
    return cast(Weights, layer.input_value(1).get_node().data)


def _bias(layer: Any) -> Weights:  # noqa: ANN401  # openvino's nodes have no types
    """Return what is added to a layer's output, shape (out,)."""
    while layer.get_type_name() != "Add":
        (layer,) = (user.get_node() for user in layer.output(0).get_target_inputs())
    return cast(Weights, _constant(layer).reshape(-1))
