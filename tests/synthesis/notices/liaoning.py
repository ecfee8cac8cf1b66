"""辽宁省2024年质量技术监督系列专业技术资格: how people apply, and what can be wrong.

The papers come once and are taken as they are (一次性报卷，不得补报).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.synthesis.fault_list import Planned
from tests.synthesis.notices.applicants import applicant
from tests.synthesis.notices.notice import Notice, Switch, Values, Wrong, field_of, just, seal_of
from tests.synthesis.notices.shared import OTHER_SEAL, happened, missing, on, told
from tests.synthesis.people import Scene

FORMS = tuple(f"form-{copy}.pdf" for copy in (1, 2, 3))
PROOF, OTHERS = "业绩成果", "其他材料"
MANY = (310.0, 325.0, 330.0)
"""万元 a year: enough for 中级, too little for 正高级."""

LITTLE = (90.0, 85.0, 96.0)
"""万元 a year: too little for all, even together."""


def who(seed: int) -> Scene:
    """Return an applicant of July 2024; of the notice the first day does not count, and its account says so many."""
    about = applicant(seed, first=dt.date(2024, 7, 8), series="工程系列", specialty="质量技术监督专业")
    return replace(about, notice_days=about.notice_days - 1)


def plan(about: Scene) -> list[Planned]:
    """Return everything that the notice asks for."""
    return [
        *(Planned(name, "评定表", "app_form") for name in FORMS),
        Planned("dossier.pdf", "报评材料", "bound_dossier", {"parts": ("id_card", "diploma", "title_cert")}),
        Planned("achievement.jpg", PROOF, "achievement", {"kind": "acceptance"}),
        Planned("award.jpg", PROOF, "award"),
        Planned("notice.jpg", OTHERS, "pub_notice"),
        Planned("notice-result.jpg", OTHERS, "pub_result", {"wording": "account"}),
        Planned("roster.pdf", OTHERS, "roster"),
    ]


def facts(about: Scene) -> Values:
    """Return the answers of somebody who may apply."""
    return {
        "level": about.level, "specialty": "计量", "channel": "省直", "employer_type": "行政事业",
        "title_date": about.title_date, "current_level": "初级", "civil_servant": False, "integrity_clear": True,
        "chain_complete": True,
    }  # fmt: skip


def _patent(*others: Planned, requirement: str = "LN-03", file: str | None = None, verdict: str = "failed",
            **options: object) -> Switch:  # fmt: skip
    """Return a switch of somebody who applies with a patent."""
    return Switch(
        (Wrong(requirement, file, verdict=verdict),),
        facts=just(by_patent=True),
        adds=(Planned("patent.jpg", PROOF, "patent", {"kind": "实用新型", **options}), *others),
    )


def _benefit(wan: tuple[float, ...], **options: object) -> Planned:
    return Planned("benefit.jpg", PROOF, "benefit", {"wan": wan, **options})


def _five_days(about: Scene) -> Values:
    """End the notice on its fifth working day, where the first does not count."""
    end, left = about.notice_from, 4
    while left:
        end += dt.timedelta(days=1)
        left -= end.weekday() < 5
    return {"end": end}


def _account(*gone: str) -> Values:
    return {"wording": "account", "missing": gone}


def _told(item: str, *also: str) -> Switch:
    """Return a switch that leaves out one of the five; clauses that ask for it by itself go to a person."""
    asked = (Wrong(requirement, "notice-result.jpg", verdict="needs_review") for requirement in also)
    return Switch((Wrong("LN-20", "notice-result.jpg"), *asked), change={"notice-result.jpg": lambda _: _account(item)})


SENIOR = just(level="正高级", current_level="副高级")

SWITCHES: dict[str, Switch] = {
    "patent_alone": _patent(),
    "patent_little": _patent(_benefit(LITTLE), file="benefit.jpg"),
    "patent_design": replace(
        _patent(_benefit(MANY), file="patent.jpg"),
        adds=(Planned("patent.jpg", PROOF, "patent", {"kind": "外观设计"}), _benefit(MANY)),
    ),
    "patent_little_senior": replace(
        _patent(_benefit(LITTLE), requirement="LN-02", file="benefit.jpg"),
        wrong=(Wrong("LN-02", "benefit.jpg"), Wrong("LN-31", verdict="needs_review")),
        facts=just(by_patent=True, level="副高级", current_level="中级"),
    ),
    "patent_little_full": replace(
        _patent(_benefit(MANY), requirement="LN-01", file="benefit.jpg"),
        wrong=(Wrong("LN-01", "benefit.jpg"), Wrong("LN-24"), Wrong("LN-31", verdict="needs_review")),
        facts=just(by_patent=True, level="正高级", current_level="副高级"),
    ),
    "no_standard": Switch(
        (Wrong("LN-04", "achievement.jpg", verdict="needs_review"), Wrong("LN-05", verdict="needs_review")),
        facts=just(county_or_below=True),
    ),
    "prize_before_title": on("award.jpg", "LN-06", lambda about: {"day": about.title_date - dt.timedelta(days=400)}),
    "prize_late": on("award.jpg", "LN-07", just(day=dt.date(2024, 8, 14))),
    "achievement_late": on("achievement.jpg", "LN-07", just(day=dt.date(2024, 8, 2))),
    "other_specialty": told("LN-09", specialty="其他"),
    "not_this_committee": Switch((Wrong("LN-09"), Wrong("LN-30")), facts=just(channel="各市")),
    "dishonest": told("LN-10", integrity_clear=False),
    "civil_servant": told("LN-11", civil_servant=True),
    "one_copy": Switch((Wrong("LN-12", verdict="needs_review"),), without=FORMS[1:]),
    "form_other_seal": Switch(
        (Wrong("LN-13", FORMS[1], seal_of(last=False)), Wrong("LN-34", FORMS[1], verdict="needs_review")),
        change={FORMS[1]: OTHER_SEAL},
    ),
    "exception_unproved": told("LN-16", exceptional=True),
    "form_blanks": on(FORMS[0], "LN-17", just(blank_cells=5)),
    "dossier_missing": Switch((Wrong("LN-18"),), without=("dossier.pdf",), settles=(("LN-19", None),)),
    "account_without_place": _told("公示地点"),
    "account_without_objections": _told("有无异议", "LN-35"),
    "account_other_seal": on("notice-result.jpg", "LN-20", lambda _: {**_account(), **OTHER_SEAL(_)}, seal_of()),
    "account_unsealed": on("notice-result.jpg", "LN-20", lambda _: {**_account(), "sealed": False}),
    "result_missing": missing("notice-result.jpg", "LN-20"),
    "account_without_materials": _told("全部材料", "LN-22"),
    "account_without_honesty": _told("廉洁自律", "LN-33"),
    "notice_short": Switch(
        (Wrong("LN-21", "notice.jpg", field_of("公示开始")),),
        change={"notice.jpg": _five_days, "notice-result.jpg": lambda _: {**_account(), "days": 4}},
    ),
    "result_other_days": on("notice-result.jpg", "LN-21", lambda _: {**_account(), "days": 18}, field_of("公示天数")),
    "full_unproved": Switch((Wrong("LN-24"), Wrong("LN-31", verdict="needs_review")), facts=SENIOR),
    "unsupervised": on(FORMS[2], "LN-26", just(supervised=False), None, "needs_review"),
    "roster_missing": missing("roster.pdf", "LN-27"),
    "received_early": happened("LN-29", received_at="2024-07-30T15:00:00+08:00"),
    "result_early": on(
        "notice-result.jpg", "LN-35", lambda about: {**_account(), "issued": about.notice_from}, field_of("落款日期")
    ),
    "chain_incomplete": told("LN-34", chain_complete=False),
    "large_unit": told("LN-14", large_unit=True, second_level_unit=False),
}

LIAONING = Notice(
    policy="ln-2024-qs",
    prefix="LN",
    scene=who,
    plan=plan,
    facts=facts,
    events=just(submitted_at="2024-07-29T10:30:00+08:00", received_at="2024-08-01T09:30:00+08:00", submission_number=1),
    reviews=(
        ("LN-08", None),
        ("LN-19", None),
        ("LN-27", None),
        ("LN-28", None),
        *(("LN-15", name) for name in FORMS),
    ),
    switches=SWITCHES,
    unplanted={
        "LN-08": "the years stand in the conditions for the title, which the notice only names",
        "LN-15": "whether the photograph on a form is recent and in colour a person sees on every form",
        "LN-19": "the order stands in annex 3, which is not part of the notice",
        "LN-23": "a person reads who sat in the group, where such a paper was handed in",
        "LN-25": "shows only on forms that offices of a city reviewed, and these have no drawer",
        "LN-28": "when each file came is known to the service, not to a folder",
        "LN-32": "a reminder, not a demand",
        "LN-36": "a rule for the program: it asks nobody for such papers",
        "LN-37": "a rule for the program: it asks nobody for such papers",
        "LN-38": "a reminder, not a demand",
    },
    layout={"app_form": 1},
    now="2024-08-20T09:00:00+08:00",
)
