"""The copied ratio as a reader sifts it: own works, quotations and common phrases counted or left out, at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.overlap import OverlapReport, Passage, PassageKind, Ratio
from verifier.similarity.tokens import tokenise


@dataclass(frozen=True)
class Sifting:
    """What is left out of the count; `source` counts this one alone."""

    own: bool = False
    cited: bool = False
    common: bool = False
    source: str | None = None

    def counts(self, passage: Passage, own: frozenset[str]) -> bool:
        """Tell whether a passage counts; suspected sentences never do."""
        return not (
            passage.kind is PassageKind.SUSPECTED
            or (self.own and passage.source in own)
            or (self.cited and passage.cited)
            or (self.common and passage.common)
            or (self.source is not None and passage.source != self.source)
        )


def recounted(report: OverlapReport, text: str, sifting: Sifting) -> Ratio:
    """Return the share of the tokens of a paper that lie in the passages that count.

    With nothing left out it is the report's own total; passages are taken whole, so that a passage that is half
    quotation counts, or does not, as its larger half.
    """
    tokens = tokenise(text)
    compared = np.ones(len(tokens), bool)
    for part in report.parts:
        if not part.compared:
            compared &= (tokens.ends <= part.paper[0]) | (tokens.starts >= part.paper[1])
    own = frozenset(source.id for source in report.sources if source.own)
    copied = np.zeros(len(tokens), bool)
    for passage in report.passages:
        if sifting.counts(passage, own):
            first, end = np.searchsorted(tokens.starts, passage.paper)
            copied[first:end] = True
    return Ratio.of(int((copied & compared).sum()), int(compared.sum()))
