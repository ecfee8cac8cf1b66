"""Screens applicants' folders without a service: observe every document, then judge each applicant as a whole."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from models.application import Application, Material
from models.case import Case
from models.errors import InputRefused
from models.observation import Observation
from models.overlap import OverlapReport
from models.policy import Policy
from models.report import Report
from verifier.folders import ApplicantFolder, FolderMaterial
from verifier.intake.opening import open_document
from verifier.judging import judge
from verifier.masking.names import Subject, find_names
from verifier.observing import observe
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine
from verifier.similarity.compare import compare
from verifier.similarity.corpus import CorpusIndex, Source, open_corpus
from verifier.similarity.overlay import Overlay

_COMPARED_TYPES = frozenset({"paper", "representative_work", "research_report", "case_material"})


@dataclass(frozen=True)
class Screened:
    """One applicant, judged; `case` holds what the judge knew."""

    folder: ApplicantFolder
    case: Case
    report: Report


@dataclass(frozen=True)
class Looked:
    """What became of one file: an observation, or the code of the refusal."""

    sha256: str
    observation: Observation | None
    refusal: str | None


def screen(
    folders: list[ApplicantFolder],
    policy: Policy,
    *,
    now: dt.datetime,
    corpus: Path | None = None,
    processes: int | None = None,
    on_document: Callable[[], None] | None = None,
) -> Iterator[Screened]:
    """Observe and judge applicants, one after the other, their documents in parallel.

    Args:
        folders: the applicants.
        policy: the pack to judge under.
        now: aware time of judging.
        corpus: folder or JSONL to compare papers with, and with each other; None compares nothing.
        processes: how many look at once; default one a core.
        on_document: called after each document, for progress.
    """
    index = Overlay(open_corpus(corpus)) if corpus is not None else None
    count = processes or os.cpu_count() or 1
    # spawn, not fork: a process that inherits a loaded engine's threads hangs.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_load_engine) as pool:
        pending = [(folder, [pool.submit(look, material.path) for material in folder.materials]) for folder in folders]
        for folder, looked in _looked(pending, index, on_document):
            case = build_case(folder, policy, looked, index)
            yield Screened(folder, case, judge(case, policy, now=now))


_Pending = list[tuple[ApplicantFolder, list["Future[Looked]"]]]


def _looked(
    pending: _Pending, index: Overlay | None, on_document: Callable[[], None] | None
) -> Iterator[tuple[ApplicantFolder, list[Looked]]]:
    """Give each applicant as soon as everything is looked at; with a corpus, all of them once all are.

    Who copied from whom cannot be told from who is read first: papers are compared when every one of them is there.
    """

    def results(futures: list[Future[Looked]]) -> Iterator[Looked]:
        for future in futures:
            yield future.result()
            if on_document is not None:
                on_document()

    if index is None:
        yield from ((folder, list(results(futures))) for folder, futures in pending)
        return
    everybody = [(folder, list(results(futures))) for folder, futures in pending]
    for folder, looked in everybody:
        add_papers(index, folder, looked)
    yield from everybody


def add_papers(index: CorpusIndex, folder: ApplicantFolder, looked: list[Looked]) -> None:
    """Add the papers of an applicant to what the others' are compared with."""
    name = folder.applicant.name
    for material, result in zip(folder.materials, looked, strict=True):
        if result.observation is not None and result.observation.type in _COMPARED_TYPES:
            document = _document_name(material)
            source = Source(_batch_id(folder.id, document), document, (name,) if name else (), kind="batch")
            index.add(source, result.observation.text)


def _batch_id(application: str, document: str) -> str:
    return f"{application}/{document}"


_engine: OcrEngine | None = None


def _load_engine() -> None:
    global _engine
    _engine = create_engine(threads=1)


def look(path: Path) -> Looked:
    """Open and observe one file in a process of the pool; a refused file is an answer, not an error."""
    assert _engine is not None, "the pool's initializer loads the engine"
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        opened = open_document(path, filename=path.name)
    except InputRefused as refusal:
        return Looked(sha256, None, refusal.code)
    return Looked(sha256, observe(opened, _engine), None)


def build_case(
    folder: ApplicantFolder, policy: Policy, looked: list[Looked], corpus: CorpusIndex | None = None
) -> Case:
    """Return all that the judge may know of one applicant. Documents are named by their path in the folder."""
    materials = []
    observations = {}
    for material, result in zip(folder.materials, looked, strict=True):
        document = _document_name(material)
        materials.append(
            Material(
                document=document,
                sha256=result.sha256,
                filename=material.path.name,
                slot=material.slot,
                declared_type=material.declared_type,
                refusal=result.refusal,
            )
        )
        if result.observation is not None:
            observations[document] = result.observation
    application = Application(
        id=folder.id,
        policy=policy.id,
        applicant=folder.applicant,
        materials=tuple(materials),
        facts=folder.facts,
        submitted_at=folder.submitted_at,
        received_at=folder.received_at,
        submission_number=folder.submission_number,
    )
    case = Case(application=application, observations=observations, earlier_notices=folder.earlier_notices)
    return add_second_passes(case, corpus)


def _document_name(material: FolderMaterial) -> str:
    return f"{material.slot}/{material.path.name}" if material.slot else material.path.name


def add_second_passes(case: Case, corpus: CorpusIndex | None) -> Case:
    """Add who is named where and how similar the papers are: cheap passes over finished observations."""
    applicant = case.application.applicant
    names = {}
    if applicant.name:
        subject = Subject(name=applicant.name)
        filenames = {material.document: material.filename for material in case.application.materials}
        names = {
            document: tuple(find_names(filenames[document], observation, subject))
            for document, observation in case.observations.items()
        }
    return dataclasses.replace(case, names=names, overlaps=_overlaps(case, corpus))


def _overlaps(case: Case, corpus: CorpusIndex | None) -> dict[str, OverlapReport]:
    if corpus is None:
        return {}
    return {
        document: compare(
            observation.text,
            corpus,
            author=case.application.applicant.name,
            pages=observation.pages,
            exclude=frozenset({_batch_id(case.application.id, document)}),
        )
        for document, observation in case.observations.items()
        if observation.type in _COMPARED_TYPES
    }
