"""A field of a document says the same as another document, the applicant or the policy (交叉核对)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field as dataclass_field
from functools import partial
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import FieldValue
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, condensed, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.fields import MASKED
from verifier.checks.places import at_field
from verifier.checks.sources import resolve
from verifier.seals.matching import OrganisationMatch, match_organisation

_ISO_DATE: Final = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True, config=VALUE)
class CrossMatchParams:
    """Field -> source. `match` must be comparable, `match_if_known` is compared where both sides are known.

    `organisations` are fields that name an organisation: compared with the policy's aliases.
    """

    match: dict[str, str] = dataclass_field(default_factory=dict)
    match_if_known: dict[str, str] = dataclass_field(default_factory=dict)
    organisations: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source that is named; the loader looks them up."""
        return (*self.match.values(), *self.match_if_known.values())


def run(
    documents: Sequence[Held], requirement: Requirement, params: CrossMatchParams, context: Context
) -> list[Answer]:
    """Compare the fields of each document."""
    answers = []
    for held in documents:
        found = [_compare(held, name, source, params, context) for name, source in params.match.items()]
        optional = [_compare(held, name, source, params, context) for name, source in params.match_if_known.items()]
        found += [answer for answer in optional if _decides(answer)]
        answers += condensed(found, partial(_matches, held), held)
    return answers


def _matches(held: Held, said: str) -> str:
    return text("checks.matches", title=held.title, fields=said)


def _decides(answer: Answer) -> bool:
    return answer.verdict is not Verdict.NEEDS_REVIEW or bool(answer.measures.get("compared"))


def _compare(held: Held, name: str, source: str, params: CrossMatchParams, context: Context) -> Answer:
    expected = resolve(source, context)
    field = held.field(name)
    if field is not None and MASKED in field.problems:
        return passed(text("checks.match_masked", field=name), held, at_field(held, field))
    if field is None or field.value is None:
        evidence = at_field(held, field) if field else held.evidence(expected=expected.value)
        return review(text("checks.field_not_found", title=held.title, field=name), None, held, evidence)
    said = {"title": held.title, "page": field.page, "field": name, "found": field.value, "label": expected.label}
    if expected.value is None:
        return review(text("checks.match_unknown", **said), None, held, at_field(held, field))
    evidence = at_field(held, field, expected=expected.value)
    same = _same(field, expected.value, name in params.organisations, context)
    if same:
        return passed(text("checks.match_same", **said), held, evidence)
    said["expected"] = expected.value
    if same is None or is_doubtful(field.confidence):
        return review(text("checks.match_doubtful", **said), None, held, evidence, compared=True)
    remedy = text("checks.match_remedy", field=name, label=expected.label)
    return failed(text("checks.match_other", **said), remedy, held, evidence)


def _same(field: FieldValue, expected: str, is_organisation: bool, context: Context) -> bool | None:
    """Tell whether both say the same; None where that is doubtful."""
    found = field.value or ""
    if is_organisation:
        match = match_organisation(found, expected, context.policy.organisation_aliases)
        return {OrganisationMatch.SAME: True, OrganisationMatch.DIFFERENT: False}.get(match)
    found, expected = fold(found), fold(expected)
    if _ISO_DATE.fullmatch(found) and _ISO_DATE.fullmatch(expected):
        # A certificate may print the month only.
        return found.startswith(expected) or expected.startswith(found)
    return found.removesuffix("族").upper() == expected.removesuffix("族").upper()


CHECK = Check("cross_match", CrossMatchParams, run)
