"""One example for every verdict that a check can reach, as data: what is handed in, what is asked, what is answered."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from models.application import Application
from models.case import Case
from models.geometry import Box
from models.observation import Cell, Observation, Photo, QrCode, SealColour, SignatureKind, Table, Writing
from models.policy import CheckCall, Policy, Requirement, Severity
from models.report import Finding, Verdict
from tests.checks.making import UNIT, case, observation, policy, seal, signature
from tests.checks.making import field as value

P, F, R, N, E = (
    Verdict.PASSED,
    Verdict.FAILED,
    Verdict.NEEDS_REVIEW,
    Verdict.NOT_APPLICABLE,
    Verdict.ERRORED,
)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
BOX = Box(0.1, 0.1, 0.9, 0.5)
FACTS = {
    "level": {"label": "申报级别", "kind": "enum", "values": ["初级", "中级", "副高级"]},
    "current_level": {"label": "现职称层级", "kind": "enum", "values": ["无", "初级", "中级"]},
    "title_date": {"label": "现职称取得日期", "kind": "date"},
    "direct": {"label": "是否直接申报", "kind": "bool", "default": False},
    "yes": {"label": "某事是否属实", "kind": "bool"},
    "count": {"label": "某物件数", "kind": "integer"},
    "day": {"label": "某日", "kind": "date"},
    "other_day": {"label": "另一日", "kind": "date"},
    "specialty": {"label": "申报专业", "kind": "text"},
    "region": {"label": "所在地", "kind": "text"},
    "committee": {"label": "评委会", "kind": "text"},
    "employer": {"label": "所在单位", "kind": "text"},
}


@dataclass(frozen=True)
class Example:
    """`check` asked of `held` with `params` answers `verdict` (the worst of its answers)."""

    check: str
    verdict: Verdict
    params: dict[str, Any]
    held: Case = field(default_factory=case)
    on: tuple[str, ...] = ()
    pack: dict[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def policy(self) -> Policy:
        other = Requirement("A-1", "一", "原文", Severity.CORRECT, (CheckCall("completeness"),))
        return policy(other, **{"facts": FACTS, **self.pack})


def told(held: Case, **facts: Any) -> Case:
    """The case with these facts."""
    application = dataclasses.replace(held.application, facts={**held.application.facts, **facts})
    return dataclasses.replace(held, application=application)


def with_application(held: Case, **parts: Any) -> Case:
    """The case with parts of its application replaced."""
    application: Application = dataclasses.replace(held.application, **parts)
    return dataclasses.replace(held, application=application)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def table(*rows: tuple[str, ...]) -> Table:
    cells = [Cell(row, column, BOX, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    return Table(1, BOX, tuple(cells))


def finding(requirement: str, verdict: Verdict, severity: Severity = Severity.CORRECT) -> Finding:
    return Finding(requirement, "一", "原文", verdict, severity, "说明")


def doc(type_id: str, *texts: str, **parts: Any) -> Observation:
    return observation(type_id, *texts, **parts)


ON_FORM = Photo(1, BOX, 295, 413, 1, on_form=True)


def unreadable() -> Observation:
    return observation(None, "看不出是什么材料")


def code(text: str) -> QrCode:
    return QrCode(1, BOX, "QRCode", text)


def _written(kind: str) -> tuple[dict[str, Any], Case, tuple[str, ...]]:
    """The parameters, the form with its sentence written so, and its type."""
    lines = ("真实准确，", "同意推荐")
    writings = tuple(Writing(1, BOX, line, SignatureKind(kind), 0.95) for line in lines)
    form = doc("app_form", "基层意见\n真实准确，同意推荐", seals=(seal(UNIT),), writings=writings)
    return {"phrase": "said", "cells": ["基层意见"]}, case(a=form), ("app_form",)


_FIELDS = {"fields": (value("出版日期", "2024-03"),)}
_CUT = {"cutoffs": {"end": "2024-04-30", "vague": None}}
_LADDER = {"current": "current_level", "target": "level", "order": ["无", "初级", "中级", "副高级"], "direct": "direct"}
_SENIOR = {"since": "title_date", "level": "level", "cutoff": "end", "years": {"中级": 4}}
_HOURS = {"per_year": 14, "last_year": 2023, "since": "title_date", "years": 2}
_CREDITS = {"type": "xuexi", "per_year": 500, "since": 2020}
_ROUTES = {
    "routes": [
        {
            "committee": "甲评委会",
            "specialties": ["机械工程"],
            "levels": ["中级"],
            "receiver": "甲中心",
            "mode": "无纸化",
            "online": [{"start": "2024-09-01", "end": "2024-09-15"}],
            "excludes": ["大山集团"],
        },
        {"committee": "乙评委会", "specialties": ["水利工程"], "online": [{"start": None, "end": None}]},
        {"committee": "丙评委会", "specialties": ["轻工工程"]},
        {"committee": "丁评委会", "specialties": ["轻工工程"]},
    ]
}
_FEES = {"fees": [{"when": {"level": "中级"}, "yuan": 380}, {"when": {"level": "初级"}, "yuan": 220}]}
_MECHANIC = told(case(), specialty="机械工程", region="城南", committee="甲评委会", employer="小河公司")
_ENGLISH = "The calibration of pressure gauges in small workshops is described together with its uncertainty budget. "
_CHINESE = (
    "本文研究压力表检定的不确定度评定方法，比较两种装置在不同温度下的示值误差，并给出改进建议，"
    "供同行在日常检定工作中参考使用。文中所用数据取自三年来的检定记录，计算过程列于附表。"
)
_PARTNERS = {"needs": "benefit", "keys": ["专利号"]}
_PHOTO_CELL = Table(
    1,
    BOX,
    (
        Cell(0, 0, Box(0.1, 0.1, 0.3, 0.15), "性别"),
        Cell(0, 1, Box(0.3, 0.1, 0.7, 0.15), "女"),
        Cell(0, 2, Box(0.7, 0.1, 0.9, 0.3), "", row_span=3),
    ),
)
_PATENT = doc("patent", fields=(value("专利号", "ZL201710601862.3"),))
_COPIES = {"copies": 2}
_TEXT = "专业技术职务任职资格评审表\n姓名 林墨白\n现从事计量检定工作八年\n主要业绩为完成检定规程修订"
_SLOT_PATENT = dataclasses.replace(_PATENT, sha256="1" * 64)
_HEADS = ("序号", "姓名", "单位")

EXAMPLES = (
    Example("fact", P, {"fact": "yes", "allowed": [True]}, told(case(), yes=True)),
    Example("fact", F, {"fact": "count", "maximum": 1}, told(case(), count=2)),
    Example("fact", R, {"fact": "yes", "allowed": [True]}),
    Example("manual", P, {"steps": ["看"], "fact": "yes"}, told(case(), yes=True)),
    Example("manual", F, {"steps": ["看"], "fact": "yes"}, told(case(), yes=False)),
    Example("manual", R, {"steps": ["看"], "fact": "yes"}),
    Example("remind", P, {"note": "须面试"}),
    Example("remind", R, {"note": "须面试", "any_of": [{"yes": True}]}),
    Example("remind", N, {"note": "须面试", "any_of": [{"yes": True}]}, told(case(), yes=False)),
    Example("ladder", P, _LADDER, told(case(), current_level="初级")),
    Example("ladder", F, _LADDER, told(case(), current_level="无")),
    Example("ladder", R, _LADDER, told(case(), current_level="无", direct=True)),
    Example("criteria", P, {"rules": [{"when": {"level": "中级"}}]}),
    Example("criteria", F, {"rules": [{"when": {"level": "初级"}}]}),
    Example("criteria", R, {"rules": [{"when": {"yes": True}}]}),
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
    Example(
        "credit_hours",
        P,
        _HOURS,
        told(
            case(
                a=doc("ce_cert", fields=(value("年度", "2022"), value("学时", "14"))),
                b=doc("ce_cert", fields=(value("年度", "2023"), value("学时", "20"))),
            ),
            title_date="2019-01-01",
        ),
        ("ce_cert",),
    ),
    Example(
        "credit_hours",
        F,
        _HOURS,
        told(case(a=doc("ce_cert", fields=(value("年度", "2022"), value("学时", "13")))), title_date="2019-01-01"),
        ("ce_cert",),
    ),
    Example("credit_hours", R, _HOURS, case(), ("ce_cert",)),
    Example("credit_hours", N, {**_HOURS, "credits": _CREDITS, "of_credits": True}, case(), ("xuexi",)),
    Example("route", P, {"asked": "committee", "given": "committee"}, _MECHANIC, pack=_ROUTES),
    Example(
        "route", F, {"asked": "committee", "given": "committee"}, told(_MECHANIC, committee="乙评委会"), pack=_ROUTES
    ),
    Example("route", R, {"asked": "online"}, told(_MECHANIC, specialty="水利工程"), pack=_ROUTES),
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
    Example(
        "sheet",
        P,
        {"duplex_fact": "yes", "copies_fact": "count"},
        told(case(a=doc("app_form")), yes=True, count=1),
        ("app_form",),
    ),
    Example("sheet", F, {"copies_fact": "count", "copies": 2}, told(case(a=doc("app_form")), count=1), ("app_form",)),
    Example("sheet", R, {"duplex_fact": "yes"}, case(a=doc("app_form")), ("app_form",)),
    Example("marks", P, {"words": ["申报编号"]}, case(a=doc("app_form", "申报编号 2024001")), ("app_form",)),
    Example("marks", R, {"words": ["申报编号"]}, case(a=doc("app_form")), ("app_form",)),
    Example("photo", P, {}, case(a=doc("photo_1in", photo=Photo(1, BOX, 295, 413, 1))), ("photo_1in",)),
    Example("photo", F, {}, case(a=doc("photo_1in", photo=Photo(1, BOX, 295, 413, 2))), ("photo_1in",)),
    Example("photo", R, {}, case(a=doc("photo_1in", photo=Photo(1, BOX, 413, 413, 1))), ("photo_1in",)),
    Example("photo", R, {}, case(a=doc("app_form", photo=ON_FORM)), ("app_form",)),
    Example("photo", R, {"alone": False}, case(a=doc("app_form")), ("app_form",)),
    Example("photo", P, {"alone": False}, case(a=doc("app_form", photo=ON_FORM)), ("app_form",)),
    Example(
        "photo",
        F,
        {"alone": False},
        case(a=doc("app_form", photo=dataclasses.replace(ON_FORM, faces=2))),
        ("app_form",),
    ),
    Example("original", P, {}, case(a=doc("pub_notice", seals=(seal(UNIT),))), ("pub_notice",)),
    Example(
        "original",
        R,
        {},
        case(a=doc("pub_notice", seals=(dataclasses.replace(seal(UNIT), colour=SealColour.GREY),))),
        ("pub_notice",),
    ),
    Example("columns", P, {"columns": list(_HEADS)}, case(a=doc("roster", tables=(table(_HEADS),))), ("roster",)),
    Example("columns", F, {"columns": list(_HEADS)}, case(a=doc("roster", tables=(table(_HEADS[::-1]),))), ("roster",)),
    Example("columns", R, {"columns": list(_HEADS)}, case(a=doc("roster")), ("roster",)),
    Example("nonblank", P, {}, case(a=doc("app_form", tables=(table(("职务", "无")),))), ("app_form",)),
    Example("nonblank", F, {}, case(a=doc("app_form", tables=(table(("职务", "")),))), ("app_form",)),
    # A photograph is glued into a cell over several rows: it has no text, and is not left blank.
    Example("nonblank", P, {}, case(a=doc("app_form", tables=(_PHOTO_CELL,))), ("app_form",)),
    Example("nonblank", R, {}, case(a=doc("app_form")), ("app_form",)),
    Example(
        "value_in",
        P,
        {"field": "等级", "allowed": ["三级"]},
        case(a=doc("vocational", fields=(value("等级", "三级"),))),
        ("vocational",),
    ),
    Example(
        "value_in",
        F,
        {"field": "等级", "allowed": ["三级"]},
        case(a=doc("vocational", fields=(value("等级", "五级"),))),
        ("vocational",),
    ),
    Example("value_in", R, {"field": "等级", "allowed": ["三级"]}, case(a=doc("vocational")), ("vocational",)),
    Example("mentions", P, {"of": "applicant.unit"}, case(a=doc("contract", f"甲方：{UNIT}")), ("contract",)),
    Example(
        "mentions",
        F,
        {"of": "applicant.unit", "absent": "failed"},
        case(a=doc("contract", "甲方：别的单位")),
        ("contract",),
    ),
    Example("mentions", R, {"of": "applicant.unit"}, case(a=doc("contract", "甲方：别的单位")), ("contract",)),
    Example(
        "tally",
        P,
        {"total": ["参加人数"], "parts": {"同意": ["同意票"], "反对": ["反对票"]}},
        case(a=doc("peer_vote", "参加人数：12人\n同意票：11票\n反对票：1票")),
        ("peer_vote",),
    ),
    Example(
        "tally",
        F,
        {"total": ["参加人数"], "parts": {"同意": ["同意票"], "反对": ["反对票"]}},
        case(a=doc("peer_vote", "参加人数：12人\n同意票：10票\n反对票：1票")),
        ("peer_vote",),
    ),
    Example(
        "tally",
        F,
        {"total": ["参加人数"], "parts": {"同意": ["同意"], "不同意": ["不同意"]}},
        case(a=doc("peer_vote", "参加人数40人，同意31票，不同意3票")),
        ("peer_vote",),
    ),
    Example(
        "tally",
        P,
        {"total": ["参加人数"], "parts": {"同意": ["同意"], "不同意": ["不同意"]}},
        case(
            a=doc(
                "peer_vote",
                "应参加人数 实参加人数 同意 不同意\n28人 26人 25票 1票",
                fields=(value("参加人数", "26"), value("同意", "25"), value("不同意", "1")),
            )
        ),
        ("peer_vote",),
    ),
    Example(
        "tally", R, {"total": ["参加人数"], "parts": {"同意": ["同意票"]}}, case(a=doc("peer_vote")), ("peer_vote",)
    ),
    Example("amount", P, {"minimum": 3_000_000}, case(a=doc("benefit", "年新增利润350万元")), ("benefit",)),
    Example("amount", F, {"minimum": 3_000_000}, case(a=doc("benefit", "年新增利润299.9万元")), ("benefit",)),
    Example("amount", R, {"minimum": 3_000_000}, case(a=doc("benefit", "效益显著")), ("benefit",)),
    Example("fee", P, _FEES, case(a=doc("payment", "金额合计 ¥380.00")), ("payment",)),
    Example("fee", F, _FEES, case(a=doc("payment", "金额合计 ¥220.00")), ("payment",)),
    Example("fee", R, _FEES, case(a=doc("payment", "金额合计 ¥760.00")), ("payment",)),
    Example(
        "qr",
        P,
        {"hosts": ["www.chsi.com.cn"]},
        case(a=doc("chsi_reg", qr_codes=(code("https://www.chsi.com.cn/xlcx/bg.do?vcode=A1"),))),
        ("chsi_reg",),
    ),
    Example(
        "qr",
        F,
        {"hosts": ["www.chsi.com.cn"], "parameter": "vcode", "field": "在线验证码"},
        case(
            a=doc(
                "chsi_reg",
                qr_codes=(code("https://www.chsi.com.cn/xlcx/bg.do?vcode=AAAABBBBCCCCDDDD"),),
                fields=(value("在线验证码", "A9999888877776666"),),
            )
        ),
        ("chsi_reg",),
    ),
    Example(
        "qr",
        R,
        {"hosts": ["www.chsi.com.cn"]},
        case(a=doc("chsi_reg", qr_codes=(code("https://www.chsi.com.cn.evil.example/bg.do"),))),
        ("chsi_reg",),
    ),
    Example("written_phrase", P, *_written("handwritten"), {"phrases": {"said": "真实准确，同意推荐"}}),
    Example("written_phrase", F, *_written("printed"), {"phrases": {"said": "真实准确，同意推荐"}}),
    Example("written_phrase", R, *_written("unclear"), {"phrases": {"said": "真实准确，同意推荐"}}),
    Example(
        "written_phrase",
        F,
        {"phrase": "said", "cells": ["基层意见"]},
        case(a=doc("app_form", "基层意见", signatures=(signature("签字", "absent"),))),
        ("app_form",),
        {"phrases": {"said": "真实准确，同意推荐"}},
    ),
    Example(
        "written_phrase",
        R,
        {"phrase": "said", "cells": ["基层意见"]},
        case(a=doc("app_form", "基层意见\n真实准确，同意推荐", seals=(seal(UNIT),))),
        ("app_form",),
        {"phrases": {"said": "真实准确，同意推荐"}},
    ),
    Example("vague_words", P, {"words": ["若干"]}, case(a=doc("summary", "完成检定120台件")), ("summary",)),
    Example("vague_words", R, {"words": ["若干"]}, case(a=doc("summary", "完成检定若干台件")), ("summary",)),
    Example(
        "seal_chain",
        P,
        {"offices": {"市局": ["市场监督管理局"]}},
        case(a=doc("app_form", seals=(seal("某市市场监督管理局"),))),
        ("app_form",),
    ),
    Example(
        "seal_chain",
        F,
        {"offices": {"市局": ["市场监督管理局"]}, "absent": "failed"},
        case(a=doc("app_form", seals=(seal(UNIT),))),
        ("app_form",),
    ),
    Example(
        "seal_chain",
        R,
        {"offices": {"市局": ["市场监督管理局"]}},
        case(a=doc("app_form", seals=(seal(UNIT),))),
        ("app_form",),
    ),
    Example("author_rank", P, {}, case(a=doc("paper", fields=(value("作者", "林墨白，周远"),))), ("paper",)),
    Example(
        "author_rank",
        F,
        {"violated": "failed"},
        case(a=doc("paper", fields=(value("作者", "周远，林墨白"),))),
        ("paper",),
    ),
    Example("author_rank", R, {}, case(a=doc("paper", fields=(value("作者", "周远，林墨白"),))), ("paper",)),
    Example(
        "translation",
        P,
        {"translation": "translation_zh"},
        case(a=doc("paper", _ENGLISH), b=doc("translation_zh", _CHINESE)),
        ("paper",),
    ),
    Example("translation", F, {"translation": "translation_zh"}, case(a=doc("paper", _ENGLISH)), ("paper",)),
    Example(
        "translation", R, {"translation": "translation_zh"}, case(a=doc("paper", _ENGLISH), b=unreadable()), ("paper",)
    ),
    Example("translation", N, {"translation": "translation_zh"}, case(a=doc("paper", _CHINESE)), ("paper",)),
    Example(
        "used_once",
        P,
        {"first": "甲", "second": "乙", "keys": ["专利号"]},
        case(a=(_PATENT, "甲")),
        ("patent",),
        {"slots": ["甲", "乙"]},
    ),
    Example(
        "used_once",
        F,
        {"first": "甲", "second": "乙", "keys": ["专利号"]},
        case(a=(_PATENT, "甲"), b=(_SLOT_PATENT, "乙")),
        ("patent",),
        {"slots": ["甲", "乙"]},
    ),
    Example(
        "used_once",
        R,
        {"first": "甲", "second": "乙", "keys": ["专利号"]},
        case(a=_PATENT),
        ("patent",),
        {"slots": ["甲", "乙"]},
    ),
    Example(
        "paired",
        P,
        _PARTNERS,
        case(a=_PATENT, b=doc("benefit", "应用专利ZL201710601862.3，年新增利润350万元")),
        ("patent",),
    ),
    Example("paired", F, _PARTNERS, case(a=_PATENT), ("patent",)),
    Example("paired", R, _PARTNERS, case(a=_PATENT, b=doc("benefit", "应用某专利")), ("patent",)),
    Example("paired", N, {**_PARTNERS, "within": "乙"}, case(a=(_PATENT, "甲")), ("patent",), {"slots": ["甲", "乙"]}),
    Example(
        "ticks", R, {"slot": "甲"}, case(a=doc("ability_self", "☑ 主持项目一项")), ("ability_self",), {"slots": ["甲"]}
    ),
)
