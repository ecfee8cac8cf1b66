from __future__ import annotations

import dataclasses

import pytest

from models.report import Verdict
from tests.checks.making import UNIT, ask, case, field, observation, policy

P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW
NUMBER = "公民身份号码"


def _worst(answers):
    return Verdict.worst(answer.verdict for answer in answers)


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ((field(NUMBER, "11010519491231002X"),), P),
        ((field(NUMBER, "110105194912310021", "checksum"),), F),
        ((field(NUMBER, "110105194912310021", "checksum", confidence=0.6),), R),
        ((field(NUMBER, None),), R),
        ((field(NUMBER, None, "masked"),), P),
        ((field(NUMBER, None, "blank", raw="____"),), F),
        ((field(NUMBER, None, "not_found"),), R),
        ((field(NUMBER, "110105491231002", "some_new_problem"),), R),
        ((), R),
    ],
)
def test_a_required_field(fields, verdict):
    held = case(card=observation("id_card", fields=fields))
    (answer,) = ask("fields", held, ("id_card",), required=[NUMBER])
    assert answer.verdict is verdict
    assert NUMBER in answer.message


@pytest.mark.parametrize(
    ("validity", "verdict"),
    [
        (field("有效期限", "2014-09-10/2034-09-10"), P),
        (field("有效期限", "2014-09-10/.."), P),
        (field("有效期限", "2004-09-09/2024-09-09"), F),
        (field("有效期限", "2004-09-10/2024-09-10"), P),
        (field("有效期限", "2004-09-09/2024-09-09", confidence=0.5), R),
        (field("有效期限", "2014-09/.."), R),
        (field("有效期限", None), R),
        (None, R),
    ],
)
def test_validity_on_the_day_of_submission(validity, verdict):
    held = case(card=observation("id_card", fields=(validity,) if validity else ()))
    (answer,) = ask("fields", held, ("id_card",), validity="有效期限")
    assert answer.verdict is verdict


def test_validity_on_an_unknown_day():
    held = case(card=observation("id_card", fields=(field("有效期限", "2014-09-10/2034-09-10"),)))
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, submitted_at=None))
    (answer,) = ask("fields", held, ("id_card",), validity="有效期限")
    assert (answer.verdict, "提交时间" in answer.message) == (R, True)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (field("姓名", "林墨白"), P),
        (field("姓名", "林 墨 白"), P),
        (field("姓名", "林墨青"), F),
        (field("姓名", "林墨青", confidence=0.6), R),
        (field("姓名", None, "masked"), P),
        (field("姓名", None), R),
        (None, R),
    ],
)
def test_a_name_against_the_applicant(value, verdict):
    held = case(a=observation("diploma", fields=(value,) if value else ()))
    answers = ask("cross_match", held, ("diploma",), match={"姓名": "applicant.name"})
    assert _worst(answers) is verdict


@pytest.mark.parametrize(("birth", "verdict"), [("1949-12-31", P), ("1949-12", P), ("1949-11", F), ("1949-12-30", F)])
def test_dates_agree_as_far_as_they_are_printed(birth, verdict):
    held = case(a=observation("diploma", fields=(field("出生日期", birth),)))
    answers = ask("cross_match", held, ("diploma",), match={"出生日期": "applicant.birth_date"})
    assert _worst(answers) is verdict


def test_what_is_optional_is_compared_only_where_it_is_known():
    held = case(a=observation("id_card", fields=(field("民族", "汉族"), field("性别", "男"))))
    unknown = ask("cross_match", held, ("id_card",), match_if_known={"民族": "applicant.ethnicity"})
    differs = ask("cross_match", held, ("id_card",), match_if_known={"性别": "applicant.gender"})
    assert unknown == []
    assert _worst(differs) is F


def test_one_document_against_another():
    number = "104231201105001234"
    held = case(
        a=observation("diploma", fields=(field("证书编号", number),)),
        b=observation("chsi_reg", fields=(field("证书编号", number),)),
    )
    match = {"证书编号": "diploma.证书编号"}
    assert _worst(ask("cross_match", held, ("chsi_reg",), match=match)) is P
    alone = case(b=observation("chsi_reg", fields=(field("证书编号", number),)))
    assert _worst(ask("cross_match", alone, ("chsi_reg",), match=match)) is R


def test_organisations_are_compared_with_their_aliases():
    held = case(a=observation("social_ins", fields=(field("单位名称", "梨城计量"),)))
    pack = policy(organisation_aliases={"梨城计量": UNIT})
    said = {"match": {"单位名称": "applicant.unit"}, "organisations": ["单位名称"]}
    assert _worst(ask("cross_match", held, ("social_ins",), pack, **said)) is P


@pytest.mark.parametrize(
    ("issued", "ended", "verdict"),
    [
        ("2024-09-09", "2024-09-08", P),
        ("2024-09-08", "2024-09-08", F),
        ("2024-09-03", "2024-09-08", F),
        ("2024-09", "2024-09-08", R),
        ("2024-09-09", None, R),
    ],
)
def test_a_result_is_issued_after_the_notice_ended(issued, ended, verdict):
    held = case(
        notice=observation("pub_notice", fields=(field("公示结束", ended),)),
        result=observation("pub_result", fields=(field("落款日期", issued),)),
    )
    (answer,) = ask("date_after", held, ("pub_result",), field="落款日期", after="pub_notice.公示结束")
    assert answer.verdict is verdict
    assert answer.document == "result"


@pytest.mark.parametrize(("issued", "verdict"), [("2021-09-09", R), ("2024-09-03", F), ("2024-09-09", P)])
def test_a_date_of_another_year_under_a_seal_is_a_misread_one_until_somebody_looks(issued, verdict):
    held = case(
        notice=observation("pub_notice", fields=(field("公示结束", "2024-09-08"),)),
        result=observation("pub_result", fields=(field("落款日期", issued, confidence=0.85),)),
    )
    (answer,) = ask("date_after", held, ("pub_result",), field="落款日期", after="pub_notice.公示结束")
    assert answer.verdict is verdict


@pytest.mark.parametrize(
    ("fields", "verdicts"),
    [
        ((), []),
        ((field("族别", None, "not_found"),), []),
        ((field("族别", None, "blank"),), [F]),
        ((field("族别", "汉族"),), [P]),
    ],
)
def test_a_field_that_need_not_be_found_must_not_be_blank(fields, verdicts):
    answers = ask("fields", case(a=observation("pub_notice", fields=fields)), ("pub_notice",), filled=["族别"])
    assert [answer.verdict for answer in answers] == verdicts


@pytest.mark.parametrize(
    ("name", "authors", "verdict"),
    [
        ("林墨白", "林墨白", P),
        ("林墨白", "林墨白周远,陈河行", P),
        ("林墨白", "林墨白周远陈河行", P),
        ("林墨白", "周远林墨白", R),
        ("张伟", "张伟民李池行", R),
        ("张伟", "张伟民", R),
        ("阿卜杜拉·肉孜", "阿卜杜拉·肉孜", P),
        ("林墨白", "林墨白玉", R),
    ],
)
def test_the_first_author_is_known_where_the_blanks_between_names_were_not_read(name, authors, verdict):
    held = case(a=observation("paper", fields=(field("作者", authors),)))
    applicant = dataclasses.replace(held.application.applicant, name=name)
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, applicant=applicant))
    (answer,) = ask("author_rank", held, ("paper",))
    assert answer.verdict is verdict
