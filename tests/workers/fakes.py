"""An observer and a judge without any engine: what a file holds says what becomes of it.

`ok ...` is observed, `refuse` is refused, `fail` raises, `hang` never returns, `crash` ends the process, `slow SECONDS`
takes its time. Every run is noted in the file that `FAKE_RUNS` names.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import signal
import time
from pathlib import Path

import numpy as np

from models.case import Case
from models.document import Document, Page
from models.errors import BrokenFile
from models.geometry import Box
from models.observation import EngineInfo, Observation
from models.policy import Severity
from models.report import Evidence, Finding, Report, Verdict
from verifier.intake.opened import Opened
from workers.context import Context, open_context
from workers.settings import Settings

ENGINE = EngineInfo("fake/1", "fake", "1")
BOX = Box(0.25, 0.25, 0.75, 0.5)


def note(what: str) -> None:
    place = os.environ.get("FAKE_RUNS")
    if place:
        with open(place, "a", encoding="utf-8") as file:
            file.write(what + "\n")


class FakeObserver:
    version = "fake/1"

    def open(self, path: Path, *, filename: str) -> Opened:
        data = path.read_bytes()
        if data.startswith(b"refuse"):
            raise BrokenFile()
        self._said = data.decode().split()
        page = Page(1, 40, 60)
        image = np.full((60, 40, 3), 200, np.uint8)
        return Opened(Document(hashlib.sha256(data).hexdigest(), filename, "text/plain", (page,)), (image,))

    def observe(self, opened: Opened) -> Observation:
        note(opened.document.sha256)
        what = self._said[0]
        if what == "fail":
            raise RuntimeError("张伟 11010519491231002X 打不开")
        if what == "hang":
            time.sleep(3600)
        if what == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if what == "slow":
            time.sleep(float(self._said[1]))
        return Observation(opened.document.sha256, opened.document.pages, "diploma", 0.9, ENGINE)


class FakeJudge:
    def document(self, case: Case, document: str, *, now: dt.datetime) -> tuple[Finding, ...]:
        assert document in case.observations
        return (
            Finding(
                "seal", "二", "须加盖公章", Verdict.PASSED, Severity.CORRECT, "已核对。",
                document=document, evidence=(Evidence(document, 1, BOX),),
            ),
        )  # fmt: skip

    def application(self, case: Case, *, now: dt.datetime) -> Report:
        if case.application.policy == "broken":
            raise RuntimeError("policy")
        assert case.complete
        findings = tuple(
            finding
            for material in case.application.materials
            if material.document in case.observations
            for finding in self.document(case, material.document, now=now)
        )
        verdict = Verdict.NEEDS_REVIEW if any(m.refusal for m in case.application.materials) else Verdict.PASSED
        return Report(case.application.id, case.application.policy, "1", findings, verdict, (ENGINE,), now)


def fake_context(settings: Settings) -> Context:
    return open_context(settings, FakeObserver(), FakeJudge())
