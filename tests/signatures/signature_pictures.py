"""Slots drawn for the tests: print, handwriting, empty paper, and what scanners add."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.synthesis import fonts
from tests.synthesis.handwriting import draw_signature, hand


def paper(height: int = 120, width: int = 420, tone: int = 248) -> np.ndarray:
    return np.full((height, width, 3), tone, np.uint8)


def printed(text: str, face: str = "song", size: int = 48) -> np.ndarray:
    image = Image.fromarray(paper())
    ImageDraw.Draw(image).text((40, 30), text, font=fonts.face(face, size), fill=(25, 25, 28))
    return np.asarray(image).copy()


def handwritten(text: str, seed: int = 1, colour: tuple[int, int, int] = (28, 28, 34)) -> np.ndarray:
    image = paper().astype(np.float32)
    ink = draw_signature(text, hand(seed, faces=fonts.WRITERS_HELD), height_mm=9.0, seed=seed)
    place = image[20 : 20 + ink.shape[0], 40 : 40 + ink.shape[1]]
    ink = ink[: place.shape[0], : place.shape[1], None]
    place[:] = place * (1 - ink) + np.array(colour, np.float32) * ink
    return image.clip(0, 255).astype(np.uint8)


def aged(image: np.ndarray, quality: int = 55, noise: float = 3.0, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    noisy = (cv2.GaussianBlur(image, (0, 0), 0.7) + rng.normal(0, noise, image.shape)).clip(0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
