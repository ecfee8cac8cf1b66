"""From matches to the report: whose sources count where, and every ratio as numerator and denominator."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

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
from models.values import trusted
from verifier.similarity.masks import Mask, Pieces, before, cover_of, joined, ratio
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
    compared = paper.compared
    common = _common(cover_of([match.runs[:, :2] for match in counted], compared).holders, corpus_documents)
    left = ~common if exclude_common else np.ones(total, bool)

    def of(pieces: list[Pieces], within: Mask) -> Ratio:
        return ratio(joined(total, pieces) & within, compared)

    every = [match.pieces for match in counted]
    third = [match.pieces for match in counted if match.source.id not in mine]
    largest = int(cover_of(every, compared & left).counts.max(initial=0))
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
        sources=tuple(_sources(paper, matches, mine, itself)),
        passages=tuple(_passages(paper, counted, common)),
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


def with_suspected(report: OverlapReport, paper: Paper, suspected: Sequence[Suspected]) -> OverlapReport:
    """Return the complete report: suspected sentences beside the passages, and the same ratios."""
    passages = (*report.passages, *_suspected(paper, suspected))
    return dataclasses.replace(report, stage=Stage.COMPLETE, passages=passages)


def _common(holders: NDArray[np.int64], documents: int) -> Mask:
    return holders >= max(COMMON_DOCUMENTS, COMMON_SHARE * documents)


def _sources(paper: Paper, matches: Sequence[Match], mine: set[str], itself: frozenset[str]) -> Iterator[SourceOverlap]:
    copied = cover_of([match.pieces for match in matches], paper.compared).counts.tolist()
    verbatim = cover_of([match.runs[:, :2] for match in matches], paper.compared).counts.tolist()
    denominator = int(paper.compared.sum())
    for k, match in enumerate(matches):
        source = match.source
        share = copied[k] / denominator if denominator else 0.0
        yield trusted(
            SourceOverlap,
            id=source.id,
            title=source.title,
            authors=source.authors,
            own=source.id in mine,
            copied=copied[k],
            ratio=share,
            verbatim=verbatim[k],
            year=source.year,
            itself=source.id in itself,
        )


def _passages(paper: Paper, matches: Sequence[Match], common: Mask) -> Iterator[Passage]:
    if not matches:
        return
    rows = np.concatenate([part for match in matches for part in (match.runs, match.edited)])
    first, end = rows[:, 0], rows[:, 1]
    commons, cited = before(common), before(paper.cited)
    half = (end - first) // 2
    is_common = (commons[end] - commons[first] > half).tolist()
    is_cited = (cited[end] - cited[first] > half).tolist()
    starts, ends = paper.tokens.starts[first].tolist(), paper.tokens.ends[end - 1].tolist()
    lengths, places = (end - first).tolist(), rows[:, 2:].tolist()
    k = 0
    for match in matches:
        for kind, count in ((PassageKind.VERBATIM, len(match.runs)), (PassageKind.EDITED, len(match.edited))):
            for _ in range(count):
                page, box = _place(paper, starts[k], ends[k])
                yield trusted(
                    Passage,
                    source=match.source.id,
                    kind=PassageKind.COMMON if is_common[k] and kind is PassageKind.VERBATIM else kind,
                    paper=(starts[k], ends[k]),
                    source_range=(places[k][0], places[k][1]),
                    page=page,
                    box=box,
                    tokens=lengths[k],
                    cited=is_cited[k],
                    common=is_common[k],
                    similarity=None,
                )
                k += 1


def _suspected(paper: Paper, suspected: Sequence[Suspected]) -> Iterator[Passage]:
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
