"""A date on a document lies after another date (出具日在公示期满之后)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.confidence import is_doubtful, is_other_year
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_field
from verifier.checks.sources import parse_day, resolve


@dataclass(frozen=True, config=VALUE)
class DateAfterParams:
    """The document's `field` must be later than the source `after`; of a period there, its end counts.

    With `same_day`, the same day will do.
    """

    field: str
    after: str
    same_day: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The source that is named; the loader looks it up."""
        return (self.after,)


def run(documents: Sequence[Held], requirement: Requirement, params: DateAfterParams, context: Context) -> list[Answer]:
    """Compare the date of each document."""
    return [_judge(held, params, context) for held in documents]


def _judge(held: Held, params: DateAfterParams, context: Context) -> Answer:
    bound = resolve(params.after, context)
    earliest = parse_day((bound.value or "").rpartition("/")[2])
    field = held.field(params.field)
    day = parse_day(field.value) if field else None
    if field is None or day is None:
        evidence = at_field(held, field) if field else held.evidence()
        return review(text("checks.field_not_found", title=held.title, field=params.field), None, held, evidence)
    said = {"title": held.title, "field": params.field, "day": day, "label": bound.label}
    if earliest is None:
        return review(text("checks.after_unknown", **said), None, held, at_field(held, field))
    said["bound"] = earliest
    evidence = at_field(held, field, expected=text("checks.after_expected", bound=earliest))
    if day > earliest or (params.same_day and day == earliest):
        return passed(text("checks.after_good", **said), held, evidence)
    if is_doubtful(field.confidence) or is_other_year(day, earliest, field.confidence):
        return review(text("checks.after_doubtful", **said), None, held, evidence)
    return failed(text("checks.after_bad", **said), text("checks.after_remedy", **said), held, evidence)


CHECK = Check("date_after", DateAfterParams, run)
