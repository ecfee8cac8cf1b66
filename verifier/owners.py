"""Whose papers are these? Papers of two people in one folder, and one applicant in two folders of a batch.

No notice needs to say so: it is asked of every application, before its clauses, and its findings name no clause.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from models.case import Case
from models.messages import text
from models.observation import FieldValue, Observation
from models.policy import Severity
from models.report import Evidence, Finding, Report, Verdict
from verifier.certificates.folding import fold
from verifier.checks.confidence import UNSURE_TYPE, is_doubtful
from verifier.checks.dossier import type_title
from verifier.rosters.matching import HOLDER_TYPES, ID_FIELDS, Identity, identity_of, sound_number

OTHER_PERSON: Final = "OWN-1"
TWICE: Final = "OWN-2"
"""Ids of these findings, in the place of a requirement's."""

_NAME: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,4}|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+")
"""What a name is made of: two to four characters, or several parts with dots between them."""


@dataclass(frozen=True)
class _Seen:
    """Who a document says that it is of."""

    name: FieldValue | None
    number: FieldValue | None

    @property
    def fields(self) -> tuple[FieldValue, ...]:
        return tuple(field for field in (self.name, self.number) if field is not None)


class Owners:
    """The people of a batch.

    Args:
        people: everybody whose name is known beforehand: how to call them (a folder's id, a row) and their identity.
        met: applicants who came before, by ID number.
    """

    def __init__(self, people: Iterable[tuple[str, Identity]] = (), met: Mapping[str, str] | None = None) -> None:
        self._called: dict[str, list[tuple[str, Identity]]] = {}
        for called, identity in people:
            for key in filter(None, (identity.name and fold(identity.name), identity.number)):
                self._called.setdefault(key, []).append((called, identity))
        self._met = dict(met or {})

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Return the papers of other people in this application, and whether its applicant came before."""
        identity = identity_of(case.application.applicant, case.observations)
        strangers = tuple(self._strangers(case, identity))
        return (*strangers, *self._twice(case.application.id, identity))

    def _strangers(self, case: Case, identity: Identity) -> Iterator[Finding]:
        filenames = {material.document: material.filename for material in case.application.materials}
        for document, observation in case.observations.items():
            seen = _seen(observation)
            verdict, other = self._judged(seen, identity, case.application.id)
            if verdict is not None:
                said = {"file": filenames[document], "title": type_title(observation.type), **_said(seen, identity)}
                key = f"owners.other_{verdict}"
                message = text(key, other=text("owners.is_other", other=other) if other else "", **said)
                finding = _finding(OTHER_PERSON, verdict, message, text("owners.other_remedy"), document,
                                   tuple(_evidence(document, seen, identity)))  # fmt: skip
                # Who else has handed in is for the office to know: the applicant is told what is wrong, not of whom.
                yield dataclasses.replace(finding, defect=finding.defect and text(key, other="", **said))

    def _judged(self, seen: _Seen, identity: Identity, application: str) -> tuple[Verdict | None, str | None]:
        """Return how sure it is that a paper is another person's, and who that is where the batch knows them."""
        name = fold(seen.name.value or "") if seen.name else None
        number = seen.number.value if seen.number else None
        other = self._owner(name, number, identity, application)
        if number is not None and identity.number is not None:
            if number == identity.number:
                return None, None  # a former name (曾用名), or a misread one
            alike = name is None or identity.name is None or _alike(name, fold(identity.name))
            return (Verdict.NEEDS_REVIEW if alike and name is not None else Verdict.FAILED), other
        if name is None or identity.name is None or _alike(name, fold(identity.name)):
            return None, None
        # A name alone may be a former one: certain is it only where somebody else of the batch is called so.
        return (Verdict.FAILED if other else Verdict.NEEDS_REVIEW), other

    def _owner(self, name: str | None, number: str | None, identity: Identity, application: str) -> str | None:
        for key in filter(None, (number, name)):
            for called, who in self._called.get(key, ()):
                if called != application and not _is_same(who, identity):
                    return called
        return None

    def _twice(self, application: str, identity: Identity) -> Iterator[Finding]:
        if identity.number is None:
            return
        earlier = self._met.setdefault(identity.number, application)
        if earlier != application:
            message = text("owners.twice", other=earlier)
            yield _finding(TWICE, Verdict.FAILED, message, text("owners.twice_remedy"))


