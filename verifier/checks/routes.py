"""Which lines of the notice's table of committees an application falls under (受理范围)."""

from __future__ import annotations

from dataclasses import dataclass

from models.policy import Route
from verifier.certificates.folding import fold
from verifier.checks.context import Context

FACTS = ("specialty", "region", "level")
"""The facts that choose a line; a pack with a table of committees asks for them."""


@dataclass(frozen=True)
class Routed:
    """The lines that fit, and the labels of the facts that are still unknown."""

    routes: tuple[Route, ...]
    unknown: tuple[str, ...] = ()


def routes_for(context: Context) -> Routed:
    """Return the lines for the applicant's specialty, region and level."""
    values = {name: context.fact(name) for name in FACTS}
    unknown = tuple(_label(name, context) for name, value in values.items() if value is None)
    if unknown:
        return Routed((), unknown)
    specialty, region, level = (str(values[name]) for name in FACTS)
    fitting = [route for route in context.policy.routes if _fits(route, specialty, region, level)]
    # A line for one place goes before one for the whole of the city.
    local = [route for route in fitting if route.regions]
    return Routed(tuple(local or fitting))


def receiver_of(route: Route, place: str | None) -> str | None:
    """Return who receives the papers of somebody insured at `place`."""
    return route.receiver_for.get(place, route.receiver) if place else route.receiver


def _fits(route: Route, specialty: str, region: str, level: str) -> bool:
    if route.specialties and fold(specialty) not in {fold(name) for name in route.specialties}:
        return False
    if (route.regions and region not in route.regions) or region in route.except_regions:
        return False
    if level in route.except_levels.get(region, ()):
        return False
    return not route.levels or level in route.levels


def _label(name: str, context: Context) -> str:
    rule = context.policy.facts.get(name)
    return rule.label if rule is not None else name
