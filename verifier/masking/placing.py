"""The box of a trace, with the margin that a cover needs."""

from __future__ import annotations

from models.document import Line
from models.geometry import Box
from verifier.line_spans import character_share, is_vertical, range_box

_PAD_CHARACTERS = 0.4
"""Character boxes of the reader are off by 17 % of a character at the 95th percentile and cover .84 to .94 of its
width, at worst .60; proportional shares are worse. A cover that follows them without this margin leaves ink."""
_PAD_ACROSS = 0.15


def box_of_range(line: Line, start: int, end: int, *, aspect: float) -> Box:
    """Return the padded box of `line.text[start:end]`; `aspect` is the page's width / height in pixels."""
    box, along = range_box(line, start, end, aspect=aspect), _PAD_CHARACTERS * character_share(line)
    if is_vertical(line, aspect=aspect):
        return box.expanded(_PAD_ACROSS * line.box.width, along * line.box.height)
    return box.expanded(along * line.box.width, _PAD_ACROSS * line.box.height)
