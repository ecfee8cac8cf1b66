"""The two runtimes that run a network: OpenVINO (fast) and onnxruntime (the peer, and for other processors)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from verifier.reading.eight_bits import fast_here, quantise, ranges_of
from verifier.reading.quiet import silence
from verifier.reading.shuffling import without_transposed

if TYPE_CHECKING:
    from openvino import Model

Tensor: TypeAlias = NDArray[np.float32]

Network: TypeAlias = Callable[[Tensor], Tensor]
"""One input, one output: array of shape (batch, channels, height, width) in, (batch, ...) out. The output may be
overwritten by the next call. Not for several threads at once."""


def load_openvino(model: Path, threads: int, *, bf16: bool = True, eight_bits: bool = True) -> Network:
    """Return the network of an ONNX file, compiled by OpenVINO for this processor; a last softmax is left out.

    Args:
        model: the ONNX file.
        threads: of one inference.
        bf16: multiply in sixteen bits where the processor does.
        eight_bits: multiply the calibrated layers in eight where it is fast.
    """
    silence()
    import openvino

    core = openvino.Core()
    prepared = without_transposed(_without_softmax(core.read_model(str(model))))
    if eight_bits and fast_here():
        quantise(prepared, ranges_of(model))
    compiled = core.compile_model(
        prepared,
        "CPU",
        {
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
            # Pinned, every worker process of one thread sits on the same first core: two are no faster than one.
            "ENABLE_CPU_PINNING": False,
            **({} if bf16 else {"INFERENCE_PRECISION_HINT": "f32"}),
        },
    )
    request = compiled.create_infer_request()

    def run(tensor: Tensor) -> Tensor:
        request.infer([tensor])
        return cast(Tensor, request.get_output_tensor().data)

    return run


def _without_softmax(model: Model) -> Model:
    """Return the network that ends before its softmax: over 18,710 classes it is dear, and few steps need it."""
    from openvino import Model, opset13

    last = model.get_results()[0].input_value(0).get_node()
    if last.get_type_name() != "Softmax":
        return model
    return Model([opset13.result(last.input_value(0))], model.get_parameters(), model.get_friendly_name())


def load_onnxruntime(model: Path, threads: int) -> Network:
    """Return the network of an ONNX file, run by onnxruntime on the processor."""
    silence()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the largest page's memory for ever
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), sess_options=options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def run(tensor: Tensor) -> Tensor:
        outputs: list[Any] = session.run(None, {name: tensor})
        return cast(Tensor, outputs[0])

    return run


@dataclass(frozen=True)
class Runtime:
    """A runtime: its distribution, its loader, and whether its recogniser ends before the softmax."""

    package: str
    load: Callable[[Path, int], Network]
    logits: bool


RUNTIMES: Final = {
    "openvino": Runtime("openvino", load_openvino, logits=True),
    "openvino-f32": Runtime("openvino", partial(load_openvino, bf16=False), logits=True),
    "openvino-plain": Runtime("openvino", partial(load_openvino, bf16=False, eight_bits=False), logits=True),
    "onnxruntime": Runtime("onnxruntime", load_onnxruntime, logits=False),
}
"""Name -> runtime. The second and third do what OpenVINO does on processors without bf16, and without VNNI as well."""
