"""苏州市光电产业2024年度质量工程中级、初级专业技术资格: how people apply, and what can be wrong."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.fault_list import Planned
from tests.synthesis.notices.applicants import applicant
from tests.synthesis.notices.notice import Notice, Switch, Values, Wrong, field_of, just, seal_of
from tests.synthesis.notices.shared import (
    ELSEWHERE,
    OTHER_SEAL,
    PLEDGE_TEXT,
    VOTES_LOST,
    happened,
    missing,
    notice_short,
    on,
    other_days,
    result_early,
    signed_otherwise,
    told,
)
from tests.synthesis.people import Scene

PROOF, OTHERS = "业绩成果", "其他材料"


def who(seed: int) -> Scene:
    """Return an applicant of June 2024."""
    return applicant(seed, first=dt.date(2024, 6, 12), series="工程系列", specialty="质量工程专业")


def plan(about: Scene) -> list[Planned]:
    """Return everything that the notice asks for."""
    years = range(2021, 2024)
    return [
        Planned("form.pdf", "申报表", "app_form", {"pledge": PLEDGE_TEXT}),
        Planned("abstract.jpg", "申报表", "abstract"),
        Planned("contract.pdf", "基本信息", "contract", {"seal_centre": "合同专用章"}),
        Planned("diploma.jpg", "学历学位", "diploma"),
        Planned("title-certificate.jpg", "专业技术资格", "title_cert"),
        *(Planned(f"education-{year}.jpg", "继续教育", "ce_cert", {"year": year, "subject": "专业"}) for year in years),
        Planned("achievement.jpg", PROOF, "achievement", {"kind": "acceptance"}),
        Planned("award.jpg", PROOF, "award"),
        Planned("vote.jpg", OTHERS, "peer_vote"),
        Planned("notice.jpg", OTHERS, "pub_notice"),
        Planned("notice-result.jpg", OTHERS, "pub_result"),
        Planned("roster.pdf", OTHERS, "roster"),
        Planned("catalogue.jpg", OTHERS, "catalog"),
    ]


def facts(about: Scene) -> Values:
    """Return the answers of somebody who may apply."""
    return {
        "level": about.level, "specialty": "计量", "employer_type": "企业", "title_date": about.title_date,
        "current_level": "初级", "other_committees": 0, "unit_committees": 1, "integrity_clear": True,
        "misconduct_clear": True, "opto_industry": True, "paper_equals_online": True,
        "correction_due": dt.date(2024, 7, 30), "correction_done": dt.date(2024, 7, 26),
    }  # fmt: skip


SWITCHES: dict[str, Switch] = (
    {
        "prize_late": on("award.jpg", "SZO-02", just(day=dt.date(2024, 5, 20))),
        "achievement_late": on("achievement.jpg", "SZO-02", just(day=dt.date(2024, 4, 18))),
        "two_committees": told("SZO-03", "needs_review", other_committees=1),
        "unit_scattered": told("SZO-04", unit_committees=2),
        "form_home_made": on("form.pdf", "SZO-05", just(numbered=False, watermark=False), None, "needs_review"),
        "form_missing": missing("form.pdf", "SZO-05", "SZO-26"),
        "paper_differs": told("SZO-06", paper_equals_online=False),
        "submitted_late": happened("SZO-07", submitted_at="2024-07-16T09:00:00+08:00"),
        "received_late": happened("SZO-08", received_at="2024-07-23T10:00:00+08:00"),
        "votes_lost": on("vote.jpg", "SZO-10", just(votes=VOTES_LOST)),
        "notice_short": notice_short("SZO-11"),
        "result_other_days": other_days("SZO-11"),
        "result_missing": missing("notice-result.jpg", "SZO-12"),
        "result_other_seal": on("notice-result.jpg", "SZO-12", OTHER_SEAL, seal_of()),
        "result_unsealed": on("notice-result.jpg", "SZO-12", just(sealed=False)),
        "result_objection": on("notice-result.jpg", "SZO-12", just(wording="objection")),
        "result_early": result_early("SZO-12"),
        "correction_late": told("SZO-14", correction_done=dt.date(2024, 8, 2)),
        "dishonest": told("SZO-17", integrity_clear=False),
        "contract_missing": missing("contract.pdf", "SZO-18"),
        "contract_other_unit": on(
            "contract.pdf", "SZO-18", just(employer=ELSEWHERE, seal_text=ELSEWHERE), None, "needs_review"
        ),
        "contract_over": on("contract.pdf", "SZO-18", just(start=dt.date(2018, 3, 1), end=dt.date(2021, 2, 28))),
        "other_specialty": told("SZO-19", specialty="会计"),
        "other_industry": told("SZO-19", opto_industry=False),
        "rung_skipped": told("SZO-20", current_level="员级"),
        "direct_unproved": told("SZO-21", direct_entry=True),
        "skill_missing": told("SZO-22", skilled_worker=True),
        "skill_low": Switch(
            (Wrong("SZO-22", "vocational.jpg"),),
            facts=just(skilled_worker=True),
            adds=(Planned("vocational.jpg", OTHERS, "vocational", {"grade": "五级"}),),
        ),
        "fee_other": Switch(
            (Wrong("SZO-24"),),
            facts=just(first_review_passed=True, fee_paid=False),
            adds=(Planned("payment.jpg", OTHERS, "payment"),),
        ),
        "roster_missing": Switch((Wrong("SZO-26"),), without=("roster.pdf",), settles=(("SZO-15", None),)),
        "form_unsealed": on("form.pdf", "SZO-27", just(sealed=False)),
        "form_other_seal": on("form.pdf", "SZO-27", OTHER_SEAL, seal_of(last=False)),
        "misconduct": told("SZO-29", misconduct_clear=False),
        "notice_before_vote": Switch(
            (Wrong("SZO-30", "notice.jpg", field_of("公示开始")),),
            facts=lambda about: {"vote_date": about.notice_from + dt.timedelta(days=2)},
        ),
        "too_senior": told("SZO-31", level="副高级", current_level="中级"),
    }
    | {f"abstract_{kind}": one for kind, one in signed_otherwise("abstract.jpg", "SZO-09", "负责人").items()}
    | {f"form_pledge_{kind}": one for kind, one in signed_otherwise("form.pdf", "SZO-16", "申报人").items()}
)

OPTO = Notice(
    policy="js-sz-2024-opto-qe",
    prefix="SZO",
    scene=who,
    plan=plan,
    facts=facts,
    events=just(submitted_at="2024-07-08T10:30:00+08:00", received_at="2024-07-12T09:30:00+08:00", submission_number=1),
    reviews=(("SZO-01", None), ("SZO-15", None), ("SZO-23", None), ("SZO-25", None), ("SZO-28", None)),
    switches=SWITCHES,
    unplanted={
        "SZO-01": "the years stand in the conditions for the title, which the notice only names",
        "SZO-13": "a rule for the program: it tells all defects at once",
        "SZO-15": "the columns stand in annex 3, which is not part of the notice",
        "SZO-23": "the hours stand in the regulations of the province, which the notice only names",
        "SZO-25": "a person turns the pages of the bound paper",
        "SZO-28": "shows only among several applicants of one unit, and a person compares them",
    },
    layout={"app_form": 1, "abstract": 0},
    now="2024-08-05T09:00:00+08:00",
)
