"""How a child hands over pictures: raw RGB rows in a file that the parent made, and one JSON line a page.

Raw pixels need no parser on this side of the border; that is the whole point (dangerzone's design).
"""

from __future__ import annotations

import json
import os
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verifier.intake.behind import Behind


class Answer:
    """The child's side: pages go out one by one, so that the parent's timer sees progress."""

    def __init__(self, lines: IO[bytes], spool_fd: int) -> None:
        self._lines = lines
        self._spool = spool_fd

    def begin(self, pages: int, metadata: list[tuple[str, str]]) -> None:
        """Announce the number of pages and the texts beside them as (kind of surface, text)."""
        self._write({"pages": pages, "metadata": metadata})

    def page(
        self,
        pixels: bytes | memoryview,
        width_px: int,
        height_px: int,
        dpi: float | None,
        texts: list[tuple[str, float, float, float, float, str]] | None = None,
        tables: list[list[tuple[int, int, int, int, float, float, float, float]]] | None = None,
        laid: list[tuple[float, float, float, float]] | None = None,
    ) -> None:
        """Hand over a page: RGB rows without gaps, its text layer (`TextLine`s) and its tables (`RuledCell`s).

        `laid` is where small pictures lie on it.
        """
        self.write(pixels)
        beside = {"texts": texts or [], "tables": tables or [], "laid": laid or []}
        self._write({"width": width_px, "height": height_px, "dpi": dpi, **beside})

    def end(self, behind: Behind) -> None:
        """Hand over what stands behind the pages; the pixels of its pictures follow those of the pages."""
        pictures = []
        for hidden in behind.pictures:
            self.write(hidden.image.tobytes())
            pictures.append((hidden.kind, *hidden.image.size, hidden.place))
        self._write({"texts": behind.texts, "pictures": pictures, "unread": sorted(behind.unread)})

    def workbook(self, sheets: list[dict[str, Any]], formulas: bool | None) -> None:
        """Hand over the sheets of a workbook as `verifier.intake.workbook` reads them."""
        self._write({"sheets": sheets, "formulas_seen": formulas})

    def begin_entries(self, entries: int) -> None:
        """Announce the number of an archive's files."""
        self._write({"entries": entries})

    def entry(self, name: str, size: int, problem: int | None) -> None:
        """Tell of a file of an archive whose `size` bytes were written last; `problem` is why there are none."""
        self._write({"name": name, "size": size, "problem": problem})

    def write(self, content: bytes | memoryview) -> None:
        """Add bytes to the spool."""
        view = memoryview(content).cast("B")
        while view:
            view = view[os.write(self._spool, view) :]

    @property
    def position(self) -> int:
        """Bytes in the spool."""
        return os.lseek(self._spool, 0, os.SEEK_CUR)

    def rewind(self, position: int) -> None:
        """Take back what was written after `position`."""
        os.ftruncate(self._spool, position)
        os.lseek(self._spool, position, os.SEEK_SET)

    def _write(self, value: dict[str, Any]) -> None:
        self._lines.write(json.dumps(value, ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n")
        self._lines.flush()
