from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from models.application import Applicant
from models.document import Line
from models.geometry import Box
from models.observation import PageQuality
from models.report import Verdict
from tests.checks.making import NOW, UNIT, ask, case, field, handwritten, observation, page, policy, seal, signature

P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("seals", "verdict", "says"),
    [
        ((seal(UNIT),), P, UNIT),
        ((seal("新疆天山某某勘察设计研究院"), seal(UNIT)), P, UNIT),
        ((), F, "没有发现印章"),
        ((seal("新疆天山某某勘察设计研究院"),), F, "应为"),
        ((seal("新疆天山某某勘察设计研究院", confidence=0.4),), R, "不能确定"),
        ((seal(None),), R, "未能读出"),
        ((seal(UNIT[:-1] + "厂"),), R, "不能确定"),
        ((seal(UNIT, is_fragment=True),), R, "残缺"),
        ((seal(UNIT, centre_text="合同专用章"),), R, "专用章"),
        ((seal(UNIT, centre_text="合同专用章"), seal(UNIT)), P, UNIT),
    ],
)
def test_seal_of_the_unit(seals, verdict, says):
    (answer,) = ask("seal", case(a=observation("diploma", seals=seals)), ("diploma",), role=["unit"])
    assert answer.verdict is verdict
    assert says in answer.message
    assert "第" in answer.message or "《毕业证书》" in answer.message
    assert answer.document == "a"
    assert (answer.remedy is None) == (verdict is P)
    if seals:
        assert answer.evidence[0].box == Box(0.6, 0.7, 0.8, 0.84)
    assert answer.evidence[0].page == 1


def test_only_the_issuers_own_seal_on_a_copy_is_a_question():
    """A grey stamp of the unit may not be seen; the school's red one proves nothing against it."""
    printed = observation("diploma", "普通高等学校毕业证书\n学校名称：天山师范大学", seals=(seal("天山师范大学"),))
    (answer,) = ask("seal", case(a=printed), ("diploma",), role=["unit"])
    assert (answer.verdict, "出具单位自己的印章" in answer.message) == (R, True)
    stranger = (seal("天山师范大学"), seal("新疆天山某某勘察设计研究院"))
    (answer,) = ask("seal", case(a=dataclasses.replace(printed, seals=stranger)), ("diploma",), role=["unit"])
    assert answer.verdict is F


def test_the_seals_own_text_read_as_a_line_does_not_name_the_issuer():
    stranger = "新疆天山某某勘察设计研究院"
    read = page("普通高等学校毕业证书")
    own = Line(stranger, Box(0.62, 0.72, 0.78, 0.76), 0.98)
    seen = observation("diploma", pages=(dataclasses.replace(read, lines=(*read.lines, own)),), seals=(seal(stranger),))
    (answer,) = ask("seal", case(a=seen), ("diploma",), role=["unit"])
    assert answer.verdict is F


@pytest.mark.parametrize(
    ("signed", "verdict"),
    [(UNIT, P), ("天山市人民医院", R), ("申报人签名", P), ("单位：天山市人民医院", R), ("我在天山市人民医院工作", P)],
)
def test_the_organisation_printed_under_the_seal_is_compared(signed, verdict):
    read = page("推荐意见")
    under = Line(signed, Box(0.55, 0.76, 0.85, 0.79), 0.98)
    seen = observation("bio", pages=(dataclasses.replace(read, lines=(*read.lines, under)),), seals=(seal(UNIT),))
    (answer,) = ask("seal", case(a=seen), ("bio",), role=["unit"])
    assert answer.verdict is verdict


def test_one_doubtful_character_does_not_make_another_name_the_expected_one():
    other = seal("新疆天山某某勘察设计研究院", confidence=0.5, character_confidences=(0.5, *[0.99] * 12))
    (answer,) = ask("seal", case(a=observation("diploma", seals=(other,))), ("diploma",), role=["unit"])
    assert answer.verdict is F


def test_a_seal_that_is_not_seen_on_a_poor_page_may_be_there():
    poor = observation("diploma", quality=(PageQuality(1, 3.0, False, ("blurred",)),))
    (answer,) = ask("seal", case(a=poor), ("diploma",), role=["unit"])
    assert answer.verdict is R


