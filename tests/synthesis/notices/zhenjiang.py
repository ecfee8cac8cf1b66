"""镇江市2024年度职称评审: how people apply, and what can be wrong."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.fault_list import Planned
from tests.synthesis.notices.applicants import applicant
from tests.synthesis.notices.notice import Notice, Switch, Values, Wrong, field_of, just
from tests.synthesis.notices.shared import (
    ELSEWHERE,
    PLEDGE_TEXT,
    happened,
    missing,
    notice_short,
    on,
    other_days,
    signed_otherwise,
    told,
)
from tests.synthesis.people import Scene

PROOF, OTHERS = "业绩成果", "其他材料"
ALL_YEARS = range(2021, 2024)


def who(seed: int) -> Scene:
    """Return an applicant of April 2024."""
    return applicant(seed, first=dt.date(2024, 4, 8), series="工程系列", specialty="建设工程专业")


def plan(about: Scene) -> list[Planned]:
    """Return everything that the notice asks for."""
    return [
        Planned("form.pdf", "申报表", "app_form", {"pledge": PLEDGE_TEXT}),
        Planned("contract.pdf", "基本信息", "contract", {"seal_centre": "合同专用章"}),
        Planned("diploma.jpg", "学历学位", "diploma"),
        Planned("title-certificate.jpg", "专业技术资格", "title_cert"),
        *(
            Planned(f"education-{subject}-{year}.jpg", "继续教育", "ce_cert", {"year": year, "subject": subject})
            for subject, years in (("公需", ALL_YEARS), ("专业", range(2022, 2024)))
            for year in years
        ),
        Planned("achievement.jpg", PROOF, "achievement", {"kind": "acceptance"}),
        Planned("award.jpg", PROOF, "award"),
        Planned("notice.jpg", OTHERS, "pub_notice"),
        Planned("notice-result.jpg", OTHERS, "pub_result"),
    ]


def facts(about: Scene) -> Values:
    """Return the answers of somebody who may apply."""
    return {
        "level": about.level, "specialty": "建设工程", "region": "镇江市区", "employer_type": "企业",
        "employer": about.unit.name, "title_date": about.title_date, "current_level": "初级", "other_committees": 0,
        "unit_committees": 1, "integrity_clear": True, "misconduct_clear": True, "retired": False,
        "civil_servant": False, "online_approved": dt.date(2024, 4, 26), "site_notice_enough": True,
        "returned_with_reason": True, "correction_due": dt.date(2024, 6, 28), "correction_done": dt.date(2024, 6, 24),
    }  # fmt: skip


def _direct(**others: object) -> dict[str, object]:
    return {"direct_entry": True, **others}


SWITCHES: dict[str, Switch] = {
    "civil_servant": told("ZJ-01", civil_servant=True),
    "retired": told("ZJ-01", retired=True),
    "contract_missing": missing("contract.pdf", "ZJ-02"),
    "contract_other_unit": on(
        "contract.pdf", "ZJ-02", just(employer=ELSEWHERE, seal_text=ELSEWHERE), None, "needs_review"
    ),
    "contract_over": on(
        "contract.pdf", "ZJ-02", just(start=dt.date(2018, 3, 1), end=dt.date(2021, 2, 28)), field_of("合同结束")
    ),
    "permit_missing": told("ZJ-03", foreigner=True),
    "permit_over": Switch(
        (Wrong("ZJ-03", "permit.jpg"),),
        facts=just(foreigner=True),
        adds=(Planned("permit.jpg", "基本信息", "foreigner_permit", {"expires": 2022}),),
    ),
    "rung_skipped": told("ZJ-04", current_level="员级"),
    "exam_only": Switch((Wrong("ZJ-05"), Wrong("ZJ-24"), Wrong("ZJ-25")), facts=just(specialty="会计")),
    "score_missing": Switch(
        (Wrong("ZJ-06"), Wrong("ZJ-24", verdict="needs_review"), Wrong("ZJ-10", verdict="needs_review")),
        facts=just(level="副高级", current_level="中级", exam_and_review=True),
        settles=(("ZJ-26", None),),
    ),
    "score_over": Switch(
        (
            Wrong("ZJ-06", "score.jpg"),
            Wrong("ZJ-24", verdict="needs_review"),
            Wrong("ZJ-10", verdict="needs_review"),
        ),
        facts=just(level="副高级", current_level="中级", exam_and_review=True),
        settles=(("ZJ-26", None),),
        adds=(Planned("score.jpg", OTHERS, "exam_score", {"year": 2018, "valid_until": dt.date(2022, 12, 31)}),),
    ),
    "software_only_by_exam": Switch(
        (Wrong("ZJ-07"), Wrong("ZJ-24"), Wrong("ZJ-25")), facts=just(specialty="计算机技术与软件")
    ),
    "achievement_after_hand_in": on("achievement.jpg", "ZJ-10", just(day=dt.date(2024, 6, 18))),
    "prize_after_hand_in": on("award.jpg", "ZJ-10", just(day=dt.date(2024, 7, 20))),
    "education_one_kind": Switch((Wrong("ZJ-12"),), without=tuple(f"education-公需-{year}.jpg" for year in ALL_YEARS)),
    "education_other_year": Switch((Wrong("ZJ-12"),), without=("education-专业-2023.jpg",)),
    "two_committees": told("ZJ-13", "needs_review", other_committees=1),
    "unit_scattered": told("ZJ-14", unit_committees=2),
    "form_missing": missing("form.pdf", "ZJ-15"),
    "form_home_made": on("form.pdf", "ZJ-15", just(numbered=False, watermark=False), None, "needs_review"),
    "notice_short": notice_short("ZJ-16"),
    "result_other_days": other_days("ZJ-16"),
    "correction_late": told("ZJ-18", correction_done=dt.date(2024, 7, 1)),
    "site_notice_short": told("ZJ-19", site_notice_enough=False),
    "returned_otherwise": told("ZJ-20", returned_with_reason=False),
    "dishonest": told("ZJ-22", integrity_clear=False),
    "received_late": happened("ZJ-23", received_at="2024-05-24T10:00:00+08:00"),
    "submitted_early": happened("ZJ-24", submitted_at="2024-03-11T10:00:00+08:00"),
    "enterprise_judges_itself": Switch(
        (Wrong("ZJ-24", verdict="needs_review"), Wrong("ZJ-25")),
        facts=just(specialty="石油化工工程", employer="索普集团第一分公司"),
    ),
    "agency_unproved": told("ZJ-29", by_agency=True),
    "agency_other_seal": Switch(
        (Wrong("ZJ-29", verdict="needs_review"),),
        facts=just(by_agency=True),
        adds=(Planned("agency.jpg", OTHERS, "agency_agreement", {"seal_text": ELSEWHERE}),),
    ),
    "electronic_elsewhere": Switch(
        (Wrong("ZJ-30", "electronic-title.jpg", verdict="needs_review"),),
        adds=(Planned("electronic-title.jpg", "专业技术资格", "title_ecert"),),
    ),
    "direct_unproved": Switch((Wrong("ZJ-32"),), facts=just(direct_entry=True)),
    "misconduct": told("ZJ-35", misconduct_clear=False),
    "rural_talent": told("ZJ-36", "needs_review", rural_talent=True),
    "by_recognition": told("ZJ-37", "needs_review", by_recognition=True),
} | {f"form_pledge_{kind}": one for kind, one in signed_otherwise("form.pdf", "ZJ-21", "申报人").items()}

ZHENJIANG = Notice(
    policy="js-zj-2024",
    prefix="ZJ",
    scene=who,
    plan=plan,
    facts=facts,
    events=just(submitted_at="2024-04-24T10:30:00+08:00", received_at="2024-05-07T09:30:00+08:00", submission_number=1),
    reviews=(("ZJ-09", None), ("ZJ-11", None), ("ZJ-26", None), ("ZJ-27", None), ("ZJ-34", None)),
    switches=SWITCHES,
    unplanted={
        "ZJ-08": "a rule for the program: it asks nobody for another certificate",
        "ZJ-09": "the years stand in the conditions for the title, which the notice only names",
        "ZJ-11": "the hours of earlier years stand in a table that the notice only names",
        "ZJ-17": "a rule for the program: it tells all defects at once",
        "ZJ-26": "of the committee's calendar, not of the applicant",
        "ZJ-27": "of the committee's reports, not of the applicant",
        "ZJ-28": "the conditions for skilled workers stand in a rule that the notice only names",
        "ZJ-31": "the list of qualifications stands in a rule that the notice only names",
        "ZJ-33": "the conditions of directed posts stand in a rule that the notice only names",
        "ZJ-34": "of the committee's calendar, not of the applicant",
    },
    layout={"app_form": 1},
    now="2024-07-05T09:00:00+08:00",
)
