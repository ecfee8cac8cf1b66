"""A document of texts without pages (DOCX): what needs pages is a person's, what needs text is judged."""

from __future__ import annotations

import dataclasses

import pytest

from models.case import Case
from models.observation import NameHit, Observation, Surface, SurfaceKind
from models.report import Verdict
from tests.checks.making import ENGINE, NOW, case, policy, requirement
from verifier.certificates.recognise import recognise_text
from verifier.checks.registry import CHECKS
from verifier.judging import judge
from verifier.policies.loader import load_policy

TEXT = "专业技术工作总结\n本人长期从事计量检定工作。\n业绩成果如下。\n本人承诺以上内容真实。"


def texts(type_id: str | None = "summary", text: str = TEXT) -> Observation:
    surfaces = tuple(Surface(SurfaceKind.TEXT_LAYER, line) for line in text.split("\n"))
    surfaces += (Surface(SurfaceKind.HIDDEN_TEXT, "暗" * 5000), Surface(SurfaceKind.COMMENT, "关键词"))
    return Observation("0" * 64, (), type_id, 0.9, ENGINE, surfaces=surfaces)


def verdict(check: str, held: Case | None = None, **params: object) -> Verdict:
    pack = policy(requirement(check, ("summary",), **params), phrases={"p": "本人承诺以上内容真实"})
    (finding,) = judge(held or case(a=texts()), pack, now=NOW).findings
    assert all(evidence.page is None for evidence in finding.evidence)
    return finding.verdict


@pytest.mark.parametrize(
    ("check", "params"),
    [
        ("seal", {"role": ["unit"]}),
        ("signature", {"role": ["申报人"]}),
        ("handwritten_date", {"role": ["申报人"]}),
        ("phrase", {"phrase": "p"}),
        ("page_quality", {}),
        ("flag_matches", {}),
        ("mask", {}),
    ],
)
def test_what_needs_pages_is_for_a_person(check: str, params: dict[str, object]):
    held = dataclasses.replace(case(a=texts()), names={"a": ()})
    assert verdict(check, held, **params) is Verdict.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("check", "params", "expected"),
    [
        ("length", {"maximum": 100}, Verdict.PASSED),
        ("length", {"maximum": 20}, Verdict.FAILED),
        ("length", {"minimum": 3000}, Verdict.FAILED),
        ("topics", {"topics": {"业绩": ["业绩成果"]}}, Verdict.PASSED),
        ("topics", {"topics": {"批注里的词": ["关键词"]}}, Verdict.NEEDS_REVIEW),
        ("presence", {"all_of": ["summary"]}, Verdict.PASSED),
    ],
)
def test_what_needs_text_is_judged_on_what_a_reader_sees(check: str, params: dict[str, object], expected: Verdict):
    assert verdict(check, **params) is expected


def test_a_name_in_its_texts_is_a_defect():
    hit = NameHit(SurfaceKind.COMMENT, "林墨白", "name", False)
    assert verdict("mask", dataclasses.replace(case(a=texts()), names={"a": (hit,)})) is Verdict.FAILED


def test_of_documents_with_and_without_pages_each_is_answered():
    from tests.checks.making import observation

    pack = policy(requirement("signature", ("summary",), role=["申报人"]))
    found = judge(case(a=texts(), b=observation("summary", TEXT)), pack, now=NOW).findings
    assert {finding.document for finding in found} == {"a", "b"}


def test_no_requirement_of_a_real_pack_fails_or_passes_on_unseen_pages():
    pack = load_policy("xj-by-2024-qs")
    types = sorted({name for entry in pack.requirements for name in entry.on if name != "*"})
    held = case(**{f"d{number}": texts(name) for number, name in enumerate(types)})
    held = dataclasses.replace(held, names={f"d{number}": () for number in range(len(types))})
    blind = {
        entry.id for entry in pack.requirements if not any(CHECKS[call.check].without_pages for call in entry.checks)
    }
    decided = [
        finding
        for finding in judge(held, pack, now=NOW).findings
        if finding.requirement in blind and finding.document and finding.verdict in (Verdict.PASSED, Verdict.FAILED)
    ]
    assert decided == []
    assert len(blind) > 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("诚信承诺书\n本人承诺所提交的材料真实有效。", "truth_pledge"),
        ("", None),
        ("今天天气很好。\n我们去了公园。", None),
    ],
)
def test_the_type_of_a_text(text: str, expected: str | None):
    recognition = recognise_text(text)
    assert recognition.type == expected
    assert recognition.parts == ()
