"""What every corpus promises: one suite over the corpus in memory and the one on disk, fresh, flushed and merged."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.similarity.corpus import CorpusIndex, MemoryCorpus, Source
from verifier.similarity.store.embedded import EmbeddedCorpus
from verifier.similarity.tokens import tokenise
from verifier.similarity.winnowing import SHORTEST_RUN

ALPHABET = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
TEXTS = st.text(ALPHABET[:6] + "，。 aB1𠮷😀", max_size=90)


class Flushed(EmbeddedCorpus):
    """Every document in a segment of its own."""

    def add(self, source, text):
        super().add(source, text)
        self.upkeep().flush()


class Merged(Flushed):
    """All documents in one segment."""

    def add(self, source, text):
        super().add(source, text)
        self.upkeep().merge()


@pytest.fixture(params=["memory", "fresh", "flushed", "merged"])
def corpus(request, tmp_path):
    if request.param == "memory":
        yield MemoryCorpus()
        return
    kind = {"fresh": EmbeddedCorpus, "flushed": Flushed, "merged": Merged}[request.param]
    with kind(tmp_path, create=True, background=False) as opened:
        yield opened


def letters(seed: int, count: int) -> str:
    return "".join(random.Random(seed).choices(ALPHABET, k=count))


def found(corpus: CorpusIndex, text: str, **options):
    return {entry.source.id: entry.runs.tolist() for entry in corpus.search(tokenise(text), **options).exact}


def test_an_empty_corpus_finds_nothing(corpus):
    assert len(corpus) == 0
    answer = corpus.search(tokenise(letters(1, 50)), near=5)
    assert (answer.exact, answer.near, answer.unanswered) == ([], [], 0)


def test_what_was_added_is_found_with_its_places_and_its_card(corpus):
    shared = letters(1, 20)
    card = Source("a", "题目", ("张三", "李四"), 2020, "期刊")
    corpus.add(card, "甲乙丙，" + shared + "。丁")
    corpus.add(Source("b"), letters(2, 200))
    (entry,) = corpus.search(tokenise("戊己" + shared + "庚")).exact
    assert entry.source == card
    assert entry.runs.tolist() == [[2, 20, 4, 24]]
    assert corpus.text("a") == "甲乙丙，" + shared + "。丁"
    assert corpus.text("c") is None


def test_a_document_of_the_same_id_is_replaced(corpus):
    corpus.add(Source("a"), letters(1, 40))
    corpus.add(Source("a", "新"), letters(2, 40))
    assert len(corpus) == 1
    assert found(corpus, letters(1, 40)) == {}
    assert found(corpus, letters(2, 40)) == {"a": [[0, 40, 0, 40]]}


def test_removing_forgets(corpus):
    for key in "ab":
        corpus.add(Source(key), letters(1, 40))
    corpus.remove("a")
    corpus.remove("never there")
    assert (len(corpus), list(found(corpus, letters(1, 40)))) == (1, ["b"])
    assert [source.id for source in corpus.search(tokenise(letters(1, 40)), near=5).near] == ["b"]


def test_excluded_sources_are_not_reported(corpus):
    for key in "ab":
        corpus.add(Source(key), letters(1, 40))
    assert list(found(corpus, letters(1, 40), exclude=frozenset({"a"}))) == ["b"]


def test_offsets_are_code_points_where_characters_take_two_units(corpus):
    shared = "𠮷" + letters(1, 14) + "𠮷"
    corpus.add(Source("a"), "😀𠮷乙" + shared + "丙")
    assert found(corpus, "𠮷丁" + shared) == {"a": [[2, 16, 3, 19]]}


def test_words_are_whole_tokens_on_both_sides(corpus):
    shared = "使用 Word2Vec 模型与 BERT base 对比12个指标的结果表明"
    corpus.add(Source("a"), "先" + shared + "abc")
    (run,) = found(corpus, shared + "abcd")["a"]
    assert run == [0, len(tokenise(shared)), 1, 1 + len(shared)]


def test_the_nearest_are_those_that_share_most_that_is_rare(corpus):
    common, rare = letters(1, 30), letters(2, 60)
    for number in range(6):
        corpus.add(Source(f"c{number}"), common + letters(10 + number, 30))
    corpus.add(Source("rare"), rare)
    near = corpus.search(tokenise(common + rare), near=3).near
    assert near[0].id == "rare"
    assert len(near) == 3


@pytest.mark.parametrize("text", ["", "，。！？", "短", letters(3, 10)], ids=["empty", "marks", "one", "ten"])
def test_texts_too_short_to_have_a_run_are_kept_and_never_found(corpus, text):
    corpus.add(Source("a"), text)
    corpus.add(Source("b"), letters(3, 30))
    assert corpus.text("a") == text
    assert "a" not in found(corpus, letters(3, 30))
    assert found(corpus, text) == {}


def brute_force(paper: np.ndarray, source: np.ndarray) -> list[bool]:
    """Mark every token of `paper` inside any 13-token window that stands somewhere in `source`."""
    a, b = paper.tolist(), source.tolist()
    windows = {tuple(b[i : i + SHORTEST_RUN]) for i in range(len(b) - SHORTEST_RUN + 1)}
    mask = [False] * len(a)
    for i in range(len(a) - SHORTEST_RUN + 1):
        if tuple(a[i : i + SHORTEST_RUN]) in windows:
            mask[i : i + SHORTEST_RUN] = [True] * SHORTEST_RUN
    return mask


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_every_shared_run_of_13_tokens_is_found_and_nothing_else(tmp_path, texts, data):
    """Winnowing's guarantee against brute force, for papers that are cut from the corpus itself (fresh documents)."""
    pieces = [data.draw(TEXTS)]
    for text in texts:
        start = data.draw(st.integers(0, len(text)))
        pieces += [text[start : data.draw(st.integers(start, len(text)))], data.draw(TEXTS)]
    paper = tokenise("".join(pieces))
    memory = MemoryCorpus()
    with EmbeddedCorpus(tmp_path / str(random.getrandbits(64)), create=True, background=False) as disk:
        disk.add_many([(Source(str(k)), text) for k, text in enumerate(texts)])
        for k, text in enumerate(texts):
            memory.add(Source(str(k)), text)
        for corpus in (memory, disk):
            got = {entry.source.id: entry.runs for entry in corpus.search(paper).exact}
            for k, text in enumerate(texts):
                mask = [False] * len(paper)
                for first, count, _, _ in got.get(str(k), np.zeros((0, 4), np.int64)).tolist():
                    mask[first : first + count] = [True] * count
                assert mask == brute_force(paper.ids, tokenise(text).ids)


def test_runs_say_the_same_text_on_both_sides(corpus):
    source = "。".join(letters(seed, 30) for seed in range(8))
    corpus.add(Source("a"), source)
    paper = letters(50, 20) + source[40:120] + letters(51, 9) + source[10:60]
    tokens = tokenise(paper)
    for first, count, start, end in found(corpus, paper)["a"]:
        assert (tokenise(source[start:end]).ids == tokens.ids[first : first + count]).all()
