"""The comparison as a PDF: set by Typst from data alone, with a Chinese font of this machine embedded."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models.errors import InvalidRequest
from models.messages import text
from models.overlap import OverlapReport
from verifier.similarity.pages.view import Piece, Shown, pieces, ratio_rows, shown_passages

if TYPE_CHECKING:
    import typst

FONTS_VARIABLE: Final = "VERIFIER_FONTS"
"""A folder with a Chinese font, where the system has none."""

FAMILIES: Final = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Serif CJK SC", "Source Han Serif SC", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Microsoft YaHei", "SimSun", "SimHei", "PingFang SC", "Droid Sans Fallback", "AR PL UMing CN",
)  # fmt: skip
"""Faces that hold the characters of GB 2312 and more, best first."""

_COLOURS: Final = (
    "#ffe08a", "#b9e3c6", "#bcd8ff", "#ffc9c2", "#dccbff", "#c5eeee",
    "#ffd5ef", "#dfe89c", "#f3d2ac", "#cfd6f7", "#c9f0d8", "#f2c7d0",
)  # fmt: skip


def render_pdf(report: OverlapReport, body: str, title: str, text_of: Callable[[str], str | None]) -> bytes:
    """Return the report as a PDF; arguments as of `html.render_page`.

    Raises:
        InvalidRequest: no Chinese font on this machine; says what to install.
    """
    import typst

    family = chinese_family()
    shown = shown_passages(report, body, text_of)
    data = {
        "font": family,
        "title": text("similarity.page_title", title=_clean(title)),
        "notices": _notices(report),
        "rule": text("similarity.rule", rule=report.rule_version),
        "columns": [text(f"similarity.column_{name}") for name in ("metric", "copied", "total", "ratio")],
        "rows": [list(row) for row in ratio_rows(report)],
        "paper_title": text("similarity.pane_paper"),
        "paper": [_piece(piece) for piece in pieces(body, shown)],
        "sources_title": text("similarity.pane_sources"),
        "passages": [_passage(entry) for entry in shown],
    }
    template = (files("verifier.similarity.pages") / "compare.typ").read_bytes()
    made = typst.compile(template, font_paths=_fonts(), format="pdf", sys_inputs={"data": json.dumps(data)})
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def chinese_family() -> str:
    """Return the best Chinese family of this machine.

    Raises:
        InvalidRequest: there is none.
    """
    there = set(_fonts().families())
    for family in FAMILIES:
        if family in there:
            return family
    raise InvalidRequest(reason=text("similarity.no_font", variable=FONTS_VARIABLE))


def _fonts() -> typst.Fonts:
    import typst

    folder = os.environ.get(FONTS_VARIABLE)
    folders = [folder] if folder and Path(folder).is_dir() else []
    return typst.Fonts(font_paths=folders)


def _notices(report: OverlapReport) -> list[str]:
    said = [report.notice]
    if report.problem is not None:
        said.append(text(f"similarity.problem_{report.problem}"))
    if report.unanswered:
        said.append(text("similarity.unanswered", count=report.unanswered))
    for source in report.sources:
        if source.itself:
            said.append(text("similarity.itself", id=_clean(source.id), title=_clean(source.title or source.id)))
    return said


def _piece(piece: Piece) -> dict[str, Any]:
    shown, body = piece.shown, piece.body
    if shown is None:
        return {"body": _clean(body)}
    passage = shown.passage
    colour = "#e6e8eb" if passage.common else _COLOURS[shown.colour]
    return {
        "body": _clean(body),
        "number": str(shown.number) if piece.first else "",
        "colour": colour,
        "kind": passage.kind.value,
    }


def _passage(shown: Shown) -> dict[str, Any]:
    said = [str(shown.number), text(f"similarity.kind_{shown.passage.kind}"), _clean(shown.title)]
    if shown.passage.page is not None:
        said.append(text("similarity.on_page", page=shown.passage.page))
    if shown.passage.cited:
        said.append(text("similarity.cited"))
    around = {"before": _clean(shown.before), "source": _clean(shown.source), "after": _clean(shown.after)}
    return {"head": " · ".join(said), "colour": _COLOURS[shown.colour]} | around


def _clean(value: str) -> str:
    return "".join(
        character
        for character in value
        if character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
