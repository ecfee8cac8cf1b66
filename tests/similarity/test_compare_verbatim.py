"""Every shared run of 13 tokens or more is found, whatever stands around it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Line, Page
from models.geometry import Box
from models.overlap import Stage
from verifier.similarity.compare import compare
from verifier.similarity.corpus import MemoryCorpus, Source
from verifier.similarity.tokens import tokenise
from verifier.similarity.winnowing import SHORTEST_RUN

ALPHABET = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


def corpus_of(**texts: str) -> MemoryCorpus:
    corpus = MemoryCorpus()
    for key, text in texts.items():
        corpus.add(Source(key, authors=("李四",) if key == "own" else ()), text)
    return corpus


def brute_force_mask(paper: str, source: str) -> list[bool]:
    """Mark every token of `paper` inside any 13-token window that stands somewhere in `source`."""
    a, b = tokenise(paper).ids.tolist(), tokenise(source).ids.tolist()
    windows = {tuple(b[i : i + SHORTEST_RUN]) for i in range(len(b) - SHORTEST_RUN + 1)}
    mask = [False] * len(a)
    for i in range(len(a) - SHORTEST_RUN + 1):
        if tuple(a[i : i + SHORTEST_RUN]) in windows:
            mask[i : i + SHORTEST_RUN] = [True] * SHORTEST_RUN
    return mask


@settings(max_examples=60, deadline=None)
@given(
    before=st.text(ALPHABET, max_size=60),
    shared=st.text(ALPHABET, min_size=SHORTEST_RUN, max_size=50),
    after=st.text(ALPHABET, max_size=60),
    source_before=st.text(ALPHABET, max_size=60),
    source_after=st.text(ALPHABET, max_size=60),
)
def test_guarantee_equals_brute_force(before: str, shared: str, after: str, source_before: str, source_after: str):
    paper, source = before + shared + after, source_before + shared + source_after
    report = compare(paper, corpus_of(a=source), stage=Stage.VERBATIM)
    expected = brute_force_mask(paper, source)
    assert report.ratios.total.copied == sum(expected)
    assert report.ratios.total.total == len(paper)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_a_copy_of_itself_is_all_copied_when_long_enough(text: str):
    report = compare(text, corpus_of(a=text), stage=Stage.VERBATIM)
    tokens = len(tokenise(text))
    assert report.tokens == tokens
    assert report.ratios.total.copied == (tokens if tokens >= SHORTEST_RUN else 0)


def test_twelve_tokens_are_not_enough_and_thirteen_are():
    run = ALPHABET[:13]
    assert compare("甲乙" + run[:12] + "丙丁", corpus_of(a="戊己" + run[:12] + "庚辛")).ratios.total.copied == 0
    assert compare("甲乙" + run + "丙丁", corpus_of(a="戊己" + run + "庚辛")).ratios.total.copied == 13


def test_width_case_script_and_punctuation_do_not_hide_a_copy():
    source = "本研究採用ＡＢＣ模型，对1200个样本进行了检测，结果表明该方法有效。"
    paper = "本研究采用 abc模型对１２００个样本进行了检测结果表明该方法有效"
    report = compare(paper, corpus_of(a=source))
    assert report.ratios.total.ratio == 1.0
    (passage,) = report.passages
    assert paper[slice(*passage.paper)] == paper
    assert source[slice(*passage.source_range)] == source[:-1]


def test_own_publications_count_in_total_and_not_without_own():
    text = "".join(random.Random(1).choices(ALPHABET, k=60))
    report = compare(text[:30] + "独立撰写的部分没有来源可查", corpus_of(own=text), author="李 四")
    assert report.ratios.total.copied == 30
    assert report.ratios.without_own.copied == 0
    assert report.sources[0].own


def test_text_that_a_third_party_holds_too_still_counts():
    text = "".join(random.Random(2).choices(ALPHABET, k=40))
    report = compare(text, corpus_of(own=text, other=text), author="李四")
    assert report.ratios.without_own.copied == 40


def test_the_order_of_the_corpus_does_not_matter():
    shared = "".join(random.Random(3).choices(ALPHABET, k=80))
    one, two = shared[:45] + "甲乙丙", "丁戊己" + shared[35:]
    first, second = compare(shared, corpus_of(a=one, b=two)), compare(shared, corpus_of(b=two, a=one))
    assert first.ratios == second.ratios
    assert first.passages == second.passages


def test_passages_on_pages_have_a_place():
    copied = "".join(random.Random(4).choices(ALPHABET, k=30))
    box_1, box_2 = Box(0.1, 0.1, 0.9, 0.13), Box(0.1, 0.2, 0.9, 0.23)
    pages = (
        Page(1, 1000, 1400, lines=(Line("第一页另有内容", box_1),)),
        Page(2, 1000, 1400, lines=(Line(copied[:15], box_1), Line(copied[15:], box_2))),
    )
    text = "\n\n".join(page.text for page in pages)
    (passage,) = compare(text, corpus_of(a=copied), pages=pages).passages
    assert (passage.page, passage.box) == (2, box_1.union(box_2))


def test_removing_a_source_forgets_it():
    corpus = corpus_of(a=ALPHABET, b=ALPHABET)
    corpus.remove("a")
    assert [source.id for source in compare(ALPHABET, corpus).sources] == ["b"]
    assert len(corpus) == 1
