"""The figures of the accuracy program for certificates."""

import random

import pytest

from benchmarks.accuracy.certificate_truth import expected, grouped, is_by_hand
from benchmarks.accuracy.check_digits import SCHEMES, _planted, measure
from benchmarks.accuracy.measuring import Label, TrueBox
from models.geometry import Box


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_a_planted_error_is_one_digit_or_two_neighbours(scheme) -> None:
    rng = random.Random(5)
    for _ in range(50):
        number = scheme.make(rng)
        other = _planted(number, scheme, rng)
        places = [at for at, pair in enumerate(zip(number, other, strict=True)) if pair[0] != pair[1]]
        assert len(places) in (1, 2)
        assert sorted(number) == sorted(other) or len(places) == 1


def test_planted_errors_are_seen_and_valid_numbers_are_not_doubted() -> None:
    for seen, doubted in measure(250).values():
        assert seen.hits == seen.total == 50
        assert doubted.hits == 0


def test_what_a_document_prints_is_compared_in_the_products_writing() -> None:
    assert "2004-07-01" in expected("diploma", "签发日期", ["二〇〇四年七月一日"])
    assert "2023-08、2023-09" in expected("social_ins", "缴费年月", ["202308", "202309"])
    assert "任意" in expected(None, "没有这样的字段", ["任 意"])


def test_pages_of_a_document_are_taken_together() -> None:
    labels = [
        Label(f"images/00001-app_form-{number}.jpg", None, "app_form", "dev", None, None, None) for number in (1, 2)
    ]
    labels.append(Label("images/00002-diploma-1.jpg", None, "diploma", "dev", None, None, None))
    box = TrueBox(labels[1].path, 1, "field", Box(0, 0, 1, 1), "工程师", None, None, "申报资格", None, ignore=False)
    cover = TrueBox(labels[0].path, 1, "cover", Box(0, 0, 1, 0.4), None, None, None, "opaque", None, ignore=False)
    hidden = TrueBox(labels[0].path, 1, "field", Box(0, 0, 1, 0.1), "张三", None, None, "姓名", None, ignore=False)
    found = list(grouped(labels, {labels[0].path: [cover, hidden], labels[1].path: [box]}))
    assert [len(pages) for pages, _ in found] == [2, 1]
    assert found[0][1] == [("申报资格", "工程师")]


def test_what_is_filled_by_hand_counts_apart() -> None:
    assert is_by_hand("单位意见") and is_by_hand("勾选 1.1") and is_by_hand("单位意见日期")
    assert not is_by_hand("落款日期") and not is_by_hand("签发日期") and not is_by_hand("出生日期")
