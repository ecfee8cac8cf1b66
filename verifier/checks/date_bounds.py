"""Every document came into being in time: by the cutoff, and after the present title (成果截止、现职称后)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import FieldValue
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import CutoffName
from verifier.checks.places import at_field
from verifier.checks.sources import resolve
from verifier.checks.spans import span_of


@dataclass(frozen=True, config=VALUE)
class DateBoundsParams:
    """The first of `fields` that was read is the day: not later than the cutoff `until`, later than the source `after`.

    Where the notice's cutoff is the day of applying, `until_event` names it instead; `until_day` is a day that the
    notice leaves to another one.
    """

    fields: tuple[str, ...]
    until: CutoffName = ""
    until_event: str = ""
    until_day: dt.date | None = None
    after: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that are named; the loader looks them up."""
        return tuple(filter(None, (self.until_event, self.after)))


def run(
    documents: Sequence[Held], requirement: Requirement, params: DateBoundsParams, context: Context
) -> list[Answer]:
    """Compare the day of each document; a year or a month alone decides only where the whole of it lies on one side."""
    return [_judge(held, params, context) for held in documents]


def _judge(held: Held, params: DateBoundsParams, context: Context) -> Answer:
    found = [field for name in params.fields if (field := held.field(name)) is not None and span_of(field.value)]
    if not found:
        message = text("checks.field_not_found", title=held.title, field="、".join(params.fields))
        return review(message, None, held, held.evidence())
    answers = []
    if params.until or params.until_event or params.until_day:
        answers.append(_not_later(held, found[0], params, context))
    if params.after:
        answers.append(_later(held, found[0], params, context))
    return max(answers, key=lambda answer: answer.verdict.rank)


def _not_later(held: Held, field: FieldValue, params: DateBoundsParams, context: Context) -> Answer:
    if params.until_event:
        source = resolve(params.until_event, context)
        bound, label = span_of(source.value), source.label
    else:
        day = params.until_day or context.policy.cutoffs[params.until]
        bound, label = (day, day) if day else None, text("clauses.cutoff")
    return _compared(held, field, label, bound, later=False)


def _later(held: Held, field: FieldValue, params: DateBoundsParams, context: Context) -> Answer:
    source = resolve(params.after, context)
    return _compared(held, field, source.label, span_of(source.value), later=True)


def _compared(
    held: Held, field: FieldValue, label: str, bound: tuple[dt.date, dt.date] | None, *, later: bool
) -> Answer:
    said = {"title": held.title, "field": field.name, "day": field.raw or field.value, "label": label}
    if bound is None:
        return review(text("clauses.bound_unknown", **said), None, held, at_field(held, field))
    said["bound"] = str(bound[1] if bound[0] == bound[1] else f"{bound[0]}—{bound[1]}")
    evidence = at_field(held, field, expected=f"{label} {said['bound']}")
    earliest, latest = span_of(field.value) or (dt.date.max, dt.date.min)
    good = earliest > bound[1] if later else latest <= bound[0]
    bad = latest <= bound[0] if later else earliest > bound[1]
    way = "later" if later else "until"
    if good:
        return passed(text(f"clauses.bound_{way}_good", **said), held, evidence)
    if not bad or is_doubtful(field.confidence) or field.problems:
        return review(text("clauses.bound_unsure", **said), None, held, evidence)
    return failed(text(f"clauses.bound_{way}_bad", **said), text(f"clauses.bound_{way}_remedy", **said), held, evidence)


CHECK = Check("date_bounds", DateBoundsParams, run)
