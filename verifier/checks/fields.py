"""Fields were read, keep their format and check digit, and are valid on a given day (号码校验、有效期)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

from pydantic.dataclasses import dataclass

from models.messages import has_text, text
from models.observation import FieldValue
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, condensed, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_field
from verifier.checks.sources import event_day, parse_day

MASKED: Final = "masked"
NOT_FOUND: Final = "not_found"
_DEFECTS: Final = frozenset({"checksum", "not_a_date", "contradicts_number", "blank", "placeholder", "several"})
"""Problems that are the document's fault when the reading is sure; every other problem may be the reader's."""

_OPEN_END: Final = ".."


@dataclass(frozen=True, config=VALUE)
class FieldsParams:
    """`required` fields of the document; `filled` ones need not be there but must not be left blank.

    `validity` names a field holding a period that must cover the day of `valid_on`.
    """

    required: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    validity: str = ""
    valid_on: Literal["submitted_at", "received_at"] = "submitted_at"


def run(documents: Sequence[Held], requirement: Requirement, params: FieldsParams, context: Context) -> list[Answer]:
    """Look at the fields of each document."""
    return [answer for held in documents for answer in _judge(held, params, context)]


def _judge(held: Held, params: FieldsParams, context: Context) -> list[Answer]:
    answers = [_field(held, name) for name in params.required]
    answers += [_field(held, name) for name in params.filled if _is_found(held, name)]
    answers = condensed(answers, lambda said: text("checks.fields_good", title=held.title, fields=said), held)
    if params.validity:
        answers.append(_valid(held, params, context))
    return answers


def _is_found(held: Held, name: str) -> bool:
    field = held.field(name)
    return field is not None and NOT_FOUND not in field.problems


def _field(held: Held, name: str) -> Answer:
    field = held.field(name)
    if field is None or NOT_FOUND in field.problems:
        return review(text("checks.field_not_found", title=held.title, field=name), None, held, held.evidence())
    evidence = at_field(held, field)
    where = text("checks.field_place", title=held.title, page=field.page, field=name)
    if MASKED in field.problems:
        return passed(text("checks.field_masked", field=name), held, evidence)
    defects = [problem for problem in field.problems if problem in _DEFECTS]
    if defects and not is_doubtful(field.confidence):
        message = text("checks.field_wrong", where=where, found=field.raw or "", problem=_said(defects[0]))
        return failed(message, text("checks.field_remedy", field=name), held, evidence)
    if field.problems or field.value is None:
        problem = _said(field.problems[0]) if field.problems else text("checks.field_unread")
        message = text("checks.field_doubtful", where=where, found=field.raw or "", problem=problem)
        return review(message, text("checks.field_look", field=name), held, evidence)
    return passed(text("checks.field_good", field=name, value=field.value), held, evidence)


def _said(problem: str) -> str:
    key = f"certificates.problem_{problem}"
    return text(key) if has_text(key) else text("checks.field_problem_other", code=problem)


def _valid(held: Held, params: FieldsParams, context: Context) -> Answer:
    field = held.field(params.validity)
    event = text(f"checks.event_{params.valid_on}")
    if field is None or field.value is None:
        evidence = at_field(held, field) if field else held.evidence()
        message = text("checks.field_not_found", title=held.title, field=params.validity)
        return review(message, None, held, evidence)
    day = event_day(params.valid_on, context)
    if day is None:
        message = text("checks.valid_no_day", title=held.title, event=event)
        return review(message, text("checks.window_record", event=event), held)
    return _covers(held, field, day, event)


def _covers(held: Held, field: FieldValue, day: dt.date, event: str) -> Answer:
    start_text, _, end_text = (field.value or "").partition("/")
    start, end = parse_day(start_text), parse_day(end_text)
    said = {"title": held.title, "field": field.name, "span": field.raw or field.value, "event": event, "day": day}
    evidence = at_field(held, field)
    if start is None or (end is None and end_text != _OPEN_END):
        return review(text("checks.valid_unread", **said), None, held, evidence)
    if start <= day and (end is None or day <= end):
        return passed(text("checks.valid_good", **said), held, evidence)
    if is_doubtful(field.confidence):
        return review(text("checks.valid_doubtful", **said), None, held, evidence)
    return failed(text("checks.valid_bad", **said), text("checks.valid_remedy"), held, evidence)


CHECK = Check("fields", FieldsParams, run)
