"""Papers of applications: compared with the corpus and with other applicants' papers, whoever is judged first."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from models.application import Applicant
from models.case import Case
from models.document import Document, Line, Page
from models.geometry import Box
from models.observation import Observation
from models.policy import Severity
from models.report import Finding, Report, Verdict
from models.store.applications import Applications
from models.store.document_changes import DocumentChanges
from models.store.papers import Papers, paper_id
from tests.workers.conftest import Desk
from tests.workers.fakes import ENGINE
from verifier.intake.opened import Opened
from verifier.similarity.sources import Source
from workers.context import Context, install, open_context
from workers.corpora import corpora_of
from workers.jobs import judge_application, observe_document
from workers.reconciler import reconcile

COPIED = "检定员应当持证上岗，原始记录不得涂改，确需更正的划线更正并签名，保存期限不少于三年。"
OWN_A = "本文的方法来自作者在野外两年的观察，样品每月采集一次，共得到二十四组数据，逐一复核。"
OWN_B = "作者改进了压力表的夹持装置，减少了装夹时间，重复性由百分之三降到百分之一，已在三个站所使用。"


class PaperObserver:
    """Every file is a paper of one page whose text is the file's."""

    version = "paper/1"

    def open(self, path: Path, *, filename: str) -> Opened:
        data = path.read_bytes()
        self._text = data.decode()
        page = Page(1, 40, 60, lines=(Line(self._text, Box(0.1, 0.1, 0.9, 0.9)),))
        image = np.full((60, 40, 3), 200, np.uint8)
        return Opened(Document(hashlib.sha256(data).hexdigest(), filename, "text/plain", (page,)), (image,))

    def observe(self, opened: Opened) -> Observation:
        kind = "diploma" if self._text.startswith("毕业证书") else "paper"
        return Observation(opened.document.sha256, opened.document.pages, kind, 0.9, ENGINE)


class OverlapJudge:
    """Reports what the case says of overlaps."""

    def document(self, case: Case, document: str, *, now: dt.datetime) -> tuple[Finding, ...]:
        copied = case.overlaps[document].ratios.total.copied if document in case.overlaps else -1
        return (Finding("ratio", "一", "", Verdict.PASSED, Severity.CORRECT, f"{copied}", document=document),)

    def application(self, case: Case, *, now: dt.datetime) -> Report:
        return Report(
            case.application.id, case.application.policy, "1",
            tuple(found for document in case.observations for found in self.document(case, document, now=now)),
            Verdict.PASSED, (ENGINE,), now, overlaps=case.overlaps,
        )  # fmt: skip


@pytest.fixture
def papers(desk: Desk) -> Iterator[Context]:
    context = open_context(desk.settings, PaperObserver(), OverlapJudge())
    install(context)
    yield context
    context.database.close()
    corpora_of(desk.settings).close()


@pytest.fixture
def hand_in(desk: Desk, papers: Context) -> Callable[..., tuple[str, str]]:
    def made(name: str, text: str, *, id_number: str | None = None, policy: str = "policy") -> tuple[str, str]:
        with desk.database.transaction() as session:
            applicant = Applicant(name=name, id_number=id_number)
            application = Applications(session, desk.organisation).create(policy=policy, applicant=applicant).id
        document = desk.hand_in(application, text, f"{name}的论文.pdf")
        observe_document(document)
        return application, document

    return made


def sources(desk: Desk, application: str) -> set[str]:
    report = desk.report(application)
    return {source.id for overlap in report.overlaps.values() for source in overlap.sources}


def judge_due(desk: Desk) -> list[str]:
    """Judge what the reconciler would hint at."""

    hinted = []

    class Hints:
        def waiting(self) -> frozenset[str]:
            return frozenset()

        def judge(self, application: str, *, revision: int) -> bool:
            hinted.append(application)
            return True

    reconcile(desk.database, Hints())
    for application in hinted:
        judge_application(application)
    return hinted


