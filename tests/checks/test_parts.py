"""Which pages of a file are the next pages of the document before them."""

from __future__ import annotations

import dataclasses

import pytest

from models.observation import Part
from tests.checks.making import observation
from verifier.checks.parts import joined_parts

FRONT = "专业技术资格评审申报表\n姓名：{name}\n工作单位：{unit}\n填表说明与注意事项\n申报专业技术资格名称"
BACK = "基层单位推荐意见\n主管呈报单位意见\n评审委员会评审意见"
ONE = FRONT.format(name="林墨白", unit="梨城计量所")
OTHER = FRONT.format(name="林墨自", unit="梨城计最所")


def spans(type_id, texts, parts):
    seen = dataclasses.replace(observation(type_id, *texts), parts=tuple(Part(type_id, *part) for part in parts))
    return [(part.first_page, part.last_page) for part in joined_parts(seen)]


@pytest.mark.parametrize(
    ("type_id", "texts", "parts", "joined"),
    [
        ("app_form", (ONE, BACK), ((0.9, 1, 1), (0.65, 2, 2)), [(1, 2)]),
        ("app_form", (ONE, BACK, OTHER, BACK), ((0.9, 1, 2), (0.9, 3, 4)), [(1, 2), (3, 4)]),
        (
            "app_form",
            (ONE, BACK, OTHER, BACK),
            ((0.9, 1, 1), (0.65, 2, 2), (0.9, 3, 3), (0.65, 4, 4)),
            [(1, 2), (3, 4)],
        ),
        ("ce_cert", (ONE, BACK), ((0.9, 1, 1), (0.65, 2, 2)), [(1, 1), (2, 2)]),
        ("ce_cert", (ONE, BACK), ((0.9, 1, 1), (0.55, 2, 2)), [(1, 2)]),
    ],
)
def test_the_next_pages_of_a_form_have_no_title_and_another_copy_begins_anew(type_id, texts, parts, joined):
    assert spans(type_id, texts, parts) == joined


def test_another_type_or_a_page_between_is_never_joined():
    seen = observation("app_form", ONE, BACK, BACK)
    apart = dataclasses.replace(seen, parts=(Part("app_form", 0.9, 1, 1), Part("app_form", 0.5, 3, 3)))
    other = dataclasses.replace(seen, parts=(Part("app_form", 0.9, 1, 1), Part("abstract", 0.5, 2, 3)))
    assert len(joined_parts(apart)) == len(joined_parts(other)) == 2
