"""The page of docs that says of every requirement how it can be planted, or why it cannot."""

from __future__ import annotations

from pathlib import Path

from tests.synthesis.fault_list import EXTRA, FAULTS, UNPLANTED
from tests.synthesis.faults import POLICY
from tests.synthesis.notices.registered import NOTICES
from verifier.policies.loader import load_policy

PAGE = Path(__file__).parents[2] / "docs" / "generator-planted.md"


def planted(policy: str) -> dict[str, list[str]]:
    """Return the switches of each requirement of a notice."""
    found: dict[str, list[str]] = {}
    if policy == POLICY:
        for name, fault in (FAULTS | EXTRA).items():
            told = (*fault.requirements, *fault.reviews, *fault.whole, *(one for one, _ in fault.elsewhere))
            for requirement in dict.fromkeys(told):
                found.setdefault(requirement, []).append(name)
    else:
        for name, switch in NOTICES[policy].switches.items():
            for requirement in dict.fromkeys(wrong.requirement for wrong in switch.wrong):
                found.setdefault(requirement, []).append(name)
    return found


def reasons(policy: str) -> dict[str, str]:
    """Return why requirements of a notice have no switch."""
    return dict(UNPLANTED if policy == POLICY else NOTICES[policy].unplanted)


def page() -> str:
    """Return the page."""
    lines = [
        "# What can be planted",
        "",
        "Made by `tests/synthesis/test_synthesis_planted.py` (`VERIFIER_REGENERATE=1` writes it anew), which also",
        "holds it true: every requirement of the five notices has a switch, or a reason why it has none. The names are",
        "for",
        "`python -m tests.synthesis OUT --kind applications --policy NOTICE --faults NAME,NAME`.",
    ]
    for policy in (POLICY, *NOTICES):
        pack, switches, why = load_policy(policy), planted(policy), reasons(policy)
        lines += ["", f"## {policy}：{pack.title}", ""]
        count = len({name for names in switches.values() for name in names})
        lines += [f"{count} switches for {len(switches)} of {len(pack.requirements)} requirements.", ""]
        lines += ["| requirement | clause | planted by, or why not |", "|---|---|---|"]
        for entry in pack.requirements:
            names = "、".join(f"`{name}`" for name in switches.get(entry.id, ()))
            lines.append(f"| {entry.id} | {entry.clause} | {names or why[entry.id]} |")
    return "\n".join(lines) + "\n"
