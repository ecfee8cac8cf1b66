"""What every check is told beside its documents and parameters: the case, the policy, the moment of judging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from models.application import Applicant, Application, Material
from models.case import Case
from models.policy import Policy, Requirement, Severity
from models.report import Finding, Verdict
from verifier.checks.answers import Answer
from verifier.checks.conditions import fact
from verifier.checks.dossier import Dossier, Held
from verifier.checks.facts import Known, known_facts
from verifier.policies.process import escalation

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
"""The time zone of every rule."""

P = TypeVar("P")


@dataclass(frozen=True)
class Context:
    """Everything a check may know. `now` is aware; nothing else tells the time.

    `findings` are those of every other requirement, for the few checks that speak of them (`after_all`);
    `late` files came after the hand-in and are not judged.
    """

    dossier: Dossier
    policy: Policy
    now: dt.datetime
    findings: tuple[Finding, ...] = ()
    late: tuple[Material, ...] = ()

    @property
    def case(self) -> Case:
        """The case."""
        return self.dossier.case

    @property
    def application(self) -> Application:
        """The application."""
        return self.case.application

    @property
    def applicant(self) -> Applicant:
        """Who applies."""
        return self.application.applicant

    @cached_property
    def today(self) -> dt.date:
        """The day of judging in Shanghai."""
        return self.now.astimezone(SHANGHAI).date()

    @cached_property
    def known(self) -> dict[str, Known]:
        """Every fact that somebody told or looked up, or that one of the documents says, with its source."""
        return known_facts(self.dossier, self.policy)

    @cached_property
    def facts(self) -> dict[str, JsonValue]:
        """The values of the known facts."""
        return {name: known.value for name, known in self.known.items()}

    @cached_property
    def escalation(self) -> dict[Severity, Severity]:
        """What becomes of which severity by now."""
        return escalation(self.policy, self.application)

    def fact(self, name: str) -> JsonValue:
        """Return a fact, None where it is unknown or the policy does not ask for it."""
        return fact(name, self.policy, self.facts) if name in self.policy.facts else None


@dataclass(frozen=True)
class Check(Generic[P]):
    """One kind of requirement: its name in a pack, its parameters, and the function that answers.

    `run` gets the documents that the requirement speaks of. It answers per document, or once for the application.
    With `application_wide` it is also asked where there is none of them; otherwise a missing document is for
    `presence` and `completeness` to say.
    With `without_pages` it can answer for a document that has texts and no pages (a DOCX that was not laid out). Every
    other check needs what was seen on pages: where there are none, a person looks.
    """

    name: str
    params: type[P]
    run: Callable[[Sequence[Held], Requirement, P, Context], list[Answer]]
    application_wide: bool = False
    without_pages: bool = False
    after_all: bool = False
    reaches: tuple[Verdict, ...] = (Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW)


AnyCheck = Check[Any]
