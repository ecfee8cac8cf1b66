"""The figures and pages of the OCR benchmark."""

from __future__ import annotations

import pytest
from PIL import Image

from benchmarks.ocr import characters_right, folded
from benchmarks.reading.pages import KINDS, generated, pictures


def test_characters_are_compared_whatever_their_width_and_script() -> None:
    assert folded("ＡＢ　１２ 評審\n（甲）") == "AB12评审(甲)"


@pytest.mark.parametrize(
    ("truth", "text", "ordered", "any_order"),
    [("评审材料", "评审材料", 4, 4), ("评审材料", "材料评审", 2, 4), ("二〇〇八", "二八", 2, 2), ("甲", "甲甲", 1, 1)],
)
def test_right_is_what_stands_in_order_or_at_all(truth: str, text: str, ordered: int, any_order: int) -> None:
    assert characters_right(truth, text, ordered=True) == ordered
    assert characters_right(truth, text, ordered=False) == any_order


def test_there_is_a_page_of_every_kind_with_its_text() -> None:
    samples = generated(1)

    assert [sample.kind for sample in samples] == list(KINDS)
    assert all(sample.image.shape == (2339, 1654, 3) for sample in samples)
    characters = {sample.kind: len("".join(sample.truth or ())) for sample in samples}
    assert characters["dense"] > characters["prose"] > characters["certificate"] > 100
    assert len(next(sample.truth or () for sample in samples if sample.kind == "table")) == 151


def test_pictures_bring_their_truth_or_none(tmp_path) -> None:
    for name in ("a.png", "b.png"):
        Image.new("RGB", (20, 10), "white").save(tmp_path / name)
    (tmp_path / "a.txt").write_text("评审\n材料", encoding="utf-8")

    assert [sample.truth for sample in pictures(tmp_path)] == [("评审", "材料"), None]
