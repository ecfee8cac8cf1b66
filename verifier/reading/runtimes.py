"""The two runtimes that run a network: OpenVINO (fast) and onnxruntime (the peer, and for other processors)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from verifier.reading.cutting import cut_before_head
from verifier.reading.eight_bits import Ranges, fast_here, quantise, ranges_of
from verifier.reading.quiet import silence
from verifier.reading.shuffling import without_transposed
from verifier.reading.steps import HeadApart, StepReader, Tensor, blank_test_of, whole

if TYPE_CHECKING:
    from openvino import Model

Network: TypeAlias = Callable[[Tensor], Tensor]
"""One input, one output: array of shape (batch, channels, height, width) in, (batch, ...) out. The output may be
overwritten by the next call. Not for several threads at once."""


def load_openvino(
    model: Path, threads: int, usual: tuple[int, ...], *, bf16: bool = True, eight_bits: bool = True
) -> Network:
    """Return the network of an ONNX file, compiled by OpenVINO for this processor.

    Compiled for one shape of the input alone, it is a twentieth faster and holds two fifths less memory; so there are
    two, each made when first needed: one for the usual shape, one for all others.

    Args:
        model: the ONNX file.
        threads: of one inference.
        usual: the shape that most inputs have.
        bf16: multiply in sixteen bits where the processor does.
        eight_bits: multiply the calibrated layers in eight where it is fast.
    """
    silence()
    import openvino

    def compiled(shape: tuple[int, ...] | None) -> Network:
        prepared = without_transposed(openvino.Core().read_model(str(model)))
        if shape:
            prepared.reshape(list(shape))
        return _compiled(prepared, ranges_of(model) if eight_bits else {}, threads, bf16=bf16)

    made = cache(compiled)

    def run(tensor: Tensor) -> Tensor:
        return made(usual if tensor.shape == usual else None)(tensor)

    return run


def read_steps_openvino(model: Path, threads: int, *, bf16: bool = True, eight_bits: bool = True) -> StepReader:
    """Return the recogniser of an ONNX file, its last matrix apart; arguments as for `load_openvino`."""
    silence()
    import openvino

    ranges = ranges_of(model) if eight_bits else {}
    body, head = (
        _compiled(part, ranges, threads, bf16=bf16) for part in cut_before_head(openvino.Core().read_model(str(model)))
    )
    return HeadApart(body, head, blank_test_of(model))


def _compiled(model: Model, ranges: Ranges, threads: int, *, bf16: bool) -> Network:
    import openvino

    if fast_here():
        quantise(model, ranges)
    compiled = openvino.Core().compile_model(
        model,
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


def load_onnxruntime(model: Path, threads: int, _usual: tuple[int, ...] = ()) -> Network:
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


def read_steps_onnxruntime(model: Path, threads: int) -> StepReader:
    """Return the recogniser of an ONNX file, run by onnxruntime on the processor."""
    return whole(load_onnxruntime(model, threads))


@dataclass(frozen=True)
class Runtime:
    """A runtime: its distribution, the loader of its detector, the loader of its recogniser."""

    package: str
    load: Callable[[Path, int, tuple[int, ...]], Network]
    read_steps: Callable[[Path, int], StepReader]


def _openvino(*, bf16: bool = True, eight_bits: bool = True) -> Runtime:
    return Runtime(
        "openvino",
        partial(load_openvino, bf16=bf16, eight_bits=eight_bits),
        partial(read_steps_openvino, bf16=bf16, eight_bits=eight_bits),
    )


RUNTIMES: Final = {
    "openvino": _openvino(),
    "openvino-f32": _openvino(bf16=False),
    "openvino-plain": _openvino(bf16=False, eight_bits=False),
    "onnxruntime": Runtime("onnxruntime", load_onnxruntime, read_steps_onnxruntime),
}
"""Name -> runtime. The second and third do what OpenVINO does on processors without bf16, and without VNNI as well."""
