from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.application import Material
from models.policy import Severity, Unjudged
from models.report import Evidence, Finding, Report, Verdict
from tests.checks.making import ENGINE, case, observation, policy
from tests.reports.fictional import NOW, fictional_case
from verifier.judging import judge
from verifier.policies.loader import load_policy
from verifier.reports.html import render_html

PNG = b"\x89PNG fake"
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "姓名\u202egnp.exe\x00\x1b",
]
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "small", "dl", "dt", "dd", "div", "ul", "li", "p"),
    *("section", "article", "header", "blockquote", "figure", "img", "figcaption", "i", "b", "span", "footer"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.open, self.text = set(), set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(name, value) for name, value in attrs}
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def _read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    assert reader.tags <= TAGS
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name == "style"]
    sources = [value for name, value in reader.attributes if name in ("src", "href")]
    assert all(value.startswith("data:image/jpeg;base64,") for value in sources)
    return reader


def _fictional(pictures=lambda evidence: PNG):
    held, pack = fictional_case(), load_policy("xj-by-2024-qs")
    pack = dataclasses.replace(pack, unjudged=(Unjudged("BY-99", "九", "本包之外的一条", "须人工核对"),))
    report = judge(held, pack, now=NOW)
    return report, render_html(report, held, pack, pictures)


def test_the_page_says_what_the_report_says():
    report, html = _fictional()
    reader = _read(html)
    said = "".join(reader.text)
    for finding in report.findings:
        if finding.verdict in (Verdict.FAILED, Verdict.NEEDS_REVIEW):
            assert finding.requirement in said
            assert finding.quote in said
            for line in finding.message.split("\n"):
                assert line in said
            if finding.remedy:
                assert finding.remedy.split("\n")[0] in said
    for word in ("不予受理情形", "须补正", "转人工核对", "系统未核验的条款", "2024-09-20 09:00", "这不是知网"):
        assert word in said
    assert "620" in said and "2480" in said and "25.00%" in said
    assert base64.b64encode(PNG).decode() in html


def test_defects_come_first_by_severity():
    _, html = _fictional()
    order = [html.index(f'<section class="{key}">') for key in ("reject", "correct", "review")]
    assert order == sorted(order)
    assert order[-1] < html.index('<section class="plain passed">')


def test_the_page_needs_nothing_and_allows_nothing():
    _, html = _fictional()
    style = re.search(r"<style>(.*?)</style>", html, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (allowed,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert "default-src &#39;none&#39;" in allowed
    assert digest in allowed.replace("&#43;", "+")
    assert "unsafe" not in allowed
    assert "http://" not in html and "https://" not in html


def test_without_pictures_the_words_remain():
    _, html = _fictional(lambda evidence: None)
    assert "<img" not in html
    assert "《居民身份证》" in html


def _attacked(text):
    evidence = Evidence("a", 1, None, text, text)
    findings = tuple(
        Finding("T-1", text, text, verdict, severity, text, text, "a", (evidence,))
        for verdict in Verdict
        for severity in Severity
    )
    held = case(a=observation("diploma"))
    application = dataclasses.replace(held.application, id=text, materials=(Material("a", "0" * 64, text, text),))
    engine = dataclasses.replace(ENGINE, ocr=text)
    report = Report(text, "test", text, findings, Verdict.FAILED, (engine,), NOW)
    pack = policy(title=text, unjudged=[{"id": "U", "clause": text, "quote": text, "reason": text}])
    return render_html(report, dataclasses.replace(held, application=application), pack, lambda evidence: None)


@pytest.mark.parametrize("text", ATTACKS)
def test_foreign_text_stays_text(text):
    html = _attacked(text)
    reader = _read(html)
    assert "script" not in reader.tags
    assert "49" not in "".join(reader.text).replace("2024-09-20", "")
    assert "\u202e" not in html and "\x00" not in html and "\x1b" not in html


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_leaves_the_page_whole(text):
    _read(_attacked(text))


@pytest.mark.parametrize(
    ("verdict", "says"),
    [(Verdict.PASSED, "均符合"), (Verdict.NEEDS_REVIEW, "须人工核对"), (Verdict.FAILED, "一次改齐")],
)
def test_the_banner(verdict, says):
    finding_verdict = verdict
    finding = Finding("T-1", "一", "原文", finding_verdict, Severity.CORRECT, "说明", None)
    report = Report("A-1", "test", "1", (finding,), verdict, (), NOW)
    assert says in render_html(report, case(), policy(), lambda evidence: None)


def test_an_errored_check_is_shown_as_such():
    finding = Finding("T-1", "一", "原文", Verdict.ERRORED, Severity.CORRECT, "系统出错的说明", None)
    report = Report("A-1", "test", "1", (finding,), Verdict.NEEDS_REVIEW, (), NOW)
    html = render_html(report, case(), policy(), lambda evidence: None)
    assert '<span class="tag">系统出错</span>' in html


def test_a_report_on_work_under_way_says_so():
    held = dataclasses.replace(case(a=observation("diploma")), complete=False)
    html = render_html(judge(held, policy(), now=NOW), held, policy(), lambda evidence: None)
    assert "不是最终结果" in html
