from __future__ import annotations

import inspect
import os
import re
import sys
from pathlib import Path

import pytest

from models.report import Verdict
from tests.checks.examples import doc, moment, told, with_application
from tests.checks.making import NOW, UNIT, case, field, seal
from verifier.checks.registry import CHECKS
from verifier.judging import judge
from verifier.policies.loader import lint, load_policy

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "examples" / "yunling-2025.yaml"
CHECKS_PAGE = DOCS / "policy-checks.md"
FLAG = "VERIFIER_REGENERATE"
P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW
_CHINESE = {
    "passed": "通过",
    "failed": "不通过",
    "needs_review": "转人工",
    "not_applicable": "不适用",
    "errored": "出错",
}


def _checks_page() -> str:
    lines = [
        "# The checks that a pack may name",
        "",
        "Made by `tests/policies/test_policy_docs.py` from the checks themselves (`VERIFIER_REGENERATE=1`).",
        "Types, windows, phrases, templates, slots, facts and sources that a parameter names must exist; lint says so.",
    ]
    for name, check in CHECKS.items():
        module = sys.modules[check.run.__module__]
        params = inspect.signature(check.params).parameters.values()
        shown = "".join(f"\n- `{_shown(parameter)}`" for parameter in params)
        verdicts = "、".join(_CHINESE[verdict] for verdict in check.reaches)
        described = inspect.getdoc(module) or ""
        meaning = re.sub(r"\s+", " ", inspect.getdoc(check.params) or "")
        lines += ["", f"## {name}", "", described.split("\n\n")[0], "", meaning, shown, "", f"Answers: {verdicts}"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _shown(parameter: inspect.Parameter) -> str:
    kind = re.sub(r"\b(?:models|verifier|typing)\.[\w.]*\.", "", str(parameter.annotation))
    if parameter.default is inspect.Parameter.empty or "factory" in str(parameter.default).lower():
        return f"{parameter.name}: {kind}"
    return f"{parameter.name}: {kind} = {parameter.default!r}"


def test_the_page_of_checks_is_made_of_the_checks():
    if os.environ.get(FLAG):
        CHECKS_PAGE.write_text(_checks_page(), encoding="utf-8")
    assert CHECKS_PAGE.read_text(encoding="utf-8") == _checks_page()


def test_the_page_of_checks_is_not_being_made():
    assert not os.environ.get(FLAG), f"{FLAG} is set: the page was written, not compared"


def test_every_check_says_what_its_parameters_mean():
    for name, check in CHECKS.items():
        said = inspect.getdoc(check.params) or ""
        assert len(said) > 20 or said == "None.", name


def test_the_example_is_sound():
    assert lint(EXAMPLE) == []


def _held():
    copy = "毕业证书\n复印件与原件核对一致"
    notice = doc("pub_notice", fields=(field("公示开始", "2025-04-07"), field("公示结束", "2025-04-09")))
    held = case(
        card=(doc("id_card"), "基本信息"),
        diploma=(doc("diploma", copy, seals=(seal(UNIT),)), "学历"),
        work=(doc("achievement"), "业绩"),
        notice=(notice, "业绩"),
    )
    return with_application(told(held, level="初级"), submitted_at=moment("2025-04-12"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {"YL-01": P, "YL-02": P, "YL-03": P, "YL-04": P, "YL-05": R, "YL-06": P, "YL-07": R}),
        ({"submitted_at": moment("2025-05-01"), "submission_number": 2}, {"YL-01": F, "YL-06": F}),
        ({"materials": ()}, {"YL-02": F}),
        ({"submission_number": 0}, {"YL-06": P}),
    ],
)
def test_the_example_judges(change, expected):
    report = judge(with_application(_held(), **change), load_policy(str(EXAMPLE)), now=NOW)
    found = {finding.requirement: finding.verdict for finding in report.findings if finding.requirement in expected}
    assert found == expected


def test_an_office_fills_in_what_the_notice_left_out(tmp_path):
    own = tmp_path / "own.yaml"
    text = "schema: policy-pack/1\nid: own\ntitle: 本办\nversion: '1'\nyear: 2025\nlevels: [初级]\n"
    text += "source: {file: 通知, issuer: 办公室}\ninherits: [yunling-2025]\n"
    text += "external: {years_by_level: {source: 评审条件, value: {初级: 1}}}\n"
    own.write_text(text, encoding="utf-8")
    (tmp_path / EXAMPLE.name).write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert lint(own) == []
    policy = load_policy(str(own))
    for day, verdict in (("2023-12-31", P), ("2024-01-01", F), ("2023", P)):
        held = told(_held(), title_date=day)
        (finding,) = [entry for entry in judge(held, policy, now=NOW).findings if entry.requirement == "YL-05"]
        assert finding.verdict is verdict
    own.write_text(text.replace("{初级: 1}", "[初级]"), encoding="utf-8")
    (problem,) = lint(own)
    assert "years" in problem.reason


def test_the_guide_names_only_what_there_is():
    guide = (DOCS / "policies.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([\w./-]+)\)", guide):
        assert (DOCS / target).is_file(), target
    for name in re.findall(r"check: (\w+)", guide):
        assert name in CHECKS
