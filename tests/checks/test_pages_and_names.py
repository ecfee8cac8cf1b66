from __future__ import annotations

import dataclasses

import pytest

from models.application import Applicant
from models.geometry import Box
from models.observation import Cover, CoverKind, NameHit, PageQuality, SurfaceKind
from models.report import Verdict
from tests.checks.making import ask, case, observation

P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW
BOX = Box(0.2, 0.2, 0.3, 0.22)


def _page(*problems, blank=False, number=1):
    return PageQuality(number, 200.0, blank, problems)


@pytest.mark.parametrize(
    ("quality", "verdict"),
    [
        ((_page(),), P),
        ((_page("blurred"),), F),
        ((_page("low_resolution"),), F),
        ((_page("rotated"),), F),
        ((_page("skewed"),), R),
        ((_page("skewed", "blurred"),), F),
        ((_page("blank", blank=True),), F),
        ((_page(), _page("blank", blank=True, number=2)), P),
        ((), R),
    ],
)
def test_quality_of_pages(quality, verdict):
    held = case(a=observation("diploma", "一", "二", quality=quality))
    (answer,) = ask("page_quality", held, ("*",))
    assert answer.verdict is verdict


@pytest.mark.parametrize("code", ["encrypted_file", "unsupported_type", "too_many_pages", "a_code_of_tomorrow"])
def test_a_refused_file_says_why_in_words(code):
    (answer,) = ask("page_quality", case(a=code), ("*",))
    assert (answer.verdict, answer.document) == (F, "a")
    assert "{" not in answer.message + (answer.remedy or "")
    assert answer.remedy


def test_a_file_that_nobody_looked_at_is_for_a_person():
    held = case(a=observation("diploma"))
    held = dataclasses.replace(held, observations={})
    (answer,) = ask("page_quality", held, ("*",))
    assert answer.verdict is R
    assert ask("page_quality", dataclasses.replace(held, complete=False), ("*",)) == []


def _hit(variant="name", covered=False, surface=SurfaceKind.PIXELS):
    return NameHit(surface, "林墨白", variant, covered, 1, BOX)


def _cover(kind=CoverKind.OPAQUE):
    return Cover(1, BOX, kind)


@pytest.mark.parametrize(
    ("hits", "covers", "verdict"),
    [
        ((), (), P),
        ((), (_cover(),), P),
        ((_hit(covered=True),), (_cover(),), P),
        ((_hit(),), (), F),
        ((_hit("pinyin"),), (), F),
        ((_hit(surface=SurfaceKind.TEXT_LAYER),), (_cover(),), F),
        ((_hit("inside_word"),), (), R),
        ((_hit("id_number"),), (), P),
        ((), (_cover(CoverKind.TRANSLUCENT),), R),
        ((), (_cover(CoverKind.PARTIAL),), R),
        (None, (), R),
    ],
)
def test_no_trace_of_the_name(hits, covers, verdict):
    held = case(a=observation("award", covers=covers))
    if hits is not None:
        held = dataclasses.replace(held, names={"a": hits})
    (answer,) = ask("mask", held, ("*",))
    assert answer.verdict is verdict
    if verdict is F:
        assert answer.evidence[0].box == BOX


def test_without_a_name_nothing_can_be_searched():
    held = dataclasses.replace(case(a=observation("award")), names={"a": ()})
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, applicant=Applicant()))
    assert ask("mask", held, ("*",))[0].verdict is R


@pytest.mark.parametrize(
    ("ticked", "hits", "covers", "verdict"),
    [
        (True, (_hit(),), (), P),
        (True, (), (_cover(),), P),
        (True, (), (), F),
        (False, (), (), P),
        (False, (_hit(),), (), F),
        (False, (), (_cover(),), R),
        (False, (_hit("inside_word"),), (), R),
        (None, (), (), R),
        (True, None, (), R),
    ],
)
def test_the_tick_agrees_with_the_page(ticked, hits, covers, verdict):
    held = case(a=observation("award", covers=covers))
    material = dataclasses.replace(held.application.materials[0], needs_mask=ticked)
    application = dataclasses.replace(held.application, materials=(material,))
    names = {} if hits is None else {"a": hits}
    (answer,) = ask("flag_matches", dataclasses.replace(held, application=application, names=names), ("*",))
    assert answer.verdict is verdict


def test_choices_that_nobody_recorded_are_asked_for_once():
    held = case(a=observation("award"), b=observation("diploma"))
    answers = ask("flag_matches", held, ("*",))
    assert [(answer.verdict, answer.document) for answer in answers] == [(R, None)]
    assert "2 份" in answers[0].message


@pytest.mark.parametrize(
    ("patch", "kind", "verdict"),
    [
        (Box(0.3, 0.3, 0.4, 0.32), CoverKind.OPAQUE, P),  # three characters of the line
        (Box(0.3, 0.3, 0.4, 0.32), CoverKind.MOSAIC, R),
        (Box(0.3, 0.3, 0.31, 0.32), CoverKind.OPAQUE, R),  # a dot
        (Box(0.3, 0.02, 0.4, 0.04), CoverKind.OPAQUE, R),  # beside no line
        (Box(0.1, 0.3, 0.9, 0.6), CoverKind.OPAQUE, R),  # half the page
    ],
)
def test_a_name_that_is_looked_for_may_be_below_a_patch(patch, kind, verdict):
    held = case(a=observation("achievement", "兹证明完成检定规程的修订\n" * 10, covers=(Cover(1, patch, kind),)))
    (answer,) = ask("mentions", held, ("achievement",), of="applicant.name")
    assert answer.verdict is verdict
