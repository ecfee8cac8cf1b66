"""What both reports show: the paper cut at the borders of its passages, and each source around its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from models.messages import text
from models.overlap import OverlapReport, Passage, PassageKind, Ratio

METRICS: Final = ("total", "without_citations", "without_own", "largest_source")

_RANK: Final = {
    PassageKind.VERBATIM: 0,
    PassageKind.EDITED: 1,
    PassageKind.COMMON: 2,
    PassageKind.SUSPECTED: 3,
}
MOST_PASSAGES: Final = 600
"""Passages that are shown; a browser gets slow with more. The largest sources come first."""

_CONTEXT: Final = 60


@dataclass(frozen=True)
class Shown:
    """A passage that is shown: its number from 1, its colour 0..11, and its text on both sides."""

    number: int
    colour: int
    passage: Passage
    title: str
    paper: str
    before: str
    source: str
    after: str


@dataclass(frozen=True)
class Piece:
    """A piece of the paper: its text, its passage (None: the author's own), and whether it is the passage's first."""

    body: str
    shown: Shown | None
    first: bool = False


def shown_passages(report: OverlapReport, body: str, text_of: Callable[[str], str | None]) -> list[Shown]:
    """Return the passages in the order of the paper, each piece of the paper under its strongest passage."""
    titles = {source.id: source.title or source.id for source in report.sources}
    order = {source.id: index for index, source in enumerate(report.sources)}
    chosen = _strongest(report.passages, order)[:MOST_PASSAGES]
    texts: dict[str, str] = {}
    shown = []
    for number, passage in enumerate(sorted(chosen, key=lambda entry: entry.paper), start=1):
        if passage.source not in texts:
            texts[passage.source] = text_of(passage.source) or ""
        source, (start, end) = texts[passage.source], passage.source_range
        shown.append(
            Shown(
                number,
                order.get(passage.source, 0) % 12,
                passage,
                titles.get(passage.source, passage.source),
                body[slice(*passage.paper)],
                source[max(0, start - _CONTEXT) : start],
                source[start:end],
                source[end : end + _CONTEXT],
            )
        )
    return shown


def pieces(body: str, shown: Sequence[Shown]) -> list[Piece]:
    """Cut the paper: every character once, under the strongest passage that has it."""
    owners = np.full(len(body), -1, np.int64)
    for index in sorted(range(len(shown)), key=lambda index: _RANK[shown[index].passage.kind], reverse=True):
        owners[slice(*shown[index].passage.paper)] = index
    edges = [0, *(np.flatnonzero(np.diff(owners)) + 1).tolist(), len(body)]
    found, met = [], set()
    for start, end in pairwise(edges):
        owner = int(owners[start]) if start < end else -1
        found.append(Piece(body[start:end], shown[owner] if owner >= 0 else None, owner not in met))
        met.add(owner)
    return found


def ratio_rows(report: OverlapReport) -> list[tuple[str, str, str, str]]:
    """Return (name, copied, total, percent) of every ratio."""
    rows = [(text(f"checks.metric_{name}"), getattr(report.ratios, name)) for name in METRICS]
    rows += [(text("similarity.metric_verbatim"), report.verbatim), (text("similarity.metric_common"), report.common)]
    return [(name, *_figures(ratio)) for name, ratio in rows]


def _figures(ratio: Ratio | None) -> tuple[str, str, str]:
    if ratio is None or ratio.ratio is None:
        return "—", "—", "—"
    return str(ratio.copied), str(ratio.total), f"{ratio.copied * 100 / ratio.total:.2f}%"


def _strongest(passages: Sequence[Passage], order: dict[str, int]) -> list[Passage]:
    """Drop passages whose place in the paper lies inside a stronger one: verbatim before edited, large source first."""
    ranked = sorted(passages, key=lambda entry: (_RANK[entry.kind], order.get(entry.source, 0), entry.paper))
    taken: list[Passage] = []
    covered: set[int] = set()
    for passage in ranked:
        span = range(*passage.paper)
        if any(place not in covered for place in span):
            covered.update(span)
            taken.append(passage)
    return taken
