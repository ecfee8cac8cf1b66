"""A whole application without a fault, and the faults that can be planted in one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.geometry import Box
from tests.synthesis.application import Expected, Filed, file_scan, write_application, write_documents
from tests.synthesis.documents.common import Style, style
from tests.synthesis.people import Scene, checked_id, scene

POLICY = "xj-by-2024-qs"
OTHER = "其他附件或证明材料"
STRANGER = "雪松岭县质量技术协会"
FACTS = {
    "level": "中级", "track": "评审", "employer_type": "行政事业", "title_origin": "新疆", "from_government": False,
    "ce_exempt_service": False, "aid_xinjiang": False, "chsi_found": True, "has_degree": False,
}  # fmt: skip
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

Place = Callable[[Filed], tuple[int, Box] | None]


@dataclass(frozen=True)
class Planned:
    """One file to draw: name, slot, type and the document's options."""

    filename: str
    slot: str
    type: str
    options: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One thing wrong: what of the plan it changes and which requirements must then fail, and where to see it."""

    filename: str
    requirements: tuple[str, ...]
    options: Callable[[Scene], dict[str, object]] | None
    place: Place = lambda filed: None
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Requirement and file of what must fail on other files because of it."""


def _seal(filed: Filed) -> tuple[int, Box]:
    return 1, next(seal.box for seal in reversed(filed.pages[0].truth.seals) if seal.shape == "round")


def _signature(filed: Filed) -> tuple[int, Box]:
    return 1, filed.pages[0].truth.signatures[0].box


def _field(name: str) -> Place:
    return lambda filed: next(((1, one.box) for one in filed.pages[0].truth.fields if one.name == name), None)


_PRINTED = {"signature": "printed", "date": "printed"}
_OTHER_SEAL = {"seal_text": STRANGER}

FAULTS: dict[str, Fault] = {
    "pledge_printed": Fault("truth-pledge.jpg", ("BY-14", "BY-68"), lambda _: _PRINTED, _signature),
    "pledge_unsigned": Fault("truth-pledge.jpg", ("BY-14", "BY-68"), lambda _: {"signature": "absent"}, _signature),
    "copy_other_seal": Fault("diploma.jpg", ("BY-15",), lambda _: _OTHER_SEAL, _seal),
    "copy_unsealed": Fault("title-certificate.jpg", ("BY-15",), lambda _: {"sealed": False}),
    "copy_other_phrase": Fault(
        "title-certificate.jpg", ("BY-15",), lambda _: {"phrase": "复印件与原件相符"}, _field("审核短语")
    ),
    "notice_short": Fault(
        "notice.jpg",
        ("BY-42",),
        lambda s: {"end": s.notice_from + dt.timedelta(days=2)},
        _field("公示开始"),
        # The result goes on to state the days of the whole period.
        (("BY-42", "notice-result.jpg"),),
    ),
    "notice_other_seal": Fault("notice.jpg", ("BY-47",), lambda _: _OTHER_SEAL, _seal),
    "result_other_seal": Fault("notice-result.jpg", ("BY-44",), lambda _: _OTHER_SEAL, _seal),
    "result_other_days": Fault("notice-result.jpg", ("BY-42",), lambda _: {"days": 15}, _field("公示天数")),
    "recommend_other_level": Fault("recommendation.jpg", ("BY-49",), lambda _: {"level": "初级"}),
    "id_expired": Fault("id-card.jpg", ("BY-16",), lambda _: {"expires": 2023}),
    "registry_other_number": Fault(
        "registry.jpg", ("BY-20",), lambda _: {"number": "199071201205009999"}, _field("证书编号")
    ),
    "pledge_date_printed": Fault("truth-pledge.jpg", ("BY-68",), lambda _: {"date": "printed"}),
    "pledge_pasted": Fault("truth-pledge.jpg", ("BY-14", "BY-68"), lambda _: {"signature": "pasted"}, _signature),
    "responsibility_date_printed": Fault("unit-responsibility.jpg", ("BY-70",), lambda _: {"date": "printed"}),
    "responsibility_unsigned": Fault("unit-responsibility.jpg", ("BY-70",), lambda _: {"signature": "absent"}),
    # The note on the copy stands on the back.
    "appraisal_one_side": Fault("appraisal-2023.pdf", ("BY-15", "BY-36"), lambda _: {"sides": 1}),
    "notice_unsigned": Fault("notice.jpg", ("BY-47",), lambda _: {"signature": "absent"}, _signature),
    "result_early": Fault("notice-result.jpg", ("BY-48",), lambda s: {"issued": s.notice_from}, _field("落款日期")),
    "recommend_other_seal": Fault("recommendation.jpg", ("BY-49", "BY-79"), lambda _: _OTHER_SEAL, _seal),
    "responsibility_other_seal": Fault("unit-responsibility.jpg", ("BY-70",), lambda _: _OTHER_SEAL, _seal),
    "responsibility_printed": Fault("unit-responsibility.jpg", ("BY-70",), lambda _: _PRINTED, _signature),
    "id_wrong_digit": Fault(
        "id-card.jpg", ("BY-16",), lambda s: {"number": _wrong(s.person.id_number)}, _field("公民身份号码")
    ),
    "appraisal_missing": Fault("appraisal-2022.pdf", ("BY-36",), None),
    "education_missing": Fault("education-公需-2021.jpg", ("BY-29",), None),
    "summary_missing": Fault("summary.jpg", ("BY-11",), None),
}


