"""Amounts of money in a text, in yuan."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from verifier.certificates.folding import fold

_AMOUNT: Final = re.compile(r"(?P<sign>[¥￥])?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<unit>亿元|万元|元|亿|万)?")
_UNITS: Final = {"亿元": 100_000_000, "亿": 100_000_000, "万元": 10_000, "万": 10_000, "元": 1}


def amounts_in(text: str) -> list[Decimal]:
    """Return every amount of the text in yuan: numbers with a unit or behind the sign ¥, no bare numbers."""
    found = []
    for match in _AMOUNT.finditer(fold(text)):
        if match["unit"] or match["sign"]:
            number = Decimal(match["number"].replace(",", ""))
            found.append(number * _UNITS.get(match["unit"] or "", 1))
    return found
