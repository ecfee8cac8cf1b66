"""What the reviewer's page of one application shows, as plain values: documents, answers and their places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.web.marks import hit_label, mark, name_kind
from models.case import Case
from models.decisions import Act, Standing, StandingFinding
from models.messages import error_text, text
from models.observation import NameHit, Observation, Seal, Signature
from models.report import Evidence, Report, Verdict
from models.store.documents import DocumentState, StoredDocument
from verifier.checks.dossier import type_title


@dataclass(frozen=True)
class Sheet:
    """One document in the list on the left: `worst` is the worst answer about it, "" where none is."""

    id: str
    filename: str
    slot: str
    type: str
    state: str
    pages: int
    trouble: str
    worst: str


@dataclass(frozen=True)
class Spot:
    """A place that evidence names: a click leads there. `box` is [left, top, right, bottom] in page fractions."""

    document: str
    filename: str
    page: int
    box: tuple[float, float, float, float] | None
    text: str
    expected: str


@dataclass(frozen=True)
class Said:
    """What one reviewer decided: `kind` as answers have it, `number` is that of the act, to take it back."""

    number: int
    author: str
    kind: str
    note: str
    at: dt.datetime


@dataclass(frozen=True)
class Answer:
    """One finding in the list on the right, as it stands after people's decisions.

    `number` is its place in the report, from 0; `machine` is the verdict that the program gave.
    """

    number: int
    requirement: str
    clause: str
    quote: str
    verdict: str
    severity: str
    lines: tuple[str, ...]
    remedy: tuple[str, ...]
    document: str
    filename: str
    spots: tuple[Spot, ...]
    machine: str
    decided: tuple[Said, ...] = ()
    outdated: tuple[Said, ...] = ()
    disputed: bool = False

    @property
    def kind(self) -> str:
        """The kind that the answer is filtered and coloured by: a severity when failed, else the verdict."""
        if self.verdict == Verdict.FAILED:
            return self.severity
        return str(Verdict.NEEDS_REVIEW) if self.verdict == Verdict.ERRORED else self.verdict

    @property
    def is_open(self) -> bool:
        """Whether somebody has something to do about it."""
        return self.verdict not in (Verdict.PASSED, Verdict.NOT_APPLICABLE)


def sheets(documents: Sequence[StoredDocument], report: Report | None) -> tuple[Sheet, ...]:
    """Return the application's documents by slot, in the order of their arrival; cancelled ones are left out."""
    worst = _worst_by_document(report)
    shown = [document for document in documents if document.state is not DocumentState.CANCELLED]
    shown.sort(key=lambda document: document.slot or "")
    return tuple(_sheet(document, worst.get(document.id, "")) for document in shown)


def _sheet(document: StoredDocument, worst: str) -> Sheet:
    trouble = ""
    if document.error_code:
        trouble = "：".join(error_text(document.error_code, **document.error_parameters))
    return Sheet(
        id=document.id,
        filename=document.filename,
        slot=document.slot or "",
        type=type_title(document.type) if document.type else "",
        state=document.state.value,
        pages=document.pages or 0,
        trouble=trouble,
        worst=worst,
    )


def _worst_by_document(report: Report | None) -> dict[str, str]:
    verdicts: dict[str, list[Verdict]] = {}
    for finding in report.findings if report else ():
        for document in {finding.document, *(piece.document for piece in finding.evidence)} - {None}:
            verdicts.setdefault(str(document), []).append(finding.verdict)
    return {document: Verdict.worst(found).value for document, found in verdicts.items()}


def answers(stands: Standing, case: Case, names: Mapping[str, str]) -> tuple[Answer, ...]:
    """Return the findings in the order of the notice; `names` are those of reviewers by the id that acts carry."""
    files = {material.document: material.filename for material in case.application.materials}
    return tuple(_answer(number, found, files, names) for number, found in enumerate(stands.findings))


def _answer(number: int, stands: StandingFinding, files: Mapping[str, str], names: Mapping[str, str]) -> Answer:
    finding, decided = stands.finding, stands.decided
    severity = finding.severity.value
    return Answer(
        number=number,
        requirement=finding.requirement,
        clause=finding.clause,
        quote=finding.quote,
        verdict=stands.verdict.value,
        severity=severity,
        lines=_lines(finding.message),
        remedy=_lines(finding.remedy),
        document=finding.document or "",
        filename=files.get(finding.document or "", ""),
        spots=tuple(_spots(finding.evidence, files)),
        machine=finding.verdict.value,
        decided=tuple(_said(act, severity, names) for act in decided.acts) if decided else (),
        outdated=tuple(_said(act, severity, names) for act in stands.outdated),
        disputed=decided.disputed if decided else False,
    )


