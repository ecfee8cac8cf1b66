"""What the text on seals looks like: Chinese characters, endings of organisations, digits of a code. No pictures."""

from __future__ import annotations

import re
from typing import Final

ORGANISATION_ENDINGS: Final = (
    "公司", "集团", "厂", "局", "厅", "部", "委员会", "委", "办公室", "政府", "法院", "检察院", "研究院", "研究所",
    "医院", "学院", "大学", "中学", "小学", "学校", "幼儿园", "中心", "协会", "学会", "总会", "商会", "工会",
    "联合会", "所", "站", "处", "科", "院", "会", "社", "店", "馆", "队", "行", "支行", "分行", "事务所",
    "合作社", "基金会", "党校",
)  # fmt: skip
"""How names of organisations end; the arc of a seal reads to its end, never beyond."""

DISPUTED: Final = 0.5
"""Confidence of a character that only one of two readings has, or beside which a glyph was passed over."""
BRACKETS: Final = "（）()"
"""What names on seals hold beside Chinese characters."""

_CJK: Final = re.compile(r"[㐀-鿿豈-﫿〇]")


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese one."""
    return _CJK.match(character) is not None


def han_count(text: str) -> int:
    """Return how many Chinese characters a text has."""
    return len(_CJK.findall(text))


def ends_like_organisation(text: str) -> bool:
    """Tell whether a text ends as names of organisations do."""
    return text.endswith(ORGANISATION_ENDINGS)
