"""What can be wrong in an application: each fault with the requirements that must then fail.

FAULTS are what the rule pack of 巴州 2024 judges by itself; EXTRA are faults of clauses that it leaves to a person, on
documents that are filed only with the fault. Names of both are switches of `faults.build` and of `--faults`.
UNPLANTED tells which of its requirements have no fault here, and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from models.geometry import Box
from tests.synthesis.application import Filed
from tests.synthesis.people import Scene, checked_id, scene

OTHER = "其他附件或证明材料"
STRANGER = "雪松岭县质量技术协会"

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
    apart: bool = False
    """What fails is the application, not this file: something is not there."""
    reviews: tuple[str, ...] = ()
    """Requirements that a person must look at because of it."""
    slot: str | None = None
    """The slot it is filed in by mistake."""
    adds: Planned | None = None
    """A file that is filed only with this fault."""
    whole: tuple[str, ...] = ()
    """Requirements on the application as a whole that must fail because of it."""


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
    "notice_other_seal": Fault("notice.jpg", ("BY-46", "BY-47"), lambda _: _OTHER_SEAL, _seal),
    "result_other_seal": Fault("notice-result.jpg", ("BY-44",), lambda _: _OTHER_SEAL, _seal),
    "result_other_days": Fault("notice-result.jpg", ("BY-42",), lambda _: {"days": 15}, _field("公示天数")),
    "recommend_other_level": Fault("recommendation.jpg", ("BY-49",), lambda _: {"level": "初级"}),
    "id_expired": Fault("id-card.jpg", ("BY-16", "BY-77"), lambda _: {"expires": 2023}),
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
    "summary_missing": Fault("summary.pdf", ("BY-11",), None, reviews=("BY-08",)),
    "pledge_altered": Fault("truth-pledge.jpg", ("BY-69",), lambda _: {"wording": "altered"}),
    "responsibility_altered": Fault("unit-responsibility.jpg", ("BY-70",), lambda _: {"wording": "altered"}),
    "responsibility_unsealed": Fault("unit-responsibility.jpg", ("BY-70",), lambda _: {"sealed": False}),
    "responsibility_pasted": Fault(
        "unit-responsibility.jpg", ("BY-70",), lambda _: {"signature": "pasted"}, _signature
    ),
    "result_altered": Fault("notice-result.jpg", ("BY-44", "BY-48"), lambda _: {"wording": "altered"}),
    "result_unsealed": Fault("notice-result.jpg", ("BY-44",), lambda _: {"sealed": False}),
    "recommend_altered": Fault("recommendation.jpg", ("BY-49",), lambda _: {"wording": "altered"}),
    "recommend_unsealed": Fault("recommendation.jpg", ("BY-49",), lambda _: {"sealed": False}, reviews=("BY-79",)),
    "notice_unsealed": Fault("notice.jpg", ("BY-46", "BY-47"), lambda _: {"sealed": False}),
    "notice_printed": Fault("notice.jpg", ("BY-47",), lambda _: {"signature": "printed"}, _signature),
    "notice_pasted": Fault("notice.jpg", ("BY-47",), lambda _: {"signature": "pasted"}, _signature),
    "notice_without_people": Fault("notice.jpg", ("BY-45",), lambda _: {"missing": ("族别",)}),
    "notice_without_party": Fault("notice.jpg", ("BY-45",), lambda _: {"missing": ("政治面貌",)}),
    "notice_backwards": Fault(
        "notice.jpg", (), lambda s: {"end": s.notice_from - dt.timedelta(days=3)}, reviews=("BY-42",)
    ),
    "diploma_unsealed": Fault("diploma.jpg", ("BY-15",), lambda _: {"sealed": False}),
    "diploma_other_phrase": Fault("diploma.jpg", ("BY-15",), lambda _: {"phrase": "经核对与原件一致"}),
    "diploma_other_name": Fault("diploma.jpg", ("BY-19",), lambda s: {"name": _someone(s)}, _field("姓名")),
    "education_other_seal": Fault("education-公需-2022.jpg", ("BY-15",), lambda _: _OTHER_SEAL, _seal),
    "education_unsealed": Fault("education-专业-2023.jpg", ("BY-15",), lambda _: {"sealed": False}),
    "education_other_year": Fault("education-公需-2020.jpg", ("BY-29",), lambda _: {"year": 2018}, apart=True),
    "appraisal_other_year": Fault("appraisal-2021.pdf", ("BY-36",), lambda _: {"year": 2019}, apart=True),
    "id_unsealed": Fault("id-card.jpg", ("BY-15",), lambda _: {"sealed": False}),
    "id_other_number": Fault(
        "id-card.jpg", ("BY-16",), lambda s: {"number": scene(s.seed + 1).person.id_number}, _field("公民身份号码")
    ),
    "id_missing": Fault("id-card.jpg", ("BY-11", "BY-16"), None),
    "registry_missing": Fault("registry.jpg", ("BY-11", "BY-20"), None),
    "registry_other_name": Fault("registry.jpg", ("BY-20",), lambda s: {"name": _someone(s)}, _field("姓名")),
    "title_missing": Fault("title-certificate.jpg", ("BY-11", "BY-22"), None, reviews=("BY-08",)),
    "summary_long": Fault("summary.pdf", ("BY-37",), lambda _: {"characters": 3900}),
}


def _added(type_: str, slot: str, requirements: tuple[str, ...], options: dict[str, object]) -> Fault:
    filename = f"{type_.replace('_', '-')}.pdf"
    return Fault(filename, requirements, lambda _: {}, adds=Planned(filename, slot, type_, options))


EXTRA: dict[str, Fault] = {
    "photo_two_people": _added("photo_1in", "基本信息", ("BY-17",), {"faces": 2}),
    "photo_square": _added("photo_1in", "基本信息", ("BY-17",), {"ratio": 1.0}),
    "insurance_without_code": _added("social_ins", "基本信息", ("BY-18",), {"coded": False}),
    "insurance_other_unit": _added("social_ins", "基本信息", ("BY-18",), {"unit": "长河仪器计量有限公司"}),
    "insurance_short": _added("social_ins", "基本信息", ("BY-18",), {"months": 3}),
    "achievement_unproved": Fault("achievement.jpg", ("BY-27",), None),
    "opinion_other_words": _added("unit_opinion_online", OTHER, ("BY-43",), {"phrase": "同意推荐"}),
    "form_opinions_blank": _added("app_form", OTHER, ("BY-54",), {"opinions": "blank"}),
    "form_opinions_printed": _added("app_form", OTHER, ("BY-54",), {"opinions": "printed"}),
    "roster_blank_cells": _added("roster", OTHER, ("BY-56",), {"blank_cells": 4}),
    "roster_unsealed": _added("roster", OTHER, ("BY-56",), {"sealed": False}),
    "catalogue_short": _added("catalog", OTHER, ("BY-57",), {"entries": ()}),
    "notice_elsewhere": Fault("notice.jpg", ("BY-09", "BY-39"), lambda _: {}, slot="基本信息", whole=("BY-11",)),
    "pledge_elsewhere": Fault("truth-pledge.jpg", ("BY-39",), lambda _: {}, slot="基本信息", whole=("BY-11",)),
    "political_one_signer": _added("political", OTHER, ("BY-58",), {"second": "absent"}),
    "political_unsealed": _added("political", OTHER, ("BY-58",), {"sealed": False}),
    "id_copy_unsealed": Fault("id-card.jpg", ("BY-60",), lambda _: {"sealed": False}),
    "licence_unnoted": _added("biz_license", OTHER, ("BY-61",), {"noted": False}),
    "nature_unsealed": _added("unit_nature", OTHER, ("BY-61",), {"sealed": False}),
    "experience_vague": _added("work_exp", OTHER, ("BY-63",), {"vague": True}),
    "experience_unsealed": _added("work_exp", OTHER, ("BY-63",), {"sealed": False}),
    "bio_other_phrase": _added("bio", OTHER, ("BY-64",), {"written": "同意"}),
    "bio_unsealed": _added("bio", OTHER, ("BY-64",), {"sealed": False}),
    "payment_short": _added("payment", OTHER, ("BY-74",), {"fen": 22000}),
}
"""Faults on documents beyond the plan, or under clauses that nobody but a person judges yet."""


def _someone(about: Scene) -> str:
    """Return the name of somebody else, of three characters."""
    return "言若水" if about.person.name != "言若水" else "言若川"


def _wrong(number: str) -> str:
    """Return the ID number with a check digit that does not fit."""
    right = checked_id(number[:17])[-1]
    return number[:17] + next(digit for digit in "0123456789X" if digit != right)


_WHY = {
    "38": "the opening of every drawn summary names all that it must speak of",
    "01 02 72 73 78": "states of a person that no document of the application shows",
    "03 04 12 13 76 82": "events, not papers: set events of write_application",
    "05 86": "the payment slip's day and payer are no options of its drawer",
    "06 07 24 26 53 55 59": "need entries of the application form to be set one by one",
    "10": "use a way in that turns, blurs or cuts (capture): every file can have it",
    "21 23 25 28 34 50 51 71 75 81 84": "other facts (外省, 初级, 驻村, 自由职业 ...) than the plan's",
    "30 62 80 85": "the same faults under BY-15, BY-29, BY-47 and the templates of the annexes",
    "31 67": "papers are filed by the sample application; their parts are options of paper",
    "32": "representative works are drawn without seals",
    "33": "a rule for the program: it never asks for such papers",
    "35": "a form of one's own has no drawer",
    "40 41": "every page with a name left to see: masked of Style",
    "65 66": "contents that the drawers always have",
    "52": "paper, duplex and copies are not on a scan",
    "83": "of the committee, not of the applicant",
}
UNPLANTED = {f"BY-{number}": why for numbers, why in _WHY.items() for number in numbers.split()}
"""Requirements of 巴州 without a fault, and why."""