def _said(act: Act, severity: str, names: Mapping[str, str]) -> Said:
    kind = severity if act.verdict is Verdict.FAILED else (act.verdict or Verdict.NEEDS_REVIEW).value
    return Said(act.number, names.get(act.author, act.author), kind, act.note or "", act.at)


def _spots(evidence: Iterable[Evidence], files: Mapping[str, str]) -> Iterable[Spot]:
    for piece in dict.fromkeys(evidence):
        if piece.document is None or piece.document not in files:
            continue
        box = tuple(piece.box) if piece.box is not None else None
        yield Spot(
            document=piece.document,
            filename=files[piece.document],
            page=piece.page or 1,
            box=(box[0], box[1], box[2], box[3]) if box else None,
            text=piece.text or "",
            expected=piece.expected or "",
        )


def _lines(value: str | None) -> tuple[str, ...]:
    return tuple(line for line in (value or "").splitlines() if line.strip())


def layers(observation: Observation, names: Iterable[NameHit] = ()) -> list[dict[str, object]]:
    """Return what was seen in a document, page by page, as the viewer draws it; `names` are traces of the applicant.

    Every box has `kind` (seal, signature, field, name, cover, photo, qr), `label` (what was read) and `box`; a seal has
    its `outline` too, and a name that nobody can read any more is `name covered`.
    """
    marks: dict[int, list[dict[str, object]]] = {page.number: [] for page in observation.pages}
    for seal in observation.seals:
        outline = {"outline": [list(point) for point in seal.outline]}
        marks.setdefault(seal.page, []).append(mark("seal", _seal_label(seal), seal.box) | outline)
    for signature in observation.signatures:
        marks.setdefault(signature.page, []).append(mark("signature", _signature_label(signature), signature.box))
    for field in observation.fields:
        if field.box is not None:
            label = text("console.mark_field", name=field.name, value=field.value or field.raw or "—")
            known = {"name": field.name, "value": field.value or field.raw or ""}
            marks.setdefault(field.page, []).append(mark("field", label, field.box) | known)
    for cover in observation.covers:
        label = text("console.mark_cover", kind=text(f"console.cover_{cover.kind}"))
        marks.setdefault(cover.page, []).append(mark("cover", label, cover.box))
    for hit in names:
        if hit.box is not None and hit.page is not None:
            marks.setdefault(hit.page, []).append(mark(name_kind(hit), hit_label(hit), hit.box))
    for code in observation.qr_codes:
        marks.setdefault(code.page, []).append(mark("qr", text("console.mark_qr", text=code.text[:80]), code.box))
    if observation.photo is not None:
        marks.setdefault(observation.photo.page, []).append(
            mark("photo", text("console.mark_photo"), observation.photo.box)
        )
    return [
        {"number": page.number, "width": page.width_px, "height": page.height_px, "marks": marks[page.number]}
        for page in observation.pages
    ]


def _seal_label(seal: Seal) -> str:
    read = " ".join(part for part in (seal.text, seal.centre_text, seal.code) if part)
    key = "mark_seal_fragment" if seal.is_fragment else "mark_seal_copy" if seal.is_copy else "mark_seal"
    return text(f"console.{key}", text=read or text("console.unread"))


def _signature_label(signature: Signature) -> str:
    kind = text(f"console.signature_{signature.kind}")
    label = text("console.mark_signature", role=signature.role, kind=kind)
    if signature.date is not None:
        label += text("console.mark_date", date=signature.date.value or signature.date.raw or "—")
    return label


def counted(found: Sequence[Answer]) -> dict[str, int]:
    """Return how many answers there are of each kind, in the order of the filter."""
    kinds = ("reject", "correct", "warn", "needs_review", "passed", "not_applicable")
    return {kind: sum(answer.kind == kind for answer in found) for kind in kinds}


def title(case: Case, label: str | None) -> str:
    """Return the heading: who applies, else the name of the folder that came in, else the number of the application."""
    return case.application.applicant.name or label or text("console.application_number", id=case.application.id[:8])