def named_on_papers(case: Case) -> frozenset[str]:
    """Return the names (folded) and ID numbers that the papers of one person say for sure."""
    seen = [_seen(observation) for observation in case.observations.values()]
    names = {fold(one.name.value or "") for one in seen if one.name is not None}
    return frozenset(names | {one.number.value or "" for one in seen if one.number is not None})


def with_findings(report: Report, findings: tuple[Finding, ...]) -> Report:
    """Return a report with further findings before its own; the worst decides.

    A paper that a clause of the notice fails for the same name or number is told once: the clause's finding says whose
    it is.
    """
    own = list(report.findings)
    further = []
    for finding in findings:
        index = next((at for at, told in enumerate(own) if _tells(told, finding)), None)
        if index is None:
            further.append(finding)
        else:
            told = own[index]
            own[index] = dataclasses.replace(
                told,
                message=f"{told.message}\n{finding.message}",
                defect=told.defect or f"{told.message}\n{finding.defect or finding.message}",
            )
    deciding = (finding.verdict for finding in further if finding.severity is not Severity.WARN)
    verdict = Verdict.worst((report.verdict, *deciding))
    return dataclasses.replace(report, findings=(*further, *own), verdict=verdict)


def _tells(told: Finding, finding: Finding) -> bool:
    """Tell whether a defect of a clause was seen where this one was."""
    places = {(piece.document, piece.page, piece.box) for piece in finding.evidence}
    return told.verdict is Verdict.FAILED and any(
        (piece.document, piece.page, piece.box) in places and piece.box is not None for piece in told.evidence
    )


def _seen(observation: Observation) -> _Seen:
    if observation.type not in HOLDER_TYPES or (observation.type_confidence or 0.0) < UNSURE_TYPE:
        return _Seen(None, None)
    name = _sure(observation, ("姓名",))
    if name is not None and not _NAME.fullmatch(fold(name.value or "")):
        name = None  # a line of print that was taken for one
    return _Seen(name, _sure(observation, ID_FIELDS, is_number=True))


def _sure(observation: Observation, names: tuple[str, ...], *, is_number: bool = False) -> FieldValue | None:
    for name in names:
        field = observation.field(name)
        if field is None or not field.value or field.problems or is_doubtful(field.confidence):
            continue
        if not is_number or sound_number(field.value):
            return field
    return None


def _alike(name: str, other: str) -> bool:
    """Tell whether two names may be one, misread or cut: half of the characters of the shorter stand in the longer."""
    shorter, longer = sorted((name, other), key=len)
    return 2 * sum(character in longer for character in shorter) >= len(shorter)


def _is_same(one: Identity, other: Identity) -> bool:
    if one.number and other.number:
        return one.number == other.number
    return bool(one.name and other.name and fold(one.name) == fold(other.name))


def _said(seen: _Seen, identity: Identity) -> Mapping[str, str]:
    found = "、".join(f"{field.name}“{field.value}”" for field in seen.fields)
    expected = "、".join(f"“{value}”" for value in (identity.name, identity.number) if value)
    return {"found": found, "expected": expected}


def _evidence(document: str, seen: _Seen, identity: Identity) -> Iterator[Evidence]:
    for field in seen.fields:
        expected = identity.name if field is seen.name else identity.number
        yield Evidence(document, field.page, field.box, field.value, expected, field.confidence)


def _finding(
    requirement: str,
    verdict: Verdict,
    message: str,
    remedy: str,
    document: str | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Finding:
    certain = verdict is Verdict.FAILED
    return Finding(
        requirement=requirement,
        clause=text("owners.clause"),
        quote=text("owners.quote"),
        verdict=verdict,
        severity=Severity.CORRECT,
        message=message,
        remedy=remedy,
        document=document,
        evidence=evidence,
        defect=message if certain else None,
        mending=remedy if certain else None,
    )
