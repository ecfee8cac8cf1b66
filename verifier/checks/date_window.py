"""An event of the process, or a date on a document, lies within a span of days of the notice (时间安排)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement, Window
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import SHANGHAI, Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import WindowName
from verifier.checks.sources import EVENTS, parse_day, resolve


@dataclass(frozen=True, config=VALUE)
class DateWindowParams:
    """The window's name in the policy and the event that must lie in it; both ends count.

    A window that closes at an hour closes at that hour in Shanghai; whether an unclear last day counts, a person says.
    """

    window: WindowName
    event: str

    @property
    def sources(self) -> tuple[str, ...]:
        """The event, or `fact.` and a fact that is a day; the loader looks it up."""
        return (self.event,)


def run(
    documents: Sequence[Held], requirement: Requirement, params: DateWindowParams, context: Context
) -> list[Answer]:
    """Compare the day of the event in Shanghai."""
    return [in_window(params.event, context.policy.windows[params.window], context)]


def in_window(event: str, window: Window, context: Context) -> Answer:
    """Return whether the event lies in the window."""
    moment, label = _moment(event, context)
    start = text("clauses.any_day") if window.deadline_only else _shown(window.start)
    span = f"{start}—{_shown(window.end)}"
    if moment is None:
        return review(text("checks.window_no_event", event=label, span=span), text("checks.window_record", event=label))
    local = moment.astimezone(SHANGHAI)
    day = local.date()
    said = {"event": label, "day": day.isoformat(), "span": span}
    if _is_outside(local, window):
        return failed(text("checks.window_outside", **said), text("checks.window_remedy"), day=day.isoformat())
    if window.end is None or (window.start is None and not window.deadline_only):
        return review(text("checks.window_open", **said))
    if window.boundary == "ask" and day == window.end:
        return review(text("clauses.window_boundary", **said))
    return passed(text("checks.window_inside", **said), day=day.isoformat())


def _moment(event: str, context: Context) -> tuple[dt.datetime | None, str]:
    if event in EVENTS:
        return getattr(context.application, event), text(f"checks.event_{event}")
    source = resolve(event, context)
    day = parse_day(source.value)
    return (dt.datetime.combine(day, dt.time(12), SHANGHAI) if day else None), source.label


def _is_outside(moment: dt.datetime, window: Window) -> bool:
    day = moment.date()
    if window.until is not None and day == window.end and moment.time() > window.until:
        return True
    return (window.start is not None and day < window.start) or (window.end is not None and day > window.end)


def _shown(day: dt.date | None) -> str:
    return day.isoformat() if day else text("checks.unknown_day")


CHECK = Check("date_window", DateWindowParams, run, application_wide=True, without_pages=True)
