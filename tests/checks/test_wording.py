from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.application import Applicant
from models.document import TextSource
from models.geometry import Box
from models.observation import Cover, CoverKind, PageQuality, Part, SignatureKind
from models.report import Verdict
from tests.checks.making import UNIT, ask, case, field, observation, page, policy, seal, signature
from verifier.certificates.phrases import find_phrase
from verifier.checks.dossier import Dossier
from verifier.checks.wording import NOWHERE, locate

P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW

COPY = policy(phrases={"copy_ok": "已审核，与原件相符"})
RECOMMEND = policy(phrases={"recommend": "同意推荐{name}同志申报{series}{specialty}专业{level}专业技术任职资格"})
PLEDGE_TEXT = "本人今年申报质量技术监督专业×××专业技术职务任职资格评审，保证所提供的各种材料均真实可靠。"
PLEDGE_TEXT += "如有不实，愿意按有关规定接受任何处理。"
PLEDGE = policy(templates={"附件5": PLEDGE_TEXT})


@pytest.mark.parametrize(
    ("read", "verdict"),
    [
        ("毕业证书\n已审核，与原件相符", P),
        ("毕业证书\n已审核,与原件相符。", P),
        ("毕业证书\n已审核 与原件\n相符", P),
        ("毕业证书\n已审核，与原件不符", R),
        ("毕业证书\n已审核，情况属实", F),
        ("毕业证书\n学生于二〇〇八年九月入学", F),
    ],
)
def test_a_prescribed_phrase(read, verdict):
    (answer,) = ask("phrase", case(a=observation("diploma", read)), ("diploma",), COPY, phrase="copy_ok")
    assert answer.verdict is verdict
    assert "与原件相符" in answer.message
    assert answer.evidence[0].expected == "已审核，与原件相符"
    if verdict is P:
        assert answer.evidence[0].box is not None


@pytest.mark.parametrize(
    ("stamped", "confidence", "verdict"),
    [("已审核，与原件相符", 0.9, P), ("已审核，与原件相符", 0.6, R), ("已审核，情况属实", 0.9, R)],
)
def test_a_phrase_that_is_read_as_a_stamp_and_not_as_a_line(stamped, confidence, verdict):
    stamp = seal(stamped, confidence=confidence)
    held = case(a=observation("diploma", "毕业证书", seals=(stamp,)))
    (answer,) = ask("phrase", held, ("diploma",), COPY, phrase="copy_ok", by_hand=True)
    assert answer.verdict is verdict
    assert (verdict is not P) or answer.evidence[0].box == stamp.box


def test_a_page_that_cannot_be_read_may_hold_the_phrase():
    blurred = observation("diploma", "毕业", quality=(PageQuality(1, 2.0, False, ("blurred",)),))
    (answer,) = ask("phrase", case(a=blurred), ("diploma",), COPY, phrase="copy_ok")
    assert answer.verdict is R


@pytest.mark.parametrize(
    ("read", "verdict"),
    [
        ("经审核，同意推荐林墨白同志申报工程系列质量技术监督专业中级专业技术任职资格。", P),
        ("经审核，同意推荐林墨青同志申报工程系列质量技术监督专业中级专业技术任职资格。", F),
        ("经审核，同意推荐林墨白同志申报工程系列质量技术监督专业初级专业技术任职资格。", F),
        ("经审核，同意推荐。", F),
    ],
)
def test_a_sentence_with_the_applicants_particulars(read, verdict):
    (answer,) = ask("phrase", case(a=observation("recommend", read)), ("recommend",), RECOMMEND, phrase="recommend")
    assert answer.verdict is verdict


def test_a_covered_name_is_masked_not_wrong():
    read = "同意推荐同志申报工程系列质量技术监督专业中级专业技术任职资格"
    cover = Cover(1, Box(0.2, 0.15, 0.3, 0.3), CoverKind.OPAQUE)
    held = case(a=observation("recommend", read, covers=(cover,)))
    (answer,) = ask("phrase", held, ("recommend",), RECOMMEND, phrase="recommend")
    assert (answer.verdict, "已遮盖" in answer.message) == (P, True)


def test_an_unknown_name_leaves_the_sentence_unjudged():
    held = case(a=observation("recommend", "同意推荐林墨白同志"))
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, applicant=Applicant()))
    (answer,) = ask("phrase", held, ("recommend",), RECOMMEND, phrase="recommend")
    assert (answer.verdict, "姓名" in answer.message) == (R, True)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (lambda text: text, P),
        (lambda text: text.replace("可靠", "可告"), P),
        (lambda text: text.replace("如有不实，愿意按有关规定", "如有问题，概与本人无关，按照"), R),
        (lambda text: "本人今年申报中级职称，材料真实。", F),
    ],
)
def test_a_forms_fixed_text(change, verdict):
    read = change(PLEDGE_TEXT.replace("×××", "中级"))
    held = case(a=observation("truth_pledge", read))
    (answer,) = ask("template", held, ("truth_pledge",), PLEDGE, template="附件5")
    assert answer.verdict is verdict
    assert 0 <= answer.measures["similarity"] <= 1
    if verdict is not P:
        assert answer.evidence[0].expected


def test_a_topic_whose_label_is_torn_is_there_where_its_field_was_read():
    torn = observation(
        "pub_notice", "现任专业技\n身份证号\n术职务资格\n助理工程师", fields=(field("现任职务", "助理工程师"),)
    )
    lost = observation("pub_notice", "现任专业技\n身份证号\n术职务资格", fields=(field("现任职务", None, "not_found"),))
    said = {"topics": {"现任职务": ["现任专业技术职务"]}, "absent": "failed"}
    assert [ask("topics", case(a=one), ("pub_notice",), **said)[0].verdict for one in (torn, lost)] == [P, F]


