"""A roster beside the applicants' folders: who is missing, who comes twice, what contradicts the documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from models.application import Applicant
from models.errors import InputRefused
from models.observation import FieldValue, Observation
from models.policy import Policy
from models.report import Evidence, Verdict
from models.roster import RosterFinding, RosterReport
from verifier.certificates.folding import fold
from verifier.checks.dossier import type_title
from verifier.folders import ApplicantFolder
from verifier.rosters.checking import check_roster, worst
from verifier.rosters.columns import (
    BIRTH,
    DEGREE,
    EDUCATION,
    ETHNICITY,
    GENDER,
    ID_NUMBER,
    NAME,
    SCHOOL,
    SUBJECT,
    TITLE,
    TITLE_DATE,
    UNIT,
)
from verifier.rosters.feeding import feed
from verifier.rosters.matching import ID_FIELDS, Identity, identity_of, rows_of, sure_field
from verifier.rosters.roster import Place, Roster, RosterRow, Value
from verifier.rosters.rules import roster_rule
from verifier.rosters.saying import ask, fail
from verifier.seals.matching import OrganisationMatch, match_organisation

_CERTAIN: Final = {
    NAME: (("id_card",), ("姓名",)),
    ID_NUMBER: (("id_card",), ID_FIELDS),
    GENDER: (("id_card",), ("性别",)),
    ETHNICITY: (("id_card",), ("民族",)),
    BIRTH: (("id_card",), ("出生",)),
}
"""Column -> (types, fields) that settle it: the identity card."""

_ASKED: Final = {
    UNIT: (("appraisal", "ce_exempt"), ("单位", "现工作单位")),
    EDUCATION: (("diploma", "chsi_reg"), ("层次",)),
    DEGREE: (("degree",), ("学位",)),
    SCHOOL: (("diploma", "chsi_reg"), ("学校",)),
    SUBJECT: (("diploma", "chsi_reg"), ("专业",)),
    TITLE: (("title_cert",), ("资格名称",)),
    TITLE_DATE: (("title_cert",), ("批准日期",)),
}
"""Columns that several documents may answer (two diplomas, an earlier unit): where none agrees, a person looks."""

_FACTS: Final = {NAME: "name", ID_NUMBER: "id_number", UNIT: "unit", GENDER: "gender", ETHNICITY: "ethnicity"}


class Comparison:
    """Meets applicants one by one, in any order; `report` says what is to be said when all have come."""

    def __init__(self, roster: Roster, policy: Policy) -> None:
        self.roster = roster
        self._policy = policy
        self._findings: list[RosterFinding] = []
        self._matched: dict[str, RosterRow] = {}
        self._asked: list[RosterRow] = []

    def meet(
        self, folder: ApplicantFolder, observations: Mapping[str, Observation]
    ) -> tuple[ApplicantFolder, dict[str, str]]:
        """Return the folder with what only the roster knows of this applicant, and the source of each value.

        Args:
            folder: as it was read.
            observations: what its documents show, by document id.
        """
        identity = identity_of(folder.applicant, observations)
        rows = rows_of(folder.id, identity, folder.applicant.unit, self.roster.rows)
        if len(rows) != 1:
            self._asked += rows
            self._findings.append(_about(_no_single_row(folder.id, identity, len(rows)), folder.id))
            return folder, {}
        (row,) = rows
        for other, taken in self._matched.items():
            if taken.place == row.place:
                finding = fail("two_folders", row.place, folder=folder.id, other=other)
                self._findings.append(_about(finding, folder.id))
        self._matched[folder.id] = row
        self._findings += _with_facts(row, folder.applicant, folder.id, self._policy)
        self._findings += _with_documents(row, observations, folder.id, self._policy)
        return feed(folder, row, self._policy)

    def of(self, folder: str) -> tuple[RosterFinding, ...]:
        """Return what is said of one applicant who was met: of their row by itself, and beside their documents."""
        row = self._matched.get(folder)
        place = (row.place.sheet, row.place.row) if row is not None else None
        alone = [one for one in self._alone if (one.sheet, one.row) == place]
        return (*alone, *(one for one in self._findings if one.applicant == folder))

    @cached_property
    def _alone(self) -> tuple[RosterFinding, ...]:
        return tuple(check_roster(self.roster, self._policy))

    @property
    def beside(self) -> tuple[RosterFinding, ...]:
        """What was found between rows and applicants so far."""
        return tuple(self._findings)

    @property
    def matched(self) -> dict[str, Place]:
        """The row of each folder that has one."""
        return {folder: row.place for folder, row in self._matched.items()}

    @property
    def asked(self) -> tuple[Place, ...]:
        """Rows of which several may be one applicant's."""
        return tuple(row.place for row in self._asked)

    def report(self, *, everybody: bool = True) -> RosterReport:
        """Return the report: the roster by itself, then beside the applicants that came.

        Args:
            everybody: all applicants came: a row that nobody came for has no materials.
        """
        met = {row.place for row in (*self._matched.values(), *self._asked)}
        left = [row for row in self.roster.rows if row.place not in met] if everybody else []
        missing = [fail("no_folder", row.values[NAME].place) for row in left]
        return make_report(self.roster, self._policy, (*self._findings, *missing), self._matched)


