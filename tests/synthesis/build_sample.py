"""Draws the sample application of samples/ anew: `python -m tests.synthesis.build_sample [FOLDER]`.

One fictional applicant, twelve pages, faults planted on purpose; samples/zhang-wenxi/README.md lists them.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path

from models.geometry import Box
from tests.synthesis.application import Expected, Filed, file_digital, file_scan, write_application
from tests.synthesis.documents.common import Style, style
from tests.synthesis.handwriting import Hand
from tests.synthesis.people import Person, Scene, Unit, checked_id, scene

SAMPLES = Path(__file__).parents[2] / "samples"
APPLICANT = "zhang-wenxi"
POLICY = "xj-by-2024-qs"
OTHER_SLOT = "其他附件或证明材料"
COUNTY = "孔雀滩县"
COPIED_FROM = "yl-2019-03-017"

FACTS = {
    "level": "中级",
    "track": "评审",
    "employer_type": "行政事业",
    "title_origin": "新疆",
    "from_government": False,
    "ce_exempt_service": False,
    "aid_xinjiang": False,
    "chsi_found": True,
    "has_degree": True,
}
EVENTS = {"submitted_at": "2024-09-10T10:30:00+08:00", "received_at": None, "submission_number": 1}


def sample_scene() -> Scene:
    """Return the fictional applicant with everything around her."""
    birth = dt.date(1990, 5, 16)
    applicant = Person("张闻溪", "女", "汉", birth, checked_id(f"652899{birth:%Y%m%d}246"), "19900001234")
    drawn = scene(2024)
    return replace(
        drawn,
        person=applicant,
        head=replace(drawn.head, name="罗景行"),
        officer=replace(drawn.officer, name="许念安"),
        unit=Unit(f"{COUNTY}计量检定所", "6528990012345", COUNTY),
        supervisor=Unit(f"{COUNTY}市场监督管理局", "6528990000017", COUNTY),
        school="昆仑河工业大学",
        subject="测控技术与仪器",
        graduated=dt.date(2012, 7, 1),
        title_date=dt.date(2016, 11, 22),
        # Monday to Thursday: four working days where five are demanded.
        notice_from=dt.date(2024, 9, 2),
        notice_to=dt.date(2024, 9, 5),
        notice_days=4,
        signed=dt.date(2024, 9, 6),
    )


def sample_look() -> Style:
    """Return one office's look: its typist uses 宋体, its people have hands of their own."""
    look = style(7)
    return replace(
        look,
        body="song",
        layout=0,
        wear=0.35,
        applicant=Hand("longcang", "black", 0.10, 0.04, 0.8, 0.2, 11),
        officer=Hand("zhimang", "blueblack", 0.05, 0.04, 0.82, 0.1, 12),
        head=Hand("mashan", "black", 0.14, 0.05, 0.78, -0.2, 13),
    )


def copied_passage() -> str:
    """Return the paragraph of the sample corpus that the paper copies word for word."""
    with (SAMPLES / "corpus.jsonl").open(encoding="utf-8") as stream:
        texts = {entry["id"]: entry["text"] for entry in map(json.loads, stream)}
    return str(texts[COPIED_FROM]).split("\n")[2]


def draw_sample() -> list[Filed]:
    """Return the nine files of the application, twelve pages in all."""
    about, look = sample_scene(), sample_look()

    def filed(filename: str, slot: str, type_: str, seed: int, **options: object) -> Filed:
        return file_scan(filename, slot, type_, about, replace(look, seed=seed), seed=seed, **options)  # type: ignore[arg-type]

    return [
        filed("01-id-card.jpg", "基本信息", "id_card", 101),
        filed("02-diploma.jpg", "学历学位", "diploma", 202, seal_text="云沙县质量检验所"),
        filed("03-title-certificate.jpg", "专业技术资格", "title_cert", 103),
        filed("04-truth-pledge.jpg", OTHER_SLOT, "truth_pledge", 104, signature="printed", date="printed"),
        filed("05-unit-responsibility.jpg", OTHER_SLOT, "unit_resp", 106),
        filed("06-notice.jpg", OTHER_SLOT, "pub_notice", 107),
        filed("07-notice-result.jpg", OTHER_SLOT, "pub_result", 108, issued=dt.date(2024, 9, 4)),
        filed("08-recommendation.jpg", OTHER_SLOT, "recommend", 109, seal_text="云沙县质量技术协会"),
        filed("09-appraisal-2023.pdf", "考核情况", "appraisal", 110, quality=72, copied=True),
        file_digital(
            "10-paper.pdf", "著作论文", "paper", about, replace(look, seed=111),
            copied=copied_passage(), cover_first=True, columns=1,
        ),
    ]  # fmt: skip


def expectations(filed: list[Filed]) -> list[Expected]:
    """Return what a right verdict must say about the sample: defects, then what only a person can settle."""
    by_type = {one.type: one for one in filed}

    def at(type_: str, requirement: str, verdict: str, box: Box | None, page: int = 1) -> Expected:
        return Expected(requirement, verdict, by_type[type_].document, page, box)

    def first(type_: str, name: str) -> Box:
        return next(field.box for field in by_type[type_].pages[0].truth.fields if field.name == name)

    def seal(type_: str, index: int = -1) -> Box:
        return by_type[type_].pages[0].truth.seals[index].box

    pledge = by_type["truth_pledge"].pages[0].truth.signatures[0]
    author = by_type["paper"].pages[1].truth.names[0]
    found = [
        Expected("BY-11", "failed"),
        at("truth_pledge", "BY-14", "failed", pledge.box),
        at("diploma", "BY-15", "failed", seal("diploma")),
        Expected("BY-20", "failed"),
        Expected("BY-29", "failed"),
        at("paper", "BY-31", "failed", None),
        Expected("BY-36", "failed"),
        at("paper", "BY-40", "failed", author, 2),
        at("appraisal", "BY-40", "failed", by_type["appraisal"].pages[0].truth.names[0]),
        at("pub_notice", "BY-42", "failed", first("pub_notice", "公示开始")),
        at("pub_result", "BY-48", "failed", first("pub_result", "落款日期")),
        at("recommend", "BY-49", "failed", seal("recommend")),
        at("truth_pledge", "BY-68", "failed", pledge.box),
        at("recommend", "BY-79", "failed", seal("recommend")),
    ]
    # Papers on which a person's identity is checked must show it, and the clause names no exemption: for a person.
    for one in filed:
        if one.type not in ("paper", "appraisal"):
            found += [
                at(one.type, "BY-40", "needs_review", page.truth.names[0], number)
                for number, page in enumerate(one.pages, 1)
                if page.truth.names
            ][:1]
    # The manifest says nothing of 是否需要遮盖, so that nobody can compare it.
    return [*found, Expected("BY-41", "needs_review")]


def main(samples: Path = SAMPLES) -> None:
    filed = draw_sample()
    pages = sum(len(one.pages) for one in filed)
    if pages != 12:
        raise AssertionError(f"the sample has twelve pages, not {pages}")
    write_application(
        samples / APPLICANT, sample_scene(), filed, expectations(filed), policy=POLICY, facts=FACTS, events=EVENTS
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