@pytest.mark.parametrize(("absent", "verdict"), [("failed", F), ("needs_review", R)])
def test_topics(absent, verdict):
    topics = {"性别": ["性别"], "族别": ["族别", "民族"]}
    good = case(a=observation("pub_notice", "性别：女 民 族：汉"))
    bad = case(a=observation("pub_notice", "性别：女"))
    (passed,) = ask("topics", good, ("pub_notice",), topics=topics, absent=absent)
    (answer,) = ask("topics", bad, ("pub_notice",), topics=topics, absent=absent)
    assert passed.verdict is P
    assert (answer.verdict, "族别" in answer.message) == (verdict, True)


@pytest.mark.parametrize(
    ("count", "source", "verdict"),
    [
        (2999, TextSource.PIXELS, P),
        (3000, TextSource.PIXELS, P),
        (3001, TextSource.PIXELS, R),
        (3060, TextSource.PIXELS, R),
        (3061, TextSource.PIXELS, F),
        (3001, TextSource.TEXT_LAYER, F),
        (0, TextSource.PIXELS, R),
    ],
)
def test_length(count, source, verdict):
    written = dataclasses.replace(page("字 " * count), text_source=source)
    (answer,) = ask("length", case(a=observation("summary", pages=(written,))), ("summary",), maximum=3000)
    assert answer.verdict is verdict
    assert count == 0 or answer.measures["characters"] == count


def test_a_text_may_be_too_short():
    (answer,) = ask("length", case(a=observation("summary", "字" * 100)), ("summary",), minimum=3000)
    assert answer.verdict is F


@pytest.mark.parametrize(
    ("counts", "bounds", "verdicts"),
    [
        ((1000, 900), {"maximum": 3000}, [P, P]),
        ((2000, 1900), {"maximum": 3000}, [R]),
        ((4000, 10), {"maximum": 3000}, [R]),
        ((4000, 5000), {"maximum": 3000}, [F, F]),
        ((900, 800), {"minimum": 1000}, [R]),
        ((100, 100), {"minimum": 1000}, [F, F]),
        ((1500, 1500), {"minimum": 1000}, [P, P]),
    ],
)
def test_what_keeps_to_the_length_in_pieces_only_goes_to_a_person(counts, bounds, verdicts):
    """A page with a heading of its own looks like a text of its own."""
    parts = tuple(Part("summary", 0.9, number, number) for number in range(1, len(counts) + 1))
    seen = observation("summary", *("字" * count for count in counts), parts=parts)
    answers = ask("length", case(a=seen), ("summary",), **bounds)
    assert [answer.verdict for answer in answers] == verdicts
    if verdicts == [R]:
        assert f"合计 {sum(counts)} 字" in answers[0].message
        assert {place.page for place in answers[0].evidence} == {1, 2}


@settings(max_examples=40, deadline=None)
@given(
    before=st.lists(st.text("审核原件毕业证书学生", min_size=1, max_size=12), max_size=6),
    after=st.lists(st.text("相符情况属实一二三", min_size=1, max_size=12), max_size=6),
    cut=st.integers(0, 9),
    wrong=st.integers(0, 2),
)
def test_the_fast_search_finds_what_the_thorough_one_finds(before, after, cut, wrong):
    phrase = "已审核，与原件相符"
    written = phrase[:3] + "鑫" * wrong + phrase[3 + wrong :]
    lines = [*before, *(part for part in (written[:cut], written[cut:]) if part), *after]
    held = Dossier(case(a=observation("diploma", "\n".join(lines)))).held[0]
    thorough = find_phrase(held.pages, phrase)
    assert locate(held, phrase).similarity == thorough.similarity


def test_the_fast_search_claims_no_place_where_nothing_is_alike():
    held = Dossier(case(a=observation("diploma", "学生于二〇〇八年入学\n修业期满"))).held[0]
    assert locate(held, "已审核，与原件相符") == NOWHERE


@pytest.mark.parametrize(
    "text",
    ["注：已 审核，与原件相符。", "注：已审核，\n与原件\n相符。", "证书\n㎡已審核，與原件 相符", "已审核，与原件相符"],
)
def test_a_phrase_that_stands_there_is_placed_as_the_thorough_search_places_it(text):
    """Folding drops blanks, splits ㎡ in two and changes 審: the place is that of the text as read."""
    (held,) = Dossier(case(a=observation("diploma", text))).held
    found, thorough = locate(held, "已审核，与原件相符"), find_phrase(held.pages, "已审核，与原件相符")
    assert (found.similarity, found.page, found.text) == (1.0, 1, thorough.text)
    assert found.box == pytest.approx(thorough.box, abs=1e-9)


@pytest.mark.parametrize(
    ("seals", "signatures", "verdict"),
    [
        ((), (), Verdict.FAILED),
        ((seal(UNIT),), (), Verdict.NEEDS_REVIEW),
        ((), (signature("审核人", SignatureKind.HANDWRITTEN),), Verdict.NEEDS_REVIEW),
        ((), (signature("审核人", SignatureKind.ABSENT),), Verdict.FAILED),
    ],
)
def test_a_phrase_that_may_be_written_by_hand(seals, signatures, verdict):
    """Handwriting that was not read is no proof that nothing was written; a page nobody touched is."""
    held = case(a=observation("diploma", "普通高等学校毕业证书", seals=seals, signatures=signatures))
    (answer,) = ask("phrase", held, ("diploma",), COPY, phrase="copy_ok", by_hand=True)
    assert answer.verdict is verdict
