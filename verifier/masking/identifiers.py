"""What else gives a person away: unit, ID number, telephone, e-mail, or any other literal."""

from __future__ import annotations

import re
import unicodedata

from verifier.masking.folding import fold
from verifier.masking.spelling import Trace

_SHORTEST = 3
"""A shorter value than this many characters would be found everywhere."""

_BETWEEN_DIGITS = r"[\s\-‐‑–—.()（）]*"


def find_identifier(text: str, kind: str, value: str) -> list[Trace]:
    """Return where `value` stands in `text`, as traces whose variant is `kind`.

    Numbers are found with any grouping (138-0000 0000, an ID number over a line break) and in full-width digits, units
    and everything else with spaces, line breaks, width and script form (简繁) making no difference.
    """
    pattern = _number_pattern(kind, value)
    if pattern is not None:
        plain = "".join(_narrow(character) for character in text)
        return [Trace(match.start(), match.end(), kind) for match in pattern.finditer(plain)]
    wanted, folded = fold(value).text, fold(text)
    if len(wanted) < _SHORTEST:
        return []
    return [
        Trace(*folded.span(match.start(), match.end()), kind) for match in re.finditer(re.escape(wanted), folded.text)
    ]


def _number_pattern(kind: str, value: str) -> re.Pattern[str] | None:
    if kind not in ("id_number", "phone"):
        return None
    characters = [c for c in unicodedata.normalize("NFKC", value).upper() if c.isascii() and (c.isdigit() or c == "X")]
    if kind == "phone" and len(characters) == 13 and characters[:2] == ["8", "6"]:
        characters = characters[2:]
    if len(characters) < 2 * _SHORTEST:
        return None
    return re.compile(_BETWEEN_DIGITS.join("[Xx×]" if c == "X" else c for c in characters))


def _narrow(character: str) -> str:
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character
