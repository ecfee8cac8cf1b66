"""Applications of 40 documents to time judging with: bare ones, and papers drawn by the generator and read perfectly.

On bare ones no phrase, field or seal is there, so that every search goes to its end. On drawn ones every clause finds
what it looks for, and everything that papers say is compared with everything else.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from models.application import Applicant, Application, Material
from models.case import Case
from models.document import Line, Page, TextSource
from models.geometry import Box
from models.observation import EngineInfo, NameHit, Observation, PageQuality, SurfaceKind
from models.policy import Policy
from tests.synthesis.application import identity_of
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.fault_list import Planned
from tests.synthesis.faults import facts, faultless
from tests.synthesis.notices.registered import NOTICES
from tests.synthesis.people import Scene, scene
from tests.synthesis.perfect import perfect_observation
from verifier.folders import ApplicantFolder, FolderMaterial
from verifier.looking import Looked
from verifier.screening import build_case

DOCUMENTS_EACH = 40
NOW = dt.datetime(2024, 9, 20, tzinfo=dt.UTC)
LINE = "本人参加计量检定与质量检验工作，完成检定规程的修订与比对试验各项任务"
_TYPES = (
    *("id_card", "diploma", "degree", "chsi_reg", "title_cert", "summary", "pub_notice", "pub_result", "truth_pledge"),
    *("recommend", "unit_resp", "bio", "representative_work"),
    *("appraisal",) * 3,
    *("ce_cert",) * 8,
    *("achievement",) * 8,
    *("award",) * 8,
)
_MORE = (
    "achievement",
    "award",
    "patent",
    "ce_cert",
    "paper",
    "appraisal",
    "contract",
    "work_exp",
    "benefit",
    "summary",
)
"""What an application has more of, beside what its notice asks for once."""


def bare_case(pages: int) -> Case:
    """Return an application of so many pages a document, 30 lines a page, on which nothing is found."""
    documents = {f"d{index}": type_id for index, type_id in enumerate(_TYPES)}
    materials = tuple(Material(name, "0" * 64, f"{name}.jpg", "其他附件或证明材料") for name in documents)
    applicant = Applicant(name="林墨白", id_number="11010519491231002X", unit="梨城计量检测有限公司")
    application = Application("A-1", "xj-by-2024-qs", applicant, materials, {"level": "中级"}, NOW, None, 1)
    hit = NameHit(SurfaceKind.PIXELS, "林墨白", "name", False, 1, Box(0.1, 0.1, 0.2, 0.2))
    observations = {name: _bare(type_id, pages) for name, type_id in documents.items()}
    return Case(application, observations, names=dict.fromkeys(documents, (hit,)))


def drawn_case(policy: Policy, seed: int) -> Case:
    """Return the application of a seed under a notice, read perfectly, with more papers of the usual kinds."""
    notice = NOTICES.get(policy.id)
    about = notice.scene(seed) if notice else scene(seed)
    planned = list(itertools.islice(_papers(notice.plan(about) if notice else faultless(about)), DOCUMENTS_EACH))
    looked = [_drawn(one, about, seed * 100 + index) for index, one in enumerate(planned)]
    folder = ApplicantFolder(
        id="applicant",
        applicant=Applicant(**identity_of(about)),  # type: ignore[arg-type]
        materials=tuple(FolderMaterial(Path(one.filename), one.slot) for one in planned),
        facts={name: _plain(value) for name, value in (notice.facts(about) if notice else facts(about)).items()},
        submitted_at=NOW,
        received_at=NOW,
        submission_number=1,
        earlier_notices=(),
    )
    return build_case(folder, policy, looked)


def _papers(plan: list[Planned]) -> Iterator[Planned]:
    yield from plan
    for number, type_id in enumerate(itertools.cycle(_MORE)):
        yield Planned(f"more-{number}.pdf", plan[-1].slot, type_id)


def _drawn(one: Planned, about: Scene, seed: int) -> Looked:
    pages = DOCUMENTS[one.type](about, replace(style(seed), masked=None), **one.options)
    seen = perfect_observation(pages, name=f"{one.filename} {seed}")
    return Looked(seen.sha256, seen, None)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _bare(type_id: str, count: int) -> Observation:
    pages = tuple(_page(number) for number in range(1, count + 1))
    quality = tuple(PageQuality(page.number, 200.0, False) for page in pages)
    return Observation("0" * 64, pages, type_id, 0.9, EngineInfo("1", "none", "0"), quality=quality)


def _page(number: int) -> Page:
    lines = tuple(Line(LINE, Box(0.1, 0.05 + row * 0.03, 0.9, 0.07 + row * 0.03), 0.95) for row in range(30))
    return Page(number, 1654, 2339, 200.0, lines, TextSource.PIXELS)
