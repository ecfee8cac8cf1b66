"""Faults that several notices know: what changes on which document is the same, the requirements differ."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.documents.assessments import Votes
from tests.synthesis.fault_list import STRANGER, Planned
from tests.synthesis.notices.notice import Switch, Told, Wrong, field_of, just, seal_of, slot_of

OTHER_SEAL = just(seal_text=STRANGER)
ELSEWHERE = "长河仪器计量有限公司"
PLEDGE_TEXT = "本人承诺：所提供的相关证书、业绩成果、论文等材料真实可靠，如有虚假，愿意承担一切责任"


def told(requirement: str, verdict: str = "failed", **facts: object) -> Switch:
    """Return a switch that answers questions otherwise."""
    return Switch((Wrong(requirement, verdict=verdict),), facts=just(**facts))


def happened(requirement: str, verdict: str = "failed", **events: object) -> Switch:
    """Return a switch that puts an event on another moment."""
    return Switch((Wrong(requirement, verdict=verdict),), events=just(**events))


def missing(file: str, *requirements: str) -> Switch:
    """Return a switch that leaves a file out."""
    return Switch(tuple(Wrong(requirement) for requirement in requirements), without=(file,))


def on(file: str, requirement: str, change: Told, place: object = None, verdict: str = "failed") -> Switch:
    """Return a switch that changes one document."""
    return Switch((Wrong(requirement, file, place, verdict),), change={file: change})  # type: ignore[arg-type]


def signed_otherwise(file: str, requirement: str, role: str) -> dict[str, Switch]:
    """Return switches for a signature that is printed, pasted or not there."""
    return {
        kind: on(file, requirement, just(signature=kind), slot_of(role)) for kind in ("printed", "pasted", "absent")
    }


def notice_short(requirement: str, *, days: int = 2) -> Switch:
    """Return a switch that takes the public notice down too early; the result goes on to state all its days."""
    return Switch(
        (Wrong(requirement, "notice.jpg", field_of("公示开始")), Wrong(requirement, "notice-result.jpg")),
        change={"notice.jpg": lambda about: {"end": about.notice_from + dt.timedelta(days=days)}},
    )


def other_days(requirement: str) -> Switch:
    """Return a switch that states other days than those of the notice."""
    return on("notice-result.jpg", requirement, just(days=18), field_of("公示天数"))


def result_early(requirement: str) -> Switch:
    """Return a switch that dates the result on the notice's first day."""
    return on("notice-result.jpg", requirement, lambda about: {"issued": about.notice_from}, field_of("落款日期"))


VOTES_LOST = Votes(42, 40, 31, 3, 2)
"""Of forty who voted, thirty-six votes were counted."""

__all__ = ["Planned", "seal_of"]