def test_two_applicants_with_the_same_text_are_both_shown_the_other(desk: Desk, hand_in):
    first, one = hand_in("张闻溪", OWN_A + COPIED)
    assert sources(desk, first) == set()
    second, other = hand_in("李观海", COPIED + OWN_B)
    assert sources(desk, second) == {paper_id(one)}
    assert judge_due(desk) == [first]
    assert sources(desk, first) == {paper_id(other)}
    assert judge_due(desk) == [], "they do not judge each other for ever"


def test_reports_name_nobody_else(desk: Desk, hand_in):
    first, one = hand_in("张闻溪", OWN_A + COPIED)
    second, _ = hand_in("李观海", COPIED + OWN_B)
    (overlap,) = desk.report(second).overlaps.values()
    (source,) = overlap.sources
    assert (source.title, source.authors) == ("本单位收到的另一份申报材料", ())
    assert first not in str(overlap) and one not in str(overlap) and "张闻溪" not in str(overlap)
    with desk.database.reading() as session:
        assert Papers(session, desk.organisation).get(source.id).application == first


def test_what_a_person_handed_in_before_is_no_source(desk: Desk, hand_in):
    hand_in("张闻溪", OWN_A + COPIED)
    again, _ = hand_in("张闻溪", OWN_A + COPIED + OWN_B)
    assert sources(desk, again) == set()


def test_another_person_of_the_same_name_is_another(desk: Desk, hand_in):
    _, one = hand_in("张闻溪", OWN_A + COPIED, id_number="110105194912310021")
    second, _ = hand_in("张闻溪", OWN_B + COPIED, id_number="110105199001010020")
    assert sources(desk, second) == {paper_id(one)}


def test_papers_are_compared_with_the_corpus_of_their_organisation(desk: Desk, papers: Context, hand_in):
    corpora_of(desk.settings).own(desk.organisation).add(Source("条例", "条例"), COPIED)
    corpora_of(desk.settings).own("0" * 8 + "-0000-4000-8000-" + "0" * 12).add(Source("别人的", "别人的"), OWN_A)
    application, document = hand_in("张闻溪", OWN_A + COPIED)
    assert sources(desk, application) == {"条例"}
    (overlap,) = desk.report(application).overlaps.values()
    assert overlap.corpus_documents == 1
    (finding,) = desk.findings(document)
    assert int(finding.message) == overlap.ratios.total.copied > 13


def test_the_operator_s_corpus_counts_too(desk: Desk, papers: Context, hand_in, tmp_path: Path):
    shared = tmp_path / "corpus.jsonl"
    shared.write_text(f'{{"id": "共享", "text": "{COPIED}"}}\n', encoding="utf-8")
    settings = desk.settings.model_copy(update={"corpus": shared})
    install(dataclasses.replace(papers, settings=settings))
    corpora_of(settings).own(desk.organisation).add(Source("条例", "条例"), OWN_B)
    application, _ = hand_in("张闻溪", OWN_A + COPIED + OWN_B)
    assert sources(desk, application) == {"共享", "条例"}
    corpora_of(settings).close()


def test_a_paper_taken_back_is_found_no_more(desk: Desk, hand_in):
    first, one = hand_in("张闻溪", OWN_A + COPIED)
    with desk.database.transaction() as session:
        DocumentChanges(session, desk.organisation, "user:a").supersede(one)
    judge_application(first)
    second, _ = hand_in("李观海", COPIED + OWN_B)
    assert sources(desk, second) == set()


def test_under_another_policy_nobody_is_judged_again(desk: Desk, hand_in):
    hand_in("张闻溪", OWN_A + COPIED, policy="last-year")
    second, _ = hand_in("李观海", COPIED + OWN_B)
    assert len(sources(desk, second)) == 1
    assert judge_due(desk) == []


def test_an_application_without_papers_opens_no_corpus(desk: Desk, hand_in):
    hand_in("张闻溪", "毕业证书" + OWN_A)
    assert not (desk.settings.data_dir / "papers").exists()
