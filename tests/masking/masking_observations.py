"""Observations with given lines and nothing else, for the tests of masking."""

from __future__ import annotations

from typing import Any

from models.document import Line, Page, TextSource
from models.geometry import Box
from models.observation import EngineInfo, Observation


def line(text: str, left: float = 0.1, top: float = 0.1, right: float = 0.5, bottom: float = 0.12) -> Line:
    return Line(text, Box(left, top, right, bottom), 0.9)


def page_of(*lines: Line, number: int = 1) -> Page:
    return Page(number, 1000, 1400, lines=lines, text_source=TextSource.PIXELS)


def column(*texts: str) -> tuple[Line, ...]:
    """One line below the other."""
    return tuple(line(text, top=0.1 + 0.03 * row, bottom=0.12 + 0.03 * row) for row, text in enumerate(texts))


def observation(*pages: Page, **parts: Any) -> Observation:
    return Observation("0" * 64, pages, None, None, EngineInfo("test", "canned", "1"), **parts)
