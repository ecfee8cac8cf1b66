"""The comparison of one paper with a corpus: every verbatim run of 13 tokens or more, and the ratios they make.

The ratio is that of the local corpus under a stated rule; it is not, and must not be called, the figure of CNKI.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from models.document import Page
from models.overlap import OverlapRatios, OverlapReport, Passage, PassageKind, Ratio, SourceOverlap
from verifier.similarity.corpus import CorpusIndex, Source, SourceRuns
from verifier.similarity.places import TextPlaces
from verifier.similarity.tokens import RULE_VERSION, Tokens, tokenise


def compare(
    text: str,
    corpus: CorpusIndex,
    *,
    author: str | None = None,
    own: frozenset[str] = frozenset(),
    pages: Sequence[Page] = (),
) -> OverlapReport:
    """Compare a paper with a corpus.

    Args:
        text: the paper; offsets in the answer are code points of it.
        corpus: where to search.
        author: sources with this author count as the author's own publications (本人已发表文献).
        own: ids of further own publications.
        pages: the pages whose `Observation.text` is `text`; gives passages a page and a box.

    Returns:
        The report. `without_citations` is None: cited passages are not told apart yet.
    """
    tokens = tokenise(text)
    found = corpus.search(tokens).exact
    own_ids = frozenset(entry.source.id for entry in found if is_own(entry.source, author, own))
    total = len(tokens)
    per_source = {entry.source.id: _mask(total, entry) for entry in found}
    ratios = OverlapRatios(
        total=_union(total, per_source.values()),
        without_citations=None,
        # Text that third parties hold too still counts: own sources are left out, their passages are not subtracted.
        without_own=_union(total, (mask for key, mask in per_source.items() if key not in own_ids)),
        largest_source=Ratio.of(max((int(mask.sum()) for mask in per_source.values()), default=0), total),
    )
    return OverlapReport(
        rule_version=RULE_VERSION,
        tokens=total,
        ratios=ratios,
        sources=tuple(
            _source_overlap(entry.source, per_source[entry.source.id], entry.source.id in own_ids) for entry in found
        ),
        passages=tuple(_passages(tokens, found, TextPlaces(pages) if pages else None)),
        corpus_documents=len(corpus),
    )


def is_own(source: Source, author: str | None, own: frozenset[str]) -> bool:
    """Tell whether a source is the author's own publication."""
    return source.id in own or (author is not None and _name(author) in {_name(entry) for entry in source.authors})


def _name(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split()).casefold()


def _mask(total: int, entry: SourceRuns) -> NDArray[np.bool_]:
    mask = np.zeros(total, bool)
    for first, length, _, _ in entry.runs.tolist():
        mask[first : first + length] = True
    return mask


def _union(total: int, masks: Iterable[NDArray[np.bool_]]) -> Ratio:
    union = np.zeros(total, bool)
    for mask in masks:
        union |= mask
    return Ratio.of(int(union.sum()), total)


def _source_overlap(source: Source, mask: NDArray[np.bool_], own: bool) -> SourceOverlap:
    copied = int(mask.sum())
    return SourceOverlap(source.id, source.title, source.authors, own, copied, copied / len(mask))


def _passages(tokens: Tokens, found: list[SourceRuns], places: TextPlaces | None) -> Iterable[Passage]:
    for entry in found:
        for first, length, start, end in entry.runs.tolist():
            span = tokens.span(first, first + length - 1)
            place = places.place(*span) if places is not None else None
            yield Passage(
                source=entry.source.id,
                kind=PassageKind.VERBATIM,
                paper=span,
                source_range=(start, end),
                page=place[0] if place else None,
                box=place[1] if place else None,
            )
