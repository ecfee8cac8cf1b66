from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.signatures.labels import find_labels


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("申报人（签名）：", ["申报人"]),
        ("申报人（签名）：张三", ["申报人"]),
        ("人事（职称）部门负责人（签名）：", ["人事(职称)部门负责人"]),
        ("法定（授权）代表人（签字）：", ["法定(授权)代表人"]),
        ("法定代表人（签字或盖章）：", ["法定代表人"]),
        ("签字：", [""]),
        ("签 名：", [""]),
        ("（签名）", [""]),
        ("本人签名", ["本人"]),
        ("负责人签字：李四", ["负责人"]),
        ("单位负责人签字张伟", ["单位负责人"]),
        ("签字：（单位负责人签字）", ["单位负责人"]),
        ("审核人：王五    经办人：赵六   2024年7月8日", ["审核人", "经办人"]),
        ("以上填写内容真实有效。 签名：        年  月  日", [""]),
        ("负责人（签名）：      单位（盖章）", ["负责人"]),
        ("（注：签名和日期必须手写，不得打印）", []),
        ("填写并上传个人签字的承诺书", []),
        ("主管领导和党支部纪律委员需签字并盖章。", []),
        ("本合同由甲乙双方签字盖章后生效。", []),
        ("本合同经双方法定代表人或委托代理人签字并加盖公章", []),
        ("审核单位（盖章）：", []),
        ("校长签章", []),
        ("负责人签章：", ["负责人"]),
        ("法定代表人签章：", ["法定代表人"]),
        ("单位签章：", []),
        ("推荐单位名称（公章）", []),
    ],
)
def test_labels_are_told_from_notes_prose_and_seals(text, roles):
    assert [label.role for label in find_labels(text)] == roles


def test_a_role_alone_is_uncertain_where_forms_use_it_for_plain_fields():
    assert [(label.role, label.certain) for label in find_labels("申报人：张三")] == [("申报人", False)]
    assert [(label.role, label.certain) for label in find_labels("审核人：")] == [("审核人", True)]


@given(st.text(st.sampled_from("申报人负责（）()签名字：: 、，。盖章年月日_12 注\n"), max_size=40))
def test_labels_lie_in_the_text_in_order(text):
    labels = find_labels(text)
    assert all(0 <= label.start < label.end <= len(text) for label in labels)
    assert all(one.start < other.start for one, other in pairwise(labels))


@pytest.mark.parametrize(
    ("text", "role"), [("法定代表人（签学）：彭", "法定代表人"), ("（字）：玉海英", ""), ("负责人（字）：", "负责人")]
)
def test_a_label_under_a_seal_is_known_by_what_is_left_of_it(text, role):
    (label,) = find_labels(text)
    assert (label.role, label.certain) == (role, True)


@pytest.mark.parametrize("text", ["（数字）：", "姓名（汉字）：", "单位（公章）：", "备注（字数）："])
def test_other_brackets_ask_for_no_signature(text):
    assert find_labels(text) == []
