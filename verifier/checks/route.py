"""The application goes to the committee and office that the table names (受理评委会、受理部门)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.date_window import in_window
from verifier.checks.dossier import Held
from verifier.checks.parameters import FactName
from verifier.checks.routes import receiver_of, routes_for


@dataclass(frozen=True, config=VALUE)
class RouteParams:
    """What is `asked` of the line: the committee, the receiver, its windows, its way of review, its exclusions.

    `given` is the fact that is compared (committee, receiver, employer); `place` the fact for where one is insured.
    With `binding_receiver`, only that office's windows decide; those of others go to a person.
    """

    asked: Literal["committee", "receiver", "online", "paper", "mode", "excluded"]
    given: FactName = ""
    place: FactName = ""
    binding_receiver: str = ""


def run(documents: Sequence[Held], requirement: Requirement, params: RouteParams, context: Context) -> list[Answer]:
    """Answer once for the application."""
    routed = routes_for(context)
    if routed.unknown:
        labels = "、".join(routed.unknown)
        return [review(text("clauses.fact_unknown", label=labels), text("checks.facts_remedy", unknown=labels))]
    if not routed.routes:
        return [failed(text("clauses.route_none"), text("clauses.route_remedy"))]
    if len(routed.routes) > 1:
        names = "；".join(route.committee for route in routed.routes)
        return [review(text("clauses.route_several", names=names))]
    (route,) = routed.routes
    if params.asked == "mode":
        mode = route.mode or text("checks.unknown_day")
        return [passed(text("clauses.route_mode", committee=route.committee, mode=mode))]
    if params.asked in ("online", "paper"):
        return [_window(params, context)]
    return [_given(params, context)]


def _window(params: RouteParams, context: Context) -> Answer:
    (route,) = routes_for(context).routes
    event = "submitted_at" if params.asked == "online" else "received_at"
    windows = route.online if params.asked == "online" else tuple(filter(None, (route.paper,)))
    dated = [window for window in windows if window.start is not None or window.end is not None]
    if not dated:
        return review(text("clauses.route_vague", committee=route.committee), text("checks.parameter_remedy"))
    answers = [in_window(event, window, context) for window in dated]
    best = min(answers, key=lambda answer: answer.verdict.rank)
    receiver = receiver_of(route, _place(params, context))
    if best.verdict is Verdict.FAILED and params.binding_receiver and receiver != params.binding_receiver:
        return review(best.message + text("clauses.route_others_notice", receiver=receiver))
    return best


def _given(params: RouteParams, context: Context) -> Answer:
    (route,) = routes_for(context).routes
    given = context.fact(params.given)
    label = context.policy.facts[params.given].label
    if params.asked == "excluded":
        if not route.excludes:
            return passed(text("clauses.route_all_in", committee=route.committee))
        said = {"label": label, "value": given, "excludes": "、".join(route.excludes)}
        if given is None:
            return review(text("clauses.route_excludes", **said), text("checks.facts_remedy", unknown=label))
        level_is_out = not route.excludes_levels or context.fact("level") in route.excludes_levels
        if level_is_out and any(name in str(given) for name in route.excludes):
            if route.excludes_levels:
                return review(text("clauses.route_partly", note=route.note or "", **said))
            return failed(text("clauses.route_excluded", **said), text("clauses.route_remedy"))
        return passed(text("clauses.route_not_excluded", **said))
    wanted = route.committee if params.asked == "committee" else receiver_of(route, _place(params, context))
    if params.place and _place(params, context) is None:
        place = context.policy.facts[params.place].label
        return review(text("clauses.fact_unknown", label=place), text("checks.facts_remedy", unknown=place))
    said = {"label": label, "value": given, "wanted": wanted}
    if given is None:
        return review(text("clauses.route_unsaid", **said), text("checks.facts_remedy", unknown=label))
    if given == wanted:
        return passed(text("clauses.route_good", **said))
    return failed(text("clauses.route_bad", **said), text("clauses.route_remedy"))


def _place(params: RouteParams, context: Context) -> str | None:
    value = context.fact(params.place) if params.place else None
    return None if value is None else str(value)


CHECK = Check("route", RouteParams, run, application_wide=True, without_pages=True)
