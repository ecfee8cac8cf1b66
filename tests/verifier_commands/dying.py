"""Stands for `look` in a process of the pool, which imports it by this name."""

import os
from pathlib import Path

from verifier.looking import Looked


def dies_on_request(path: Path, engine: str) -> Looked:
    """End the whole process where the file says so."""
    said = path.read_text(encoding="utf-8")
    if said == "kill":
        os._exit(9)
    return Looked(said, None, None)
