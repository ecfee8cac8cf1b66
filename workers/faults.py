"""Points at which a test ends the process, to prove that nothing is lost wherever it ends.

`VERIFIER_FAULT=after_lease` ends the process there as `kill -9` would; with `VERIFIER_FAULT_ONCE=FILE` only the first
process that gets there, which leaves FILE behind.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

POINTS: Final = (
    "after_lease",
    "after_open",
    "after_observe",
    "before_finish",
    "after_finish",
    "before_report",
    "after_report",
)
"""Every point of a worker, in the order in which a document passes them."""

WEB_POINTS: Final = ("after_file", "after_row", "after_hint")
"""Every point of the web process: the file is stored, the row is committed, the hint is sent; then comes the answer."""

_KILLED: Final = 137


def reach(point: str) -> None:
    """End the process here if the environment asks for it."""
    if os.environ.get("VERIFIER_FAULT") != point:
        return
    once = os.environ.get("VERIFIER_FAULT_ONCE")
    if once is not None:
        try:
            Path(once).touch(exist_ok=False)
        except FileExistsError:
            return
    os._exit(_KILLED)
