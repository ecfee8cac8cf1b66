"""Measures what the recogniser's layers see: `python -m benchmarks.reading.calibrate > verifier/reading/ranges.json`.

Pages: the four generated kinds in every face, clean, as grey worn copies and as scans; some lines white on black; half
of the lines squeezed as the recogniser squeezes them. The benchmark's own pages have other seeds. Needs a minute.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.reading.pages import FACES, KINDS
from tests.synthesis.ageing import Ageing, scan
from tests.synthesis.paper import Sheet
from verifier.pictures import RgbImage
from verifier.reading import recognition
from verifier.reading.quiet import silence
from verifier.reading.rapid import RapidEngine, cut_out
from verifier.reading.steps import Tensor
from verifier.reading.weights import pp_ocrv6_small

AGEINGS = (
    Ageing(0, 0, 0, 0, 0, 95),
    Ageing(0.5, 0.004, 0.9, 6, 0.1, 50, grey=True),
    Ageing(-0.6, 0.004, 0.6, 3, 0.06, 75),
)
PAGES = 12
LINES = 10
HEAD = "MatMul.12"


def main() -> None:
    """Print the ranges as JSON."""
    silence()
    import openvino
    from openvino import opset13

    core = openvino.Core()
    path = pp_ocrv6_small().recogniser
    model = core.read_model(str(path))
    layers = [layer for layer in model.get_ordered_ops() if _wanted(layer)]
    ends = []
    for reduce in (opset13.reduce_min, opset13.reduce_max):
        for layer in layers:
            tensor = layer.input_value(0)
            axes = np.arange(len(tensor.get_partial_shape()))
            ends.append(opset13.result(reduce(tensor, axes, keep_dims=False).output(0)))
    watching = openvino.Model(ends, model.get_parameters(), "ranges")
    request = core.compile_model(watching, "CPU", {"INFERENCE_PRECISION_HINT": "f32"}).create_infer_request()
    seen = []
    for tensor in _inputs():
        request.infer([tensor])
        seen.append([float(output.data) for output in request.output_tensors])
    low, high = np.min(seen, axis=0)[: len(layers)], np.max(seen, axis=0)[len(layers) :]
    rows = [
        f'    "{layer.get_friendly_name()}": [{a:.3f}, {b:.3f}]' for layer, a, b in zip(layers, low, high, strict=True)
    ]
    print(f"{{\n  {json.dumps(path.name)}: {{\n" + ",\n".join(rows) + "\n  }\n}")


def _wanted(layer: Any) -> bool:  # noqa: ANN401  # openvino's nodes have no types
    """Say whether a layer is rounded: 1 x 1 convolutions of 96 channels and more over the whole strip, and the head.

    Layers over a strip's mean cost nothing; the first convolutions see few channels, the attention few numbers.
    """
    kind, name = layer.get_type_name(), layer.get_friendly_name()
    if kind != "Convolution":
        return name == HEAD
    outward, inward, high, wide = layer.input_value(1).get_partial_shape().to_shape()
    rows = layer.output(0).get_partial_shape()[2]
    whole = rows.is_dynamic or rows.get_length() > 1
    return whole and high == wide == 1 and min(outward, inward) >= 96


def _inputs() -> Iterator[Tensor]:
    engine, rng = RapidEngine("onnxruntime"), random.Random(5)
    for number in range(PAGES):
        image = aged_page(number)
        quads = engine._detector.find(image)
        rng.shuffle(quads)
        for index, quad in enumerate(quads[:LINES]):
            strip = cut_out(image, quad)
            width = recognition._squeezed_px(strip) if index % 2 else recognition._full_px(strip)
            yield recognition._as_input([255 - strip if index % 5 == 4 else strip], [width])


def aged_page(number: int, series: str = "cal") -> RgbImage:
    """Return a page of the four kinds, in one of the faces and ageings by turns; other series have other texts."""
    kind, draw = list(KINDS.items())[number % len(KINDS)]
    sheet = Sheet()
    draw(sheet, random.Random(f"{series} {number}"), FACES[(number + number // len(KINDS)) % len(FACES)])
    return scan(sheet.finish(None, kind), AGEINGS[number // len(KINDS) % len(AGEINGS)], seed=number).image


if __name__ == "__main__":
    main()
