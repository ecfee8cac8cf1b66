"""Draws found boxes onto the pages, for people to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.geometry import Box
from verifier.intake.opened import Opened

_FRAME_BGR = (0, 140, 0)
_FRAME_PX = 4
_WORD_PX = 20


@dataclass(frozen=True)
class Mark:
    """A box to draw, in its colour (blue, green, red) and with a word at its corner (ASCII: the font has no more)."""

    page: int
    box: Box
    colour: tuple[int, int, int] = _FRAME_BGR
    word: str = ""


def draw_marks(opened: Opened, marks: Sequence[Mark], target: Path) -> list[Path]:
    """Write each page with its marks as PNG: `target` for one page, else `target-1.png`, `target-2.png` ..."""
    import cv2

    written = []
    for page, image in zip(opened.document.pages, opened.images, strict=True):
        canvas = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
        for mark in marks:
            if mark.page == page.number:
                left, top, right, bottom = mark.box.to_pixels(page.width_px, page.height_px)
                cv2.rectangle(canvas, (left, top), (right, bottom), mark.colour, _FRAME_PX)
                if mark.word:
                    at = (left, max(_WORD_PX, top - _FRAME_PX))
                    cv2.putText(canvas, mark.word, at, cv2.FONT_HERSHEY_SIMPLEX, _WORD_PX / 24, mark.colour, 2)
        path = target if len(opened.images) == 1 else target.with_stem(f"{target.stem}-{page.number}")
        # imencode and write_bytes: cv2.imwrite cannot be told apart from a full disk, it only returns False.
        path.write_bytes(cv2.imencode(".png", canvas)[1].tobytes())
        written.append(path)
    return written
