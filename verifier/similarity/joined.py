"""Several corpora searched as one: an office's own, the one its operator gave, the papers of its applicants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verifier.similarity.corpus import CorpusIndex
from verifier.similarity.sources import Found, Source
from verifier.similarity.tokens import Tokens


class Joined:
    """Several corpora as one; writing concerns the first.

    A ratio is of the union of what is shared, so that nothing changes by how sources are spread over corpora. Where two
    hold different documents under one id, the later one's is found under a longer id.
    """

    def __init__(self, corpora: Sequence[CorpusIndex], *, beside: Sequence[CorpusIndex] = ()) -> None:
        """Join corpora.

        Args:
            corpora: what counts as the corpus.
            beside: searched too, but no part of the corpus that a ratio is said to be measured against.
        """
        self._counted = corpora
        self._corpora = (*corpora, *beside)
        self._met: dict[str, tuple[CorpusIndex, str]] = {}

    def __len__(self) -> int:
        return sum(len(corpus) for corpus in self._counted)

    def add(self, source: Source, text: str) -> None:
        """Add a document to the first corpus."""
        self._corpora[0].add(source, text)

    def remove(self, source_id: str) -> None:
        """Remove a document from the first corpus."""
        self._corpora[0].remove(source_id)

    def text(self, source_id: str) -> str | None:
        """Return the text of a document, of that which a search found under this id; None where there is none."""
        if source_id in self._met:
            corpus, known = self._met[source_id]
            return corpus.text(known)
        found = (corpus.text(source_id) for corpus in self._corpora)
        return next((body for body in found if body is not None), None)

    def search(self, tokens: Tokens, *, exclude: frozenset[str] = frozenset(), near: int = 0) -> Found:
        """Return the runs shared with each source of each corpus, and up to `near` sources of each."""
        parts = [corpus.search(tokens, exclude=exclude, near=near) for corpus in self._corpora]
        exact, close = [], []
        for corpus, part in zip(self._corpora, parts, strict=True):
            exact += [replace(entry, source=self._known(corpus, entry.source)) for entry in part.exact]
            close += [self._known(corpus, source) for source in part.near]
        exact.sort(key=lambda entry: (-entry.tokens, entry.source.id))
        return Found(exact, close, sum(part.unanswered for part in parts))

    def _known(self, corpus: CorpusIndex, source: Source) -> Source:
        """Return a source under an id that is its own, and remember whose it is."""
        name = source.id
        while name in self._met and self._met[name] != (corpus, source.id):
            name += "~"
        self._met[name] = corpus, source.id
        return source if name == source.id else replace(source, id=name)
