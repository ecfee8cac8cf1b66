"""An event of the process, or a date on a document, lies within a span of days of the notice (时间安排)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement, Window
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import WindowName
from verifier.checks.sources import event_day


@dataclass(frozen=True, config=VALUE)
class DateWindowParams:
    """The window's name in the policy and the event that must lie in it; both ends count."""

    window: WindowName
    event: Literal["submitted_at", "received_at"]


def run(
    documents: Sequence[Held], requirement: Requirement, params: DateWindowParams, context: Context
) -> list[Answer]:
    """Compare the day of the event in Shanghai."""
    window = context.policy.windows[params.window]
    day = event_day(params.event, context)
    label = text(f"checks.event_{params.event}")
    span = f"{_shown(window.start)}—{_shown(window.end)}"
    if day is None:
        return [
            review(text("checks.window_no_event", event=label, span=span), text("checks.window_record", event=label))
        ]
    said = {"event": label, "day": day.isoformat(), "span": span}
    if _is_outside(day, window):
        return [failed(text("checks.window_outside", **said), text("checks.window_remedy"), day=day.isoformat())]
    if window.start is None or window.end is None:
        return [review(text("checks.window_open", **said))]
    return [passed(text("checks.window_inside", **said), day=day.isoformat())]


def _is_outside(day: dt.date, window: Window) -> bool:
    return (window.start is not None and day < window.start) or (window.end is not None and day > window.end)


def _shown(day: dt.date | None) -> str:
    return day.isoformat() if day else text("checks.unknown_day")


CHECK = Check("date_window", DateWindowParams, run, application_wide=True, without_pages=True)