def _wrong(number: str) -> str:
    """Return the ID number with a check digit that does not fit."""
    right = checked_id(number[:17])[-1]
    return number[:17] + next(digit for digit in "0123456789X" if digit != right)


def faultless(about: Scene) -> list[Planned]:
    """Return the plan of an online application with everything that the notice asks for."""
    plan = [
        Planned("id-card.jpg", "基本信息", "id_card"),
        Planned("diploma.jpg", "学历学位", "diploma"),
        Planned("registry.jpg", "学历学位", "chsi_reg"),
        Planned("title-certificate.jpg", "专业技术资格", "title_cert"),
        Planned("achievement.jpg", "实践能力业绩成果", "achievement"),
        Planned("summary.jpg", "业务工作总结", "summary"),
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
) -> list[Expected]:
    """Write the application of a seed with these faults of FAULTS planted; returns what a right verdict must hold.

    `plan` draws fewer or other documents than `faultless` does; what it leaves out is not in the answer. `split` held
    has faces, writers and layouts of its own. Beside planted.jsonl, documents.jsonl says what each document is.
    """
    about = scene(seed)
    look = replace(style(seed, split=split), edge_seal=False, chop=False)
    planted = [FAULTS[name] for name in faults]
    gone = {fault.filename for fault in planted if fault.options is None}
    filed = {}
    for index, one in enumerate(plan or faultless(about)):
        if one.filename in gone:
            continue
        changed = [fault.options(about) for fault in planted if fault.options and fault.filename == one.filename]
        options = one.options | {key: value for change in changed for key, value in change.items()}
        filed[one.filename] = _file(one, about, look, seed * 100 + index, options)
    unflagged = [Expected("BY-41", "needs_review")]
    expected = [*_of_faults(planted, filed), *_of_names(list(filed.values())), *unflagged]
    events = {"submitted_at": "2024-09-12T10:30:00+08:00", "received_at": None, "submission_number": 1}
    write_application(folder, about, list(filed.values()), expected, policy=POLICY, facts=FACTS, events=events)
    write_documents(folder, list(filed.values()))
    return expected


def _file(one: Planned, about: Scene, look: Style, seed: int, options: dict[str, object]) -> Filed:
    own = replace(look, seed=seed, masked=None if one.type in SHOWS_IDENTITY else "opaque")
    return file_scan(one.filename, one.slot, one.type, about, own, seed=seed, **options)  # type: ignore[arg-type]


def _of_faults(planted: Sequence[Fault], filed: dict[str, Filed]) -> list[Expected]:
    found = []
    for fault in planted:
        found += [Expected(requirement, "failed", filed[file].document, 1) for requirement, file in fault.elsewhere]
        one = filed.get(fault.filename)
        place = fault.place(one) if one else None
        for requirement in fault.requirements:
            if one is None:
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
