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

MASKING_POINTS: Final = (
    "masking_after_lease",
    "masking_after_open",
    "masking_after_observe",
    "masking_after_copy",
    "masking_after_blob",
    "masking_before_finish",
    "masking_after_finish",
)
"""Those of a masked copy; a check passes all but the two in the middle."""

COMPARISON_POINTS: Final = (
    "comparison_after_lease",
    "comparison_after_pass",
    "comparison_before_finish",
    "comparison_after_blobs",
    "comparison_after_finish",
)
"""Those of a comparison with the corpus; a pass is over three times."""

CORPUS_POINTS: Final = (
    "corpus_add_after_lease",
    "corpus_add_after_file",
    "corpus_add_after_row",
    "corpus_add_after_finish",
    "corpus_check_after_lease",
    "corpus_check_before_finish",
    "corpus_check_after_finish",
)
"""Those of work on the corpus; a file is in the corpus, then the row says so."""

WEB_POINTS: Final = ("after_file", "after_row", "after_hint")
"""Every point of the web process: the file is stored, the row is committed, the hint is sent; then comes the answer."""

TASK_WEB_POINTS: Final = ("task_after_file", "task_after_row", "task_after_hint")
"""The same of what is asked for beside documents: masking, comparisons, work on the corpus."""

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
