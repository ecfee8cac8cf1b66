"""苏州市2024年度工程系列职称评审: how people apply, and what can be wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.synthesis.documents.patents import grant
from tests.synthesis.documents.works import work
from tests.synthesis.fault_list import Planned
from tests.synthesis.notices.applicants import applicant
from tests.synthesis.notices.notice import Notice, Switch, Told, Values, Wrong, field_of, just, seal_of
from tests.synthesis.notices.shared import (
    OTHER_SEAL,
    PLEDGE_TEXT,
    missing,
    on,
    signed_otherwise,
    told,
)
from tests.synthesis.people import Scene, scene

WORK, PROOF, LEARNED, OTHERS = "工作经历", "工作业绩", "学术成果", "其他材料"
CENTRE = "苏州市专业技术人员服务中心"
COMMITTEE = "苏州市机械工程技术中级资格评审委员会"
HIGH_COMMITTEE = "江苏省苏州市机械工程高级专业技术资格评审委员会"
YEARS = range(2020, 2024)
ENGLISH = (
    "The calibration of pressure transmitters in the field depends on the temperature of the instrument and on the age "
    "of its sensor. We compare three procedures and give the uncertainty of each of them. The first procedure uses a "
    "dead weight tester, the second a digital manometer of class 0.05, and the third both of them in turn.\n"
    "The results show that the drift of the zero point is the largest contribution to the uncertainty, and that it can "
    "be halved when the instrument has been under load for ten minutes before the first reading is taken.\n"
) * 3


def who(seed: int) -> Scene:
    """Return an applicant of March 2024."""
    return applicant(seed, first=dt.date(2024, 3, 11), series="工程系列", specialty="机械工程专业")


def plan(about: Scene) -> list[Planned]:
    """Return everything that the notice asks for."""
    return [
        Planned("id-card.jpg", "基本信息", "id_card"),
        Planned("diploma.jpg", "学历学位", "diploma"),
        Planned("title-certificate.jpg", "专业技术资格", "title_cert"),
        *(Planned(f"education-{year}.jpg", "继续教育", "ce_cert", {"year": year, "subject": "公需"}) for year in YEARS),
        Planned("contract.pdf", WORK, "contract", {"seal_centre": "合同专用章"}),
        Planned("achievement.jpg", PROOF, "achievement", {"kind": "acceptance"}),
        Planned("award.jpg", PROOF, "award"),
        Planned("award-support.jpg", PROOF, "award_support"),
        Planned("patent.jpg", PROOF, "patent", {"kind": "实用新型"}),
        Planned("benefit.jpg", PROOF, "benefit", {"result": grant(about, kind="实用新型").heading}),
        Planned("paper.pdf", LEARNED, "paper", {"count": 2, "bound": False}),
        Planned("ratio.jpg", LEARNED, "similarity", {"share": 0.12}),
        Planned("abilities.jpg", OTHERS, "ability_self"),
        Planned("form.pdf", OTHERS, "app_form", {"pledge": PLEDGE_TEXT}),
    ]


def facts(about: Scene) -> Values:
    """Return the answers of somebody who may apply."""
    return {
        "level": about.level, "specialty": "机械工程", "region": "市本级", "insured_at": "市本级",
        "committee": COMMITTEE, "receiver": CENTRE, "employer_type": "企业", "title_date": about.title_date,
        "current_level": "初级", "other_committees": 0, "unit_committees": 1, "integrity_clear": True,
        "misconduct_clear": True, "form_copies": 1, "form_duplex": True, "topic_matches": True, "contact_units": 1,
        "major_matches": True, "interview_attended": True,
    }  # fmt: skip


def _high(**others: object) -> Told:
    """Answer as somebody who applies for 副高级."""
    return just(level="副高级", current_level="中级", committee=HIGH_COMMITTEE, **others)


def _points(points: int) -> tuple[Planned, ...]:
    return (Planned("points.jpg", "继续教育", "xuexi", {"year": 2023, "points": points}),)


_SUBSTITUTE = Switch(
    (),
    facts=_high(paper_substitute=True),
    change={"patent.jpg": just(kind="发明")},
    without=("benefit.jpg",),
)
"""Somebody who files a patent instead of a paper."""

SWITCHES: dict[str, Switch] = {
    "id_other_number": on(
        "id-card.jpg",
        "SZE-01",
        lambda about: {"number": scene(about.seed + 1).person.id_number},
        field_of("公民身份号码"),
    ),
    "diploma_other_name": on("diploma.jpg", "SZE-01", just(name="言若水"), field_of("姓名")),
    "form_one_sided": told("SZE-02", form_duplex=False),
    "form_unsealed": on("form.pdf", "SZE-03", just(sealed=False)),
    "form_other_seal": on("form.pdf", "SZE-03", OTHER_SEAL, seal_of(last=False)),
    "education_few_years": Switch((Wrong("SZE-04"),), without=("education-2021.jpg",)),
    "education_few_hours": Switch((Wrong("SZE-04"),), change={"education-2022.jpg": just(hours=10)}),
    "education_few_hours_high": Switch(
        (Wrong("SZE-05"),), facts=_high(), change={"education-2022.jpg": just(hours=20)}
    ),
    "education_few_hours_full": Switch(
        (Wrong("SZE-06"),),
        facts=just(level="正高级", current_level="副高级", committee=HIGH_COMMITTEE),
    ),
    "points_few": Switch(
        (Wrong("SZE-04"), Wrong("SZE-07"), Wrong("SZE-10", verdict="needs_review")),
        adds=_points(320),
        without=("education-2023.jpg",),
    ),
    "points_few_high": Switch(
        (Wrong("SZE-05"), Wrong("SZE-08"), Wrong("SZE-10", verdict="needs_review")),
        facts=_high(),
        adds=_points(720),
        without=("education-2023.jpg",),
    ),
    "points_few_full": Switch(
        (Wrong("SZE-06"), Wrong("SZE-09"), Wrong("SZE-10", verdict="needs_review")),
        facts=just(level="正高级", current_level="副高级", committee=HIGH_COMMITTEE),
        adds=_points(1200),
    ),
    "points_nobodys": Switch(
        (Wrong("SZE-10", "points.jpg", verdict="needs_review"), Wrong("SZE-10", verdict="needs_review")),
        adds=(Planned("points.jpg", "继续教育", "xuexi", {"year": 2023, "points": 900, "named": False}),),
    ),
    "abilities_missing": missing("abilities.jpg", "SZE-12"),
    "abilities_elsewhere": Switch((Wrong("SZE-12", "abilities.jpg"),), slots={"abilities.jpg": PROOF}),
    "author_second": on("paper.pdf", "SZE-14", just(rank=2), None, "needs_review"),
    "paper_untranslated": on("paper.pdf", "SZE-15", just(text=ENGLISH)),
    "ratio_high": Switch((Wrong("SZE-16", "paper.pdf"),), change={"ratio.jpg": just(share=0.42)}),
    "paper_other_name": Switch((Wrong("SZE-17", "paper.pdf"),), names={"paper.pdf": "lunwen.pdf"}),
    "substitute_elsewhere": replace(
        _SUBSTITUTE,
        wrong=(Wrong("SZE-18", "patent.jpg"), Wrong("SZE-18", "achievement.jpg"), Wrong("SZE-20", "patent.jpg")),
    ),
    "substitute_twice": replace(
        _SUBSTITUTE,
        wrong=(Wrong("SZE-19"), Wrong("SZE-20", "patent.jpg")),
        adds=(Planned("patent-again.jpg", LEARNED, "patent", {"kind": "发明"}),),
    ),
    "substitute_not_allowed": Switch(
        (
            Wrong("SZE-43"),
            Wrong("SZE-43", "patent.jpg", verdict="needs_review"),
            Wrong("SZE-19", verdict="needs_review"),
        ),
        facts=just(paper_substitute=True),
        slots={"patent.jpg": LEARNED},
    ),
    "benefit_missing": Switch((Wrong("SZE-20", "patent.jpg"),), without=("benefit.jpg",)),
    "benefit_of_another": on("patent.jpg", "SZE-20", just(kind="发明"), None, "needs_review"),
    "award_unproved": Switch((Wrong("SZE-21", "award.jpg"),), without=("award-support.jpg",)),
    "topic_other": told("SZE-22", topic_matches=False),
    "prize_late": on("award.jpg", "SZE-25", just(day=dt.date(2024, 5, 20))),
    "achievement_late": on("achievement.jpg", "SZE-25", just(day=dt.date(2024, 5, 18))),
    "two_committees": told("SZE-26", "needs_review", other_committees=1),
    "by_an_agent": told("SZE-27", "needs_review", contact_units=4),
    "dishonest": told("SZE-29", integrity_clear=False),
    "ratio_missing": Switch(
        (Wrong("SZE-30"), Wrong("SZE-16", "paper.pdf", verdict="needs_review")), without=("ratio.jpg",)
    ),
    "submitted_late": Switch((Wrong("SZE-31"), Wrong("SZE-36")), events=just(submitted_at="2024-04-22T10:00:00+08:00")),
    "received_late": Switch((Wrong("SZE-31"),), events=just(received_at="2024-04-30T18:20:00+08:00")),
    "entrust_missing": told("SZE-32", needs_entrust=True),
    "other_major": Switch((Wrong("SZE-33", verdict="needs_review"),), facts=_high(major_matches=False)),
    "other_office": Switch((Wrong("SZE-35"),), facts=just(receiver="吴江区职称评价中心")),
    "other_committee": told("SZE-38", committee="苏州市冶金工程技术中级资格评审委员会"),
    "slot_empty": Switch((Wrong("SZE-41"),), without=("contract.pdf",)),
    "problems_few": Switch((Wrong("SZE-42"),), facts=_high(hard_problems_ticked=True)),
    "misconduct": told("SZE-44", misconduct_clear=False),
    "interview_missed": told("SZE-45", interview_attended=False),
    "review_late": told("SZE-39", asks_review=True, review_in_time=False),
    "conversion": Switch(
        (Wrong("SZE-40", verdict="needs_review"),),
        adds=(Planned("conversion.jpg", "继续教育", "hours_conversion"),),
    ),
} | {f"form_pledge_{kind}": one for kind, one in signed_otherwise("form.pdf", "SZE-28", "申报人").items()}

ENGINEERING = Notice(
    policy="js-sz-2024-eng",
    prefix="SZE",
    scene=who,
    plan=plan,
    facts=facts,
    events=just(submitted_at="2024-04-10T10:30:00+08:00", received_at="2024-04-24T09:30:00+08:00", submission_number=1),
    reviews=(
        ("SZE-11", None),
        ("SZE-13", "abilities.jpg"),
        ("SZE-23", None),
        ("SZE-24", None),
    ),
    switches=SWITCHES,
    unplanted={
        "SZE-11": "the list of training bases is not part of the notice",
        "SZE-13": "a person compares each ticked line with what was handed in, on every application",
        "SZE-23": "a person reads the paper",
        "SZE-24": "the years stand in the conditions for the title, which the notice only names",
        "SZE-34": "a reminder, not a demand",
        "SZE-37": "how the committee works, not what the applicant does",
    },
    layout={"app_form": 1, "paper": 1},
    now="2024-05-20T09:00:00+08:00",
    names=lambda about: {"paper.pdf": f"{work(about).title}.pdf"},
)
