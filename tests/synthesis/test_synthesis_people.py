"""Fictional people: names in their shares, numbers whose check digits fit and that belong to nobody, lives in order."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.synthesis import fonts
from tests.synthesis.names import GIVEN_RARE, SURNAMES_TWO, draw_name
from tests.synthesis.people import Scene, scene
from tests.synthesis.units import (
    PLACES,
    REGION,
    checked_credit_code,
    checked_organisation_code,
    checked_patent_number,
    draw_unit,
)

ALL_WRITERS = (*fonts.WRITERS, *fonts.WRITERS_DEV, *fonts.WRITERS_HELD)
SCENES = [scene(seed) for seed in range(600)]


def test_names_that_programs_stumble_over_come_up_often_enough_and_not_too_often():
    names = [about.person.name for about in SCENES]
    shares = {
        "two characters of surname": sum(name.startswith(SURNAMES_TWO) for name in names),
        "rare character": sum(bool(set(name) & set(GIVEN_RARE)) for name in names),
        "middle dot": sum("·" in name for name in names),
        "two characters in all": sum(len(name) == 2 for name in names),
    }
    assert all(0.01 < count / len(names) < 0.3 for count in shares.values()), shares
    assert {"汉", "维吾尔", "回", "哈萨克", "蒙古"} <= {about.person.ethnicity for about in SCENES}


def test_an_uyghur_name_ends_with_the_name_of_the_father():
    rng = random.Random(1)
    names = [draw_name(rng, "女") for _ in range(400)]
    dotted = [one.text.split("·") for one in names if one.ethnicity in ("维吾尔", "哈萨克")]
    assert len(dotted) > 60
    assert all(len(parts) == 2 and parts[0] != parts[1] for parts in dotted)


@pytest.mark.parametrize("face", [*fonts.BODY, *fonts.BODY_DEV, *fonts.BODY_HELD, *ALL_WRITERS])
def test_every_name_can_be_printed_and_written(face: str):
    drawn = "".join(who.name for about in SCENES for who in (about.person, about.head, about.officer))
    assert not set(drawn) - fonts.coverage(face)


def test_codes_fit_the_examples_of_their_standards():
    assert checked_credit_code("91350100M000100Y4") == "91350100M000100Y43"
    assert checked_organisation_code("D2143569") == "D2143569X"
    # ZL 2003 1 0102344.5, weighted by ZC 0006: only the serial number differs in form from ours.
    assert checked_patent_number(2021, 1, 12345).startswith("202119912345.")


@given(st.integers(2004, 2023), st.sampled_from([1, 2, 3]), st.integers(0, 99999))
def test_a_patent_number_with_a_wrong_digit_does_not_fit(year: int, kind: int, serial: int):
    number = checked_patent_number(year, kind, serial)
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(int(digit) * weight for digit, weight in zip(number[:12], weights, strict=True))
    assert "0123456789X"[total % 11] == number[-1]


def test_units_are_of_many_kinds_and_their_codes_name_no_region():
    kinds = Counter(about.unit.kind for about in SCENES)
    assert set(kinds) == {"institute", "company", "bureau", "hospital", "school", "corps"}
    for about in SCENES:
        code = about.unit.credit_code
        assert code[2:8] == REGION
        assert checked_credit_code(code[:17]) == code
        assert (code[:2] == "91") == (about.unit.kind == "company")
    assert {about.unit.county for about in SCENES} == {county for place in PLACES for county in place.counties}


def test_a_kind_of_unit_can_be_asked_for():
    assert draw_unit(random.Random(3), PLACES[1], "望湖区", kind="hospital").name.endswith(("医院", "保健院"))


@pytest.mark.parametrize("about", SCENES[:200], ids=lambda about: str(about.seed))
def test_a_life_is_in_order(about: Scene):
    story = about.story
    assert about.person.birth.year + 17 <= story.entered_school.year < story.graduated.year
    assert story.graduated < story.jobs[0].since <= story.insured_since
    assert all(one.until == two.since for one, two in zip(story.jobs, story.jobs[1:], strict=False))
    assert story.jobs[-1].until is None
    assert all(job.since < about.notice_from for job in story.jobs)
    assert story.jobs[0].since < story.titles[0].given == about.title_date
    for paper in story.papers:
        assert about.title_date < paper.day < about.notice_from
    for patent in story.patents:
        assert about.title_date < patent.filed < patent.granted < about.notice_from
        assert patent.number.startswith(str(patent.filed.year))
    assert about.notice_from <= about.notice_to < about.signed
    assert about.story == story
