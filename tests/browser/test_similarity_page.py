"""Both texts in a real browser: passages by key, the other pane follows, leaving out counts anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.document import Line
from models.document import Page as PaperPage
from models.geometry import Box
from models.store.applications import Applications
from models.store.documents import Documents
from models.store.observations import Observations
from models.store.reports import Reports
from tests.browser.looking import keep
from tests.browser.office import Office, folder
from verifier.similarity.compare import compare
from verifier.similarity.memory import MemoryCorpus
from verifier.similarity.sources import Source

pytestmark = pytest.mark.slow

OWN = [f"第{number}节记录孔雀滩县实验室第{number}年的温度与读数，作者逐日抄录并绘成曲线。" for number in range(1, 40)]
COPIED = "计量检定人员应当按照检定规程对压力表进行示值误差检定并出具检定证书不得擅自更改。"
MINE = "本文提出一种基于温度补偿的数字压力表自动检定方法并给出不确定度评定的全部步骤。"
PAPER = [*OWN[:20], COPIED, *OWN[20:], MINE]


@pytest.fixture
def paper(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a paper that shares one passage with a stranger's work and one with the author's own."""
    _, application = office.hand_in(folder(tmp_path, "张伟", number="similar"))
    lines = tuple(Line(text, Box(0.1, 0.02 * n, 0.9, 0.02 * n + 0.015)) for n, text in enumerate(PAPER))
    page = PaperPage(1, 1654, 2339, lines=lines)
    corpus = MemoryCorpus()
    corpus.add(Source("a", "检定实务", ("李四",)), f"前言。{COPIED}后记。")
    corpus.add(Source("b", "旧作", ("张伟",)), f"摘要。{MINE}")
    with office.app.extensions["verifier"].database.transaction() as session:
        document = Documents(session, office.organisation).of_application(application)[0].id
        seen = replace(Observations(session, office.organisation).of_document(document), pages=(page,))
        overlap = compare(seen.text, corpus, author="张伟", pages=seen.pages)
        report = Reports(session, office.organisation).latest(application)
        Applications(session, office.organisation).changed(application)
        revision = Applications(session, office.organisation).get(application).revision
        Reports(session, office.organisation).save(replace(report, overlaps={document: overlap}), revision=revision)
    monkeypatch.setattr(Observations, "of_document", lambda self, one: seen)
    return f"/applications/{application}/similarity/{document}"


def test_passages_are_walked_and_sifted(visit: Callable[..., Page], office: Office, paper: str):
    page = visit("shen", paper)
    expect(page.locator("#right article")).to_have_count(2)
    page.keyboard.press("n")
    expect(page.locator("#left mark.now")).to_contain_text(COPIED[:12])
    expect(page.locator("#right article.now")).to_contain_text("检定实务")
    top = page.evaluate("document.getElementById('left').scrollTop")
    page.keyboard.press("n")
    expect(page.locator("#left mark.now")).to_contain_text(MINE[:12])
    assert page.evaluate("document.getElementById('left').scrollTop") > top
    page.keyboard.press("p")
    expect(page.locator("#left mark.now")).to_contain_text(COPIED[:12])
    before = page.locator("#figures").inner_text()
    page.check("#sift [name=own]")
    expect(page.locator("#figures")).not_to_have_text(before)
    expect(page.locator("article.off")).to_have_count(1)
    keep(page, "similar")
    page.click("article.now a")
    page.wait_for_url("**/applications/*?*page=1*")
    expect(page.locator("svg.marks .evidence")).to_be_attached()
