"""Contradictions between documents: each kind is told with both places, and what has no contradiction is left alone."""

from __future__ import annotations

import dataclasses

import pytest

from models.application import Applicant
from models.case import Case, Correction
from models.document import Confidence
from models.observation import Observation
from models.policy import Severity
from models.report import Finding, Verdict
from tests.checks.making import NOW, case, field, observation, policy, requirement, seal
from tests.synthesis.people import scene
from verifier.consistency.leads import KINDS
from verifier.judging import judge

ME = scene(1).person
BORN = ME.birth.isoformat()
UNIT, OTHER_UNIT = "梨城县计量检测有限公司", "长河仪器制造股份公司"
DIPLOMA = {"姓名": ME.name, "学校": "云岭大学", "专业": "应用化学", "入学日期": "2008-09", "毕业日期": "2012-07",
           "层次": "本科", "证书编号": "199071201205000001"}  # fmt: skip
REGISTRY = DIPLOMA | {"毕业日期": "2012-07-01", "入学日期": "2008-09-01"}
CONTRACT = {"甲方": UNIT, "乙方": ME.name, "合同开始": "2022-01-01", "合同结束": "2024-12-31"}
PATENT = {"专利号": "ZL201729939548.9", "申请日": "2017-03-07", "授权公告日": "2018-01-12", "名称": "一种装置"}


def paper(
    type_id: str, said: dict[str, str], *problems: str, text: str = "某份材料", sure: Confidence = 0.97
) -> Observation:
    fields = tuple(field(name, value, *problems, confidence=sure) for name, value in said.items())
    return observation(type_id, text, fields=fields)


def nobody(**documents: Observation) -> Case:
    """An application of which nothing is known but its papers, each another file."""
    held = case(**documents)
    materials = tuple(dataclasses.replace(one, sha256=f"{at:064}") for at, one in enumerate(held.application.materials))
    application = dataclasses.replace(held.application, applicant=Applicant(), materials=materials)
    return dataclasses.replace(held, application=application)


def told(held: Case) -> list[Finding]:
    # A requirement that never meets a document: only the comparison speaks.
    findings = judge(held, policy(requirement("presence", on=("exam_score",))), now=NOW).findings
    return [finding for finding in findings if finding.requirement in KINDS]


