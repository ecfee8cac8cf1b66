"""The corpus that papers are compared with, behind one protocol; here the form that lives in memory."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from models.errors import InvalidRequest
from models.messages import text as message
from verifier.similarity.runs import Run, maximal_runs
from verifier.similarity.tokens import Tokens, tokenise
from verifier.similarity.winnowing import fingerprints


@dataclass(frozen=True)
class Source:
    """One document of the corpus; only `id` and its text are required."""

    id: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    kind: str | None = None


@dataclass(frozen=True)
class SourceRuns:
    """All verbatim runs that one source shares with the paper, and the source's tokens to place them."""

    source: Source
    tokens: Tokens
    runs: tuple[Run, ...]


class CorpusIndex(Protocol):
    """A corpus that can be searched. Every shared run of 13 tokens or more is found: no source is cut off."""

    def __len__(self) -> int:
        """Number of documents."""
        ...

    def add(self, source: Source, text: str) -> None:
        """Add a document; one of the same id is replaced."""
        ...

    def remove(self, source_id: str) -> None:
        """Remove a document; one that is not there is no error."""
        ...

    def search(self, tokens: Tokens, *, exclude: frozenset[str] = frozenset()) -> list[SourceRuns]:
        """Return the runs shared with each source that shares any, most tokens first."""
        ...


@dataclass
class MemoryCorpus:
    """A corpus in memory, for up to a few thousand documents."""

    _sources: dict[str, tuple[Source, Tokens]] = field(default_factory=dict)
    _postings: dict[int, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def __len__(self) -> int:
        return len(self._sources)

    def add(self, source: Source, text: str) -> None:
        """Add a document; one of the same id is replaced."""
        self.remove(source.id)
        tokens = tokenise(text)
        self._sources[source.id] = source, tokens
        hashes, positions = fingerprints(tokens.ids)
        for value, position in zip(hashes.tolist(), positions.tolist(), strict=True):
            self._postings[value].append((source.id, position))

    def remove(self, source_id: str) -> None:
        """Remove a document; one that is not there is no error."""
        if self._sources.pop(source_id, None) is None:
            return
        for value in list(self._postings):
            kept = [entry for entry in self._postings[value] if entry[0] != source_id]
            if kept:
                self._postings[value] = kept
            else:
                del self._postings[value]

    def search(self, tokens: Tokens, *, exclude: frozenset[str] = frozenset()) -> list[SourceRuns]:
        """Return the runs shared with each source that shares any, most tokens first."""
        hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
        hashes, positions = fingerprints(tokens.ids)
        for value, at_paper in zip(hashes.tolist(), positions.tolist(), strict=True):
            for source_id, at_source in self._postings.get(value, ()):
                if source_id not in exclude:
                    hits[source_id].append((at_paper, at_source))
        found = []
        for source_id, places in hits.items():
            source, source_tokens = self._sources[source_id]
            runs = maximal_runs(tokens.ids, source_tokens.ids, places)
            if runs:
                found.append(SourceRuns(source, source_tokens, tuple(runs)))
        return sorted(found, key=lambda entry: (-sum(run.length for run in entry.runs), entry.source.id))


def load_jsonl(path: Path) -> MemoryCorpus:
    """Read a corpus of one JSON object a line: `{id, text, title, authors, year, kind}`, only id and text required.

    Raises:
        InvalidRequest: a line is no such object; names the line.
    """
    corpus = MemoryCorpus()
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                source, body = _parse(line, path.name, number)
                corpus.add(source, body)
    return corpus


def _parse(line: str, name: str, number: int) -> tuple[Source, str]:
    try:
        entry = json.loads(line)
        body, source_id = entry["text"], entry["id"]
        if not isinstance(entry, Mapping) or not isinstance(body, str) or not isinstance(source_id, str):
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidRequest(reason=message("similarity.bad_line", file=name, line=number)) from error
    return Source(
        source_id, entry.get("title"), _authors(entry.get("authors")), entry.get("year"), entry.get("kind")
    ), body


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(author) for author in value) if isinstance(value, Iterable) else ()
