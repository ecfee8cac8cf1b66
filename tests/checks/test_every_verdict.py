from __future__ import annotations

import dataclasses

import pytest

from models.report import Verdict
from models.values import from_jsonable
from tests.checks.examples import Example
from tests.checks.examples_of_contents import CONTENTS
from tests.checks.examples_of_forms import FORMS
from tests.checks.examples_of_process import PROCESS
from tests.checks.making import NOW, requirement
from verifier.checks.context import Context
from verifier.checks.dossier import Dossier
from verifier.checks.registry import CHECKS
from verifier.policies.process import late_materials

EXAMPLES = (*PROCESS, *FORMS, *CONTENTS)

ELSEWHERE = {
    "presence": "test_handed_in",
    "completeness": "test_handed_in",
    "slot": "test_handed_in",
    "date_window": "test_counting",
    "date_after": "test_comparing",
    "workdays": "test_counting",
    "never_require": "test_counting",
    "page_quality": "test_pages_and_names",
    "fields": "test_comparing",
    "cross_match": "test_comparing",
    "phrase": "test_wording",
    "template": "test_wording",
    "topics": "test_wording",
    "length": "test_wording",
    "seal": "test_seal_and_signature",
    "signature": "test_seal_and_signature",
    "handwritten_date": "test_seal_and_signature",
    "year_set": "test_counting",
    "year_matrix": "test_counting",
    "mask": "test_pages_and_names",
    "flag_matches": "test_pages_and_names",
    "similarity": "test_two_measures",
}
"""Checks whose verdicts have tests of their own, and where."""


def _ask(example: Example) -> Verdict:
    pack = example.policy
    context = Context(Dossier(example.held), pack, NOW, example.findings, late_materials(example.held, pack))
    kind = CHECKS[example.check]
    asked = requirement(example.check, example.on, **example.params)
    params = from_jsonable(kind.params, example.params)
    answers = kind.run(context.dossier.of(example.on), asked, params, context)
    assert all(answer.message for answer in answers)
    return Verdict.worst(answer.verdict for answer in answers)


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{entry.check}-{entry.verdict}" for entry in EXAMPLES])
def test_a_check_answers_as_its_example_says(example):
    assert _ask(example) is example.verdict


@pytest.mark.parametrize("name", sorted(set(CHECKS) - set(ELSEWHERE)))
def test_every_verdict_that_a_check_can_reach_has_an_example(name):
    assert {example.verdict for example in EXAMPLES if example.check == name} == set(CHECKS[name].reaches)


def test_every_check_is_tested_somewhere():
    assert {example.check for example in EXAMPLES} | set(ELSEWHERE) == set(CHECKS)
    assert not {example.check for example in EXAMPLES} & set(ELSEWHERE)


def test_an_open_answer_never_passes_when_nothing_is_known():
    """No check passes an application of which nothing at all is known, but for those that say nothing of it."""
    silent = {"remind", "output_rule", "never_require", "late_files", "expiry", "submission_count", "criteria"}
    for example in EXAMPLES:
        if example.check in silent:
            continue
        empty = dataclasses.replace(example.held.application, materials=(), facts={}, submitted_at=None)
        held = dataclasses.replace(example.held, application=empty, observations={}, earlier_notices=())
        context = Context(Dossier(held), example.policy, NOW)
        kind = CHECKS[example.check]
        asked = requirement(example.check, example.on, **example.params)
        answers = kind.run([], asked, from_jsonable(kind.params, example.params), context)
        assert all(answer.verdict is not Verdict.PASSED for answer in answers), example.check
