"""Mapped files let go of: nothing of what they hold is lost, whatever part of them it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from verifier.similarity.sources import Source
from verifier.similarity.store import segment
from verifier.similarity.store.embedded import EmbeddedCorpus
from verifier.similarity.store.mapping import PIECE_UNITS, ask_for, at_random, let_go, pieces
from verifier.similarity.tokens import tokenise


def resident_kib(name: str) -> int:
    """Resident memory of the mappings of a file in this process."""
    found, inside = 0, False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if "-" in line.split(" ")[0]:
            inside = line.endswith(name)
        elif inside and line.startswith("Rss:"):
            found += int(line.split()[1])
    return found


@pytest.mark.parametrize("view", [slice(None), slice(5_000, 300_000), slice(399_999, None), slice(0, 0)])
def test_what_was_let_go_of_is_there_again(tmp_path: Path, view: slice):
    data = np.arange(400_000, dtype=np.uint16)
    data.tofile(tmp_path / "units")
    mapped = np.asarray(np.memmap(tmp_path / "units", np.uint16, "r"))
    let_go(mapped[view])
    assert (mapped == data).all()


def test_letting_go_gives_memory_back(tmp_path: Path):
    np.ones(20_000_000, np.uint16).tofile(tmp_path / "let-go-units")
    mapped = np.asarray(np.memmap(tmp_path / "let-go-units", np.uint16, "r"))
    assert int(mapped.sum(dtype=np.int64)) > 0
    assert resident_kib("let-go-units") > 35_000
    let_go(mapped[10_000_000:])
    assert 15_000 < resident_kib("let-go-units") < 25_000
    let_go(mapped)
    assert resident_kib("let-go-units") < 1_000


def test_what_was_written_survives(tmp_path: Path):
    written = np.memmap(tmp_path / "body", np.uint8, "w+", shape=(100_000,))
    written[:] = 7
    let_go(np.asarray(written[:50_000]).view(np.uint16))
    assert (written == 7).all()


def test_an_array_in_memory_is_left_alone():
    array = np.ones(10, np.uint16)
    let_go(array)
    assert array.sum() == 10


def test_pieces_are_all_documents_once():
    ends = np.cumsum([PIECE_UNITS // 3, 10, 3 * PIECE_UNITS, 0, PIECE_UNITS // 2, PIECE_UNITS // 2, 1])
    starts = np.concatenate([[0], ends]).astype(np.int64)
    found = list(pieces(starts, 0, 7))
    assert [first for first, _ in found] == [0, *(last for _, last in found[:-1])]
    assert found[-1][1] == 7
    assert all(last - first == 1 or starts[last] - starts[first] <= PIECE_UNITS for first, last in found)
    assert list(pieces(starts, 3, 3)) == []


@pytest.mark.parametrize("view", [slice(None), slice(1_000, None), slice(777, 1_500_000)])
def test_what_is_asked_for_is_read_as_it_is(tmp_path: Path, view: slice):
    data = (np.arange(2_000_000) % 65_521).astype(np.uint16)
    data.tofile(tmp_path / "units")
    mapped = np.asarray(np.memmap(tmp_path / "units", np.uint16, "r"))[view]
    at_random(mapped)
    chance = np.random.default_rng(4)
    firsts = chance.integers(-600, len(mapped), 500)
    ask_for(mapped, firsts, firsts + 1_200)
    assert (mapped == data[view]).all()
    ask_for(mapped, firsts[:0], firsts[:0])
    ask_for(data, firsts, firsts + 1)


def test_a_search_in_a_cold_corpus_finds_what_a_warm_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    texts = {f"d{n}": "".join(chr(0x4E00 + (n * 7919 + k * k * 31 + k) % 3_000) for k in range(400)) for n in range(40)}
    with EmbeddedCorpus(tmp_path, create=True, background=False) as corpus:
        corpus.add_many([(Source(key), text) for key, text in texts.items()])
        corpus.upkeep().merge()
        corpus.add(Source("fresh"), texts["d3"][50:200] + "另起一段")
    paper = tokenise(texts["d3"][20:300] + texts["d17"][:90] + "".join(texts[f"d{n}"][:13] for n in range(20, 40)))
    asked: list[int] = []
    monkeypatch.setattr(segment, "ask_for", lambda array, firsts, ends: asked.append(len(firsts)))
    with EmbeddedCorpus(tmp_path, background=False) as corpus:
        cold, counted = corpus.search(paper, near=8), len(asked)
        warm = corpus.search(paper, near=8)
        assert counted > 0 and len(asked) == counted, "only the first search asks"
    found = [[(entry.source.id, entry.runs.tolist()) for entry in answer.exact] for answer in (cold, warm)]
    assert found[0] == found[1] and len(found[0]) == 23
    assert [source.id for source in cold.near] == [source.id for source in warm.near]
