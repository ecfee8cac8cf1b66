"""The corpus in memory: plain dictionaries, the reference that the corpus on disk is held against."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from verifier.similarity.runs import Run, maximal_runs
from verifier.similarity.sources import Found, Source, SourceRuns
from verifier.similarity.tokens import Tokens, tokenise
from verifier.similarity.winnowing import fingerprints


@dataclass
class MemoryCorpus:
    """A corpus in memory, for up to a few thousand documents."""

    _sources: dict[str, tuple[Source, str, Tokens]] = field(default_factory=dict)
    _postings: dict[int, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def __len__(self) -> int:
        return len(self._sources)

    def add(self, source: Source, text: str) -> None:
        """Add a document; one of the same id is replaced."""
        self.remove(source.id)
        tokens = tokenise(text)
        self._sources[source.id] = source, text, tokens
        for value, position in _pairs(tokens):
            self._postings[value].append((source.id, position))

    def remove(self, source_id: str) -> None:
        """Remove a document; one that is not there is no error."""
        entry = self._sources.pop(source_id, None)
        if entry is None:
            return
        for value in {value for value, _ in _pairs(entry[2])}:
            kept = [posting for posting in self._postings[value] if posting[0] != source_id]
            if kept:
                self._postings[value] = kept
            else:
                del self._postings[value]

    def text(self, source_id: str) -> str | None:
        """Return the text of a document, None where there is no such document."""
        entry = self._sources.get(source_id)
        return entry[1] if entry else None

    def search(self, tokens: Tokens, *, exclude: frozenset[str] = frozenset(), near: int = 0) -> Found:
        """Return the runs shared with each source that shares any, and up to `near` sources for a closer look."""
        hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
        weights: dict[str, float] = defaultdict(float)
        for value, at_paper in _pairs(tokens):
            postings = self._postings.get(value, ())
            weight = math.log1p(len(self) / max(1, len(postings)))
            for source_id, at_source in postings:
                if source_id not in exclude:
                    hits[source_id].append((at_paper, at_source))
                    weights[source_id] += weight
        exact = []
        for source_id, places in hits.items():
            source, _, held = self._sources[source_id]
            runs = maximal_runs(tokens.ids, held.ids, places)
            if runs:
                exact.append(SourceRuns(source, _as_array(runs, held), sum(run.length for run in runs)))
        exact.sort(key=lambda entry: (-entry.tokens, entry.source.id))
        closest = sorted(weights, key=lambda key: (-weights[key], key))[:near]
        return Found(exact, [self._sources[key][0] for key in closest])


def _pairs(tokens: Tokens) -> list[tuple[int, int]]:
    hashes, positions = fingerprints(tokens.ids)
    return list(zip(hashes.tolist(), positions.tolist(), strict=True))


def _as_array(runs: list[Run], held: Tokens) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.array(
        [(run.paper, run.length, *held.span(run.source, run.source + run.length - 1)) for run in runs], np.int64
    ).reshape(-1, 4)
