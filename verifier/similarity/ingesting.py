"""Folders into a corpus: what is there already is not opened again, the same text twice is recognised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from models.errors import InputRefused, InvalidRequest
from models.messages import text as message
from verifier.reading.engine import OcrEngine
from verifier.similarity.corpus import read_jsonl
from verifier.similarity.reading import BINARY_ENDINGS, TEXT_ENDINGS, read_text
from verifier.similarity.sources import Source
from verifier.similarity.store.embedded import EmbeddedCorpus
from verifier.similarity.tokens import tokenise

JSONL: Final = ".jsonl"

_AT_ONCE: Final = 500
_AT_ONCE_CHARACTERS: Final = 4_000_000
"""So much is kept in one transaction; what is opened by the sandbox or by OCR is kept document by document."""

_TITLE_AUTHOR: Final = re.compile(r"^(?P<title>.+)[_＿](?P<author>[一-鿿·]{2,6})$")


class Outcome(StrEnum):
    """What became of a document."""

    ADDED = "added"
    REPLACED = "replaced"
    SAME = "same"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    REFUSED = "refused"


@dataclass(frozen=True)
class Taken:
    """What became of one document; `detail` is the id of its double, or why it was refused."""

    id: str
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True)
class Card:
    """What the caller says of every document of a call; None leaves it to the file."""

    authors: tuple[str, ...] = ()
    year: int | None = None
    kind: str | None = None


def gather(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Return (id, file) of everything that can be taken, in order; the id is the path below the folder given.

    Raises:
        InvalidRequest: a path is not there.
    """
    found: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise InvalidRequest(reason=message("cli.missing_input", path=str(path)))
        if path.is_file():
            found.setdefault(path.name, path)
        for entry in sorted(path.rglob("*")) if path.is_dir() else []:
            name = entry.relative_to(path)
            hidden = any(part.startswith((".", "~$")) for part in name.parts)
            if entry.is_file() and not hidden and entry.suffix.lower() in TEXT_ENDINGS | BINARY_ENDINGS | {JSONL}:
                found.setdefault(name.as_posix(), entry)
    return list(found.items())


class Ingest:
    """Takes documents into a corpus on disk."""

    def __init__(self, corpus: EmbeddedCorpus, engine: Callable[[], OcrEngine], card: Card | None = None) -> None:
        self._corpus = corpus
        self._engine = engine
        self._card = card or Card()
        self._waiting: list[tuple[Source, str, str | None]] = []
        self._characters = 0

    def take(self, source_id: str, path: Path, *, stamp: str | None = None) -> Iterator[Taken]:
        """Take a file; JSONL gives many documents. What this has given is kept when it ends, or `finish` was called.

        Args:
            source_id: id of the document; ends as the file's name does, which says how it is read.
            path: the file.
            stamp: tells whether a file of this id has changed; default its size and time.

        Raises:
            InvalidRequest: a line of a JSONL file is no document.
        """
        ending = Path(source_id).suffix.lower()
        if ending == JSONL:
            for source, body in read_jsonl(path, name=source_id):
                yield self._offer(self._carded(source), body, None)
            return
        stamp = stamp or _stamp(path)
        if self._corpus.stamp(source_id) == stamp:
            yield Taken(source_id, Outcome.SAME)
            return
        try:
            body = read_text(path, self._engine, filename=Path(source_id).name)
        except InputRefused as refusal:
            yield Taken(source_id, Outcome.REFUSED, refusal.detail)
            return
        yield self._offer(self._carded(_named(source_id)), body, stamp)
        if ending in BINARY_ENDINGS:
            self.finish()

    def finish(self) -> None:
        """Keep what is waiting: one transaction."""
        if self._waiting:
            self._corpus.add_many([(s, body) for s, body, _ in self._waiting], [stamp for *_, stamp in self._waiting])
        self._waiting, self._characters = [], 0

    def _offer(self, source: Source, body: str, stamp: str | None) -> Taken:
        double = self._double(body)
        if double == source.id:
            return Taken(source.id, Outcome.SAME)
        if double is not None:
            return Taken(source.id, Outcome.DUPLICATE, double)
        if len(body) < 200 and len(tokenise(body)) == 0:
            return Taken(source.id, Outcome.EMPTY)
        known = self._corpus.find(source.id) is not None
        self._waiting.append((source, body, stamp))
        self._characters += len(body)
        if len(self._waiting) >= _AT_ONCE or self._characters >= _AT_ONCE_CHARACTERS:
            self.finish()
        return Taken(source.id, Outcome.REPLACED if known else Outcome.ADDED)

    def _double(self, body: str) -> str | None:
        for source, waiting, _ in self._waiting:
            if len(waiting) == len(body) and waiting == body:
                return source.id
        return self._corpus.same_text(body)

    def _carded(self, source: Source) -> Source:
        return replace(
            source,
            authors=self._card.authors or source.authors,
            year=self._card.year if self._card.year is not None else source.year,
            kind=self._card.kind or source.kind,
        )


def _named(source_id: str) -> Source:
    """Return what a file's name says: 题目_作者.pdf, as literature databases name downloads."""
    stem = Path(source_id).stem
    match = _TITLE_AUTHOR.match(stem)
    if match is None:
        return Source(source_id, stem)
    return Source(source_id, match["title"], (match["author"],))


def _stamp(path: Path) -> str:
    known = path.stat()
    return f"{known.st_size}:{known.st_mtime_ns}"
