"""A whole application without a fault, and one with faults of `fault_list` planted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.synthesis.application import Expected, Filed, file_scan, write_application, write_documents
from tests.synthesis.documents.common import Style, style
from tests.synthesis.fault_list import EXTRA, FAULTS, OTHER, Fault, Planned
from tests.synthesis.people import Scene, scene

POLICY = "xj-by-2024-qs"
EVENTS: dict[str, object] = {
    "submitted_at": "2024-09-12T10:30:00+08:00", "received_at": None, "submission_number": 1,
}  # fmt: skip
ALWAYS_ASKED = ("BY-41", "BY-78", "BY-83")
"""Nobody declared whether names are covered, the conditions are no part of the notice, marks are the committee's."""

SHOWS_IDENTITY = frozenset(
    {
        "id_card",
        "diploma",
        "chsi_reg",
        "title_cert",
        "pub_notice",
        "pub_result",
        "truth_pledge",
        "recommend",
        "unit_resp",
    }
)
"""Documents on which names are left to see: identity is checked there, and BY-40 names no exemption (for a person)."""


def facts(about: Scene) -> dict[str, object]:
    """Return the answers of somebody who may apply, as the office and the unit know them."""
    return {
        "level": about.level, "track": "评审", "employer_type": "行政事业", "title_origin": "新疆",
        "from_government": False, "ce_exempt_service": False, "aid_xinjiang": False, "chsi_found": True,
        "has_degree": False, "retired": False, "civil_servant": False, "duty": "计量", "works_at_grassroots": False,
        "filled_title_date": about.title_date, "integrity_clear": True, "submitted_by": "单位",
    }  # fmt: skip


def faultless(about: Scene) -> list[Planned]:
    """Return the plan of an online application with everything that the notice asks for."""
    plan = [
        Planned("id-card.jpg", "基本信息", "id_card"),
        Planned("diploma.jpg", "学历学位", "diploma"),
        Planned("registry.jpg", "学历学位", "chsi_reg"),
        Planned("title-certificate.jpg", "专业技术资格", "title_cert"),
        Planned("achievement.jpg", "实践能力业绩成果", "achievement"),
        Planned("summary.pdf", "业务工作总结", "summary"),
        Planned("notice.jpg", OTHER, "pub_notice"),
        Planned("notice-result.jpg", OTHER, "pub_result"),
        Planned("truth-pledge.jpg", OTHER, "truth_pledge"),
        Planned("unit-responsibility.jpg", OTHER, "unit_resp"),
        Planned("recommendation.jpg", OTHER, "recommend"),
    ]
    for subject, years in (("公需", range(2020, 2025)), ("专业", range(2022, 2025))):
        plan += [
            Planned(f"education-{subject}-{year}.jpg", "继续教育", "ce_cert", {"year": year, "subject": subject})
            for year in years
        ]
    return plan + [
        Planned(f"appraisal-{year}.pdf", "考核情况", "appraisal", {"year": year, "copied": True})
        for year in range(2021, 2024)
    ]


def build(
    folder: Path,
    seed: int,
    faults: Sequence[str] = (),
    *,
    plan: Sequence[Planned] | None = None,
    split: str = "train",
    noise: float | None = None,
    quality: int = 80,
) -> list[Expected]:
    """Write the application of a seed with these faults of FAULTS or EXTRA; returns what a right verdict must hold.

    `plan` draws fewer or other documents than `faultless` does; what it leaves out is not in the answer. `split` held
    has faces, writers and layouts of its own; `noise` at most (levels) and `quality` make files small. Beside
    planted.jsonl, documents.jsonl says what each document is.
    """
    about = scene(seed)
    filed = {
        one.filename: file_scan(
            one.filename, one.slot, one.type, about, look_of(one, seed, number, split), seed=number, noise=noise,
            quality=quality, **one.options,  # type: ignore[arg-type]
        )
        for number, one in planned(about, faults, plan)
    }  # fmt: skip
    expected = expectations(faults, filed)
    write_application(folder, about, list(filed.values()), expected, policy=POLICY, facts=facts(about), events=EVENTS)
    write_documents(folder, list(filed.values()))
    return expected


def planned(
    about: Scene, faults: Sequence[str], plan: Sequence[Planned] | None = None
) -> Iterator[tuple[int, Planned]]:
    """Yield what is handed in with these faults, each file with the number that its drawing hangs on."""
    planted = [(FAULTS | EXTRA)[name] for name in faults]
    gone = {fault.filename for fault in planted if fault.options is None}
    slots = {fault.filename: fault.slot for fault in planted if fault.slot}
    added = [fault.adds for fault in planted if fault.adds]
    for index, one in enumerate([*(plan or faultless(about)), *added]):
        if one.filename in gone:
            continue
        changed = [fault.options(about) for fault in planted if fault.options and fault.filename == one.filename]
        options = one.options | {key: value for change in changed for key, value in change.items()}
        yield about.seed * 100 + index, replace(one, slot=slots.get(one.filename, one.slot), options=options)


def look_of(one: Planned, seed: int, number: int, split: str) -> Style:
    """Return the look of a file of the applicant of a seed: names are covered where nobody checks identity."""
    look = replace(style(seed, split=split), edge_seal=False, chop=False, seed=number)
    return replace(look, masked=None if one.type in SHOWS_IDENTITY else "opaque")


def expectations(faults: Sequence[str], filed: dict[str, Filed]) -> list[Expected]:
    """Return what a right verdict must hold; `filed` by the name that the plan gives."""
    planted = [(FAULTS | EXTRA)[name] for name in faults]
    asked = [Expected(requirement, "needs_review") for requirement in ALWAYS_ASKED]
    return [*_of_faults(planted, filed), *_of_names(list(filed.values())), *asked]


def _of_faults(planted: Sequence[Fault], filed: dict[str, Filed]) -> list[Expected]:
    found = []
    for fault in planted:
        found += [Expected(requirement, "failed", filed[file].document, 1) for requirement, file in fault.elsewhere]
        found += [Expected(requirement, "failed") for requirement in fault.whole]
        one = filed.get(fault.filename)
        place = fault.place(one) if one else None
        document = one.document if one else None
        found += [Expected(requirement, "needs_review", document) for requirement in fault.reviews]
        for requirement in fault.requirements:
            if one is None or fault.apart:
                found.append(Expected(requirement, "failed"))
            else:
                found.append(Expected(requirement, "failed", one.document, *(place or (1, None))))
    return found


def _of_names(filed: Sequence[Filed]) -> list[Expected]:
    return [
        Expected("BY-40", "needs_review", one.document, 1, one.pages[0].truth.names[0])
        for one in filed
        if one.pages[0].truth.names
    ]
