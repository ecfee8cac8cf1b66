"""How the program on whole applications counts: what was planted against what was told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.accuracy.screening_figures import Tally, _same, count_findings, count_rows, totals
from models.case import Case
from models.report import Verdict
from tests.checks.making import NOW, case, observation, policy, requirement, signature
from verifier.folders import read_applicant_folder
from verifier.judging import judge
from verifier.policies.loader import load_policy
from verifier.screening import Screened

SIGNED = requirement("signature", ("truth_pledge",), role=["申报人"])


def screened(tmp_path: Path, held: Case) -> Screened:
    return Screened(read_applicant_folder(tmp_path), held, judge(held, policy(SIGNED), now=NOW))


def truth(verdict: str = "failed") -> list[dict[str, object]]:
    return [{"requirement": SIGNED.id, "document": "pledge", "verdict": verdict}]


def pledge(kind: str) -> Case:
    return case(pledge=observation("truth_pledge", signatures=(signature("申报人", kind),)))


def test_a_planted_defect_is_found_left_open_or_passed(tmp_path: Path) -> None:
    for kind, told in (("absent", "failed"), ("unclear", "needs_review"), ("handwritten", "missed")):
        tally = Tally()
        count_findings("one", truth(), screened(tmp_path, pledge(kind)), tally)
        assert tally.planted[SIGNED.id] == Counter({told: 1}), kind


def test_a_defect_that_nobody_planted_is_a_wrong_reject(tmp_path: Path) -> None:
    tally = Tally()
    count_findings("one", [], screened(tmp_path, pledge("absent")), tally)
    assert tally.clean[SIGNED.id] == Counter({Verdict.FAILED.value: 1})
    assert tally.wrong[0].startswith("wrong reject")


def test_a_review_that_is_expected_is_not_needless(tmp_path: Path) -> None:
    tally = Tally()
    count_findings("one", truth("needs_review"), screened(tmp_path, pledge("unclear")), tally)
    assert not tally.needless
    count_findings("one", [], screened(tmp_path, pledge("unclear")), tally)
    assert tally.needless == Counter({SIGNED.id: 1})


def test_rows_that_lack_an_annex_are_counted_apart(tmp_path: Path) -> None:
    pack = load_policy("js-sz-2024-eng")
    held = case()
    tally = Tally()
    count_rows(Screened(read_applicant_folder(tmp_path), held, judge(held, pack, now=NOW)), pack, tally)
    assert sum(count for (automation, _), count in tally.rows.items() if automation == "A") == 18
    assert tally.rows["A", "no source"] >= 1
    rates = totals(tally)
    assert rates["A_rows_with_all_annexes"]["total"] < rates["faultless_A_rows_asked"]["total"] == 18


def test_what_is_read_agrees_with_what_is_printed() -> None:
    assert _same("2024-08-26", "2024年8月26日")
    assert _same("2023", "2023年度")
    assert _same("5", "公示5个工作日")
    assert not _same("2024-08-27", "2024年8月26日")
    assert not _same("7", "公示5个工作日")
