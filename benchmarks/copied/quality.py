"""What is found, and what is found falsely."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.copied.material import EDITS, Material, Paper, paper
from models.overlap import OverlapReport, Stage
from verifier.similarity.compare import compare
from verifier.similarity.corpus import CorpusIndex
from verifier.similarity.edited import Aligner
from verifier.similarity.tokens import Tokens, tokenise

RUN = 13
_M = np.uint64(0x9E3779B97F4A7C15)


def marked(report: OverlapReport, tokens: Tokens) -> NDArray[np.bool_]:
    """Return the tokens in passages, suspected sentences apart."""
    mask = np.zeros(len(tokens), bool)
    for passage in report.passages:
        if passage.kind != "suspected":
            mask |= (tokens.starts >= passage.paper[0]) & (tokens.ends <= passage.paper[1])
    return mask


def grams(ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a hash of every run of 13 tokens; not the product's own, so that it can contradict it."""
    if len(ids) < RUN:
        return np.zeros(0, np.uint64)
    value = np.zeros(len(ids) - RUN + 1, np.uint64)
    for k in range(RUN):
        value = (value ^ ids[k : k + len(value)]) * _M
        value ^= value >> np.uint64(29)
    return value


def corpus_grams(material: Material, documents: int) -> NDArray[np.uint64]:
    """Return the sorted hashes of all runs of 13 tokens of a corpus."""
    return np.unique(np.concatenate([grams(tokenise(text).ids) for _, text in material.documents(documents)]))


def exactness(material: Material, corpus: CorpusIndex, documents: int, papers: int) -> dict[str, Any]:
    """Compare the exact pass, token by token, with brute force over all runs of 13 tokens of the corpus."""
    held = corpus_grams(material, documents)
    found = false = true = 0
    for seed in range(papers):
        sizes = [13, 14, 20, 20, 50, 50, 200] + [100] * 10
        text = paper(material, seed, sizes, documents).text
        tokens = tokenise(text)
        values = grams(tokens.ids)
        there = held[np.minimum(np.searchsorted(held, values), len(held) - 1)] == values
        truth = np.convolve(there, np.ones(RUN, int))[: len(tokens)] > 0
        got = marked(compare(text, corpus, stage=Stage.VERBATIM), tokens)
        found += int((got & truth).sum())
        true += int(truth.sum())
        false += int((got & ~truth).sum())
    return {"tokens": true, "recall": found / true, "false_tokens": false}


def edited(material: Material, corpus: CorpusIndex, documents: int, papers: int) -> dict[str, Any]:
    """Measure recall and precision of edited copies, by kind of edit, over tokens."""
    answer: dict[str, Any] = {}
    for kind, edit in EDITS.items():
        found = true = got_all = 0
        worst: list[float] = []
        for seed in range(papers):
            made = paper(material, 10_000 + seed, [150, 200, 300, 400, 600], documents, edit)
            truth, got = made.truth(), _got(made, corpus)
            found += int((got & truth).sum())
            true += int(truth.sum())
            got_all += int(got.sum())
            worst.append(float((got & truth).sum() / truth.sum()))
        answer[kind] = {"recall": found / true, "precision": found / max(1, got_all), "worst_paper": min(worst)}
    return answer


def _got(made: Paper, corpus: CorpusIndex) -> NDArray[np.bool_]:
    return marked(compare(made.text, corpus, stage=Stage.EDITED), tokenise(made.text))


def unrelated(material: Material, pairs: int) -> dict[str, Any]:
    """Count pairs of a statute and an article, no run of 13 tokens in common, with any edited passage."""
    sets = [
        [tokenise(text).ids for name, text in material.slices if name == wanted][:1_000]
        for wanted in ("laws_zh", "lctt_zh_half")
    ]
    looked = flagged = 0
    each = math.ceil(pairs / 200)
    for i in range(200):
        one = sets[0][i % len(sets[0])]
        aligner, runs = Aligner(one), grams(one)
        for k in range(each):
            other = sets[1][(i * 37 + k * 11) % len(sets[1])]
            if not np.isin(grams(other), runs).any():
                looked += 1
                flagged += bool(aligner.align(other))
    return {"pairs": looked, "flagged": flagged}
