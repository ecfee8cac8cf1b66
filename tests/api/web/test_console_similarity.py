"""The copied ratio as a reader sifts it, and the page of both texts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.similarity_view import Sifting, recounted
from models.document import Line, Page
from models.geometry import Box
from models.overlap import OverlapReport
from models.store.api_keys import Role
from models.store.applications import Applications
from models.store.observations import Observations
from models.store.reports import Reports
from models.values import from_json, to_json
from tests.api.doors import PDF, judge, observe
from verifier.similarity.compare import compare
from verifier.similarity.memory import MemoryCorpus
from verifier.similarity.sources import Source

COPIED = "计量检定人员应当按照检定规程对压力表进行示值误差检定并出具检定证书。"
QUOTED = "强制检定的计量器具应当定点定期送法定计量检定机构进行检定不得擅自使用。"
MINE = "本文提出一种基于温度补偿的数字压力表自动检定方法并给出不确定度评定。"
OWN = "孔雀滩县的冬天很冷，实验室的温度波动大，读数常常漂移，为此作者记录了三年的数据。"
PAPER = f"{OWN}\n{COPIED}\n“{QUOTED}”[1]\n{MINE}\n{OWN[::-1]}\n参考文献\n[1] 某某. 计量法解读. 2020."


@pytest.fixture(scope="module")
def report() -> OverlapReport:
    corpus = MemoryCorpus()
    corpus.add(Source("a", "检定实务", ("李四",)), f"前言。{COPIED}后记。{QUOTED}")
    corpus.add(Source("b", "旧作", ("张伟",)), f"摘要。{MINE}")
    return compare(PAPER, corpus, author="张伟")


def test_with_nothing_left_out_it_is_the_reports_own_total(report):
    assert recounted(report, PAPER, Sifting()) == report.ratios.total
    assert report.ratios.total.copied > 80


def test_own_works_and_quotations_are_left_out_as_in_the_report(report):
    assert recounted(report, PAPER, Sifting(own=True)) == report.ratios.without_own
    assert recounted(report, PAPER, Sifting(cited=True)).copied == report.ratios.without_citations.copied
    one = recounted(report, PAPER, Sifting(source="a")).copied
    assert one == next(source.copied for source in report.sources if source.id == "a")


@given(st.booleans(), st.booleans(), st.booleans(), st.sampled_from([None, "a", "b", "nobody"]))
def test_leaving_out_more_never_counts_more(report, own, cited, common, source):
    less = recounted(report, PAPER, Sifting(own, cited, common, source))
    assert less.copied <= report.ratios.total.copied
    assert less.total == report.tokens


def test_the_page_shows_both_texts_and_counts_anew(
    browser,
    reviewer,
    service,
    organisation,
    policy,
    report,
    monkeypatch,
):
    application = reviewer.new_application(policy, applicant={"name": "张伟"})
    document = reviewer.upload(application, ("论文.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    judge(service.database, organisation, application, document, policy)
    with service.database.transaction() as session:
        found = Reports(session, organisation).latest(application)
        kept = replace(found, overlaps={document: from_json(OverlapReport, to_json(report))})
        Applications(session, organisation).changed(application)
        Reports(session, organisation).save(
            kept, revision=Applications(session, organisation).get(application).revision
        )
    lines = tuple(
        Line(text, Box(0.1, 0.05 * number, 0.9, 0.05 * number + 0.04)) for number, text in enumerate(PAPER.split("\n"))
    )
    with service.database.reading() as session:
        seen = Observations(session, organisation).of_document(document)
    monkeypatch.setattr(
        Observations, "of_document", lambda self, one: replace(seen, pages=(Page(1, 100, 140, lines=lines),))
    )
    someone = browser(Role.REVIEWER)
    place = f"/applications/{application}/similarity/{document}"
    page = someone.get(place)
    assert page.status_code == 200
    assert COPIED[:-1] in page.text and "检定实务" in page.text and "不是" in page.text
    sifted = someone.get(f"{place}/figures?own=1")
    assert f"{report.ratios.without_own.copied}/{report.tokens}" in sifted.text
    assert someone.get(f"/applications/{application}").text.count(place) == 1
