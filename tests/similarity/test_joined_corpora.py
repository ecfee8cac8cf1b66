"""Several corpora searched as one find what one corpus with all their documents finds."""

from __future__ import annotations

from verifier.similarity.compare import compare
from verifier.similarity.corpus import MemoryCorpus, Source
from verifier.similarity.joined import Joined
from verifier.similarity.overlay import Overlay, lay_over

ONE = "孔雀滩县计量检定所对在用压力表逐台检定，合格的贴绿标，不合格的停用并通知使用单位。"
TWO = "检定员应当持证上岗，原始记录不得涂改，确需更正的划线更正并签名，保存期限不少于三年。"
OWN = "本文的方法来自作者在野外两年的观察，样品每月采集一次，共得到二十四组数据。"


def corpus(*documents: tuple[str, str]) -> MemoryCorpus:
    made = MemoryCorpus()
    for source, text in documents:
        made.add(Source(source, source), text)
    return made


def test_the_union_of_two_corpora_counts():
    paper = ONE + OWN + TWO
    joined = Joined([corpus(("a", ONE)), corpus(("b", TWO))])
    whole = compare(paper, corpus(("a", ONE), ("b", TWO)))
    report = compare(paper, joined)
    assert report.ratios == whole.ratios
    assert {source.id for source in report.sources} == {"a", "b"}
    assert report.corpus_documents == 2


def test_different_documents_of_one_id_are_both_found():
    joined = Joined([corpus(("x", ONE)), corpus(("x", TWO))])
    report = compare(ONE + OWN + TWO, joined)
    assert report.ratios.total == compare(ONE + OWN + TWO, corpus(("a", ONE), ("b", TWO))).ratios.total
    texts = {source.id: joined.text(source.id) for source in report.sources}
    assert sorted(texts.values(), key=str) == sorted([ONE, TWO])
    for passage in report.passages:
        start, end = passage.source_range
        assert joined.text(passage.source)[start:end] == (ONE + OWN + TWO)[slice(*passage.paper)]


def test_searching_twice_gives_the_same_ids():
    joined = Joined([corpus(("x", ONE)), corpus(("x", TWO))])
    first, second = compare(ONE + TWO, joined), compare(ONE + TWO, joined)
    assert first == second


def test_one_that_is_excluded_is_excluded_everywhere():
    joined = Joined([corpus(("a", ONE)), corpus(("a", TWO))])
    assert compare(ONE + TWO, joined, exclude=frozenset({"a"})).sources == ()


def test_an_own_publication_laid_over_is_known_under_its_name_and_that_of_the_corpus():
    index = Overlay(Joined([corpus(("known", ONE + TWO))]))
    ids = lay_over(index, "旧作.txt", ONE + TWO)
    assert ids == {"旧作.txt", "known"}
    report = compare(OWN + ONE + TWO, index, own=ids)
    assert report.ratios.total.copied > 0
    assert report.ratios.without_own.copied == 0
