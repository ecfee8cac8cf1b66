from __future__ import annotations

import dataclasses

import pytest

from models.observation import Part
from models.report import Verdict
from tests.checks.making import SUBMITTED, UNIT, ask, case, observation, policy, seal

P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW
ID, OTHER = "基本信息", "其他附件或证明材料"


def _pack(*documents, **parts):
    return policy(slots=[ID, OTHER], documents=list(documents), **parts)


CARD = {"type": "id_card", "slot": ID}


def _complete(held, pack):
    answers = ask("completeness", held, (), pack)
    return Verdict.worst(answer.verdict for answer in answers), "\n".join(answer.message for answer in answers)


@pytest.mark.parametrize(
    ("held", "verdict", "says"),
    [
        (case(card=(observation("id_card"), ID)), P, "齐全"),
        (case(), F, "居民身份证"),
        (case(card=(observation("id_card"), OTHER)), F, "应上传在"),
        (case(card=(observation("id_card"), None)), R, "没有登记栏目"),
        (case(scan=(observation(None), ID)), R, "scan.pdf"),
        (case(scan=("encrypted_file", ID)), R, "scan.pdf"),
        (dataclasses.replace(case(), complete=False), R, "识读"),
    ],
)
def test_a_document_that_must_be_there(held, verdict, says):
    found, message = _complete(held, _pack(CARD))
    assert found is verdict
    assert says in message


@pytest.mark.parametrize(
    ("rule", "types", "verdict"),
    [
        ({"any_of": ["title_cert", "title_approval"]}, ["title_approval"], P),
        ({"any_of": ["title_cert", "title_approval"]}, [], F),
        ({"all_of": ["title_cert", "title_approval"]}, ["title_cert"], F),
        ({"all_of": ["title_cert", "title_approval"]}, ["title_cert", "title_approval"], P),
        ({"type": "ce_cert", "minimum": 2}, ["ce_cert"], F),
        ({"type": "ce_cert", "minimum": 2}, ["ce_cert", "ce_cert"], P),
        ({"type": "paper", "optional": True}, [], P),
        ({"type": "social_ins", "when": {"level": "中级"}}, [], F),
        ({"type": "social_ins", "when": {"level": "初级"}}, [], P),
        ({"type": "social_ins", "unless": {"level": "中级"}}, [], P),
    ],
)
def test_kinds_of_rules(rule, types, verdict):
    held = case(**{f"d{index}": observation(type_id) for index, type_id in enumerate(types)})
    assert _complete(held, _pack(rule))[0] is verdict


def test_an_unknown_fact_leaves_open_whether_a_document_is_due():
    held = case()
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, facts={}))
    verdict, message = _complete(held, _pack({"type": "social_ins", "when": {"level": "中级"}}))
    assert (verdict, "申报级别" in message) == (R, True)


def test_paper_is_due_once_paper_was_received():
    pack = _pack({"type": "unit_resp", "paper_copies": 1})
    held = case()
    assert _complete(held, pack)[0] is P
    received = dataclasses.replace(held.application, received_at=SUBMITTED)
    assert _complete(dataclasses.replace(held, application=received), pack)[0] is F


def test_all_that_is_missing_is_named_at_once():
    _, message = _complete(case(), _pack(CARD, {"type": "diploma"}, {"type": "summary"}))
    assert all(name in message for name in ("居民身份证", "毕业证书", "个人业务工作总结"))


def test_a_file_may_hold_several_documents():
    parts = (Part("pub_notice", 0.9, 1, 1), Part("pub_result", 0.9, 2, 2))
    held = case(both=(observation("pub_notice", "公示", "公示结果", parts=parts), OTHER))
    rules = [{"type": "pub_notice", "slot": OTHER}, {"type": "pub_result", "slot": OTHER}]
    assert _complete(held, _pack(*rules))[0] is P


@pytest.mark.parametrize(("confidence", "verdicts"), [(0.52, [P]), (0.9, [F, P])])
def test_the_last_page_of_a_form_is_no_form_of_its_own(confidence, verdicts):
    """Each half by itself would lack the seal, or the name, that stands on the other."""
    parts = (Part("app_form", 0.87, 1, 2), Part("app_form", confidence, 3, 3))
    form = observation("app_form", "评定表", "论文", "单位意见", parts=parts, seals=(seal(UNIT, page=3),))
    assert [answer.verdict for answer in ask("seal", case(form=form), ("app_form",), role=["unit"])] == verdicts


def test_a_file_that_is_not_what_it_is_declared_to_be():
    held = case(card=(observation("diploma"), ID))
    material = dataclasses.replace(held.application.materials[0], declared_type="id_card")
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, materials=(material,)))
    verdict, message = _complete(held, _pack())
    assert (verdict, "登记为《居民身份证》" in message) == (R, True)


@pytest.mark.parametrize(("slot", "verdict"), [(OTHER, P), (" 其他附件 或证明材料", P), ("基本信息", F), (None, R)])
def test_slot(slot, verdict):
    (answer,) = ask("slot", case(a=(observation("pub_notice"), slot)), ("pub_notice",), _pack(), slot=OTHER)
    assert answer.verdict is verdict
    assert OTHER in answer.message


@pytest.mark.parametrize(
    ("types", "verdict"), [(["pub_notice", "pub_result"], P), (["pub_notice"], F), ([], F), (["pub_notice", None], R)]
)
def test_presence(types, verdict):
    held = case(**{f"d{index}": observation(type_id) for index, type_id in enumerate(types)})
    (answer,) = ask("presence", held, (), all_of=["pub_notice", "pub_result"])
    assert answer.verdict is verdict
    assert verdict is P or "公示结果" in answer.message


def test_a_file_in_the_slot_of_something_else_makes_good_for_nothing():
    """漏传、错传、不上传者一律视为无相关材料: a misfiled document counts as not handed in."""
    held = case(scan=(observation(None), OTHER))
    verdict, message = _complete(held, _pack(CARD))
    assert verdict is F
    assert "居民身份证" in message
    assert "scan.pdf" in message


def test_a_file_nobody_recognised_is_always_for_a_person():
    held = case(card=(observation("id_card"), ID), scan=(observation(None), OTHER))
    verdict, message = _complete(held, _pack(CARD))
    assert (verdict, "scan.pdf" in message) == (R, True)


@pytest.mark.parametrize(
    ("refusal", "verdict"),
    [("truncated_file", Verdict.FAILED), ("encrypted_file", Verdict.FAILED), ("decoder_limits", Verdict.NEEDS_REVIEW),
     ("observation_failed", Verdict.NEEDS_REVIEW)],
)  # fmt: skip
def test_a_file_that_we_could_not_open_is_not_held_against_its_sender(refusal, verdict):
    held = case(a=observation("award"))
    material = dataclasses.replace(held.application.materials[0], refusal=refusal)
    application = dataclasses.replace(held.application, materials=(material,))
    refused = dataclasses.replace(held, application=application, observations={})
    answers = ask("page_quality", refused, ("*",))
    assert [(answer.verdict, answer.document) for answer in answers if answer.document] == [(verdict, "a")]
