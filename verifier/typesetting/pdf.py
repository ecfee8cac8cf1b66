"""Sets PDFs with typst and the fonts of this package: Chinese is embedded, nothing of the system is needed.

Values go in as data (JSON), never as markup: a name with a `#` in it stays a name.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import typst

SONG: Final = "Verifier Song"
"""宋体 for running text, all of GB 2312."""

HEI: Final = "Verifier Hei"
"""黑体 for headings."""


def typeset(source: bytes, data: Any) -> bytes:  # noqa: ANN401  # JSON is any shape
    """Return a PDF/A-2b of a typst source that reads its values from `sys.inputs.data`."""
    with as_file(files("verifier.typesetting") / "fonts") as fonts:
        return bytes(
            typst.compile(
                source,
                font_paths=_faces(fonts),
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                format="pdf",
                pdf_standards=["a-2b"],
            )
        )


@lru_cache(maxsize=2)
def _faces(folder: Path) -> typst.Fonts:
    """Return our faces first; characters that they lack (rare names) come from the system where it has them."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(folder)])