ODD = {
    "name": ("CON-1", paper("id_card", {"姓名": ME.name}), paper("degree", {"姓名": "欧阳若川"})),
    "number": ("CON-1", paper("id_card", {"公民身份号码": ME.id_number}),
               paper("title_cert", {"身份证号": scene(2).person.id_number})),
    "sex against number": ("CON-1", paper("id_card", {"公民身份号码": ME.id_number}),
                           paper("diploma", {"性别": "女" if ME.gender == "男" else "男"})),
    "birth against number": ("CON-1", paper("id_card", {"公民身份号码": ME.id_number}),
                             paper("diploma", {"出生日期": "1901-01-01"})),
    "party of the contract": ("CON-1", paper("id_card", {"姓名": ME.name}), paper("contract", {"乙方": "欧阳若川"})),
    "notice of somebody else": ("CON-1", paper("id_card", {"姓名": ME.name}),
                                paper("pub_notice", {"姓名": "欧阳若川"})),
    "insured elsewhere": ("CON-2", paper("app_form", {"工作单位": UNIT}),
                          paper("social_ins", {"单位名称": OTHER_UNIT})),
    "licence of another": ("CON-2", paper("app_form", {"工作单位": UNIT}), paper("biz_license", {"名称": OTHER_UNIT})),
    "registry's number": ("CON-3", paper("chsi_reg", REGISTRY),
                          paper("diploma", DIPLOMA | {"证书编号": "199071201205000009"})),
    "registry's school": ("CON-3", paper("chsi_reg", REGISTRY), paper("diploma", DIPLOMA | {"学校": "北屏工学院"})),
    "title's day": ("CON-3", paper("title_cert", {"资格名称": "助理工程师", "批准日期": "2015-10-21"}),
                    paper("app_form", {"取得时间": "2014-10"})),
    "degree of another school": (
        "CON-3", paper("diploma", DIPLOMA),
        paper("degree", {"学位": "学士", "学校": "云岭大学", "证书编号": "1991242012000007"})),
    "title's day, printed later": (
        "CON-3", paper("title_cert", {"资格名称": "助理工程师", "批准日期": "2015-05-21", "签发日期": "2015-10-21"}),
        paper("app_form", {"取得时间": "2015-10"})),
    "title's day, after its certificate": (
        "CON-3", paper("title_cert", {"资格名称": "助理工程师", "签发日期": "2015-10-21"}),
        paper("app_form", {"取得时间": "2015-11"})),
    "degree's code, its school under a seal": (
        "CON-3", paper("diploma", DIPLOMA),
        paper("degree", {"学位": "学士", "专业": DIPLOMA["专业"], "证书编号": "1991242012000007"})),
    "degree numbered years later": (
        "CON-3", paper("chsi_reg", REGISTRY),
        paper("degree", {"学位": "学士", "专业": DIPLOMA["专业"], "证书编号": "1990742014000007"})),
    "graduated otherwise": ("CON-4", paper("id_card", {"姓名": ME.name}),
                            paper("diploma", DIPLOMA | {"毕业日期": "2013-07"})),
    "level in number": ("CON-4", paper("id_card", {"姓名": ME.name}), paper("diploma", DIPLOMA | {"层次": "专科"})),
    "degree's year": ("CON-4", paper("id_card", {"姓名": ME.name}),
                      paper("degree", {"证书编号": "1990742012000007", "签发日期": "2011-07-01"})),
    "patent's kind": ("CON-4", paper("id_card", {"姓名": ME.name}),
                      paper("patent", PATENT | {"授权公告号": "CN199050972B"})),
    "patent's heading": ("CON-4", paper("id_card", {"姓名": ME.name}), paper("patent", PATENT, text="发明专利证书")),
    "learned in another year": ("CON-4", paper("id_card", {"姓名": ME.name}),
                                paper("ce_cert", {"证书编号": "XJ201909340453", "年度": "2021"})),
    "contract backwards": ("CON-5", paper("id_card", {"姓名": ME.name}),
                           paper("contract", CONTRACT | {"合同结束": "2021-12-31"})),
    "granted before applied": ("CON-5", paper("id_card", {"姓名": ME.name}),
                               paper("patent", PATENT | {"授权公告日": "2016-01-12"})),
    "future": ("CON-5", paper("id_card", {"姓名": ME.name}), paper("award", {"落款日期": "2044-01-01"})),
    "a child's title": ("CON-5", paper("id_card", {"出生": BORN}),
                        paper("title_cert", {"批准日期": f"{ME.birth.year + 9}-01-01"})),
    "two employers at once": ("CON-5", paper("contract", CONTRACT | {"甲方": OTHER_UNIT, "合同开始": "2023-01-01"}),
                              paper("contract", CONTRACT)),
    "result before the end": ("CON-5", paper("pub_notice", {"公示结束": "2024-08-30"}),
                              paper("pub_result", {"落款日期": "2024-08-29"})),
    "patent twice": ("CON-6", paper("patent", PATENT), paper("patent", PATENT)),
    "one number of two": ("CON-6", paper("award", {"编号": "A-01", "项目名称": "横梁改进"}),
                          paper("award", {"编号": "A-01", "项目名称": "导轨改进"})),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "one", "other"), ODD.values(), ids=ODD)
def test_a_contradiction_is_a_hint_with_its_places(kind: str, one: Observation, other: Observation):
    found = [finding for finding in told(nobody(a=one, b=other)) if finding.requirement == kind]
    assert found
    assert all((item.verdict, item.severity) == (Verdict.NEEDS_REVIEW, Severity.WARN) for item in found)
    assert "b" in {piece.document for finding in found for piece in finding.evidence}


@pytest.mark.parametrize(("kind", "one", "other"), ODD.values(), ids=ODD)
@pytest.mark.parametrize("how", ["masked", "misread"])
def test_what_is_masked_or_doubtful_contradicts_nothing(kind: str, one: Observation, other: Observation, how: str):
    # What was read of it must not count, whatever a reader left in the field.
    change = {"problems": ("masked",)} if how == "masked" else {"confidence": 0.4}
    hidden = dataclasses.replace(other, fields=tuple(dataclasses.replace(entry, **change) for entry in other.fields))
    assert told(nobody(a=one, b=hidden)) == []


