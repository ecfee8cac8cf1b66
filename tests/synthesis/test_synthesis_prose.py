"""Invented papers share nothing by accident, and what is planted in them lies where the truth says."""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata

import opencc
import pytest

from tests.synthesis import fonts, planting, prose_words
from tests.synthesis import prose as prose_module
from tests.synthesis.planting import MANNERS, Plan, plant
from tests.synthesis.prose import FIELDS, article, prose

TOKEN = re.compile(r"[A-Za-z0-9]+|[\u4e00-\u9fff]")


def grams(text: str, size: int = 13) -> set[tuple[str, ...]]:
    tokens = TOKEN.findall(text)
    return {tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)}


def test_two_hundred_pairs_of_papers_share_no_run_of_thirteen():
    papers = [grams(article(seed).text) for seed in range(21)]
    pairs = list(itertools.combinations(papers, 2))
    assert len(pairs) > 200
    assert not [one & two for one, two in pairs if one & two]


def test_a_paper_is_as_long_as_asked_and_decided_by_its_seed():
    for length in (300, 5000):
        assert length <= len(article(4, length=length).text) < length + 800
    assert article(4) == article(4) != article(5)
    assert 2000 <= len(prose(1, 2000)) < 2150


@pytest.mark.parametrize("field", [field.name for field in FIELDS])
def test_every_field_has_whole_sentences_that_every_printed_face_can_draw(field: str):
    for seed in range(20):
        text = article(seed, field=field).text + article(seed).title
        assert not re.search(r"[{}\[\]|]", text)
        for face in (*fonts.BODY, *fonts.BODY_DEV, *fonts.BODY_HELD, *fonts.BOLD.values()):
            assert not set(text) - fonts.coverage(face) - {"\n"}


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return {f"source-{seed}": article(seed).text for seed in range(100, 125)}


@pytest.fixture(scope="module")
def host() -> str:
    return article(7, length=5000).text


@pytest.mark.parametrize("kind", sorted(MANNERS))
def test_a_planted_passage_is_found_again_where_the_truth_says(kind: str, host: str, sources: dict[str, str]):
    text, planted = plant(host, sources, [Plan(kind, tokens=120, pieces=2)], seed=3)
    assert planted
    again = host
    for one in planted:
        there, origin = text[one.start : one.end], sources[one.source][one.source_start : one.source_end]
        assert len(TOKEN.findall(origin)) >= (20 if kind == "shuffled" else 120)
        assert undone(kind, there, origin) >= LEAST.get(kind, 1.0)
        if kind in LEAST:
            assert there != origin
    # What is left without the passages is the host: nothing else was changed.
    rest = re.sub(r"文献指出：“”\[\d+]。", "", without(text, planted))
    assert rest.replace("。。", "。") == again


LEAST = {
    "noise10": 0.86, "noise20": 0.75, "synonyms": 0.75, "swap15": 0.78, "swap30": 0.6, "inserted": 0.75, "ocr": 0.9,
}  # fmt: skip
"""How alike passage and origin must still be where the text itself was changed."""


def undone(kind: str, there: str, origin: str) -> float:
    if kind == "traditional":
        there = opencc.OpenCC("t2s").convert(there)
    if kind == "fullwidth":
        there, origin = (unicodedata.normalize("NFKC", text) for text in (there, origin))
    return difflib.SequenceMatcher(None, there, origin, autojunk=False).ratio()


def without(text: str, planted: list[planting.Planted]) -> str:
    for one in reversed(planted):
        text = text[: one.start] + text[one.end :]
    return text


@pytest.mark.parametrize("tokens", [13, 20, 50, 200])
def test_a_run_is_as_long_as_planned_and_no_longer(tokens: int, host: str, sources: dict[str, str]):
    text, planted = plant(host, sources, [Plan("verbatim", tokens)], seed=tokens)
    (one,) = planted
    assert len(TOKEN.findall(text[one.start : one.end])) == tokens
    before, after = TOKEN.findall(text[: one.start]), TOKEN.findall(text[one.end :])
    source = sources[one.source]
    assert before[-1:] != TOKEN.findall(source[: one.source_start])[-1:]
    assert after[:1] != TOKEN.findall(source[one.source_end :])[:1]
    shared = grams(text) & grams(source)
    assert shared == grams(source[one.source_start : one.source_end])


def test_a_mosaic_has_many_sources_and_a_shuffle_another_order(host: str, sources: dict[str, str]):
    _, mosaic = plant(host, sources, [Plan("mosaic", 60, pieces=20)], seed=1)
    assert len({one.source for one in mosaic}) == 20
    _, shuffled = plant(host, sources, [Plan("shuffled", 250)], seed=1)
    starts = [one.source_start for one in shuffled]
    assert len(starts) >= 4
    assert starts != sorted(starts)


def test_a_host_without_room_and_a_passage_that_no_source_holds_are_refused(sources: dict[str, str]):
    with pytest.raises(ValueError, match="places"):
        plant("一句。两句。", sources, [Plan("verbatim", 20, pieces=5)], seed=1)
    with pytest.raises(ValueError, match="no passage"):
        plant(prose(1, 400), {"short": prose(2, 60)}, [Plan("verbatim", 900)], seed=1)


def test_the_dictionary_and_the_confusions_meet_the_words_of_the_prose():
    text = "".join(article(seed).text for seed in range(30))
    assert sum(word in text for word in prose_words.SYNONYMS) > 0.8 * len(prose_words.SYNONYMS)
    assert sum(one in text for one in prose_words.CONFUSED) > 0.8 * len(prose_words.CONFUSED)
    assert len(prose_module.FIELDS) == 6
