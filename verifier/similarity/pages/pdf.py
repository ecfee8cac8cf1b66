"""The comparison as a PDF: set by Typst from data alone, with a Chinese font embedded."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Final

from models.messages import text
from models.overlap import OverlapReport
from verifier.similarity.pages.view import Piece, Shown, pieces, ratio_rows, shown_passages
from verifier.typesetting.pdf import SONG, typeset

_COLOURS: Final = (
    "#ffe08a", "#b9e3c6", "#bcd8ff", "#ffc9c2", "#dccbff", "#c5eeee",
    "#ffd5ef", "#dfe89c", "#f3d2ac", "#cfd6f7", "#c9f0d8", "#f2c7d0",
)  # fmt: skip


def render_pdf(report: OverlapReport, body: str, title: str, text_of: Callable[[str], str | None]) -> bytes:
    """Return the report as a PDF with its fonts embedded; arguments as of `html.render_page`."""
    shown = shown_passages(report, body, text_of)
    data = {
        "font": SONG,
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
    return typeset(template, data)


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
