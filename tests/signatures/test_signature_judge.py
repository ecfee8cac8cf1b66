from __future__ import annotations

import cv2
import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier

from models.observation import SignatureKind
from tests.signatures.signature_pictures import aged, handwritten, paper, printed
from tests.synthesis.handwriting import sign
from tests.synthesis.ink.writers import writer
from tests.synthesis.paper import Sheet
from verifier.signatures.features import FEATURE_NAMES, measure
from verifier.signatures.forest import Forest, shipped_forest
from verifier.signatures.ink import isolate_ink
from verifier.signatures.judge import SlotContext, judge_slot
from verifier.signatures.model.onnx_trees import arrays, as_onnx

NAMES = ("张伟", "李建国", "王文华", "刘海洋", "赵明")


def kinds(images: list[np.ndarray]) -> list[SignatureKind]:
    return [judge_slot(image)[0] for image in images]


def test_handwriting_of_a_writer_not_learned_from_is_never_print_or_absent():
    judged = kinds([aged(handwritten(name, seed), seed=seed) for seed, name in enumerate(NAMES * 3)])
    assert set(judged) <= {SignatureKind.HANDWRITTEN, SignatureKind.UNCLEAR}
    assert judged.count(SignatureKind.HANDWRITTEN) >= 13


@pytest.mark.parametrize("face", ["song", "hei", "kai"])
def test_print_is_never_handwriting(face):
    judged = kinds([aged(printed(name, face), seed=seed) for seed, name in enumerate(NAMES)])
    assert set(judged) <= {SignatureKind.PRINTED, SignatureKind.UNCLEAR}
    assert judged.count(SignatureKind.PRINTED) >= 4


@pytest.mark.parametrize("tone", [255, 235, 190])
def test_empty_paper_is_absent(tone):
    kind, confidence = judge_slot(aged(paper(tone=tone), noise=5.0))
    assert kind is SignatureKind.ABSENT and confidence is not None and confidence > 0.5


def test_grain_is_no_ink():
    rng = np.random.default_rng(3)
    image = (paper(150, 600, 215) + rng.normal(0, 16, (150, 600, 3))).clip(0, 255).astype(np.uint8)
    assert judge_slot(image)[0] is SignatureKind.ABSENT


def test_the_shadow_of_a_hand_is_no_ink():
    image = paper(200, 600, 235).astype(np.float32)
    shade = np.full((200, 600), 1.0, np.float32)
    cv2.ellipse(shade, (420, 120), (90, 60), 20, 0, 360, 0.5, -1)
    image *= cv2.GaussianBlur(shade, (0, 0), 16)[..., None]
    assert judge_slot(image.astype(np.uint8))[0] is SignatureKind.ABSENT


def test_a_rule_that_slopes_as_on_a_photograph_is_no_signature():
    image = paper(140, 500)
    cv2.line(image, (5, 98), (495, 106), (40, 40, 40), 3, cv2.LINE_AA)
    assert judge_slot(image)[0] is SignatureKind.ABSENT


@pytest.mark.parametrize("ground", ["white", "tinted", "pixelated"])
def test_pictures_laid_over_the_page_never_pass(ground):
    judged = []
    for seed in range(4):
        sheet = Sheet((110.0, 44.0), colour=(240, 238, 232))
        truth = sign(
            sheet, 28, 20, NAMES[seed], "申报人", writer(seed, split="dev"), kind="pasted", seed=seed, ground=ground
        )
        image = aged(sheet.finish(None, "slot").image, quality=82, noise=1.5, seed=seed)
        left, top, right, bottom = truth.box.expanded(0.03, 0.07).to_pixels(image.shape[1], image.shape[0])
        judged.append(judge_slot(np.ascontiguousarray(image[top:bottom, left:right]))[0])
    assert set(judged) <= {SignatureKind.PASTED, SignatureKind.UNCLEAR}
    assert judged.count(SignatureKind.PASTED) >= 3


def test_the_edge_of_a_picture_is_looked_for_around_the_slot():
    page = np.full((400, 900, 3), 240, np.uint8)
    page[120:280, 200:700] = 216
    page[140:260, 240:660] = (handwritten("李建国", 3).astype(int) - 32).clip(0, 255)
    page = aged(page, quality=90, noise=1.0)
    slot = np.ascontiguousarray(page[140:260, 240:660])
    around = SlotContext(around=page[80:320, 160:740].copy(), offset=(80, 60))
    assert judge_slot(slot, around)[0] is SignatureKind.PASTED


def test_a_rule_to_write_on_is_no_signature():
    image = paper()
    cv2.line(image, (10, 95), (410, 96), (30, 30, 30), 2)
    assert judge_slot(image)[0] is SignatureKind.ABSENT


