"""`verifier compare`: JSON by the schema, a page with two panes, a PDF with its font, own publications as files."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema_rs
import pypdfium2
import pytest
from typer.testing import CliRunner

from models.errors import InvalidRequest
from verifier.cli import app
from verifier.similarity.corpus import Source
from verifier.similarity.store.embedded import EmbeddedCorpus

ALPHABET = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "compare.json").read_text(encoding="utf-8"))


def letters(seed: int, count: int = 120) -> str:
    return "".join(random.Random(seed).choices(ALPHABET, k=count))


@pytest.fixture
def place(tmp_path):
    with EmbeddedCorpus(tmp_path / "held", create=True, background=False) as corpus:
        corpus.add(Source("a", "甲文 <b>", ("李四",), 2019), letters(1))
        corpus.add(Source("b", "乙文"), letters(2))
    paper = letters(3) + "</script>&，" + letters(1)[20:80] + letters(4) + letters(2)[:40]
    (tmp_path / "paper.txt").write_text(paper, encoding="utf-8")
    return tmp_path


def run(place, *arguments):
    words = ["compare", str(place / "paper.txt"), "--corpus", str(place / "held"), *map(str, arguments)]
    result = CliRunner().invoke(app, words)
    if isinstance(result.exception, Exception) and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_json_is_that_of_the_schema(place):
    answer = json.loads(run(place, "--json"))
    jsonschema_rs.validator_for(SCHEMA).validate(answer)
    assert answer["ratios"]["total"]["copied"] == 100
    assert answer["ratios"]["largest_source"]["copied"] == 60
    assert "不是中国知网" in answer["notice"]
    paper = (place / "paper.txt").read_text(encoding="utf-8")
    for passage in answer["passages"]:
        source = letters({"a": 1, "b": 2}[passage["source"]])
        assert source[slice(*passage["source_range"])] == paper[slice(*passage["paper"])]


def test_author_and_own_set_sources_apart(place):
    assert json.loads(run(place, "--author", "李四", "--json"))["ratios"]["without_own"]["copied"] == 40
    assert json.loads(run(place, "--own", "b", "--json"))["ratios"]["without_own"]["copied"] == 60
    # The file has a heading that the corpus has not; it is the same publication all the same.
    (place / "mine.txt").write_text("题目\n" + letters(2), encoding="utf-8")
    answer = json.loads(run(place, "--own", place / "mine.txt", "--json"))
    assert {source["id"] for source in answer["sources"] if source["own"]} == {"b", str(place / "mine.txt")}
    assert answer["ratios"]["without_own"]["copied"] == 60


def test_people_are_shown_the_ratios_and_what_they_are_not(place):
    shown = run(place)
    assert "总文字复制比：100" in shown
    assert "不等同于中国知网" in shown


class Page(HTMLParser):
    """Collects what the page has."""

    def __init__(self):
        super().__init__()
        self.tags, self.marks, self.cards, self.text = [], {}, {}, []

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        self.tags.append((tag, known))
        if "data-n" in known:
            (self.marks if tag == "mark" else self.cards)[known["data-n"]] = known
        self.colour = known.get("class")

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_has_two_panes_linked_by_number_and_colour_and_fetches_nothing(place):
    run(place, "--html", place / "out.html")
    content = (place / "out.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(content)
    assert set(page.marks) == set(page.cards) == {"1", "2"}
    assert page.marks["1"]["class"] != page.marks["2"]["class"]
    for number in page.marks:
        card = re.search(rf'<article data-n="{number}">.*?</article>', content, re.DOTALL)[0]
        assert f'<mark class="{page.marks[number]["class"]}">' in card
    assert not [known for _, known in page.tags if {"src", "href", "onclick", "style"} & set(known)]
    (policy,) = [known["content"] for _, known in page.tags if known.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for tag in ("style", "script"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", content, re.DOTALL)[1]
        assert base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode() in policy
    assert 'event.key === "n"' in content and 'event.key === "p"' in content
    # The paper stands on the page whole and as text, whatever it holds.
    assert (place / "paper.txt").read_text(encoding="utf-8") in "".join(page.text)
    assert "<b>" not in content


def test_the_pdf_has_the_text_and_its_font_embedded(place):
    run(place, "--pdf", place / "out.pdf")
    document = pypdfium2.PdfDocument(place / "out.pdf")
    try:
        body = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    assert "不是中国知网" in body
    assert letters(3)[:15] in body.replace("\n", "").replace("\r", "")
    assert b"/FontFile" in (place / "out.pdf").read_bytes()


def test_a_corpus_that_is_not_there_is_said(place):
    with pytest.raises(InvalidRequest):
        CliRunner().invoke(
            app, ["compare", str(place / "paper.txt"), "--corpus", str(place / "none")], catch_exceptions=False
        )


def test_a_verbatim_run_inside_an_edited_passage_keeps_its_own_look(place):
    copied = letters(1)
    edited = copied[:40] + "甲" + copied[41:55] + "乙" + copied[56:64] + "丙" + copied[65:]
    (place / "paper.txt").write_text(letters(3) + edited, encoding="utf-8")
    run(place, "--html", place / "out.html")
    content = (place / "out.html").read_text(encoding="utf-8")
    left = content[content.index('id="paper"') : content.index('id="right"')]
    kinds = re.findall(r'<mark(?: id="m\d+")? data-n="\d+" class="c\d+ (\w+)"', left)
    assert kinds[:3] == ["verbatim", "edited", "verbatim"]
    ids = re.findall(r'id="(m\d+)"', left)
    assert len(ids) == len(set(ids)) == content.count("<article")
