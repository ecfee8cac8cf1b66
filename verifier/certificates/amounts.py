"""Sums of money (金额) in digits, with 万元 and 亿元, and in words (大写), as yuan with two decimals.

1447.8万元 -> 14478000.00     贰佰元整 -> 200.00     壹仟肆佰肆拾柒万捌仟元整 -> 14478000.00
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from verifier.certificates.folding import fold
from verifier.certificates.spec import Normalised

_SCALES: Final = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "亿": 10**8}
_AMOUNT: Final = re.compile(
    r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)(?P<scale>百万|十万|[十百千万亿]?)元?"
)

_DIGITS: Final = {
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)), "两": 2, "叄": 3, "参": 3, "貳": 2,
}  # fmt: skip
_PLACES: Final = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_SECTIONS: Final = {"万": 10**4, "亿": 10**8}
WORDS: Final = "零壹贰叁肆伍陆柒捌玖〇一二三四五六七八九两参拾十佰百仟千万亿"
"""Characters of a whole number of yuan in words."""

_WORDS: Final = re.compile(rf"(?P<yuan>[{WORDS}]+)[元圆](?:(?P<jiao>[{WORDS}])角)?(?:零?(?P<fen>[{WORDS}])分)?[整正]?")


def amount(text: str) -> Normalised:
    """The only sum in digits of a text; `several` where it holds two different ones."""
    folded = fold(text)
    found = {_yuan(match) for match in _AMOUNT.finditer(folded)}
    if len(found) == 1:
        return Normalised(found.pop())
    return Normalised(None, ("several",) if found else ("unreadable",) if re.search(r"\w", folded) else ("blank",))


def _yuan(match: re.Match[str]) -> str:
    return f"{Decimal(match['number'].replace(',', '')) * _SCALES[match['scale']]:.2f}"


def amount_in_words(text: str) -> Normalised:
    """A sum in capital numerals (大写金额), as banks and receipts write it."""
    folded = fold(text)
    match = _WORDS.search(folded)
    if match is None:
        return Normalised(None, ("unreadable",) if re.search(r"\w", folded) else ("blank",))
    yuan = _whole(match["yuan"])
    if yuan is None:
        return Normalised(None, ("unreadable",))
    cents = 10 * _DIGITS.get(match["jiao"] or "零", 0) + _DIGITS.get(match["fen"] or "零", 0)
    return Normalised(f"{yuan}.{cents:02d}")


def _whole(words: str) -> int | None:
    """Return a whole number in words, None where its characters stand in no order that writes a number."""
    total = section = digit = 0
    last_place = 10**5
    for character in words:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _PLACES:
            place = _PLACES[character]
            if place >= last_place or not (digit or place == 10):
                return None
            section, digit, last_place = section + (digit or 1) * place, 0, place
        else:
            scale = _SECTIONS[character]
            # 一万亿 is ten thousand hundred millions: what stands before 亿 is multiplied whole.
            total = (total + section + digit) * scale if scale == 10**8 else total + (section + digit) * scale
            section, digit, last_place = 0, 0, 10**5
    return total + section + digit
