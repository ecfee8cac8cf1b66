from __future__ import annotations

import pytest

from models.report import Verdict
from tests.checks.examples import moment, told, with_application
from tests.checks.making import NOW, case
from verifier.judging import judge
from verifier.policies.loader import load_policy

P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW
SUZHOU, ZHENJIANG = "js-sz-2024-eng", "js-zj-2024"
CENTRE = "苏州市专业技术人员服务中心"


def _verdict(pack, requirement, day="2024-03-20", received="2024-04-20", **facts):
    held = with_application(case(), submitted_at=moment(day), received_at=moment(received) if received else None)
    report = judge(told(held, **facts), load_policy(pack), now=NOW)
    found = [finding for finding in report.findings if finding.requirement == requirement]
    return Verdict.worst(finding.verdict for finding in found)


def test_the_table_of_suzhou_is_whole():
    routes = load_policy(SUZHOU).routes
    assert len(routes) == len({route.committee for route in routes}) == 32
    windows = {
        (
            tuple((window.start, window.end) for window in route.online),
            route.paper and (route.paper.start, route.paper.end),
            route.note,
        )
        for route in routes
    }
    assert len(windows) == 8
    vague = [route.committee for route in routes if all(window.end is None for window in route.online)]
    assert len(vague) == 3
    assert sum(route.mode == "网上申报、纸质材料评审" for route in routes) == 2


def test_the_table_of_zhenjiang_is_whole():
    routes = load_policy(ZHENJIANG).routes
    assert len(routes) == 47
    assert {route.number for route in routes} == set(range(1, 29))
    dated = [route for route in routes if route.online[0].start is not None]
    assert len(dated) == 15
    assert [len(route.online) for route in routes].count(2) == 1
    assert all((window.start is None) == (window.end is None) for route in routes for window in route.online)


@pytest.mark.parametrize(
    ("facts", "committee"),
    [
        (
            {"specialty": "机械工程", "region": "昆山市", "level": "中级"},
            "昆山市机械工程、数字经济（电子信息）中级专业技术资格评审委员会",
        ),
        (
            {"specialty": "机械工程", "region": "工业园区", "level": "初级"},
            "苏州工业园区机械工程、数字经济（电子信息）工程中级专业技术资格评审委员会",
        ),
        ({"specialty": "机械工程", "region": "姑苏区", "level": "中级"}, "苏州市机械工程技术中级资格评审委员会"),
        (
            {"specialty": "机械工程", "region": "昆山市", "level": "副高级"},
            "江苏省苏州市机械工程高级专业技术资格评审委员会",
        ),
        (
            {"specialty": "化工工程", "region": "工业园区", "level": "中级"},
            "苏州工业园区化工工程中级专业技术资格评审委员会",
        ),
        (
            {"specialty": "数字经济(区块链)工程", "region": "太仓市", "level": "中级"},
            "苏州市数字经济（区块链）工程中级专业技术资格评审委员会",
        ),
    ],
)
def test_one_committee_for_each_specialty_region_and_level(facts, committee):
    assert _verdict(SUZHOU, "SZE-38", committee=committee, **facts) is P
    assert _verdict(SUZHOU, "SZE-38", committee="别的评委会", **facts) is F
    assert _verdict(SUZHOU, "SZE-38", **facts) is R


def test_an_unknown_specialty_has_no_committee_and_an_unknown_region_is_a_question():
    assert _verdict(SUZHOU, "SZE-38", specialty="考古", region="姑苏区", level="中级") is F
    assert _verdict(SUZHOU, "SZE-38", specialty="机械工程", level="中级") is R


def test_who_receives_follows_the_place_of_insurance():
    facts = {"specialty": "建设工程", "region": "工业园区", "level": "中级"}
    assert _verdict(SUZHOU, "SZE-35", insured_at="工业园区", receiver=CENTRE, **facts) is P
    assert _verdict(SUZHOU, "SZE-35", insured_at="吴中区", receiver=CENTRE, **facts) is F
    assert _verdict(SUZHOU, "SZE-35", insured_at="吴中区", receiver="各市、区人社局职称部门", **facts) is P
    assert _verdict(SUZHOU, "SZE-35", receiver=CENTRE, **facts) is R


@pytest.mark.parametrize(
    ("specialty", "day", "insured_at", "verdict"),
    [
        ("建设工程", "2024-04-19", "高新区", P),
        ("建设工程", "2024-04-20", "高新区", F),
        # Other offices' windows are theirs to change.
        ("交通工程", "2024-06-10", "高新区", R),
        ("交通工程", "2024-04-01", "高新区", P),
        # 3月-6月, 3月初-5月底, 5月-8月 are no dates.
        ("数字经济（网络安全）工程", "2024-04-01", "高新区", R),
        ("冶金工程", "2024-04-01", "高新区", R),
        ("质量工程", "2024-06-01", "高新区", R),
    ],
)
def test_each_committee_has_its_window(specialty, day, insured_at, verdict):
    facts = {"specialty": specialty, "region": "姑苏区", "level": "中级", "insured_at": insured_at}
    assert _verdict(SUZHOU, "SZE-36", day, "2024-04-25", **facts) is verdict


@pytest.mark.parametrize(
    ("facts", "day", "verdict"),
    [
        (("建设工程", "丹徒区", "中级"), "2024-05-30", P),
        (("建设工程", "镇江市区", "中级"), "2024-06-15", F),
        (("建设工程", "镇江市区", "中级"), "2024-07-01", P),
        (("建设工程", "句容市", "初级"), "2024-10-31", P),
        (("机械工程", "镇江市区", "中级"), "2024-05-01", R),
        (("农业工程", "丹阳市", "初级"), "2024-04-01", P),
        (("农业工程", "丹阳市", "中级"), "2024-04-01", F),
        (("农业工程", "丹阳市", "中级"), "2024-06-01", P),
        (("公证员", "镇江市区", "中级"), "2024-05-01", R),
    ],
)
def test_the_plan_of_zhenjiang(facts, day, verdict):
    specialty, region, level = facts
    assert _verdict(ZHENJIANG, "ZJ-24", day, specialty=specialty, region=region, level=level) is verdict


@pytest.mark.parametrize(
    ("specialty", "level", "employer", "verdict"),
    [
        ("石油化工工程", "中级", "江苏索普集团有限公司", F),
        ("石油化工工程", "中级", "某某化工厂", P),
        ("石油化工工程", "中级", None, R),
        ("轻工工程", "初级", "江苏万新光学有限公司", R),
        ("轻工工程", "中级", "江苏万新光学有限公司", P),
        ("水利工程", "中级", None, P),
    ],
)
def test_employers_that_review_for_themselves(specialty, level, employer, verdict):
    facts = {"specialty": specialty, "region": "镇江市区", "level": level, "employer": employer}
    assert _verdict(ZHENJIANG, "ZJ-25", **facts) is verdict


def test_what_is_examined_is_not_reviewed():
    for specialty, verdict in (("会计", F), ("机械工程", P), (None, R)):
        assert _verdict(ZHENJIANG, "ZJ-05", specialty=specialty, level="中级") is verdict
    assert _verdict(ZHENJIANG, "ZJ-05", specialty="会计", level="副高级") is Verdict.NOT_APPLICABLE
    assert _verdict(ZHENJIANG, "ZJ-07", specialty="计算机技术与软件", level="副高级") is F
