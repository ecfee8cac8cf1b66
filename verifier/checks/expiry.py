"""No document has expired on the day of the event (时效性)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_field
from verifier.checks.sources import event_day, parse_day


@dataclass(frozen=True, config=VALUE)
class ExpiryParams:
    """Fields that hold a period or its last day; `valid_on` is the event."""

    fields: tuple[str, ...] = ("有效期限", "有效期", "有效期至", "营业期限")
    valid_on: Literal["submitted_at", "received_at"] = "submitted_at"


def run(documents: Sequence[Held], requirement: Requirement, params: ExpiryParams, context: Context) -> list[Answer]:
    """Look at each document that says until when it holds; one answer where none has expired."""
    speaking = [held for held in documents if not held.field_names.isdisjoint(params.fields)]
    dated = [(held, field) for held in speaking for name in params.fields for field in held.fields(name)]
    if not dated:
        return [passed(text("clauses.expiry_none"))]
    event = text(f"checks.event_{params.valid_on}")
    day = event_day(params.valid_on, context)
    if day is None:
        return [review(text("clauses.expiry_no_day", event=event), text("checks.window_record", event=event))]
    answers = []
    for held, field in dated:
        last = (field.value or "").rpartition("/")[2]
        end = parse_day(last)
        said = {"title": held.title, "field": field.name, "span": field.raw or field.value, "event": event, "day": day}
        evidence = at_field(held, field)
        if end is None and last != "..":
            answers.append(review(text("checks.valid_unread", **said), None, held, evidence))
        elif end is not None and end < day:
            doubt = is_doubtful(field.confidence) or bool(field.problems)
            key = "checks.valid_doubtful" if doubt else "checks.valid_bad"
            answer = review if doubt else failed
            answers.append(answer(text(key, **said), text("checks.valid_remedy"), held, evidence))
        else:
            answers.append(passed(text("checks.valid_good", **said), held, evidence))
    open_ones = [answer for answer in answers if answer.verdict is not Verdict.PASSED]
    return open_ones or [passed(text("clauses.expiry_good", count=len(answers), event=event, day=day))]


CHECK = Check("expiry", ExpiryParams, run, application_wide=True)
