"""The comparison as one HTML page that needs nothing else: two panes, linked, readable from disk without a network."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from models.messages import text
from models.overlap import OverlapReport
from verifier.similarity.pages.view import pieces, ratio_rows, shown_passages


def render_page(report: OverlapReport, body: str, title: str, text_of: Callable[[str], str | None]) -> str:
    """Return the report as a page.

    Args:
        report: what was found.
        body: the text of the paper that was compared.
        title: how the paper is called.
        text_of: gives the text of a source.
    """
    style, script = _resource("compare.css"), _resource("compare.js")
    shown = shown_passages(report, body, text_of)
    return _template().render(
        t=text,
        csp=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
        style=Markup(style),  # our own files
        script=Markup(script),
        title=title,
        report=report,
        ratios=ratio_rows(report),
        shown=shown,
        pieces=pieces(body, shown),
        hidden=len(report.passages) - len(shown),
        clean=_clean,
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _clean(value: object) -> str:
    """Return foreign text without control characters and without marks that turn the order of what follows."""
    return "".join(
        character
        for character in str(value)
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


@lru_cache(maxsize=2)
def _resource(name: str) -> str:
    return (files("verifier.similarity.pages") / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    folder = str(files("verifier.similarity.pages"))
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("compare.html.j2")