def test_a_red_seal_alone_is_no_signature():
    image = paper()
    cv2.circle(image, (200, 60), 55, (205, 35, 40), 5)
    cv2.putText(image, "SEAL", (165, 70), 0, 1, (205, 35, 40), 3)
    assert judge_slot(aged(image))[0] is SignatureKind.ABSENT


def test_handwriting_under_a_red_seal_is_still_seen():
    image = handwritten("李建国", 2)
    cv2.circle(image, (260, 60), 55, (205, 35, 40), 4)
    assert judge_slot(image)[0] in (SignatureKind.HANDWRITTEN, SignatureKind.UNCLEAR)


def test_specks_are_no_signature():
    image = paper()
    for x, y in ((50, 40), (210, 80), (333, 61)):
        cv2.circle(image, (x, y), 2, (60, 60, 60), -1)
    assert judge_slot(image, SlotContext(40.0))[0] in (SignatureKind.ABSENT, SignatureKind.UNCLEAR)


def test_a_signature_on_another_piece_of_paper_is_pasted():
    image = np.full((200, 520, 3), 252, np.uint8)
    image[40:160, 50:470] = (handwritten("李建国", 3).astype(int) - 25).clip(0, 255)
    assert judge_slot(image)[0] is SignatureKind.PASTED


def test_unclear_has_no_confidence_and_everything_else_has_one():
    for image in (paper(), printed("张伟"), handwritten("张伟"), np.zeros((4, 4, 3), np.uint8)):
        kind, confidence = judge_slot(image)
        assert (confidence is None) == (kind is SignatureKind.UNCLEAR)


@pytest.mark.parametrize("shape", [(1, 1), (8, 8), (9, 300), (300, 9), (50, 50)])
def test_no_size_and_no_noise_crashes(shape):
    rng = np.random.default_rng(1)
    for image in (rng.integers(0, 256, (*shape, 3), dtype=np.uint8), np.zeros((*shape, 3), np.uint8)):
        assert isinstance(judge_slot(image)[0], SignatureKind)


def test_measures_are_free_of_size():
    image = handwritten("王文华", 4)
    half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    full, small = measure(isolate_ink(image)), measure(isolate_ink(half))
    assert full is not None and small is not None
    assert full.shape == (len(FEATURE_NAMES),)
    assert np.median(np.abs(full - small)) < 0.03


def test_the_shipped_trees_fit_the_features(tmp_path, monkeypatch):
    assert shipped_forest().features == FEATURE_NAMES
    leaf = {"feature": [-2], "threshold": [0.0], "left": [-1], "right": [-1], "value": [0.5]}
    (tmp_path / "ink.onnx").write_bytes(as_onnx([leaf], 0.0, ["something_else"], {}))
    monkeypatch.setattr("verifier.signatures.forest.files", lambda _: tmp_path)
    with pytest.raises(ValueError, match="train"):
        shipped_forest.__wrapped__()


def test_trees_say_the_same_after_they_are_written_as_onnx():
    rng = np.random.default_rng(7)
    model = GradientBoostingClassifier(n_estimators=9, max_depth=3, random_state=1)
    rows = rng.normal(size=(200, 5)).astype(np.float32)
    model.fit(rows, rows[:, 0] * rows[:, 1] + 0.3 * rows[:, 4] > 0.1)
    start = float(model.init_.class_prior_[1])
    forest = Forest(as_onnx(arrays(model), float(np.log(start / (1 - start))), list("abcde"), {"made": "here"}))
    assert forest.features == tuple("abcde")
    told = [forest.log_odds(row.astype(np.float64)) for row in rows]
    assert told == pytest.approx(model.decision_function(rows).tolist(), abs=1e-5)


def shaded(image: np.ndarray, seed: int = 2) -> np.ndarray:
    """Return the slot under the soft shadow of a hand, with the grain of a telephone's picture."""
    rng = np.random.default_rng(seed)
    shade = np.clip(np.linspace(0.2, 1.3, image.shape[1]), 0.2, 1.0)[None, :, None]
    return np.clip(image * shade + rng.normal(0, 7, image.shape), 0, 255).astype(np.uint8)


def test_grain_in_a_shadow_is_no_ink():
    assert judge_slot(shaded(paper()))[0] is SignatureKind.ABSENT


def test_the_shade_beside_a_seal_is_no_ink():
    slot = paper()
    cv2.circle(slot, (300, 140), 110, (205, 40, 50), 7, cv2.LINE_AA)
    cv2.circle(slot, (300, 140), 32, (205, 40, 50), -1, cv2.LINE_AA)
    assert judge_slot(shaded(slot))[0] is SignatureKind.ABSENT


def test_the_slanting_border_of_a_cell_is_no_signature():
    slot = paper()
    cv2.line(slot, (23, 0), (13, 119), (20, 20, 20), 1, cv2.LINE_AA)
    assert judge_slot(aged(slot))[0] is SignatureKind.ABSENT
