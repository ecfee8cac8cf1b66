"""An applicant's papers, as a perfect reader or the engine sees them, and the judge that is asked again and again."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from models.application import Applicant
from models.document import Document, Page
from models.observation import NameHit, Observation
from models.report import Finding
from tests.synthesis.application import identity_of
from tests.synthesis.fault_list import Planned
from tests.synthesis.notices import making
from tests.synthesis.notices.notice import Notice
from tests.synthesis.perfect import perfect_observation
from tests.synthesis.truth import Drawn
from verifier.folders import ApplicantFolder, FolderMaterial
from verifier.intake.opened import Opened
from verifier.judging import judge
from verifier.looking import Looked
from verifier.observing import observe
from verifier.policies.loader import load_policy
from verifier.reading.engine import OcrEngine
from verifier.screening import add_second_passes, build_case

BESIDES = (
    "id_card", "diploma", "chsi_reg", "degree", "title_cert", "social_ins", "biz_license", "contract", "patent",
    "award", "political", "cadre_resume", "pub_notice", "pub_result", "app_form", "paper", "ce_cert",
)  # fmt: skip
"""Types that are added where the notice does not ask for them: what an office may find in any folder."""

Papers = dict[str, Observation]
"""What was seen, by the name of the file; the slot is the desk's to know."""


See = Callable[..., Observation]
"""`(pages, name=file name)` to what is seen on them."""


def reading(engine: OcrEngine, seed: int) -> See:
    """Return how the product sees the pages once they lay in an office scanner: 70 CPU seconds an application."""

    def see(pages: Sequence[Drawn], *, name: str) -> Observation:
        start = zlib.crc32(f"{name} {seed}".encode())
        scans = [making.scanned(page, start + number, None) for number, page in enumerate(pages)]
        sheets = tuple(
            Page(number, scan.image.shape[1], scan.image.shape[0], scan.dpi) for number, scan in enumerate(scans, 1)
        )
        digest = sha256(f"{name} {seed}".encode()).hexdigest()
        opened = Opened(Document(digest, name, "application/pdf", sheets), tuple(scan.image for scan in scans))
        return observe(opened, engine)

    return see


class Desk:
    """The papers of one applicant under one notice."""

    def __init__(self, notice: Notice, seed: int, split: str, see: See = perfect_observation) -> None:
        self.notice, self.seed = notice, seed
        self.about = notice.scene(seed)
        self.policy = load_policy(notice.policy)
        look = making.look_of(notice, seed, split)
        plan = making.planned(notice, self.about, [])
        there = {one.type for one in plan} | ({"id_card", "diploma", "title_cert"} if _is_bound(plan) else set())
        plan += [Planned(f"{type_}.jpg", "其他", type_) for type_ in BESIDES if type_ not in there]
        self.slots = {one.filename: one.slot for one in plan}
        self._names: dict[str, tuple[NameHit, ...]] | None = None
        self.papers: Papers = {
            one.filename: see(making.drawn(notice, one, self.about, look, seed * 100 + index), name=one.filename)
            for index, one in enumerate(plan)
        }

    def document(self, filename: str) -> str:
        """Return the id under which findings name a file."""
        return f"{self.slots[filename]}/{filename}"

    def judged(self, papers: Papers) -> tuple[Finding, ...]:
        """Return what the judge says of these papers; files that the desk does not know are filed as 其他."""
        for filename in papers:
            self.slots.setdefault(filename, "其他")
        folder = self._folder(papers)
        looked = [Looked(seen.sha256, seen, None) for seen in papers.values()]
        # Who is named where is looked for once: it takes ten times as long as judging, and no contradiction changes it.
        nameless = replace(folder, applicant=replace(folder.applicant, name=None))
        case = build_case(nameless, self.policy, looked)
        application = replace(case.application, applicant=folder.applicant)
        case = replace(case, application=application)
        if self._names is None:
            self._names = add_second_passes(case, None).names
        names = {document: hits for document, hits in self._names.items() if document in case.observations}
        return judge(replace(case, names=names), self.policy, now=_moment(self.notice.now)).findings

    def _folder(self, papers: Papers) -> ApplicantFolder:
        facts, events = making.answers(self.notice, self.about, [])
        return ApplicantFolder(
            id="applicant",
            applicant=Applicant(**identity_of(self.about)),  # type: ignore[arg-type]
            materials=tuple(FolderMaterial(Path(name), self.slots[name]) for name in papers),
            facts={key: value.isoformat() if isinstance(value, dt.date) else value for key, value in facts.items()},  # type: ignore[misc]
            submitted_at=_moment(events.get("submitted_at")),
            received_at=_moment(events.get("received_at")),
            submission_number=1,
            earlier_notices=(),
        )


def _is_bound(plan: list[Planned]) -> bool:
    return any(one.type == "bound_dossier" for one in plan)


def _moment(value: object) -> dt.datetime:
    return dt.datetime.fromisoformat(str(value))
