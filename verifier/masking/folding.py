"""Folding: one form for the many spellings of a text, every character remembering where it came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

DOTS = "·•・･‧∙⋅．.﹒․᛫◦˙"
"""What keyboards, readers and other programs write between the parts of a transcribed name (买买提·艾力)."""

_FILLERS = frozenset(f"{DOTS}_-—–‐‑~〜￣¯|丨")
"""What stands between the characters of a name without parting it: dots, dashes, the underline of a form."""

_STRAY = {"鍾": "钟", "锺": "钟", "於": "于", "甯": "宁", "祕": "秘", "喆": "哲", "堃": "坤", "昇": "升"}
"""Variants that t2s leaves alone although registers hold both forms (《通用规范汉字表》 gave some of them back)."""


@dataclass(frozen=True)
class Folded:
    """`text` in its folded form; `text[i]` comes from position `at[i]` of the original."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the [start, end) of the original that the folded [start, end), not empty, comes from."""
        return self.at[start], self.at[end - 1] + 1


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def fold_character(character: str) -> str:
    """Return NFKC, lower case, simplified (简体) for one character; "" for spaces, controls and fillers."""
    plain = unicodedata.normalize("NFKC", character).casefold()
    kept = "".join(
        piece
        for piece in plain
        if not piece.isspace() and piece not in _FILLERS and unicodedata.category(piece) not in ("Cf", "Cc", "Mn", "Cs")
    )
    if not is_han(kept):
        return kept
    return _STRAY.get(kept) or str(_simplifier().convert(kept))


def fold(text: str) -> Folded:
    """Return the folded text: width, case, script variants, spaces, line breaks and fillers make no difference."""
    pieces: list[str] = []
    at: list[int] = []
    for index, character in enumerate(text):
        folded = fold_character(character)
        pieces.append(folded)
        at.extend([index] * len(folded))
    return Folded("".join(pieces), tuple(at))


def fold_latin(text: str) -> Folded:
    """Return the text with accents and tone marks taken off and width folded, case and spaces kept (Zhāng -> Zhang)."""
    pieces: list[str] = []
    at: list[int] = []
    for index, character in enumerate(text):
        plain = _plain_latin(character)
        pieces.append(plain)
        at.extend([index] * len(plain))
    return Folded("".join(pieces), tuple(at))


@cache
def _plain_latin(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(piece for piece in decomposed if unicodedata.category(piece) not in ("Mn", "Cf", "Cs"))


def is_han(text: str) -> bool:
    """Tell whether the text is exactly one Han character (with 〇 and the rare ones beyond the basic plane)."""
    if len(text) != 1:
        return False
    code = ord(text)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or text == "〇"
