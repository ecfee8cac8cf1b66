"""Screens applicants' folders without a service: observe every document, then judge each applicant as a whole."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from models.application import Application, Material
from models.case import Case
from models.messages import text
from models.observation import Observation
from models.overlap import OverlapReport
from models.policy import Policy
from models.report import Report
from models.roster import RosterFinding
from verifier.consistency.batch import Shared
from verifier.folders import ApplicantFolder, FolderMaterial
from verifier.judging import judge
from verifier.looking import Looked, Lookers
from verifier.masking.names import Subject, find_names
from verifier.owners import Owners, with_findings
from verifier.reading.engines import DEFAULT_ENGINE
from verifier.repeats import find_repeats
from verifier.rosters.columns import ID_NUMBER, NAME
from verifier.rosters.comparing import Comparison
from verifier.rosters.matching import Identity, identity_of, sound_number
from verifier.similarity.compare import compare
from verifier.similarity.corpus import CorpusIndex, Source, open_corpus
from verifier.similarity.overlay import Overlay

COMPARED_TYPES = frozenset({"paper", "representative_work", "research_report", "case_material"})
"""Types of documents whose text is compared with the corpus and with each other's."""


NO_BYTES: Final = hashlib.sha256(b"").hexdigest()
"""Digest of a file of a ZIP that was not unpacked."""


@dataclass(frozen=True)
class Screened:
    """One applicant, judged.

    `case` holds what the judge knew, `sources` what of it a roster told and where, `roster` what is wrong with the
    applicant's row.
    """

    folder: ApplicantFolder
    case: Case
    report: Report
    sources: dict[str, str] = field(default_factory=dict)
    roster: tuple[RosterFinding, ...] = ()


@dataclass(frozen=True)
class _Seen:
    """One applicant, all of whose files were looked at."""

    folder: ApplicantFolder
    looked: list[Looked]
    sources: dict[str, str]


def screen(
    folders: list[ApplicantFolder],
    policy: Policy,
    *,
    now: dt.datetime,
    corpus: Path | None = None,
    processes: int | None = None,
    on_document: Callable[[], None] | None = None,
    roster: Comparison | None = None,
    engine: str = DEFAULT_ENGINE,
) -> Iterator[Screened]:
    """Observe and judge applicants, one after the other, their documents in parallel.

    Args:
        folders: the applicants.
        policy: the pack to judge under.
        now: aware time of judging.
        corpus: folder or JSONL to compare papers with, and with each other; None compares nothing.
        processes: how many look at once; default one a core.
        on_document: called after each document, for progress.
        roster: meets every applicant, and tells what their facts leave open.
        engine: name of the OCR engine.
    """
    index = Overlay(open_corpus(corpus)) if corpus is not None else None
    owners, shared = Owners(_people(folders, roster)), Shared()
    with Lookers(processes, engine) as lookers:
        for seen in _compared(_seen(folders, lookers, roster, on_document), index):
            case = build_case(seen.folder, policy, seen.looked, index)
            report = with_findings(judge(case, policy, now=now), (*owners.findings(case), *shared.findings(case)))
            beside = roster.of(seen.folder.id) if roster is not None else ()
            yield Screened(seen.folder, case, report, seen.sources, beside)


def _people(folders: list[ApplicantFolder], roster: Comparison | None) -> Iterator[tuple[str, Identity]]:
    for folder in folders:
        yield folder.id, identity_of(folder.applicant, {})
    for row in roster.roster.rows if roster is not None else ():
        yield text("rosters.row_of", row=row.place.row), Identity(row.get(NAME), sound_number(row.get(ID_NUMBER)))


def _seen(
    folders: list[ApplicantFolder],
    lookers: Lookers,
    roster: Comparison | None,
    on_document: Callable[[], None] | None,
) -> Iterator[_Seen]:
    """Give each applicant as soon as every file is looked at."""
    pending = [(folder, lookers.submit([material.path for material in folder.materials])) for folder in folders]
    for folder, futures in pending:
        looked = []
        for material, future in zip(folder.materials, futures, strict=True):
            looked.append(lookers.result(material.path, future))
            if on_document is not None:
                on_document()
        if roster is None or folder.problem is not None:
            yield _Seen(folder, looked, {})
        else:
            known, sources = roster.meet(folder, _observations(folder, looked))
            yield _Seen(known, looked, sources)


def _compared(everybody: Iterator[_Seen], index: Overlay | None) -> Iterator[_Seen]:
    """Give the applicants on; with a corpus, all of them once all are there.

    Who copied from whom cannot be told from who is read first: papers are compared when every one of them is there.
    """
    if index is None:
        yield from everybody
        return
    held = list(everybody)
    for seen in held:
        add_papers(index, seen.folder, seen.looked)
    yield from held


def _observations(folder: ApplicantFolder, looked: list[Looked]) -> dict[str, Observation]:
    return {
        _document_name(material): result.observation
        for material, result in zip(folder.materials, looked, strict=True)
        if result.observation is not None
    }


def add_papers(index: CorpusIndex, folder: ApplicantFolder, looked: list[Looked]) -> None:
    """Add the papers of an applicant to what the others' are compared with."""
    name = folder.applicant.name
    for material, result in zip(folder.materials, looked, strict=True):
        if result.observation is not None and result.observation.type in COMPARED_TYPES:
            document = _document_name(material)
            source = Source(_batch_id(folder.id, document), document, (name,) if name else (), kind="batch")
            index.add(source, result.observation.text)


def _batch_id(application: str, document: str) -> str:
    return f"{application}/{document}"


def build_case(
    folder: ApplicantFolder, policy: Policy, looked: list[Looked], corpus: CorpusIndex | None = None
) -> Case:
    """Return all that the judge may know of one applicant. Documents are named by their path in the folder."""
    materials = []
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
                needs_mask=material.needs_mask,
                handed_in_at=material.handed_in_at,
            )
        )
    materials += [
        # Nobody has its bytes: what it may have been is as open as with a file that does not open.
        Material(entry.name, NO_BYTES, entry.name, refusal=entry.refusal.code)
        for entry in folder.refused
    ]
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
    case = Case(
        application=application, observations=_observations(folder, looked), earlier_notices=folder.earlier_notices
    )
    return add_second_passes(case, corpus)


def _document_name(material: FolderMaterial) -> str:
    return f"{material.slot}/{material.path.name}" if material.slot else material.path.name


def add_second_passes(case: Case, corpus: CorpusIndex | None) -> Case:
    """Add who is named where, how similar the papers are and what is one picture: passes over finished observations."""
    applicant = case.application.applicant
    names = {}
    if applicant.name:
        subject = Subject(name=applicant.name)
        filenames = {material.document: material.filename for material in case.application.materials}
        names = {
            document: tuple(find_names(filenames[document], observation, subject))
            for document, observation in case.observations.items()
        }
    overlaps, repeats = {**case.overlaps, **_overlaps(case, corpus)}, find_repeats(case.observations)
    return dataclasses.replace(case, names=names, overlaps=overlaps, repeats=repeats)


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
        if observation.type in COMPARED_TYPES
    }
