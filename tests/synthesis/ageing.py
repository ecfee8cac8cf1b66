"""What scanners and copiers do to a page, with the truth kept true: skew, shading, blur, noise, grey copies, JPEG."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Box
from tests.synthesis.scanning.light import blurred, dimmed, grained, jpeg, small
from tests.synthesis.truth import Drawn, SealTruth


@dataclass(frozen=True)
class Ageing:
    """How a page is scanned. Angles in degrees clockwise, shift as a share of the page, sigmas in pixels and levels."""

    skew_degrees: float = 0.5
    shift: float = 0.004
    blur: float = 0.5
    noise: float = 2.5
    shading: float = 0.05
    quality: int = 82
    grey: bool = False
    edge_shadow: bool = False
    grain: str = "table"
    """`normal` draws a deviate for each pixel, as the committed sample was scanned; `table` costs a tenth of it."""


CLEAN = Ageing(0, 0, 0, 0, 0, 95)


def ageing(seed: int, *, grey: bool = False) -> Ageing:
    """Return an office scanner's settings, decided by the seed."""
    rng = random.Random(f"ageing {seed}")
    return Ageing(
        rng.uniform(-0.8, 0.8), rng.uniform(0, 0.008), rng.uniform(0.35, 0.75), rng.uniform(1.2, 4.0),
        rng.uniform(0.02, 0.09), rng.randint(72, 90), grey, rng.random() < 0.4,
    )  # fmt: skip


def scan(page: Drawn, how: Ageing, *, seed: int = 0) -> Drawn:
    """Return the page as it comes from the scanner; boxes follow the paper."""
    rng = random.Random(f"scan {seed}")
    noise = np.random.default_rng(rng.randrange(2**32))
    image, truth = page.image, page.truth
    if how.skew_degrees or how.shift:
        matrix = _matrix(image.shape[1], image.shape[0], how, rng)
        image = cv2.warpAffine(
            image, matrix, (image.shape[1], image.shape[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        height, width = image.shape[:2]
        truth = truth.moved(lambda box: _through(box, matrix, width, height))
    if how.grey:
        image = _copied(image)
        truth = replace(truth, seals=tuple(_greyed(seal) for seal in truth.seals))
    shade = _shade(small(image), how, noise, rng) if how.shading else None
    if how.grain == "normal":
        image = _as_committed(image, shade, how, noise)
    else:
        image = blurred(image, how.blur)
        image = grained(image if shade is None else dimmed(image, shade), rng, how.noise)
    return Drawn(jpeg(image, how.quality), truth, page.dpi)


def _matrix(width: int, height: int, how: Ageing, rng: random.Random) -> NDArray[np.float64]:
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -how.skew_degrees, 1.0)
    matrix[0, 2] += rng.uniform(-how.shift, how.shift) * width
    matrix[1, 2] += rng.uniform(-how.shift, how.shift) * height
    return np.asarray(matrix, np.float64)


def _through(box: Box, matrix: NDArray[np.float64], width: int, height: int) -> Box:
    (a, b, across), (c, d, down) = matrix.tolist()
    corners = [(x * width, y * height) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    xs = [a * x + b * y + across for x, y in corners]
    ys = [c * x + d * y + down for x, y in corners]
    return Box.from_pixels(min(xs), min(ys), max(xs), max(ys), width_px=width, height_px=height)


def _as_committed(
    image: NDArray[np.uint8], shade: NDArray[np.float32] | None, how: Ageing, noise: np.random.Generator
) -> NDArray[np.uint8]:
    """Blur, shade and grain in floats, a deviate a pixel: slow, but it gives the committed sample to the level."""
    work = image.astype(np.float32)
    if shade is not None:
        work *= cv2.resize(shade, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)[..., None]
    if how.blur:
        work = cv2.GaussianBlur(work, (0, 0), how.blur)
    if how.noise:
        work += (noise.standard_normal(work.shape[:2], np.float32) * how.noise)[..., None]
    return np.clip(work, 0, 255).astype(np.uint8)


def _copied(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A photocopy: grey, with the paper burnt out and the print darkened."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    hard = np.clip((grey - 20) * 1.12, 0, 255).astype(np.uint8)
    return cv2.cvtColor(hard, cv2.COLOR_GRAY2RGB)


def _greyed(seal: SealTruth) -> SealTruth:
    return replace(seal, colour="grey")


def _shade(shape: tuple[int, int], how: Ageing, noise: np.random.Generator, rng: random.Random) -> NDArray[np.float32]:
    height, width = shape
    cloud = cv2.resize(noise.random((4, 3), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    shade = 1 - how.shading * cloud
    if how.edge_shadow:
        side = rng.choice(("left", "right"))
        ramp = np.linspace(0, 1, width, dtype=np.float32)
        near = ramp if side == "left" else ramp[::-1]
        shade *= 1 - 0.35 * np.exp(-near * 60)[None, :]
    return shade.astype(np.float32)
