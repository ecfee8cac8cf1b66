"""Examples of what stands on papers: wording, seals, years, names, achievements."""

from __future__ import annotations

import dataclasses

from tests.checks.examples import Example, F, N, P, R, _written, code, doc, told, unreadable
from tests.checks.making import UNIT, case, seal, signature
from tests.checks.making import field as value

_HOURS = {"per_year": 14, "last_year": 2023, "since": "title_date", "years": 2}
_CREDITS = {"type": "xuexi", "per_year": 500, "since": 2020}
_FEES = {"fees": [{"when": {"level": "中级"}, "yuan": 380}, {"when": {"level": "初级"}, "yuan": 220}]}
_ENGLISH = "The calibration of pressure gauges in small workshops is described together with its uncertainty budget. "
_CHINESE = (
    "本文研究压力表检定的不确定度评定方法，比较两种装置在不同温度下的示值误差，并给出改进建议，"
    "供同行在日常检定工作中参考使用。文中所用数据取自三年来的检定记录，计算过程列于附表。"
)
_PARTNERS = {"needs": "benefit", "keys": ["专利号"]}
_PATENT = doc("patent", fields=(value("专利号", "ZL201710601862.3"),))
_SLOT_PATENT = dataclasses.replace(_PATENT, sha256="1" * 64)

CONTENTS = (
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
