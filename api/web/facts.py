"""What is asked about an applicant: identity and the facts of the notice, with what is known and from where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from api.web.texts import t
from models.application import Applicant
from models.case import Case
from models.messages import has_text
from models.policy import FactRule, Policy


@dataclass(frozen=True)
class Question:
    """One question; `where` is applicant or fact, `value` what is known as text, `source` where that comes from."""

    where: str
    name: str
    label: str
    kind: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    source: str = ""


def questions(case: Case, policy: Policy) -> tuple[Question, ...]:
    """Return every question of the notice, identity first."""
    return (*_identity(case.application.applicant), *_facts(case, policy))


def _identity(applicant: Applicant) -> Iterable[Question]:
    for known in fields(Applicant):
        key = f"identity_{known.name}"
        if has_text(f"console.{key}"):
            value = getattr(applicant, known.name)
            kind = "date" if known.name == "birth_date" else "text"
            yield Question("applicant", known.name, t(key), kind, "" if value is None else str(value))


def _facts(case: Case, policy: Policy) -> Iterable[Question]:
    for name, rule in policy.facts.items():
        value = case.application.facts.get(name)
        source = "" if value is not None else _default(rule)
        yield Question("fact", name, rule.label, rule.kind, _text(value), _choices(rule), source)


def _choices(rule: FactRule) -> tuple[tuple[str, str], ...]:
    if rule.kind == "bool":
        return (("true", t("yes")), ("false", t("no")))
    return tuple((value, value) for value in rule.values)


def _default(rule: FactRule) -> str:
    if rule.default is not None:
        value = _text(rule.default)
        return t("fact_default", value=dict(_choices(rule)).get(value, value))
    return t("fact_read_from") if rule.read_from else ""


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
