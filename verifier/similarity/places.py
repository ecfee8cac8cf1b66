"""Where a span of a document's text stands: from code points back to page and box."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from models.document import Page
from models.geometry import Box


class TextPlaces:
    """Places spans of `Observation.text`: lines joined by one newline, pages by two."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._starts: list[int] = []
        self._lines: list[tuple[int, int, Box]] = []
        offset = 0
        for page in pages:
            for line in page.lines:
                self._starts.append(offset)
                self._lines.append((page.number, offset + len(line.text), line.box))
                offset += len(line.text) + 1
            # The page's last newline is already counted when it has lines; an empty page still ends with the gap.
            offset += 1 if page.lines else 2

    def place(self, start: int, end: int) -> tuple[int, Box] | None:
        """Return the page on which the span starts and the box around its lines there; None where there are none."""
        index = max(0, bisect_right(self._starts, start) - 1)
        touched = []
        page_number = None
        for number, line_end, box in self._lines[index:]:
            if self._starts[index] >= end or (page_number is not None and number != page_number):
                break
            if line_end > start:
                page_number = number
                touched.append(box)
            index += 1
        return (page_number, Box.around(touched)) if page_number is not None else None
