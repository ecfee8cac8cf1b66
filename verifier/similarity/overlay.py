"""Own publications that the corpus may not hold, laid over it for one comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from verifier.similarity.corpus import CorpusIndex
from verifier.similarity.memory import MemoryCorpus
from verifier.similarity.sources import Found, Source
from verifier.similarity.tokens import Tokens, tokenise

_SAME_SHARE: Final = 0.9


class Overlay:
    """A corpus with further documents over it; adding and removing concern those alone."""

    def __init__(self, corpus: CorpusIndex) -> None:
        self._corpus = corpus
        self._over = MemoryCorpus()

    def __len__(self) -> int:
        return len(self._corpus)

    def add(self, source: Source, text: str) -> None:
        """Lay a document over the corpus."""
        self._over.add(source, text)

    def remove(self, source_id: str) -> None:
        """Take a document off again; one that is not there is no error."""
        self._over.remove(source_id)

    def text(self, source_id: str) -> str | None:
        """Return the text of a document, None where there is no such document."""
        body = self._over.text(source_id)
        return self._corpus.text(source_id) if body is None else body

    def search(self, tokens: Tokens, *, exclude: frozenset[str] = frozenset(), near: int = 0) -> Found:
        """Return the runs shared with each source of either, and up to `near` sources of each."""
        below, over = (entry.search(tokens, exclude=exclude, near=near) for entry in (self._corpus, self._over))
        exact = sorted([*over.exact, *below.exact], key=lambda entry: (-entry.tokens, entry.source.id))
        return Found(exact, [*over.near, *below.near], below.unanswered)


def lay_over(index: Overlay, name: str, text: str) -> frozenset[str]:
    """Lay an own publication over a corpus under its name; return its id and those under which the corpus has it."""
    known = same_document(index, text)
    index.add(Source(name, Path(name).stem), text)
    return known | {name}


def same_document(corpus: CorpusIndex, text: str) -> frozenset[str]:
    """Return the ids of the documents of a corpus that are this text, give or take a heading or a page number."""
    tokens = tokenise(text)
    found = set()
    for entry in corpus.search(tokens).exact if len(tokens) else []:
        if entry.tokens >= _SAME_SHARE * len(tokens):
            body = corpus.text(entry.source.id)
            if body is not None and len(tokenise(body)) * _SAME_SHARE <= len(tokens):
                found.add(entry.source.id)
    return frozenset(found)
