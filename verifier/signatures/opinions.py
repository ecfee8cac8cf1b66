"""Opinions and notes (意见, 已审核，与原件相符): written by hand or printed, line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from models.document import Line
from models.geometry import Box
from models.observation import SignatureKind, Writing
from verifier.pictures import RgbImage
from verifier.signatures.judge import judge_ink
from verifier.signatures.labels import find_labels, narrow

_OPINION = re.compile(
    r"审核|原件|相符|属实|真实|同意|推荐|上报|本单位|提供的申报|符合申报|通过|经研究|经查|逐一|无违法|任职资格"
)
_SHORTEST, _LONGEST = 4, 40
_MOST_LINES = 8
"""Of a page of printed prose no more lines are judged: the prescribed sentences take two or three."""
_ENOUGH = 9.0
"""In line heights: this much of a line tells a hand from a printer."""


def judge_opinions(image: RgbImage, lines: Sequence[Line], *, page: int) -> list[Writing]:
    """Return the lines of an upright page (H x W x 3) that read like opinions, each by hand, printed or unclear.

    A sentence over several lines has one `Writing` a line. Labels of signature slots are none. Nothing is said of lines
    beyond the eighth.
    """
    found: list[Writing] = []
    for line in lines:
        plain = narrow(line.text)
        if not _SHORTEST <= len(plain) <= _LONGEST or not _OPINION.search(plain) or find_labels(line.text):
            continue
        kind, confidence = _judge(image, line.box)
        if kind is not SignatureKind.ABSENT:
            found.append(Writing(page, line.box, line.text, kind, confidence))
        if len(found) == _MOST_LINES:
            break
    return found


def _judge(image: RgbImage, box: Box) -> tuple[SignatureKind, float | None]:
    height, width = image.shape[:2]
    left, top, right, bottom = box.expanded(0.0, 0.08 * box.height).to_pixels(width, height)
    right = min(right, left + round(_ENOUGH * (bottom - top)))
    crop = np.ascontiguousarray(image[top:bottom, left:right])
    return judge_ink(crop) if crop.size else (SignatureKind.UNCLEAR, None)
