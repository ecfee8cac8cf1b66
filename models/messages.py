"""The one catalogue of texts that users read: `catalogue/SECTION.zh.toml`, Chinese, by key.

Sections that are read in English too have a `SECTION.en.toml`; what it does not hold is said in Chinese. A key is
`section.name`; the section is the file. Texts are `str.format` templates. An unknown key or a missing parameter is
our fault and raises KeyError at once.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast

CHINESE = "zh"


@lru_cache
def catalogue(language: str = CHINESE) -> dict[str, dict[str, Any]]:
    """Return all texts of a language: section -> name -> text (an error has a table of title and detail)."""
    folder = files("models") / "catalogue"
    suffix = f".{language}.toml"
    return {
        entry.name.removesuffix(suffix): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(suffix)
    }


def text(key: str, /, **parameters: object) -> str:
    """Return the text of `key` (`section.name`) with its parameters filled in.

    Raises:
        KeyError: no such key, or a parameter is missing.
    """
    return template(key).format(**parameters)


@cache
def template(key: str, /, language: str = CHINESE) -> str:
    """Return the text of `key` with its parameters open; raises KeyError where there is none."""
    section, _, name = key.partition(".")
    return cast(str, catalogue(language).get(section, {}).get(name) or catalogue()[section][name])


def has_text(key: str) -> bool:
    """Tell whether the catalogue knows `key`."""
    section, _, name = key.partition(".")
    return name in catalogue().get(section, {})


def error_text(code: str, **parameters: object) -> tuple[str, str]:
    """Return (title, detail) of an error code."""
    entry = cast(dict[str, str], catalogue()["errors"][code])
    return entry["title"], entry["detail"].format(**parameters)
