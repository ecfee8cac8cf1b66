"""The corpus that papers are compared with, behind one protocol; how one is opened, on disk or from a JSONL file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from models.errors import InvalidRequest
from models.messages import text as message
from verifier.similarity.memory import MemoryCorpus
from verifier.similarity.sources import Found, Source, SourceRuns
from verifier.similarity.tokens import Tokens

__all__ = ["CorpusIndex", "Found", "MemoryCorpus", "Source", "SourceRuns", "load_jsonl", "open_corpus", "read_jsonl"]


class CorpusIndex(Protocol):
    """A corpus that can be searched. Every shared run of 13 tokens or more is found: no source is cut off."""

    def __len__(self) -> int:
        """Number of documents."""
        ...

    def add(self, source: Source, text: str) -> None:
        """Add a document; one of the same id is replaced. It is found by the next search."""
        ...

    def remove(self, source_id: str) -> None:
        """Remove a document; one that is not there is no error."""
        ...

    def text(self, source_id: str) -> str | None:
        """Return the text of a document, None where there is no such document."""
        ...

    def search(self, tokens: Tokens, *, exclude: frozenset[str] = frozenset(), near: int = 0) -> Found:
        """Return the runs shared with each source that shares any, and up to `near` sources for a closer look."""
        ...


def open_corpus(path: Path) -> CorpusIndex:
    """Open a corpus: a folder made by `verifier corpus add`, or a JSONL file that is read into memory.

    Raises:
        InvalidRequest: no such thing there, or no corpus.
    """
    if path.is_dir():
        from verifier.similarity.store.embedded import EmbeddedCorpus

        return EmbeddedCorpus(path)
    return load_jsonl(path)


def load_jsonl(path: Path) -> MemoryCorpus:
    """Read a corpus of one JSON object a line: `{id, text, title, authors, year, kind}`, only id and text required.

    Raises:
        InvalidRequest: a line is no such object; names the line.
    """
    corpus = MemoryCorpus()
    for source, body in read_jsonl(path):
        corpus.add(source, body)
    return corpus


def read_jsonl(path: Path, *, name: str | None = None) -> Iterator[tuple[Source, str]]:
    """Read documents from JSONL, one by one; raises like `load_jsonl`, calling the file `name`."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _parse(line, name or path.name, number)


def _parse(line: bytes, name: str, number: int) -> tuple[Source, str]:
    try:
        entry = json.loads(line.decode("utf-8-sig"))
        if not isinstance(entry, Mapping):
            raise TypeError
        body, source_id = entry["text"], entry["id"]
        if not isinstance(body, str) or not isinstance(source_id, str) or not source_id:
            raise TypeError
        year = entry.get("year")
        year = int(year) if isinstance(year, int | str) and str(year).strip() else None
        title, kind = _text(entry.get("title")), _text(entry.get("kind"))
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidRequest(reason=message("similarity.bad_line", file=name, line=number)) from error
    return Source(source_id, title, _authors(entry.get("authors")), year, kind), body


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(author) for author in value) if isinstance(value, Iterable) else ()
