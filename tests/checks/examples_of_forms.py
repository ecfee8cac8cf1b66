"""Examples of who may apply, of pages, forms and fields."""

from __future__ import annotations

import dataclasses

from models.geometry import Box
from models.observation import Cell, Photo, SealColour, Table
from tests.checks.examples import BOX, ON_FORM, Example, F, N, P, R, doc, table, told
from tests.checks.making import UNIT, case, seal
from tests.checks.making import field as value

_LADDER = {"current": "current_level", "target": "level", "order": ["无", "初级", "中级", "副高级"], "direct": "direct"}
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
_MECHANIC = told(case(), specialty="机械工程", region="城南", committee="甲评委会", employer="小河公司")
_PHOTO_CELL = Table(
    1,
    BOX,
    (
        Cell(0, 0, Box(0.1, 0.1, 0.3, 0.15), "性别"),
        Cell(0, 1, Box(0.3, 0.1, 0.7, 0.15), "女"),
        Cell(0, 2, Box(0.7, 0.1, 0.9, 0.3), "", row_span=3),
    ),
)
_HEADS = ("序号", "姓名", "单位")

FORMS = (
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
    Example("route", P, {"asked": "committee", "given": "committee"}, _MECHANIC, pack=_ROUTES),
    Example(
        "route", F, {"asked": "committee", "given": "committee"}, told(_MECHANIC, committee="乙评委会"), pack=_ROUTES
    ),
    Example("route", R, {"asked": "online"}, told(_MECHANIC, specialty="水利工程"), pack=_ROUTES),
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
)
