"""Examples of what is handed in, when, and how the office proceeds."""

from __future__ import annotations

import dataclasses

from tests.checks.examples import E, Example, F, N, P, R, doc, finding, moment, told, with_application
from tests.checks.making import case
from tests.checks.making import field as value

_FIELDS = {"fields": (value("出版日期", "2024-03"),)}
_CUT = {"cutoffs": {"end": "2024-04-30", "vague": None}}
_SENIOR = {"since": "title_date", "level": "level", "cutoff": "end", "years": {"中级": 4}}
_COPIES = {"copies": 2}
_TEXT = "专业技术职务任职资格评审表\n姓名 林墨白\n现从事计量检定工作八年\n主要业绩为完成检定规程修订"

PROCESS = (
    Example("seniority", P, _SENIOR, told(case(), title_date="2020-04-30"), pack=_CUT),
    Example("seniority", F, _SENIOR, told(case(), title_date="2020-05-01"), pack=_CUT),
    Example("seniority", R, _SENIOR, told(case(), title_date="2020"), pack=_CUT),
    Example(
        "date_bounds", P, {"fields": ["出版日期"], "until": "end"}, case(a=doc("paper", **_FIELDS)), ("paper",), _CUT
    ),
    Example(
        "date_bounds",
        F,
        {"fields": ["出版日期"], "until": "end"},
        case(a=doc("paper", fields=(value("出版日期", "2024-05"),))),
        ("paper",),
        _CUT,
    ),
    Example(
        "date_bounds",
        R,
        {"fields": ["年期"], "until": "end"},
        case(a=doc("paper", fields=(value("年期", "2024年第3期"),))),
        ("paper",),
        _CUT,
    ),
    Example("deadline", P, {"due": "day", "done": "other_day"}, told(case(), day="2024-09-10", other_day="2024-09-10")),
    Example("deadline", F, {"due": "day", "done": "other_day"}, told(case(), day="2024-09-10", other_day="2024-09-11")),
    Example("deadline", R, {"due": "day", "done": "other_day"}, told(case(), day="2024-09-10")),
    Example("deadline", N, {"due": "day", "done": "other_day"}),
    Example(
        "workdays_within", P, {"start": "day", "until": "submitted_at", "maximum": 5}, told(case(), day="2024-09-03")
    ),
    Example(
        "workdays_within", F, {"start": "day", "until": "submitted_at", "maximum": 4}, told(case(), day="2024-09-03")
    ),
    Example("workdays_within", R, {"start": "day", "until": "submitted_at", "maximum": 5}),
    Example("expiry", P, {}, case(a=doc("id_card", fields=(value("有效期限", "2014-01-01/2034-01-01"),))), ("*",)),
    Example("expiry", F, {}, case(a=doc("foreigner_permit", fields=(value("有效期至", "2022-05-31"),))), ("*",)),
    Example("expiry", F, {}, case(a=doc("id_card", fields=(value("有效期限", "2004-01-01/2024-09-09"),))), ("*",)),
    Example("expiry", R, {}, case(a=doc("id_card", fields=(value("有效期限", "2004-01-01/"),))), ("*",)),
    Example(
        "months",
        P,
        {"minimum": 6},
        case(a=doc("social_ins", "202403\n202404\n202405\n202406\n202407\n202408")),
        ("social_ins",),
    ),
    Example("months", F, {"minimum": 6}, case(a=doc("social_ins", "202406\n202407\n202408")), ("social_ins",)),
    Example(
        "months",
        R,
        {"minimum": 6},
        case(a=doc("social_ins", "202402\n202404\n202405\n202406\n202407\n202408")),
        ("social_ins",),
    ),
    Example(
        "timeline", P, {"longest_gap": 1}, case(a=doc("work_exp", "2015年7月至2018年6月\n2018年7月至今")), ("work_exp",)
    ),
    Example("timeline", F, {"minimum_months": 12}, case(a=doc("work_exp", "2024年1月至2024年6月")), ("work_exp",)),
    Example(
        "timeline", R, {"longest_gap": 1}, case(a=doc("work_exp", "2015年7月至2018年6月\n2019年7月至今")), ("work_exp",)
    ),
    Example("late_files", P, {}),
    Example("late_files", F, {}, with_application(case(), received_at=moment("2024-08-08"), submission_number=2)),
    Example("late_files", R, {}, with_application(case(a=doc("paper")), received_at=moment("2024-08-08"))),
    Example("submission_count", P, {"maximum": 3}, findings=(finding("A-1", F),)),
    Example(
        "submission_count",
        F,
        {"maximum": 3},
        with_application(case(), submission_number=3),
        findings=(finding("A-1", F),),
    ),
    Example(
        "submission_count",
        R,
        {"maximum": 3},
        with_application(case(), submission_number=3),
        findings=(finding("A-1", R),),
    ),
    Example(
        "revision",
        P,
        {},
        dataclasses.replace(case(), earlier_notices=("A-1 请补盖公章",)),
        findings=(finding("A-1", P),),
    ),
    Example(
        "revision",
        F,
        {},
        dataclasses.replace(case(), earlier_notices=("A-1 请补盖公章",)),
        findings=(finding("A-1", F),),
    ),
    Example("revision", R, {}, dataclasses.replace(case(), earlier_notices=("请再想想",))),
    Example("revision", N, {}),
    Example("severity_rule", P, {"of": ["A-1"]}, findings=(finding("A-1", P),)),
    Example("severity_rule", F, {"of": ["A-1"]}, findings=(finding("A-1", F),)),
    Example("severity_rule", R, {"of": ["A-1"]}, findings=(finding("A-1", R),)),
    Example("severity_rule", N, {"of": ["A-1"]}, findings=(finding("A-1", N),)),
    Example("output_rule", P, {}, findings=(finding("A-1", F),)),
    Example("output_rule", R, {}, dataclasses.replace(case(), complete=False), findings=(finding("A-1", P),)),
    Example("output_rule", E, {}, findings=(finding("A-1", E),)),
    Example("slots_filled", P, {"slots": ["甲"]}, case(a=(doc("paper"), "甲")), pack={"slots": ["甲"]}),
    Example("slots_filled", F, {"slots": ["甲"]}, case(a=(doc("paper"), "乙")), pack={"slots": ["甲"]}),
    Example("slots_filled", R, {"slots": ["甲"]}, case(a=doc("paper")), pack={"slots": ["甲"]}),
    Example("count", P, {"minimum": 2}, case(a=doc("award"), b=doc("award")), ("award",)),
    Example("count", F, {"minimum": 2}, case(a=doc("award")), ("award",)),
    Example("count", R, {"minimum": 2, "sealed": True}, case(a=doc("award"), b=doc("award")), ("award",)),
    Example("same_copies", P, _COPIES, case(a=doc("app_form", _TEXT), b=doc("app_form", _TEXT)), ("app_form",)),
    Example(
        "same_copies",
        F,
        _COPIES,
        case(a=doc("app_form", _TEXT), b=doc("app_form", "另一个人的另一张表，内容全然不同")),
        ("app_form",),
    ),
    Example("same_copies", R, _COPIES, case(a=doc("app_form", _TEXT)), ("app_form",)),
    Example(
        "order", P, {"titles": ["目录", "申报表"]}, case(a=doc("bound_dossier", "目录", "申报表")), ("bound_dossier",)
    ),
    Example(
        "order", R, {"titles": ["目录", "申报表"]}, case(a=doc("bound_dossier", "申报表", "目录")), ("bound_dossier",)
    ),
    Example("filename", P, {"field": "题名"}, case(a=doc("paper", fields=(value("题名", "a"),))), ("paper",)),
    Example("filename", F, {"field": "题名"}, case(a=doc("paper", fields=(value("题名", "压力表检定"),))), ("paper",)),
    Example("filename", R, {"field": "题名"}, case(a=doc("paper")), ("paper",)),
)