STORY = {
    "id": paper("id_card", {"姓名": ME.name, "公民身份号码": ME.id_number, "性别": ME.gender, "出生": BORN,
                            "民族": "汉"}),
    "diploma": paper("diploma", DIPLOMA | {"学制": "四年制", "性别": ME.gender}),
    "master": paper("diploma", {"学校": "北屏大学", "专业": "化学工程", "入学日期": "2013-09", "毕业日期": "2016-06",
                                "层次": "硕士", "证书编号": "199121201602000003"}),
    "registry": paper("chsi_reg", REGISTRY | {"学制": "4年"}),
    "degree": paper("degree", {"姓名": ME.name, "学位": "学士", "学校": "云岭大学", "证书编号": "1990742012000007",
                               "签发日期": "2012-07-01"}),
    "form": paper("app_form", {"姓名": ME.name, "民族": "汉族", "工作单位": UNIT, "出生年月": BORN[:7]}),
    "contract": paper("contract", CONTRACT),
    "former": paper("contract", CONTRACT | {"合同开始": "2018-01-01", "合同结束": "2022-01-31"}),
    "patent": paper("patent", PATENT | {"授权公告号": "CN299050972U"}, text="实用新型专利证书 发明人"),
    "learned": paper("ce_cert", {"证书编号": "XJ202109340453", "年度": "2021", "落款日期": "2021-12-30"}),
    "list": paper("pub_notice", {"姓名": "欧阳若川"}, text=f"现将欧阳若川、{ME.name}等两人公示"),
}  # fmt: skip


def test_papers_that_tell_one_story_are_left_alone():
    assert told(nobody(**STORY)) == []


def test_a_certificate_may_be_printed_long_after_the_title_was_granted():
    printed = paper("title_cert", {"资格名称": "助理工程师", "签发日期": "2015-10-21"})
    assert told(nobody(a=printed, b=paper("app_form", {"取得时间": "2015-05"}))) == []


def test_the_rest_of_a_label_in_two_rows_says_nothing():
    form = paper("app_form", {"申报专业": "技术职务"})
    assert told(nobody(a=form, b=paper("pub_notice", {"专业": "质量工程"}))) == []
    assert told(nobody(a=paper("app_form", {"申报专业": "化学"}), b=paper("pub_notice", {"专业": "质量工程"})))


def test_a_seal_of_another_organisation_is_told_and_an_unread_one_is_not():
    contract = paper("contract", CONTRACT)
    sealed = dataclasses.replace(contract, seals=(seal(OTHER_UNIT),))
    unread = dataclasses.replace(contract, seals=(seal(None),))
    assert [finding.requirement for finding in told(nobody(a=sealed))] == ["CON-2"]
    assert told(nobody(a=unread)) == []


def test_the_odd_one_of_three_is_told_and_a_correction_settles_it():
    odd = {"a": paper("title_cert", {"姓名": "欧阳若川"}), "b": paper("diploma", {"姓名": ME.name}),
           "c": paper("degree", {"姓名": ME.name})}  # fmt: skip
    held = nobody(**odd)
    (finding,) = told(held)
    assert finding.document == "a"
    assert {piece.document for piece in finding.evidence} >= {"a"} and len(finding.evidence) == 2
    assert told(dataclasses.replace(held, corrections=(Correction("a", "姓名", ME.name),))) == []


def test_what_a_clause_tells_at_the_same_place_is_told_there():
    held = nobody(a=paper("id_card", {"姓名": ME.name}), b=paper("diploma", {"姓名": "欧阳若川"}))
    held = dataclasses.replace(
        held, application=dataclasses.replace(held.application, applicant=Applicant(name=ME.name))
    )
    clause = requirement("cross_match", ("diploma",), match={"姓名": "applicant.name"})
    (finding,) = judge(held, policy(clause), now=NOW).findings
    assert finding.verdict is Verdict.FAILED
    assert "《居民身份证》" in finding.message


def test_a_hint_alone_never_fails_an_application():
    kind, one, other = ODD["patent twice"]
    clause = requirement("presence", on=("patent",))
    report = judge(nobody(a=one, b=other), policy(clause), now=NOW)
    assert kind in {finding.requirement for finding in report.findings}
    assert report.verdict is not Verdict.FAILED
