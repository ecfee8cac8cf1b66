"""Copies of one form: the same in print, whatever order it was read in and whoever signed where."""

from __future__ import annotations

from dataclasses import replace

from models.geometry import Box
from models.report import Verdict
from tests.checks.making import ask, case, observation, signature

FORM = [
    "申报单位甲计量检测有限公司",
    "毕业院校澜江师范大学",
    "现任专业技术职务助理工程师",
    "第一，完成检定规程的修订",
    "联系电话",
]
FORM += [f"{year}年完成量值传递与比对试验{year - 2000}项" for year in range(2015, 2024)]


def copies(*texts, **parts):
    forms = {f"form{index}": observation("app_form", text, **parts) for index, text in enumerate(texts)}
    answers = ask("same_copies", case(**forms), ("app_form",), copies=len(texts))
    return max((answer.verdict for answer in answers), key=lambda verdict: verdict.rank)


def test_copies_are_the_same_in_whatever_order_their_lines_were_read():
    marked = [FORM[2], *FORM[:2], "人才服务云平台", "人才服", *FORM[:2:-1], "第一、完成检定规程的修钉"]
    assert copies("\n".join([*FORM, "人才服务云平台"]), "\n".join(marked)) is Verdict.PASSED


def test_copies_that_say_something_else_are_told():
    for changed, verdict in ((3, Verdict.NEEDS_REVIEW), (9, Verdict.FAILED)):
        other = [
            f"另写的一句话第{index}条" if index >= len(FORM) - changed else line for index, line in enumerate(FORM)
        ]
        assert copies("\n".join(FORM), "\n".join(other)) is verdict


def test_what_was_signed_by_hand_differs_on_every_copy():
    place = replace(signature("申报人"), box=Box(0.0, 0.9, 1.0, 1.0))
    lines = [*FORM, "申报人签名林墨白二〇二四年七月八日写于本市"]
    others = [*FORM, "申报人签名木里日之〇二四手七月入日与干木市"]
    assert copies("\n".join(lines), "\n".join(others)) is not Verdict.PASSED
    top = 0.1 + 0.8 * len(FORM) / len(lines) - 0.001
    place = replace(place, box=Box(0.0, top, 1.0, 1.0))
    assert copies("\n".join(lines), "\n".join(others), signatures=(place,)) is Verdict.PASSED
