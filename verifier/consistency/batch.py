"""What belongs to one person and is found with two applicants of a batch: telephone, certificate, file (同批重复)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from models.case import Case
from models.messages import text
from models.policy import Severity
from models.report import Evidence, Finding, Verdict
from verifier.checks.dossier import Dossier, Held
from verifier.consistency.sayings import sayings
from verifier.rosters.matching import HOLDER_TYPES

SHARED: Final = "CON-7"
"""Id of these findings, in the place of a requirement's."""

_KEYS: Final = {
    "app_form": "联系电话", "diploma": "证书编号", "degree": "证书编号", "chsi_reg": "在线验证码",
    "title_cert": "证书编号", "title_ecert": "证书编号", "ce_cert": "证书编号", "vocational": "证书编号",
    "social_ins": "验证码",
}  # fmt: skip
"""What is one person's alone. Patents, awards and papers have several authors and are not asked about."""

_SHORTEST: Final = 6
"""A code of fewer characters may be a row's number."""

Possession: TypeAlias = tuple[str, str]
"""What one person alone can have: of what kind (`diploma.证书编号`, `sha256`), and which."""


class Shared:
    """Everything that one person alone can have, by who of the batch had it first.

    Args:
        met: what is known beforehand: who had it, and in which paper.
    """

    def __init__(self, met: Mapping[Possession, tuple[str, str]] | None = None) -> None:
        self._met = dict(met or {})

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Return what an application has that another of the batch had before, as hints."""
        me = case.application.id
        found: dict[tuple[str, str], list[tuple[str, Evidence]]] = {}
        for held in Dossier(case).held:
            for key, message, evidence in _own(held):
                other, earlier = self._met.setdefault(key, (me, held.title))
                if other != me:
                    said = text("consistency.shared", one=message, other=other, paper=earlier)
                    found.setdefault((held.document, other), []).append((said, evidence))
        return tuple(_finding(document, told) for (document, _), told in found.items())


def possessions(case: Case) -> dict[Possession, str]:
    """Return what of an application one person alone can have, and the paper that has it first."""
    found: dict[Possession, str] = {}
    for held in Dossier(case).held:
        for key, _, _ in _own(held):
            found.setdefault(key, held.title)
    return found


def _own(held: Held) -> Iterator[tuple[Possession, str, Evidence]]:
    """Yield what of a document is one person's: what stands in it, and the file itself."""
    name = _KEYS.get(held.type or "")
    for one in sayings(held, (name,)) if name else ():
        if len(one.value) >= _SHORTEST:
            yield (f"{held.type}.{name}", one.value.upper()), one.said, one.evidence()
    if held.type in HOLDER_TYPES or held.type == "photo_1in":
        yield ("sha256", held.material.sha256), held.title, held.evidence()


def _finding(document: str, told: list[tuple[str, Evidence]]) -> Finding:
    return Finding(
        requirement=SHARED,
        clause=text("consistency.clause"),
        quote=text("consistency.quote_batch"),
        verdict=Verdict.NEEDS_REVIEW,
        severity=Severity.WARN,
        message="\n".join(dict.fromkeys(message for message, _ in told)),
        remedy=text("consistency.remedy"),
        document=document,
        evidence=tuple(dict.fromkeys(evidence for _, evidence in told)),
    )
