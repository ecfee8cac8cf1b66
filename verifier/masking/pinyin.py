"""A Han name in Latin letters: its usual spellings as patterns.

Taken as spellings: GB/T 28039-2011 (surname first: Zhang San, ZHANG San), the passport's and journals' forms
(San Zhang, Zhang San-feng, ZHANG S.F., S. F. Zhang), the joined form of mailboxes and file names (zhangsan, sanzhang).
Wade-Giles, Cantonese and Uyghur Latin spellings are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Final

from pypinyin import Style
from pypinyin import pinyin as read_pinyin

from verifier.masking.folding import fold_character, is_han
from verifier.masking.subject import split_han_name
from verifier.masking.surnames import SURNAME_READINGS

_INNER = r"[\s'’‘`´\-‐‑–·.<]{0,3}"
"""Between the syllables of a given name."""
_OUTER = r"[\s,，、'’\-‐‑–_.·/<]{0,4}"
"""Between surname and given name; `<` in the lines that machines read (ICAO 9303)."""
_START, _END = r"(?:(?<![A-Za-z])|(?<=<[A-Z]{3}))", r"(?![A-Za-z])"
"""No letter right before and behind, but for the state before a surname that machines read (P<CHNZHANG<<SAN)."""


@dataclass(frozen=True)
class PinyinPatterns:
    """`full` matches whole spellings, `initials` the surname with initials (case counts: no English word may match)."""

    full: re.Pattern[str]
    initials: re.Pattern[str] | None


@lru_cache(maxsize=256)
def pinyin_patterns(parts: tuple[str, ...]) -> PinyinPatterns | None:
    """Return the patterns of a name, given as `Subject.parts`; None where a character has no reading."""
    folded = tuple("".join(fold_character(character) for character in part) for part in parts)
    if not folded or not all(is_han(character) for part in folded for character in part):
        return None
    if len(folded) > 1:
        first, last = _joined(folded[0]), _joined("".join(folded[1:]))
        return PinyinPatterns(_either_order(first, last), None) if first and last else None
    surname, given = split_han_name(folded[0])
    family, own = _surname(surname), _joined(given)
    if not family or not own:
        return None
    return PinyinPatterns(_either_order(family, own), _with_initials(surname, given))


_MOST_FORMS: Final = 12


@lru_cache(maxsize=256)
def joined_forms(parts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (whole names in either order, given names), in small Latin letters without anything between them."""
    folded = tuple("".join(fold_character(character) for character in part) for part in parts)
    if not folded or not all(is_han(character) for part in folded for character in part):
        return (), ()
    surname, given = split_han_name(folded[0]) if len(folded) == 1 else (folded[0], "".join(folded[1:]))
    families = _surname_readings(surname) if len(folded) == 1 else _products(surname)
    own = _products(given)
    whole = [form for last in families for first in own for form in (last + first, first + last)]
    return tuple(dict.fromkeys(whole[: 2 * _MOST_FORMS])), tuple(own)


def _products(text: str) -> list[str]:
    return (
        ["".join(option) for option in islice(product(*(readings(one) for one in text)), _MOST_FORMS)] if text else []
    )


def _either_order(first: str, last: str) -> re.Pattern[str]:
    return re.compile(f"{_START}(?:{first}{_OUTER}{last}|{last}{_OUTER}{first}){_END}", re.IGNORECASE)


def _with_initials(surname: str, given: str) -> re.Pattern[str] | None:
    spelled = [name for reading in _surname_readings(surname) for name in (reading.capitalize(), reading.upper())]
    letters = [sorted({option[0].upper() for option in readings(character)}) for character in given]
    if not spelled or not letters or not all(letters):
        return None
    family = f"(?:{'|'.join(sorted(set(spelled)))})"
    first, rest = (
        f"[{''.join(letters[0])}]h?",
        "".join(f"(?:[.\\s\\-]{{0,2}}[{''.join(one)}]h?)?" for one in letters[1:]),
    )
    own = f"{first}\\.?{rest}\\.?"
    return re.compile(f"{_START}(?:{family}[\\s,，]{{1,3}}{own}|{own}[\\s.]{{1,3}}{family}){_END}")


def _surname(surname: str) -> str:
    options = [_alternatives(_surname_readings(surname))]
    return _alternatives([*options, _joined(surname)]) if len(surname) > 1 else options[0]


def _surname_readings(surname: str) -> list[str]:
    """Return the surname's own reading and the everyday ones: naive converters do write Ceng for 曾."""
    everyday = ["".join(option) for option in product(*(readings(character) for character in surname))]
    return sorted({*SURNAME_READINGS.get(surname, ()), *everyday})


def _joined(text: str) -> str:
    syllables = [_alternatives(readings(character)) for character in text]
    return _INNER.join(syllables) if all(syllables) else ""


def _alternatives(options: list[str]) -> str:
    return f"(?:{'|'.join(sorted(options, key=len, reverse=True))})" if options else ""


@lru_cache(maxsize=4096)
def readings(character: str) -> list[str]:
    """Return the toneless readings of one character; ü is written u, v, yu and (accents taken off) u."""
    found: set[str] = set()
    for option in read_pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)[:1]:
        for reading in option:
            if reading.isascii() and reading.isalpha():
                found.update({reading, *(reading.replace("v", other) for other in ("u", "yu") if "v" in reading)})
    return sorted(found)
