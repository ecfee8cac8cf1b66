"""The two runtimes that run a network: OpenVINO (fast) and onnxruntime (the peer, and for other processors)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from verifier.reading.quiet import silence

Tensor: TypeAlias = NDArray[np.float32]

Network: TypeAlias = Callable[[Tensor], Tensor]
"""One input, one output: array of shape (batch, channels, height, width) in, (batch, ...) out. The output may be
overwritten by the next call. Not for several threads at once."""


def load_openvino(model: Path, threads: int) -> Network:
    """Return the network of an ONNX file, compiled by OpenVINO for this processor."""
    silence()
    import openvino

    compiled = openvino.Core().compile_model(
        str(model),
        "CPU",
        {
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
            # Pinned, every worker process of one thread sits on the same first core: two are no faster than one.
            "ENABLE_CPU_PINNING": False,
        },
    )
    request = compiled.create_infer_request()

    def run(tensor: Tensor) -> Tensor:
        request.infer([tensor])
        return cast(Tensor, request.get_output_tensor().data)

    return run


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


RUNTIMES: Final[dict[str, tuple[str, Callable[[Path, int], Network]]]] = {
    "openvino": ("openvino", load_openvino),
    "onnxruntime": ("onnxruntime", load_onnxruntime),
}
"""Name of a runtime -> (its distribution, its loader)."""
