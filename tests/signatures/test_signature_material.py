from __future__ import annotations

import random

import cv2
import numpy as np
import pytest

from benchmarks.accuracy.signature_hands import pens_and_pictures
from models.observation import SignatureKind
from tests.signatures.signature_pictures import aged, handwritten
from tests.synthesis import fonts
from tests.synthesis.ink.printer import screened
from verifier.signatures.judge import judge_slot
from verifier.signatures.model import foundry
from verifier.signatures.model.reworked import in_two_tones, reworked

KAI = fonts.FONTS / "kai.ttf"
CRISP = foundry.Brush(thick=0.04, thin=0.015, angle=-20.0, press=1.3, soft=0.2)


def strokes(canvas: np.ndarray) -> float:
    """Return the median width of the strokes in pixels."""
    distance = cv2.distanceTransform((canvas > 127).astype(np.uint8), cv2.DIST_L2, 5)
    ridge = (distance > 0.5) & (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)))
    return float(np.median(2 * distance[ridge]))


def test_equal_characters_of_a_foundry_are_equal():
    for seed in range(6):
        canvas = foundry.foundry_cut("回回", KAI, 90, np.random.default_rng(seed))
        columns = np.flatnonzero(canvas.any(axis=0))
        ink = canvas[:, columns[0] : columns[-1] + 1]
        half = ink.shape[1] // 2
        first, second = ink[:, : half - 4], ink[:, -(half - 4) :]
        width = int(np.flatnonzero(first.any(axis=0))[-1]) + 1
        start = int(np.flatnonzero(second.any(axis=0))[0])
        other = second[:, start : start + width]
        assert np.mean(np.abs(first[:, : other.shape[1]].astype(int) - other) > 60) < 0.02


def test_foundries_differ():
    first, second = (foundry.foundry_cut("永", KAI, 90, np.random.default_rng(seed)) for seed in (1, 2))
    assert first.shape != second.shape or np.mean(np.abs(first.astype(int) - second) > 60) > 0.02


def test_a_brush_draws_plumb_strokes_thicker_than_level_ones():
    level, plumb = np.zeros((200, 200), np.uint8), np.zeros((200, 200), np.uint8)
    cv2.line(level, (40, 100), (160, 100), 255, 7)
    cv2.line(plumb, (100, 40), (100, 160), 255, 7)
    wide = foundry.Brush(thick=0.06, thin=0.02, angle=0.0, press=0.1, soft=0.15)
    drawn = [foundry._brushed(one, wide, 100) for one in (level, plumb)]
    assert strokes(drawn[1]) > 1.8 * strokes(drawn[0])


def test_a_brush_leaves_an_empty_tile_empty():
    assert not foundry._brushed(np.zeros((60, 60), np.uint8), CRISP, 30).any()


def test_line_art_has_two_tones_before_it_is_scaled_or_saved():
    slot = aged(handwritten("李建国", 3))
    tones = [len(np.unique(in_two_tones(slot, np.random.default_rng(seed)))) for seed in range(12)]
    assert min(tones) == 2 and max(tones) > 2


def test_reworked_slots_stay_slots():
    slot = aged(handwritten("李建国", 3))
    changed = [reworked(slot, np.random.default_rng(seed), may_whiten=True) for seed in range(20)]
    assert all(one.dtype == np.uint8 and one.ndim == 3 and one.std() > 5 for one in changed)
    assert len({one.shape for one in changed}) > 3


@pytest.mark.parametrize("crops", [(), (handwritten("王文华", 5),)])
def test_pens_and_pictures_come_by_turns_and_the_same_again(crops):
    slots = list(pens_and_pictures(3, 6, ("white", "cutout"), crops=crops))
    assert [slot.ground is None for slot in slots] == [True, False] * 3
    again = list(pens_and_pictures(3, 2, ("white", "cutout"), crops=crops, first=4))
    assert all(np.array_equal(one.image, other.image) for one, other in zip(slots[4:], again, strict=True))
    assert {slot.ground for slot in slots} <= {None, "white", "cutout"}


def test_a_finer_sheet_has_larger_dots():
    grey = np.full((120, 120, 3), 140, np.uint8)
    changes = []
    for dpi in (200.0, 400.0):
        light = screened(grey, random.Random(4), dpi)[..., 1].astype(int)
        changes.append(float(np.mean(np.abs(np.diff(light, axis=1)) > 40)))
    assert changes[1] < 0.8 * changes[0]


def test_writing_in_line_art_is_never_called_a_picture():
    judged = []
    for seed, name in enumerate(("张伟", "李建国", "王文华", "刘海洋", "赵明") * 2):
        slot = aged(np.asarray(cv2.resize(handwritten(name, seed), None, fx=1.6, fy=1.6)), seed=seed)
        judged.append(judge_slot(in_two_tones(slot, np.random.default_rng(seed)))[0])
    assert SignatureKind.PASTED not in judged
    assert judged.count(SignatureKind.HANDWRITTEN) >= 8


def test_grain_of_poor_light_makes_no_picture_of_a_pens_writing():
    judged = []
    for seed, name in enumerate(("张伟", "李建国", "王文华", "刘海洋", "赵明") * 2):
        rng = np.random.default_rng(seed)
        grain = cv2.GaussianBlur(rng.normal(0, 14, (120, 420)), (0, 0), 0.8)[..., None]
        dim = np.clip(handwritten(name, seed, (60, 60, 64)) * 0.55 + grain, 0, 255).astype(np.uint8)
        judged.append(judge_slot(cv2.bilateralFilter(dim, 5, 30.0, 2.0))[0])
    assert SignatureKind.PASTED not in judged
