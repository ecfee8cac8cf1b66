"""The variants of a trace, as stable codes; free of every library, so that checks may import them."""

from __future__ import annotations

from typing import Final

SURE: Final = frozenset({"name", "spaced", "line_break", "traditional", "pinyin", "vertical"})
"""Variants that are the name, however written."""

DOUBTFUL: Final = frozenset({"inside_word", "confusable", "partial", "pinyin_short"})
"""Variants that may well be somebody or something else: a person looks."""

IDENTIFIERS: Final = frozenset({"unit", "id_number", "phone", "email"})
"""Variants that are no name but give the person away."""

SIGNED: Final = "signature"
"""A handwritten signature in the subject's own slot: nobody can read it for certain."""

FIELD: Final = "name_field"
"""What stands behind 姓名 and cannot be read as somebody else's name."""

COVERED: Final = "weak_cover"
"""A place that somebody hid badly: a copy hides it well, whatever it was."""
