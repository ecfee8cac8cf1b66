import subprocess
import sys

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidocr.ch_ppocr_det.utils import DBPostProcess

from verifier.reading.regions import Regions

OURS = Regions(0.3, 0.5, 1.6)
PEER = DBPostProcess(thresh=0.3, box_thresh=0.5, unclip_ratio=1.6, score_mode="slow", use_dilation=True)


def likely(seed, lines, width=320, height=224):
    """A map as the detector gives it: slanted bars of text, soft at the rim, and noise."""
    rng = np.random.default_rng(seed)
    scores = np.zeros((height, width), dtype=np.float32)
    for _ in range(lines):
        middle = (float(rng.uniform(0, width)), float(rng.uniform(0, height)))
        size = (float(rng.uniform(1, 160)), float(rng.uniform(1, 24)))
        bar = cv2.boxPoints((middle, size, float(rng.uniform(-30, 30) if rng.random() < 0.7 else rng.uniform(0, 180))))
        cv2.fillPoly(scores, [bar.astype(np.int32)], float(rng.uniform(0.2, 1.0)))
    soft = cv2.GaussianBlur(scores, (0, 0), 1.2) + rng.normal(0, 0.03, scores.shape).astype(np.float32)
    return np.clip(soft, 0, 1).astype(np.float32)


@given(st.integers(0, 2**31), st.integers(0, 25), st.integers(200, 2400), st.integers(200, 2400))
@settings(max_examples=60, deadline=None)
def test_the_outlines_are_those_of_rapidocr(seed, lines, width, height):
    scores = likely(seed, lines)

    ours = OURS.find(scores, width, height)

    theirs, _ = PEER(scores[np.newaxis, np.newaxis], (height, width))
    assert len(ours) == len(theirs)
    for quad, other in zip(ours, theirs, strict=True):
        assert quad == pytest.approx(other)


def test_nothing_of_rapidocr_but_its_weights_is_loaded_with_the_detector():
    code = "import sys, verifier.reading.rapid; sys.exit('rapidocr' in sys.modules or 'requests' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_empty_map_has_no_outlines():
    assert OURS.find(np.zeros((64, 64), dtype=np.float32), 100, 100) == []
