"""Sums of money in digits and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.certificates.pages import page_of
from verifier.certificates.amounts import amount, amount_in_words
from verifier.certificates.fields import read_fields

DIGITS = "零壹贰叁肆伍陆柒捌玖"


def in_words(yuan: int) -> str:
    """Write a whole number of yuan as a receipt does; the test's own way, digit by digit."""
    if yuan == 0:
        return "零元整"
    words, zero = "", False
    for position, digit in reversed(list(enumerate(map(int, str(yuan)[::-1])))):
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + ("", "拾", "佰", "仟")[position % 4]
            zero = False
        else:
            zero = True
        if position % 4 == 0 and position and any(map(int, str(yuan)[::-1][position : position + 4])):
            words += {4: "万", 8: "亿"}[position]
    return words + "元整"


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_words_are_read_as_they_are_written(yuan) -> None:
    assert amount_in_words(in_words(yuan)).value == f"{yuan}.00"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("壹仟肆佰肆拾柒万捌仟元整", "14478000.00"),
        ("人民币贰佰圆整", "200.00"),
        ("叁拾陆元伍角零贰分", "36.52"),
        ("拾元整", "10.00"),
        ("壹万零伍元", "10005.00"),
        ("壹贰元", None),
        ("", None),
    ],
)
def test_sums_in_words(text, value) -> None:
    assert amount_in_words(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("￥200.00", "200.00"),
        ("1447.8万元", "14478000.00"),
        ("1.2亿元", "120000000.00"),
        ("360,000.00元", "360000.00"),
        ("100元，200元", None),
        ("无", None),
    ],
)
def test_sums_in_digits(text, value) -> None:
    assert amount(text).value == value


def test_digits_against_words() -> None:
    def receipt(words: str) -> list[tuple[str, ...]]:
        page = page_of("票据代码：99648226|票据号码：9772446161", f"金额合计（大写）{words}（小写）200.00")
        return [field.problems for field in read_fields("payment", [page], []) if field.name.startswith("金额")]

    assert receipt("贰佰元整") == [(), ()]
    assert receipt("叁佰元整") == [("contradicts_words",), ("contradicts_words",)]
