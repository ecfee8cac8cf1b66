"""The corpora that papers are compared with: an organisation's own, its applicants' papers, the operator's for all.

They lie in the data folder of one machine, outside the database: segments are mapped into memory. Objects stay open, as
a search in an open corpus takes milliseconds; they are for the thread that runs jobs.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from workers.settings import Settings

if TYPE_CHECKING:  # what compares is loaded by the first comparison, not by every worker
    from verifier.similarity.corpus import CorpusIndex
    from verifier.similarity.store.embedded import EmbeddedCorpus


class Corpora:
    """The corpora of all organisations in one data folder, opened when they are first asked for."""

    def __init__(self, data_dir: Path, shared: Path | None = None) -> None:
        self._data = data_dir
        self._shared_path = shared
        self._shared: CorpusIndex | None = None
        self._open: dict[Path, EmbeddedCorpus] = {}

    def own(self, organisation_id: str) -> EmbeddedCorpus:
        """Return an organisation's corpus to write to; it is made where there is none."""
        return self._at(corpus_folder(self._data, organisation_id))

    def papers(self, organisation_id: str) -> EmbeddedCorpus:
        """Return the papers of an organisation's applicants, to write to."""
        return self._at(papers_folder(self._data, organisation_id))

    def papers_found(self, organisation_id: str) -> CorpusIndex | None:
        """Return the papers of an organisation's applicants to search in, None where there are none."""
        folder = papers_folder(self._data, organisation_id)
        return self._at(folder) if folder.is_dir() else None

    def compared(self, organisation_id: str) -> CorpusIndex:
        """Return all that a paper of this organisation is compared with; applicants' papers are not counted in it.

        Raises:
            InvalidRequest: the operator's corpus is not there, or one of them has another format.
        """
        from verifier.similarity.corpus import open_corpus
        from verifier.similarity.joined import Joined

        if self._shared is None and self._shared_path is not None:
            self._shared = open_corpus(self._shared_path)
        own, papers = corpus_folder(self._data, organisation_id), self.papers_found(organisation_id)
        counted: list[CorpusIndex] = [self._at(own)] if own.is_dir() else []
        counted += [self._shared] if self._shared is not None else []
        return Joined(counted, beside=[papers] if papers is not None else [])

    def close(self) -> None:
        """Close what is open."""
        for corpus in self._open.values():
            corpus.close()
        self._open.clear()

    def _at(self, folder: Path) -> EmbeddedCorpus:
        from verifier.similarity.store.embedded import EmbeddedCorpus

        if folder not in self._open:
            self._open[folder] = EmbeddedCorpus(folder, create=True)
        return self._open[folder]


def corpus_folder(data_dir: Path, organisation_id: str) -> Path:
    """Return where an organisation's corpus lies."""
    return data_dir / "corpora" / organisation_id


def papers_folder(data_dir: Path, organisation_id: str) -> Path:
    """Return where the papers of an organisation's applicants lie."""
    return data_dir / "papers" / organisation_id


@lru_cache(maxsize=1)
def _opened(data_dir: Path, shared: Path | None) -> Corpora:
    return Corpora(data_dir, shared)


def corpora_of(settings: Settings) -> Corpora:
    """Return the corpora of this process."""
    return _opened(settings.data_dir, settings.corpus)
