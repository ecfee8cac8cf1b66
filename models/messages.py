"""The one catalogue of texts that users read: `catalogue/SECTION.zh.toml`, Chinese, by key.

A key is `section.name`; the section is the file. Texts are `str.format` templates. An unknown key or a missing
parameter is our fault and raises KeyError at once.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

_SUFFIX = ".zh.toml"


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, Any]]:
    """Return all texts: section -> name -> text (an error has a table of title and detail)."""
    folder = files("models") / "catalogue"
    return {
        entry.name.removesuffix(_SUFFIX): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(_SUFFIX)
    }


def text(key: str, /, **parameters: object) -> str:
    """Return the text of `key` (`section.name`) with its parameters filled in.

    Raises:
        KeyError: no such key, or a parameter is missing.
    """
    section, _, name = key.partition(".")
    return cast(str, catalogue()[section][name]).format(**parameters)


def has_text(key: str) -> bool:
    """Tell whether the catalogue knows `key`."""
    section, _, name = key.partition(".")
    return name in catalogue().get(section, {})


def error_text(code: str, **parameters: object) -> tuple[str, str]:
    """Return (title, detail) of an error code."""
    entry = cast(dict[str, str], catalogue()["errors"][code])
    return entry["title"], entry["detail"].format(**parameters)
