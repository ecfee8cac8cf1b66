from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from models.observation import SignatureKind
from tests.signatures.signature_pictures import aged
from tests.synthesis.handwriting import write
from tests.synthesis.ink.writers import writer
from tests.synthesis.paper import Sheet, Type
from verifier.signatures.opinions import judge_opinions

PHRASE = "本单位已对提供的申报材料逐一审核"


def page(*, by_hand: bool, seed: int) -> tuple[np.ndarray, list[Line]]:
    sheet = Sheet((210.0, 60.0))
    if by_hand:
        write(sheet, 20, 30, PHRASE, writer(seed, split="dev"), height_mm=7.0, seed=seed)
    else:
        sheet.text(20, 28, PHRASE, Type("uming", 14))
    drawn = sheet.finish(None, "opinion")
    return aged(drawn.image, seed=seed), list(drawn.truth.as_lines())


@pytest.mark.parametrize("by_hand", [True, False])
def test_an_opinion_by_hand_is_told_from_a_printed_one(by_hand):
    kinds = []
    for seed in (1, 2, 3):
        image, lines = page(by_hand=by_hand, seed=seed)
        (found,) = judge_opinions(image, lines, page=4)
        assert found.page == 4 and found.text == PHRASE
        kinds.append(found.kind)
    right, wrong = SignatureKind.HANDWRITTEN, SignatureKind.PRINTED
    if not by_hand:
        right, wrong = wrong, right
    assert kinds.count(right) >= 2 and wrong not in kinds


def test_labels_and_other_lines_are_no_opinions():
    image = np.full((300, 800, 3), 250, np.uint8)
    cv2.putText(image, "x", (100, 100), 0, 1, (0, 0, 0), 2)
    texts = ("同意推荐（签字）：", "姓名", "出生年月", "合" * 60)
    lines = [Line(text, Box(0.1, 0.1 + 0.2 * row, 0.6, 0.2 + 0.2 * row), 0.9) for row, text in enumerate(texts)]
    assert judge_opinions(image, lines, page=1) == []


def test_a_page_full_of_opinions_is_judged_in_part():
    image = np.full((1400, 1000, 3), 250, np.uint8)
    rng = np.random.default_rng(1)
    image[:, 100:900] = rng.integers(0, 2, (1400, 800, 1), dtype=np.uint8) * 250
    lines = [Line("同意推荐情况属实", Box(0.1, row / 60, 0.6, row / 60 + 0.014), 0.9) for row in range(55)]
    assert len(judge_opinions(image, lines, page=1)) <= 8
