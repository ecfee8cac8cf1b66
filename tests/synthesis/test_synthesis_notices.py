"""Applications under every notice: judged as a perfect reader sees them, exactly what was planted is told."""

from __future__ import annotations

import inspect

import pytest

from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.notices import making
from tests.synthesis.notices.judged import Office, differences
from tests.synthesis.notices.registered import NOTICES
from verifier.policies.loader import load_policy

EACH = [(policy, name) for policy, notice in NOTICES.items() for name in notice.switches]


@pytest.fixture(scope="module")
def offices() -> dict[str, Office]:
    return {policy: Office(notice, 3) for policy, notice in NOTICES.items()}


@pytest.mark.slow
@pytest.mark.parametrize("policy", NOTICES)
@pytest.mark.parametrize("seed", [5, 8])
def test_without_a_fault_only_what_a_person_must_look_at_is_told(policy: str, seed: int):
    assert differences(*Office(NOTICES[policy], seed).judged(())) == []


@pytest.mark.slow
@pytest.mark.parametrize(("policy", "name"), EACH)
def test_each_switch_is_told_where_it_was_planted_and_nothing_else(policy: str, name: str, offices: dict[str, Office]):
    expected, told = offices[policy].judged((name,))
    assert [one for one in expected if one.requirement.startswith(NOTICES[policy].prefix)]
    assert differences(expected, told) == []


@pytest.mark.parametrize(("policy", "name"), EACH)
def test_each_switch_changes_what_documents_can_change_and_names_files_that_are_there(policy: str, name: str):
    notice = NOTICES[policy]
    about, switch = notice.scene(3), notice.switches[name]
    plan = {one.filename: one for one in (*notice.plan(about), *switch.adds)}
    assert {*switch.change, *switch.without, *switch.slots, *switch.names} <= set(plan)
    assert {wrong.file for wrong in switch.wrong if wrong.file} <= set(plan)
    for file, change in switch.change.items():
        assert set(change(about)) <= set(inspect.signature(DOCUMENTS[plan[file].type]).parameters)
    known = load_policy(policy)
    facts, _ = making.answers(notice, about, [switch])
    assert set(facts) <= set(known.facts)
    assert {wrong.requirement for wrong in switch.wrong} <= {one.id for one in known.requirements}


@pytest.mark.parametrize("policy", NOTICES)
def test_two_switches_on_one_file_are_refused(policy: str):
    notice = NOTICES[policy]
    name, switch = next((name, one) for name, one in notice.switches.items() if one.change)
    with pytest.raises(making.Contrary):
        making.planned(notice, notice.scene(3), [switch, notice.switches[name]])


@pytest.mark.parametrize("policy", NOTICES)
def test_every_row_that_a_machine_judges_has_a_switch_or_a_reason(policy: str):
    notice = NOTICES[policy]
    planted = {wrong.requirement for one in notice.switches.values() for wrong in one.wrong}
    assert planted.isdisjoint(notice.unplanted)
    assert planted | set(notice.unplanted) == {one.id for one in load_policy(policy).requirements}
    assert all(len(reason) > 10 for reason in notice.unplanted.values())