@pytest.mark.parametrize(("is_grey", "verdict"), [(True, R), (False, F)])
def test_a_red_seal_may_be_there_unseen_on_a_grey_scan(is_grey, verdict):
    held = observation("diploma", quality=(PageQuality(1, 300.0, False, (), is_grey),))
    (answer,) = ask("seal", case(a=held), ("diploma",), role=["unit"])
    assert answer.verdict is verdict
    assert ("黑白扫描" in answer.message) == is_grey


def test_an_unknown_organisation_is_named_as_unknown():
    held = case(a=observation("diploma", seals=(seal(UNIT),)))
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, applicant=Applicant()))
    (answer,) = ask("seal", held, ("diploma",), role=["unit"])
    assert (answer.verdict, "申报人所在单位" in answer.message) == (R, True)


def test_the_first_known_role_owns_the_seal():
    (answer,) = ask(
        "seal",
        case(a=observation("pub_result", seals=(seal(UNIT),))),
        ("pub_result",),
        role=["recommending_unit", "unit"],
    )
    assert answer.verdict is P


def test_the_document_may_name_who_sealed_it():
    seen = observation("diploma", fields=(field("学校", "天山大学"),), seals=(seal("天山大学"),))
    (answer,) = ask("seal", case(a=seen), ("diploma",), field="学校")
    assert answer.verdict is P


def test_aliases_of_the_policy_count():
    pack = policy(organisation_aliases={"梨城计量": UNIT})
    (answer,) = ask("seal", case(a=observation("bio", seals=(seal("梨城计量"),))), ("bio",), pack, role=["unit"])
    assert answer.verdict is P


@pytest.mark.parametrize(
    ("slots", "verdict", "says"),
    [
        ((signature("申报人（签名）"),), P, "手写签名"),
        ((signature("申报人"), signature("单位负责人", "absent")), P, "手写签名"),
        ((signature("申报人", "absent"),), F, "空白"),
        ((signature("申报人", "printed"),), F, "打印"),
        ((signature("申报人", "pasted"),), F, "粘贴"),
        ((signature("申报人", "pasted", confidence=0.93),), R, "像是粘贴"),
        ((signature("申报人", "unclear"),), R, "不能确定"),
        ((signature("申报人", "absent", confidence=0.5),), R, "不能确定"),
        ((signature("申报人", "handwritten", confidence=0.5),), R, "不能确定"),
        ((signature("申报人"), signature("申报人", "absent")), R, "不能确定"),
        ((signature("单位负责人"),), R, "没有找到"),
        ((signature("签名", "absent"),), F, "空白"),
        ((signature("签名", "absent"), signature("申报人")), P, "手写签名"),
        ((), R, "没有找到"),
    ],
)
def test_signature_of_the_applicant(slots, verdict, says):
    held = case(pledge=observation("truth_pledge", signatures=slots))
    (answer,) = ask("signature", held, ("truth_pledge",), role=["申报人"])
    assert answer.verdict is verdict
    assert says in answer.message
    if verdict is F:
        assert answer.evidence[0].box is not None
        assert answer.remedy


@pytest.mark.parametrize(
    ("date", "verdict"),
    [
        (handwritten(value=dt.date(2024, 9, 3)), P),
        (handwritten(value=None), P),
        (handwritten("printed"), F),
        (handwritten("absent"), F),
        (handwritten("unclear"), R),
        (handwritten("printed", confidence=0.3), R),
        (handwritten(value=dt.date(NOW.year, 12, 31)), R),
        # No year to come is written by hand; a 4 read as a 9 is.
        (handwritten(value=dt.date(NOW.year + 5, 9, 3)), P),
        (None, R),
    ],
)
def test_date_beside_the_signature(date, verdict):
    held = case(pledge=observation("truth_pledge", signatures=(signature("申报人", date=date),)))
    (answer,) = ask("handwritten_date", held, ("truth_pledge",), role=["申报人"])
    assert answer.verdict is verdict
    if date is not None:
        assert answer.evidence[0].box == date.box


@pytest.mark.parametrize(
    ("seals", "verdict"), [((), R), ((seal("新疆天山某某勘察设计研究院"),), R), ((seal(UNIT),), P)]
)
def test_a_seal_that_may_be_there_unseen_is_never_missed_for_sure(seals, verdict):
    """A school's seal is a blind stamp, or grey on a copy that bears the unit's red one: a person looks."""
    held = case(a=observation("diploma", seals=seals))
    (answer,) = ask("seal", held, ("diploma",), role=["unit"], absent="needs_review")
    assert answer.verdict is verdict
