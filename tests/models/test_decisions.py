"""The algebra of people's decisions, against a plain model of it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from models.decisions import Act, ActKind, Standing, digest_of, in_force, standing
from models.observation import EngineInfo
from models.policy import Severity
from models.report import Finding, Report, Verdict

AT = dt.datetime(2024, 9, 1, tzinfo=dt.UTC)
REQUIREMENTS = ("a", "b", None)
AUTHORS = ("user:1", "user:2")


def finding(requirement: str, verdict: Verdict, severity: Severity = Severity.CORRECT, message: str = "看") -> Finding:
    return Finding(requirement, "一", "引", verdict, severity, message)


def report(*findings: Finding) -> Report:
    worst = Verdict.worst(found.verdict for found in findings if found.severity is not Severity.WARN)
    verdict = worst if worst in (Verdict.FAILED, Verdict.PASSED) else Verdict.NEEDS_REVIEW
    return Report("app", "p", "1", findings, verdict, (EngineInfo("1", "x", "1"),), AT)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    return report(
        *(
            finding(
                name, draw(st.sampled_from(Verdict)), draw(st.sampled_from(Severity)), draw(st.sampled_from("甲乙"))
            )
            for name in ("a", "b")
        )
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[Report, list[Act]]:
    judged = draw(reports())
    acts: list[Act] = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        kind = draw(st.sampled_from(ActKind))
        requirement = draw(st.sampled_from(REQUIREMENTS))
        looked = [found for found in judged.findings if requirement in (None, found.requirement)]
        decides = kind is ActKind.DECIDE
        acts.append(
            Act(
                number, kind, draw(st.sampled_from(AUTHORS)), AT, requirement if decides else None,
                verdict=draw(st.sampled_from((Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW)))
                if decides
                else None,
                undoes=draw(st.integers(1, 12)) if kind is ActKind.UNDO else None,
                assignee=draw(st.sampled_from(("甲", None))) if kind is ActKind.ASSIGN else None,
                of_finding=draw(st.sampled_from((digest_of(looked), "earlier"))) if decides else None,
            )
        )  # fmt: skip
    return judged, acts


def holds(act: Act, acts: list[Act]) -> bool:
    """By the definition: an act holds unless a later one that holds undoes it."""
    return not any(
        later.undoes == act.number and later.kind is ActKind.UNDO and later.number > act.number and holds(later, acts)
        for later in acts
    )


@given(histories())
@settings(max_examples=300)
def test_an_act_holds_unless_an_act_that_holds_undoes_it(history: tuple[Report, list[Act]]) -> None:
    _, acts = history
    assert in_force(acts) == [act for act in acts if holds(act, acts)]


@given(histories())
@settings(max_examples=300)
def test_undoing_the_last_act_is_as_if_it_had_not_been(history: tuple[Report, list[Act]]) -> None:
    judged, acts = history
    if not acts:
        return
    undo = Act(len(acts) + 1, ActKind.UNDO, AUTHORS[0], AT, undoes=len(acts))
    before, after = standing(judged, acts[:-1]), standing(judged, [*acts, undo])
    assert [(f.verdict, f.decided) for f in before.findings] == [(f.verdict, f.decided) for f in after.findings]
    assert (before.verdict, before.conclusion, before.assignee) == (after.verdict, after.conclusion, after.assignee)
    again = standing(judged, [*acts, undo, Act(len(acts) + 2, ActKind.UNDO, AUTHORS[1], AT, undoes=len(acts) + 1)])
    assert again.verdict == standing(judged, acts).verdict


@given(histories())
@settings(max_examples=500)
def test_nothing_open_is_ever_passed(history: tuple[Report, list[Act]]) -> None:
    stands = standing(*history)
    if stands.verdict is Verdict.PASSED:
        assert not stands.blocking
    assert stands.verdict in (Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW)


@given(histories())
@settings(max_examples=300)
def test_a_finding_says_what_those_say_who_agree_and_else_needs_a_person(history: tuple[Report, list[Act]]) -> None:
    judged, acts = history
    for found in standing(judged, acts).findings:
        digest = digest_of([found.finding])
        alive = [
            act for act in acts
            if act.kind is ActKind.DECIDE and act.requirement == found.finding.requirement and holds(act, acts)
        ]  # fmt: skip
        last = {act.author: act for act in alive}
        said = {act.verdict for act in last.values() if act.of_finding == digest}
        expected = found.finding.verdict if not said else said.pop() if len(said) == 1 else Verdict.NEEDS_REVIEW
        assert found.verdict is expected
        assert {act.number for act in found.outdated} == {
            act.number for act in last.values() if act.of_finding != digest
        }


@given(histories())
@settings(max_examples=200)
def test_only_decisions_of_what_stands_there_change_anything(history: tuple[Report, list[Act]]) -> None:
    judged, acts = history
    silent = [act for act in acts if act.kind is not ActKind.DECIDE or act.of_finding == "earlier"]
    stands = standing(judged, silent)
    assert stands.verdict is judged.verdict and not stands.decided and not stands.disputed


@given(reports(), st.sampled_from(("甲", "丙")))
def test_a_digest_is_of_content_not_of_order(judged: Report, message: str) -> None:
    assert digest_of(judged.findings) == digest_of(judged.findings[::-1])
    other = finding("a", Verdict.FAILED, Severity.REJECT, message)
    assert (digest_of([other]) == digest_of([judged.findings[0]])) == (other == judged.findings[0])


def decide(number: int, author: str, requirement: str | None, verdict: Verdict, judged: Report) -> Act:
    looked = [found for found in judged.findings if requirement in (None, found.requirement)]
    return Act(number, ActKind.DECIDE, author, AT, requirement, verdict=verdict, of_finding=digest_of(looked))


def test_two_who_disagree_are_in_dispute_until_one_is_undone() -> None:
    judged = report(finding("a", Verdict.FAILED))
    acts = [
        decide(1, "user:1", "a", Verdict.PASSED, judged), decide(2, "user:2", "a", Verdict.FAILED, judged),
    ]  # fmt: skip
    stands = standing(judged, acts)
    assert stands.disputed and stands.verdict is Verdict.NEEDS_REVIEW and stands.to_review == 1

    settled = standing(judged, [*acts, Act(3, ActKind.UNDO, "user:2", AT, undoes=2)])
    assert not settled.disputed and settled.verdict is Verdict.PASSED


def test_a_conclusion_falls_with_what_it_stood_on() -> None:
    judged = report(finding("a", Verdict.FAILED))
    acts = [
        decide(1, "user:1", "a", Verdict.PASSED, judged), decide(2, "user:1", None, Verdict.PASSED, judged),
    ]  # fmt: skip
    assert standing(judged, acts).verdict is Verdict.PASSED
    undone: Standing = standing(judged, [*acts, Act(3, ActKind.UNDO, "user:1", AT, undoes=1)])
    assert undone.verdict is Verdict.FAILED and undone.conclusion is not None


def test_a_finding_judged_anew_is_not_decided() -> None:
    before, after = (
        report(finding("a", Verdict.FAILED, message="旧")),
        report(finding("a", Verdict.FAILED, message="新")),
    )
    stands = standing(after, [decide(1, "user:1", "a", Verdict.PASSED, before)])
    assert stands.verdict is Verdict.FAILED and [act.number for act in stands.findings[0].outdated] == [1]
