"""Language of the console: Chinese first, English by choice; texts come from the one catalogue."""

from __future__ import annotations

from typing import Final

from flask import has_request_context, request

from models import messages

COOKIE: Final = "mv_language"
CHINESE: Final = "zh"
ENGLISH: Final = "en"
LANGUAGES: Final = (CHINESE, ENGLISH)


def language() -> str:
    """Return the language that the reader chose; Chinese where nobody chose."""
    chosen = request.cookies.get(COOKIE, CHINESE) if has_request_context() else CHINESE
    return chosen if chosen in LANGUAGES else CHINESE


def t(key: str, /, **parameters: object) -> str:
    """Return a text of the section `console` (or of `section.name`) in the reader's language.

    Texts that quote rules, notices and errors exist in Chinese alone and are shown as they are.
    """
    return messages.template(key if "." in key else f"console.{key}", language()).format(**parameters)


def template(key: str) -> str:
    """Return a text of the console with its parameters open, for scripts that fill them in."""
    return messages.template(f"console.{key}", language())
