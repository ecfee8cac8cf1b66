"""Every requirement of the five notices can be planted, or there is a reason why not."""

from __future__ import annotations

import os

import pytest

from tests.synthesis.faults import POLICY
from tests.synthesis.notices.registered import NOTICES
from tests.synthesis.planted_table import PAGE, page, planted, reasons
from verifier.policies.loader import list_policies, load_policy

FLAG = "VERIFIER_REGENERATE"


def test_all_notices_are_there():
    assert {POLICY, *NOTICES} == {summary.id for summary in list_policies()}


@pytest.mark.parametrize("policy", [POLICY, *NOTICES])
def test_every_row_has_a_switch_or_a_reason_and_none_has_both(policy: str):
    switches, why = planted(policy), reasons(policy)
    assert not set(switches) & set(why)
    assert set(switches) | set(why) == {entry.id for entry in load_policy(policy).requirements}
    assert all(len(reason) > 10 for reason in why.values())


def test_the_page_is_made_of_the_switches():
    if os.environ.get(FLAG):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()
