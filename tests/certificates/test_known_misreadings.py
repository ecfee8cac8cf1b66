"""What readers are known to do to Chinese print must not change what a page says.

Kai fonts come out in traditional characters, full and half width are mixed, 〇 becomes ○, O or 0.
"""

import re

import pytest
from opencc import OpenCC

from tests.certificates.pages import page_of
from verifier.certificates.fields import read_fields
from verifier.certificates.phrases import find_phrase
from verifier.certificates.recognise import recognise
from verifier.seals.matching import match_organisation
from verifier.signatures.labels import find_labels

_TRADITIONAL = OpenCC("s2t")


def traditional(text):
    return _TRADITIONAL.convert(text)


def full_width(text):
    return "".join(chr(ord(one) + 0xFEE0) if re.match(r"[0-9A-Za-z:()./]", one) else one for one in text)


def half_width(text):
    return text.translate(str.maketrans("：（），", ":(),"))


def zero(shape):
    return lambda text: re.sub("(?<=[一二〇])〇|〇(?=[一二〇])", shape, text)


MISREADINGS = {
    "traditional": traditional,
    "full width": full_width,
    "half width": half_width,
    "circle": zero("○"),
    "large circle": zero("◯"),
    "letter": zero("O"),
    "digit": zero("0"),
    "all at once": lambda text: full_width(traditional(zero("O")(text))),
}

PAGES = {
    "diploma": (
        "# 普通高等学校毕业证书",
        "学生 张晓东 性别男，一九八〇年五月一日生，于二〇〇〇年九月至二〇〇四年七月在本校",
        "计算机科学与技术专业四年制本科学习，修完教学计划规定的全部课程，成绩合格，准予毕业。",
        "校 名：某某大学",
        "证书编号：107551200405001234",
        "二〇〇四年七月一日",
    ),
    "title_cert": (
        "# 专业技术职务任职资格证书",
        "姓名：张晓东|性别：男",
        "专业名称：会计学",
        "资格名称：高级会计师",
        "评审委员会：某某省会计系列高级职称评审委员会",
        "批准时间：二〇一〇年十二月三十日",
        "证书编号：ABC20101234",
    ),
    "pub_notice": (
        "# 公示",
        "现将张晓东同志申报高级会计师职称材料予以公示，公示时间从二〇二四年七月一日起至二〇二四年七月五日止。",
        "联系电话：0996-2026123",
        "某某县人力资源和社会保障局",
        "二〇二四年七月一日",
    ),
}


def values(kind, lines):
    return {field.name: (field.value, field.problems) for field in read_fields(kind, [page_of(*lines)], ())}


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("misreading", MISREADINGS)
def test_fields_and_types_survive(kind, misreading):
    lines = PAGES[kind]
    misread = [MISREADINGS[misreading](line) for line in lines]

    assert sum(value is not None for value, _ in values(kind, lines).values()) >= 3
    assert values(kind, misread) == values(kind, lines)
    assert recognise([page_of(*misread)]).type == recognise([page_of(*lines)]).type


@pytest.mark.parametrize("misreading", MISREADINGS)
def test_phrases_survive(misreading):
    phrase = "经公示无异议，同意推荐（二〇二四年度）"

    found = find_phrase([page_of("审核意见", MISREADINGS[misreading](phrase))], phrase)

    assert found.similarity == pytest.approx(1.0 if "O" not in MISREADINGS[misreading](phrase) else 0.95, abs=0.06)


@pytest.mark.parametrize("misreading", MISREADINGS)
def test_organisations_survive(misreading):
    name = "巴音郭楞蒙古自治州人力资源和社会保障局（ABC）"

    assert match_organisation(MISREADINGS[misreading](name), name) == "same"


@pytest.mark.parametrize("misreading", MISREADINGS)
def test_labels_of_signatures_survive(misreading):
    text = "单位负责人签字：        承诺人签名：      年  月  日"

    found = [(label.start, label.end) for label in find_labels(MISREADINGS[misreading](text))]
    assert found == [(label.start, label.end) for label in find_labels(text)]
    assert found
