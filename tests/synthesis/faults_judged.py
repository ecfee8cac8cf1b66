"""Judges an application of 巴州 with faults planted, as a perfect reader would see it: no file is written."""

from __future__ import annotations

from collections.abc import Sequence

from models.report import Finding
from tests.synthesis import faults
from tests.synthesis.application import Expected, Filed
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.fault_list import Planned
from tests.synthesis.notices.judged import Key, folder_of, told_of
from tests.synthesis.people import scene
from tests.synthesis.perfect import perfect_observation
from tests.synthesis.truth import Drawn
from verifier.looking import Looked
from verifier.policies.loader import load_policy

NOW = "2024-09-20T09:00:00+08:00"


class FaultOffice:
    """Judges the applications of one applicant; a file that a fault does not touch is drawn and looked at once."""

    def __init__(self, seed: int, split: str = "train") -> None:
        self.seed, self._split = seed, split
        self.about = scene(seed)
        self.policy = load_policy(faults.POLICY)
        self._seen: dict[str, tuple[tuple[Drawn, ...], Looked]] = {}

    def judged(self, names: Sequence[str]) -> tuple[list[Expected], dict[Key, Finding]]:
        """Return what must be told with these faults, and what the judge tells, by requirement and document."""
        filed, looked = {}, []
        for number, one in faults.planned(self.about, names):
            pages, seen = self._look_at(one, number)
            filed[one.filename] = Filed(one.filename, one.slot, one.type, pages, b"")
            looked.append(seen)
        folder = folder_of(self.about, list(filed.values()), faults.facts(self.about), faults.EVENTS)
        told = told_of(folder, self.policy, looked, NOW, with_leads=not names)
        return faults.expectations(names, filed), told

    def _look_at(self, one: Planned, number: int) -> tuple[tuple[Drawn, ...], Looked]:
        key = f"{one.filename} {one.type} {one.options}"
        if key not in self._seen:
            look = faults.look_of(one, self.seed, number, self._split)
            pages = tuple(DOCUMENTS[one.type](self.about, look, **one.options))
            seen = perfect_observation(pages, name=key)
            self._seen[key] = pages, Looked(seen.sha256, seen, None)
        return self._seen[key]
