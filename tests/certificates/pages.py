"""Hand-made pages: text in, `Page` and `Line` values out, laid out like a sheet of A4."""

from __future__ import annotations

from models.document import Line, Page, TextSource
from models.geometry import Box

LEFT, TOP, STEP, HEIGHT = 0.1, 0.08, 0.04, 0.02
CHARACTER = 0.02


def line_of(
    text: str, *, left: float = LEFT, top: float = TOP, height: float = HEIGHT, confidence: float = 0.98
) -> Line:
    """One line; as wide as its characters at its height."""
    width = sum(0.55 if character.isascii() else 1.0 for character in text) * CHARACTER * height / HEIGHT
    return Line(text, Box(left, top, min(1.0, left + width), top + height), confidence)


def page_of(*texts: str, number: int = 1, top: float = TOP) -> Page:
    """A page whose lines stand below each other. `# text` is a large centred title, `a|b` two lines in one row."""
    lines = []
    for text in texts:
        if text.startswith("# "):
            title = text[2:]
            width = min(0.9, len(title) * CHARACTER * 1.6)
            lines.append(Line(title, Box(0.5 - width / 2, top, 0.5 + width / 2, top + HEIGHT * 1.6), 0.98))
            top += STEP * 1.4
            continue
        parts = text.split("|")
        for index, part in enumerate(parts):
            if part:
                lines.append(line_of(part, left=LEFT + 0.8 * index / len(parts), top=top))
        top += STEP
    return Page(number, 1654, 2339, 200.0, tuple(lines), TextSource.PIXELS)
