"""Keeps the runtimes of the networks silent: this product handles identity cards and talks to nobody.

Both runtimes phone home by default. onnxruntime from 1.29 reads `ORT_DISABLE_TELEMETRY` when it is loaded. OpenVINO's
converter, loaded by `import openvino`, uses the package `openvino_telemetry`, which reads no variable of its own: it
sends unless `~/intel/openvino_telemetry` holds `0`, and writes `~/intel/openvino_ga_cid` first. Writing that file would
depend on HOME; instead the package is made unimportable, and OpenVINO falls back to the stub that it carries for
installations without telemetry (`openvino/tools/ovc/telemetry_stub.py`).
"""

from __future__ import annotations

import os
import sys
from typing import Final

_VARIABLES: Final = {
    "ORT_DISABLE_TELEMETRY": "1",
    # PaddleX asks four model hubs whether they answer, before it looks at the folder that it was given.
    "PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK": "True",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}

_TELEMETRY: Final = "openvino_telemetry"


def silence() -> None:
    """Make onnxruntime, OpenVINO and PaddleX silent. Call before the first import of any of them; cheap to repeat.

    Raises:
        RuntimeError: one of them was loaded before, so that it may have spoken already.
    """
    if sys.modules.get(_TELEMETRY) is not None:
        raise RuntimeError("openvino was imported before verifier.reading.quiet.silence(): its telemetry is loaded")
    if "onnxruntime" in sys.modules and os.environ.get("ORT_DISABLE_TELEMETRY") != "1":
        raise RuntimeError("onnxruntime was imported before verifier.reading.quiet.silence(): its telemetry is on")
    os.environ.update(_VARIABLES)
    # None in sys.modules makes `import openvino_telemetry` raise ModuleNotFoundError (Python reference, 5.3.1).
    sys.modules[_TELEMETRY] = None  # type: ignore[assignment]
