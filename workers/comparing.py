"""One paper against the corpora of its organisation: what is known after each pass, and the report for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.document import Page
from models.errors import InputRefused
from models.observation import Observation
from models.overlap import Stage
from models.store.applications import Applications
from models.store.documents import Documents
from models.store.observations import Observations
from models.store.similarity_jobs import StoredJob
from models.values import to_json
from workers.context import Context
from workers.corpora import corpora_of
from workers.papers import papers_of


@dataclass(frozen=True)
class Compared:
    """What is known after a pass; with the last one comes the report as a page and, where it could be set, as a PDF."""

    stage: Stage
    report: bytes
    page: bytes | None = None
    pdf: bytes | None = None


@dataclass(frozen=True)
class PaperText:
    """A paper to compare: its title, its text, its pages where it has any; its own entries of the corpus."""

    title: str
    text: str
    pages: tuple[Page, ...] = ()
    itself: frozenset[str] = frozenset()


def compare_paper(context: Context, job: StoredJob, known: Callable[[Compared], None]) -> None:
    """Compare the paper of a job; `known` is told after every pass.

    Raises:
        InputRefused: the paper, or a file of own publications, cannot be read.
        BlobDamaged: one of them is gone.
    """
    # Imported here: the compiled loops take a second to load, and most workers' days have no comparison.
    from verifier.similarity.compare import Comparison, Options
    from verifier.similarity.overlay import Overlay, lay_over
    from verifier.similarity.pages.html import render_page
    from verifier.similarity.pages.pdf import render_pdf

    asked = job.request
    paper = _paper(context, job)
    index = Overlay(corpora_of(context.settings).compared(job.organisation_id))
    own = set(asked["own"])
    for file in asked["own_files"]:
        own |= lay_over(index, file["filename"], _read(context, job.organisation_id, **file).text)
    options = Options(asked["author"], frozenset(own), asked["exclude_common"], paper.itself)
    for report in Comparison(paper.text, index, options, paper.pages).reports():
        if report.stage is Stage.COMPLETE:
            page = render_page(report, paper.text, paper.title, index.text).encode()
            pdf = render_pdf(report, paper.text, paper.title, index.text)
            known(Compared(report.stage, to_json(report), page, pdf))
        else:
            known(Compared(report.stage, to_json(report)))


def _paper(context: Context, job: StoredJob) -> PaperText:
    asked = job.request
    if asked["document"] is None:
        return _read(context, job.organisation_id, asked["sha256"], asked["filename"])
    with context.database.reading() as session:
        document = Documents(session, job.organisation_id).get(asked["document"])
        observation = Observations(session, job.organisation_id).of_document(document.id)
        applicant = Applications(session, job.organisation_id).get(document.application_id).applicant
    if observation is None:
        raise InputRefused
    itself = papers_of(context, job.organisation_id, applicant, document.application_id, observation)
    return PaperText(Path(document.filename).stem, observation.text, observation.pages, itself)


def _read(context: Context, organisation_id: str, sha256: str, filename: str) -> PaperText:
    """Read an uploaded file: as text where it is one, else as every document is observed."""
    from verifier.similarity.reading import TEXT_ENDINGS, read_text

    title, ending = Path(filename).stem, Path(filename).suffix.lower()
    with context.blobs.local(organisation_id, sha256) as path:
        if ending in TEXT_ENDINGS:
            return PaperText(title, read_text(path, lambda: context.observer.engine, filename=filename))
        opened = context.observer.open(path, filename=filename)
        if not opened.images:
            return PaperText(title, read_text(path, lambda: context.observer.engine, filename=filename))
    version = context.observer.version
    with context.database.reading() as session:
        seen: Observation | None = Observations(session, organisation_id).find(sha256, observer=version)
    if seen is None:
        seen = context.observer.observe(opened)
        with context.database.transaction() as session:
            Observations(session, organisation_id).put(seen, observer=version)
    return PaperText(title, seen.text, seen.pages)
