"""From matches to the report: whose sources count where, and every ratio as numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from models.geometry import Box
from models.overlap import (
    OverlapRatios,
    OverlapReport,
    Passage,
    PassageKind,
    Problem,
    Ratio,
    SourceOverlap,
    Stage,
)
from verifier.similarity.masks import Mask, Pieces, holders, joined, mask_of, ratio
from verifier.similarity.matches import Match
from verifier.similarity.ownership import is_own
from verifier.similarity.paper import Paper
from verifier.similarity.suspected import Suspected

COMMON_DOCUMENTS = 20
COMMON_SHARE = 0.002
"""What so many documents, and this share of the corpus, have, is 常见表述: statutes, forms, footers."""


def build_report(
    paper: Paper,
    matches: Sequence[Match],
    suspected: Sequence[Suspected],
    *,
    itself: frozenset[str],
    author: str | None,
    own: frozenset[str],
    exclude_common: bool,
    corpus_documents: int,
    unanswered: int,
    stage: Stage,
    rule: str,
    problem: Problem | None,
    notice: str,
) -> OverlapReport:
    """Build the report of one stage."""
    total = len(paper.tokens)
    counted = [match for match in matches if match.source.id not in itself]
    mine = {match.source.id for match in counted if is_own(match.source, author, own)}
    common = _common(total, counted, corpus_documents)
    compared = paper.compared
    left = ~common if exclude_common else np.ones(total, bool)

    def of(pieces: list[Pieces], within: Mask) -> Ratio:
        return ratio(joined(total, pieces) & within, compared)

    pieces = {match.source.id: match.pieces for match in counted}
    third = [entry for key, entry in pieces.items() if key not in mine]
    largest = max((int((mask_of(total, entry) & compared & left).sum()) for entry in pieces.values()), default=0)
    every = list(pieces.values())
    denominator = int(compared.sum())
    return OverlapReport(
        rule_version=rule,
        tokens=denominator,
        ratios=OverlapRatios(
            total=of(every, left),
            without_citations=of(every, left & ~paper.cited),
            # What third parties hold too still counts: own sources are left out, their passages are not subtracted.
            without_own=of(third, left),
            largest_source=Ratio.of(largest, denominator),
        ),
        sources=tuple(_source(paper, match, match.source.id in mine, match.source.id in itself) for match in matches),
        passages=tuple(_passages(paper, counted, common, suspected)),
        corpus_documents=corpus_documents,
        stage=stage,
        verbatim=of([match.runs[:, :2] for match in counted], left),
        common=ratio(common, compared),
        common_excluded=exclude_common,
        parts=paper.parts,
        problem=problem,
        unanswered=unanswered,
        notice=notice,
    )


def _common(total: int, matches: Sequence[Match], documents: int) -> Mask:
    enough = max(COMMON_DOCUMENTS, COMMON_SHARE * documents)
    if len(matches) < enough:
        return np.zeros(total, bool)
    return holders(total, (match.runs[:, :2] for match in matches)) >= enough


def _source(paper: Paper, match: Match, own: bool, itself: bool) -> SourceOverlap:
    total = len(paper.tokens)
    copied = int((mask_of(total, match.pieces) & paper.compared).sum())
    verbatim = int((mask_of(total, match.runs[:, :2]) & paper.compared).sum())
    denominator = int(paper.compared.sum())
    source = match.source
    share = copied / denominator if denominator else 0.0
    return SourceOverlap(
        source.id, source.title, source.authors, own, copied, share, verbatim=verbatim, year=source.year, itself=itself
    )


def _passages(
    paper: Paper, matches: Sequence[Match], common: Mask, suspected: Sequence[Suspected]
) -> Iterator[Passage]:
    for match in matches:
        for kind, rows in ((PassageKind.VERBATIM, match.runs), (PassageKind.EDITED, match.edited)):
            for first, end, start, stop in rows.tolist():
                inside = slice(first, end)
                is_common = bool(common[inside].mean() > 0.5)
                page, box = _place(paper, *paper.tokens.span(first, end - 1))
                yield Passage(
                    source=match.source.id,
                    kind=PassageKind.COMMON if is_common and kind is PassageKind.VERBATIM else kind,
                    paper=paper.tokens.span(first, end - 1),
                    source_range=(start, stop),
                    tokens=end - first,
                    cited=bool(paper.cited[inside].mean() > 0.5),
                    common=is_common,
                    page=page,
                    box=box,
                )
    for entry in suspected:
        page, box = _place(paper, *entry.paper)
        yield Passage(
            source=entry.source,
            kind=PassageKind.SUSPECTED,
            paper=entry.paper,
            source_range=entry.source_range,
            similarity=round(entry.similarity, 4),
            page=page,
            box=box,
        )


def _place(paper: Paper, start: int, end: int) -> tuple[int | None, Box | None]:
    place = paper.places.place(start, end) if paper.places is not None else None
    return place if place is not None else (None, None)
