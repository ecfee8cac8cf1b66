"""Draws found boxes onto the pages, for people to look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models.geometry import Box
from verifier.intake.opened import Opened

_FRAME_BGR = (0, 140, 0)
_FRAME_PX = 4


def draw_boxes(opened: Opened, boxes: Sequence[tuple[int, Box]], target: Path) -> list[Path]:
    """Write each page with its boxes as PNG: `target` for one page, else `target-1.png`, `target-2.png` ..."""
    import cv2

    written = []
    for page, image in zip(opened.document.pages, opened.images, strict=True):
        canvas = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
        for number, box in boxes:
            if number == page.number:
                left, top, right, bottom = box.to_pixels(page.width_px, page.height_px)
                cv2.rectangle(canvas, (left, top), (right, bottom), _FRAME_BGR, _FRAME_PX)
        path = target if len(opened.images) == 1 else target.with_stem(f"{target.stem}-{page.number}")
        # imencode and write_bytes: cv2.imwrite cannot be told apart from a full disk, it only returns False.
        path.write_bytes(cv2.imencode(".png", canvas)[1].tobytes())
        written.append(path)
    return written
