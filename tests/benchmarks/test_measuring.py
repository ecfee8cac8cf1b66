"""The figures of the accuracy programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.measuring import Rate, character_accuracy, matched, read_boxes, read_labels, wilson
from models.geometry import Box


def test_wilson_gives_the_published_interval() -> None:
    low, high = wilson(9, 10)
    assert (low, high) == pytest.approx((0.5958, 0.9821), abs=1e-3)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_the_share(total: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, total))
    low, high = wilson(hits, total)
    assert 0 <= low <= hits / total <= high <= 1


def test_nothing_to_count_has_no_rate() -> None:
    assert Rate(0, 0).value is None


def test_each_box_is_matched_once_and_the_closest_first() -> None:
    truth = [Box(0.1, 0.1, 0.5, 0.5)]
    guesses = [Box(0.12, 0.1, 0.5, 0.5), Box(0.1, 0.1, 0.5, 0.5), Box(0.6, 0.6, 0.9, 0.9)]
    assert matched(truth, guesses) == [(0, 1)]


def test_character_accuracy() -> None:
    assert character_accuracy("中农舜耕（北京）", "中农舜耕(北京)") == 1.0
    assert character_accuracy("人民医院", "人民医") == pytest.approx(0.75)
    assert character_accuracy("人民医院", None) == 0.0


def test_the_tables_are_read(tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("path,category,type,split,subject_name,answer,note\na.png,seals,,dev,,,x\nb.png,seals,,held,,,\n")
    assert [label.path for label in read_labels(labels, split="held")] == ["b.png"]
    assert read_labels(labels)[1].note is None
    boxes = tmp_path / "boxes.csv"
    boxes.write_text(
        "path,page,kind,left,top,right,bottom,text,shape,colour,role,signature_kind,ignore\n"
        "a.png,2,seal,0.1,0.2,0.3,0.4,,round,red,,,1\n"
    )
    (box,) = read_boxes(boxes)["a.png"]
    assert (box.page, box.kind, box.text, box.shape, box.ignore) == (2, "seal", None, "round", True)
