"""What a set is made of: everything that decides its bytes, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.fault_list import EXTRA, FAULTS
from tests.synthesis.faults import POLICY
from tests.synthesis.notices.registered import NOTICES
from tests.synthesis.scanning.capture import EVERYDAY
from tests.synthesis.scanning.capture import KINDS as WAYS

KINDS = ("pages", "applications", "seals", "signatures")
TURNS = ("train",) * 6 + ("dev",) * 2 + ("held",) * 2
"""The splits of a set that holds all three, by turns."""


def faults_under(policy: str) -> tuple[str, ...]:
    """Return the names of what can be planted under a notice."""
    return tuple(NOTICES[policy].switches) if policy in NOTICES else tuple(FAULTS | EXTRA)


@dataclass(frozen=True)
class Recipe:
    """A set.

    Attributes:
        kind: one of KINDS.
        count: documents, applications, seals or slots.
        seed: sets of other seeds share nothing but the stock of names and texts.
        split: train, dev or held; None for all three by turns.
        types: keys of DOCUMENTS to draw, by turns; empty for all.
        ways: keys of scanning.capture.KINDS to draw lots from; empty for the everyday mixture.
        faults: what to plant in every application, of faults_under(policy); None for some by lot.
        policy: the notice of applications.
    """

    kind: str = "pages"
    count: int = 100
    seed: int = 1
    split: str | None = None
    types: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    faults: tuple[str, ...] | None = None
    policy: str = POLICY

    def __post_init__(self) -> None:
        for name, wanted, known in (
            ("kind", (self.kind,), KINDS),
            ("split", (self.split,) if self.split else (), TURNS),
            ("type", self.types, DOCUMENTS),
            ("way", self.ways, WAYS),
            ("policy", (self.policy,), (POLICY, *NOTICES)),
            ("fault", self.faults or (), faults_under(self.policy)),
        ):
            for one in wanted:
                if one not in known:
                    raise ValueError(f"no such {name}: {one}; there are {', '.join(sorted(set(known)))}")

    @property
    def drawn_types(self) -> tuple[str, ...]:
        return self.types or tuple(DOCUMENTS)

    @property
    def drawn_ways(self) -> tuple[str, ...]:
        return self.ways or EVERYDAY

    def split_of(self, index: int) -> str:
        """Return the split of one item; of a page set each type is drawn in every split."""
        turn = index // len(self.drawn_types) if self.kind == "pages" else index
        return self.split or TURNS[turn % len(TURNS)]
