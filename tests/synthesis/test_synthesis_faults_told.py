"""Every fault of 巴州, read perfectly, is told where it was planted, and nothing else is."""

from __future__ import annotations

import pytest

from tests.synthesis.fault_list import FAULTS
from tests.synthesis.faults_judged import FaultOffice
from tests.synthesis.notices.judged import differences

ASKED = {
    "copy_other_phrase": {"BY-15"},
    "diploma_other_phrase": {"BY-15"},
    "id_unsealed": {"BY-15"},
    "education_unsealed": {"BY-15"},
    "education_other_seal": {"BY-15"},
    "recommend_other_seal": {"BY-79"},
    "recommend_altered": {"BY-49"},
    "notice_backwards": {"BY-42"},
}
"""Faults that a person decides: half of another phrase is the prescribed one below a seal; the notice does not say
whether cards and certificates of learning are copies; the annex speaks of whoever signs."""


@pytest.fixture(scope="module")
def office() -> FaultOffice:
    return FaultOffice(9)


@pytest.mark.slow
def test_a_faultless_application_asks_for_what_no_paper_shows_alone(office: FaultOffice):
    assert differences(*office.judged([])) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_where_it_was_planted_and_nothing_else(office: FaultOffice, name: str):
    expected, told = office.judged([name])
    asked = {
        key for key, finding in told.items() if finding.verdict == "needs_review" and key[0] in ASKED.get(name, ())
    }
    rest = [one for one in expected if (one.requirement, one.document) not in asked]
    settled = {key: finding for key, finding in told.items() if key not in asked}
    assert differences(rest, settled) == []
    assert bool(asked) == (name in ASKED)
