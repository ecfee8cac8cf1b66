"""Rebuild `confusables.txt`: the characters that look most alike, from their printed shapes.

    python -m verifier.masking.build_confusables FONT.ttf [FONT.ttf ...]

Every character of GB 2312-80 that the faces hold is drawn, blurred by about a stroke's width, freed of its slow shades
(else all dense characters are alike) and scaled to unit length; the likeness of two characters is the mean over the
faces of their scalar product. Kept are the pairs from `LIKENESS` on, at most `AT_MOST` for a character. The file has
one line a character: the character, then its look-alikes. The shipped table: Noto Serif CJK SC, Noto Sans CJK SC, AR PL
UKai.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

SIDE = 32
LIKENESS = 0.64
AT_MOST = 8


def gb2312() -> list[str]:
    """Return the 6,763 Han characters of GB 2312-80."""
    found = []
    for row in range(16, 88):
        for cell in range(1, 95):
            try:
                found.append(bytes((row + 0xA0, cell + 0xA0)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def shapes(characters: list[str], font: str) -> NDArray[np.float32]:
    """Return one blurred, centred, unit-length picture a row: shape (characters, SIDE * SIDE)."""
    face = ImageFont.truetype(font, SIDE - 4)
    rows = np.zeros((len(characters), SIDE * SIDE), dtype=np.float32)
    for index, character in enumerate(characters):
        canvas = Image.new("L", (SIDE, SIDE))
        ImageDraw.Draw(canvas).text((SIDE / 2, SIDE / 2), character, font=face, fill=255, anchor="mm")
        drawn = np.asarray(canvas, dtype=np.float32)
        centred = (cv2.GaussianBlur(drawn, (0, 0), 1.1) - cv2.GaussianBlur(drawn, (0, 0), 4.0)).ravel()
        length = float(np.linalg.norm(centred))
        rows[index] = centred / length if length > 0 else centred
    return rows


def main(fonts: list[str]) -> None:
    """Write `confusables.txt` beside this file."""
    characters = gb2312()
    drawn = [shapes(characters, font) for font in fonts]
    lines = []
    for index, character in enumerate(characters):
        likeness = np.mean([rows @ rows[index] for rows in drawn], axis=0)
        likeness[index] = -1.0
        order = np.argsort(-likeness)[:AT_MOST]
        alike = "".join(characters[other] for other in order if likeness[other] >= LIKENESS)
        if alike:
            lines.append(character + alike)
    Path(__file__).with_name("confusables.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
