"""Files into an organisation's corpus, one by one, with what became of each."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from models.errors import BlobDamaged, InvalidRequest
from models.store.similarity_jobs import StoredJob
from workers.context import Context
from workers.corpora import corpora_of

if TYPE_CHECKING:
    from verifier.similarity.store.embedded import EmbeddedCorpus

_MOST_NOTES: Final = 1_000
"""Documents that were not simply taken are told one by one; of a library with more of them, the first."""


class Library:
    """Takes the files of a job into the corpus. `result` is JSON, shaped as `verifier corpus add --json` prints it."""

    def __init__(self, context: Context, job: StoredJob) -> None:
        from verifier.similarity.ingesting import Card, Ingest

        self._context, self._job = context, job
        asked, so_far = job.request, json.loads(job.result or "{}")
        self._corpus = corpora_of(context.settings).own(job.organisation_id)
        card = Card(tuple(asked["authors"]), asked["year"], asked["kind"])
        self._ingest = Ingest(self._corpus, lambda: context.observer.engine, card)
        self._results = Counter[str](so_far.get("results", {}))
        self._notes: list[dict[str, str]] = so_far.get("notes", [])

    def take(self, index: int) -> None:
        """Take in one file; when this returns its documents are on the disk."""
        file: dict[str, Any] = self._job.request["files"][index]
        name = file["filename"]
        try:
            with self._context.blobs.local(self._job.organisation_id, file["sha256"]) as path:
                # The hash is the stamp: the same file again is the same, whenever it was sent.
                for taken in self._ingest.take(name, path, stamp=file["sha256"]):
                    self._note(taken.id, taken.outcome, taken.detail)
        except (InvalidRequest, BlobDamaged) as error:
            self._note(name, "refused", error.detail)
        finally:
            self._ingest.finish()

    def _note(self, source_id: str, outcome: str, detail: str) -> None:
        self._results[outcome] += 1
        if detail and len(self._notes) < _MOST_NOTES:
            self._notes.append({"id": source_id, "outcome": outcome, "detail": detail})

    @property
    def result(self) -> str:
        """What came of the files so far."""
        said = {"documents": len(self._corpus), "results": dict(self._results), "notes": self._notes}
        return json.dumps(said, ensure_ascii=False)


def checked(corpus: EmbeddedCorpus) -> str:
    """Check a corpus and mend it; return JSON as `verifier corpus check --json` prints it."""
    health = corpus.upkeep().check()
    lost = [{"id": source, "title": title} for source, title in health.lost]
    said = {"documents": health.documents, "segments": health.segments, "mended": health.mended, "lost": lost}
    return json.dumps(said, ensure_ascii=False)
