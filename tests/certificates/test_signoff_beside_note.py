"""The issuer's name and date in the rows of the note that a unit puts on a copy."""

from __future__ import annotations

import pytest

from models.document import Line, Page, TextSource
from models.geometry import Box
from verifier.certificates.fields import read_fields

TITLE = ("获奖证书", Box(0.35, 0.27, 0.65, 0.32))
ISSUER = ("某某市科学技术局", Box(0.55, 0.746, 0.81, 0.766))
ISSUED = ("2020年5月24日", Box(0.58, 0.777, 0.77, 0.805))
NOTE = ("已审核，与原件相符", Box(0.13, 0.70, 0.47, 0.744))
NOTED = ("2024年3月22日", Box(0.16, 0.80, 0.39, 0.825))


def signed_off(*lines: tuple[str, Box]) -> tuple[str | None, str | None]:
    page = Page(1, 1654, 2339, 200.0, tuple(Line(text, box, 0.99) for text, box in lines), TextSource.PIXELS)
    found = {field.name: field.value for field in read_fields("award", [page], [])}
    return found["落款单位"], found["落款日期"]


@pytest.mark.parametrize("reviewer", ["审核人：李四", "审核人：阿卜杜拉·肉孜"])
def test_an_issuer_beside_the_note_is_the_issuer(reviewer):
    named = (reviewer, Box(0.13, 0.744, 0.51, 0.787))
    assert signed_off(TITLE, NOTE, ISSUER, named, ISSUED, NOTED) == ("某某市科学技术局", "2020-05-24")


def test_the_reviewers_own_name_and_day_are_the_notes():
    label, name = ("审核人：", Box(0.13, 0.744, 0.24, 0.787)), ("李四", Box(0.27, 0.746, 0.34, 0.785))
    assert signed_off(TITLE, NOTE, label, name, NOTED) == (None, None)


@pytest.mark.parametrize("opinion", ["已审核，情况属实", "已审核，情况万实", "已审核，情兄属实"])
def test_an_opinion_that_all_is_true_is_no_note_on_a_copy(opinion):
    said = (opinion, Box(0.5, 0.70, 0.75, 0.73))
    assert signed_off(TITLE, said, ISSUER, ISSUED) == ("某某市科学技术局", "2020-05-24")


def test_the_office_that_copied_an_archive_signs_for_the_copy_alone():
    school = ("某某职业技术大学", Box(0.55, 0.42, 0.8, 0.44))
    note = ("复印自本单位保管的人事档案。", Box(0.2, 0.52, 0.6, 0.54))
    office, day = ("某某市人才服务中心", Box(0.3, 0.56, 0.56, 0.58)), ("2024.08.29", Box(0.33, 0.6, 0.45, 0.62))
    assert signed_off(TITLE, school, note, office, day) == ("某某职业技术大学", None)