def _no_single_row(folder: str, identity: Identity, count: int) -> RosterFinding:
    if count:
        return ask("which_row", None, folder=folder, count=count)
    if identity == Identity(None, None):
        return ask("no_row", None, folder=folder)  # nothing was read that a row could be found by
    return fail("no_row", None, folder=folder)


def make_report(
    roster: Roster,
    policy: Policy,
    beside: tuple[RosterFinding, ...] = (),
    matched: Mapping[str, RosterRow] | None = None,
) -> RosterReport:
    """Return the report of a roster by itself and of what was found `beside` the applicants."""
    findings = (*check_roster(roster, policy), *beside)
    requirement, clause, quote = _clause(policy)
    return RosterReport(
        filename=roster.filename,
        policy_id=policy.id,
        verdict=worst(findings),
        people=len(roster.rows),
        columns=tuple(column.printed for column in roster.tables[0].columns),
        findings=findings,
        matched={key: row.place.row or 0 for key, row in (matched or {}).items()},
        requirement=requirement,
        clause=clause,
        quote=quote,
    )


def unreadable(path: Path, policy: Policy, refusal: InputRefused) -> RosterReport:
    """Return the report of a roster that could not be read: the applicants are judged without it."""
    requirement, clause, quote = _clause(policy)
    return RosterReport(
        filename=path.name,
        policy_id=policy.id,
        verdict=Verdict.FAILED,
        requirement=requirement,
        clause=clause,
        quote=quote,
        error={"code": refusal.code, "title": refusal.title, "detail": refusal.detail},
    )


def _clause(policy: Policy) -> tuple[str | None, str | None, str | None]:
    rule = roster_rule(policy)
    wanted = rule.requirement if rule is not None else None
    requirements = {entry.id: (entry.id, entry.clause, entry.quote) for entry in policy.requirements}
    unjudged = {entry.id: (entry.id, entry.clause, entry.quote) for entry in policy.unjudged}
    return (requirements | unjudged).get(wanted or "", (None, None, None))


def _about(finding: RosterFinding, applicant: str, *evidence: Evidence) -> RosterFinding:
    return dataclasses.replace(finding, applicant=applicant, evidence=evidence)


def _with_facts(row: RosterRow, applicant: Applicant, folder: str, policy: Policy) -> Iterator[RosterFinding]:
    """Compare a row with what the applicant stated of themselves."""
    for column, key in _FACTS.items():
        value, stated = row.values.get(column), getattr(applicant, key)
        if value is None or value.text is None or not stated:
            continue
        same = _same(column, value.text, stated, policy)
        if same is not True:
            say = fail if same is False else ask
            said = {"column": value.place.column, "found": value.raw, "seen": stated}
            yield _about(say("differs_facts", value.place, remedy="differs_remedy", **said), folder)


def _with_documents(
    row: RosterRow, observations: Mapping[str, Observation], folder: str, policy: Policy
) -> Iterator[RosterFinding]:
    """Compare a row with what the documents say; what is hidden, doubtful or unread contradicts nothing."""
    for table, say in ((_CERTAIN, fail), (_ASKED, ask)):
        for column, (types, names) in table.items():
            value = row.values.get(column)
            if value is None or value.text is None:
                continue
            seen = [
                (document, observation, field)
                for document, observation in observations.items()
                if observation.type in types and (field := sure_field(observation, names))
            ]
            answers = [_same(column, value.text, field.value or "", policy) for _, _, field in seen]
            if seen and not any(answer is True for answer in answers):
                document, observation, field = seen[0]
                finding = (say if False in answers else ask)(
                    "differs", value.place, remedy="differs_remedy", **_said(value, observation, field)
                )
                yield _about(finding, folder, _evidence(document, field, value))


def _said(value: Value, observation: Observation, field: FieldValue) -> dict[str, object]:
    return {
        "column": value.place.column,
        "found": value.raw,
        "document": f"《{type_title(observation.type)}》",
        "page": field.page,
        "field": field.name,
        "seen": field.value,
    }


def _evidence(document: str, field: FieldValue, value: Value) -> Evidence:
    return Evidence(document, field.page, field.box, field.value, value.text, field.confidence)


def _same(column: str, mine: str, theirs: str, policy: Policy) -> bool | None:
    """Tell whether two values say the same; None where that is doubtful."""
    if column == UNIT:
        match = match_organisation(mine, theirs, policy.organisation_aliases)
        return {OrganisationMatch.SAME: True, OrganisationMatch.DIFFERENT: False}.get(match)
    mine, theirs = fold(mine).upper(), fold(theirs).upper()
    if column == ETHNICITY:
        return mine.removesuffix("族") == theirs.removesuffix("族")
    if column == EDUCATION:
        return _education(mine) == _education(theirs)
    if column == DEGREE:
        return mine in theirs or theirs in mine or mine[:2] == theirs[-4:-2]
    if column in (BIRTH, TITLE_DATE):
        return mine.startswith(theirs) or theirs.startswith(mine)
    return mine == theirs


def _education(said: str) -> str:
    """Return the level of an education: 大学本科 and 本科 are one."""
    for part, level in (
        ("博士", "博士"),
        ("硕士", "硕士"),
        ("研究生", "硕士"),
        ("本科", "本科"),
        ("专科", "专科"),
        ("大专", "专科"),
    ):
        if part in said:
            return level
    return "本科" if said in ("大学", "大本") else said
