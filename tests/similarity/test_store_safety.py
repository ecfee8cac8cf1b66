"""The corpus on disk survives what happens to it: any end at any point, damage, other processes at the same time."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from models.errors import InvalidRequest
from verifier.similarity.sources import Source
from verifier.similarity.store import files, upkeep
from verifier.similarity.store.embedded import CATALOGUE, EmbeddedCorpus
from verifier.similarity.tokens import tokenise

ALPHABET = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


def letters(seed: int, count: int = 60) -> str:
    return "".join(random.Random(seed).choices(ALPHABET, k=count))


def fill(folder: Path, seeds) -> None:
    with EmbeddedCorpus(folder, create=True, background=False) as corpus:
        corpus.add_many([(Source(str(seed), f"题{seed}"), letters(seed)) for seed in seeds])


def held(folder: Path, seeds) -> list[int]:
    """Return the seeds whose text the corpus finds, word for word."""
    with EmbeddedCorpus(folder, background=False) as corpus:
        return [
            seed
            for seed in seeds
            if [entry.source.id for entry in corpus.search(tokenise(letters(seed))).exact] == [str(seed)]
            and corpus.text(str(seed)) == letters(seed)
        ]


def segment_files(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.glob(f"*{suffix}"))


class PowerCut(BaseException):
    """Stands for the end of the process: nothing may catch it."""


@pytest.mark.parametrize("survived", range(12))
def test_a_merge_that_ends_anywhere_loses_nothing(tmp_path, monkeypatch, survived):
    """The n-th flush, rename or commit is the last thing that happens."""
    fill(tmp_path, range(4))
    upkeep.Upkeep(tmp_path).flush()
    fill(tmp_path, range(4, 8))
    left = survived

    def counted(real):
        def call(*arguments):
            nonlocal left
            if left == 0:
                raise PowerCut
            left -= 1
            return real(*arguments)

        return call

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", counted(os.fsync))
        patched.setattr(files.Path, "replace", counted(Path.replace))
        patched.setattr(upkeep.Catalogue, "add_segment", counted(upkeep.Catalogue.add_segment))
        # A real end deletes nothing behind itself either.
        patched.setattr(files.Path, "unlink", lambda path, missing_ok=False: None)
        with pytest.raises(PowerCut):
            upkeep.Upkeep(tmp_path).merge()
    assert held(tmp_path, range(8)) == list(range(8))
    upkeep.Upkeep(tmp_path).merge()
    assert held(tmp_path, range(8)) == list(range(8))
    assert len(segment_files(tmp_path, ".index")) == 1
    assert segment_files(tmp_path, ".tmp") == []


def add_for_ever(folder: str, announce) -> None:
    with EmbeddedCorpus(Path(folder), create=True) as corpus:
        for seed in range(100_000):
            corpus.add(Source(str(seed)), letters(seed))
            announce.send(seed)


@pytest.mark.slow
def test_a_process_killed_while_adding_keeps_what_it_said_was_kept(tmp_path):
    receive, send = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=add_for_ever, args=(str(tmp_path), send))
    process.start()
    send.close()
    last = 0
    while last < 150:
        last = receive.recv()
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    while receive.poll():
        try:
            last = receive.recv()
        except EOFError:
            break
    receive.close()
    process.close()
    seeds = [*range(0, last + 1, 7), last]
    assert held(tmp_path, seeds) == seeds


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0xFF]))


def two_segments(folder: Path) -> None:
    fill(folder, range(5))
    upkeep.Upkeep(folder).flush()
    fill(folder, range(5, 12))
    upkeep.Upkeep(folder).flush()


def smaller_first(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.glob(f"*{suffix}"), key=lambda path: path.stat().st_size)


@pytest.mark.parametrize("how", ["cut", "gone", "flipped"])
def test_a_damaged_index_is_built_anew_from_the_texts(tmp_path, how):
    two_segments(tmp_path)
    index = smaller_first(tmp_path, ".texts")[0].with_suffix(".index")
    if how == "cut":
        os.truncate(index, index.stat().st_size - 6)
    elif how == "gone":
        index.unlink()
    else:
        flip(index, index.stat().st_size - 3)
    if how != "flipped":
        # Seen at once; the other segment still answers, and the report says how many could not.
        with EmbeddedCorpus(tmp_path, background=False) as corpus:
            answer = corpus.search(tokenise(letters(7) + letters(2)))
            assert ([entry.source.id for entry in answer.exact], answer.unanswered) == (["7"], 5)
    health = upkeep.Upkeep(tmp_path).check()
    assert (health.mended, health.lost, health.documents) == (1, (), 12)
    assert held(tmp_path, range(12)) == list(range(12))
    assert upkeep.Upkeep(tmp_path).check().sound


def test_a_search_that_meets_damage_leaves_the_segment_out_and_has_it_mended(tmp_path):
    two_segments(tmp_path)
    index = smaller_first(tmp_path, ".texts")[0].with_suffix(".index")
    with index.open("r+b") as file:
        file.write(b"\xff" * (index.stat().st_size // 2))
    with EmbeddedCorpus(tmp_path) as corpus:
        answer = corpus.search(tokenise(letters(7) + letters(2)))
        assert ([entry.source.id for entry in answer.exact], answer.unanswered) == (["7"], 5)
    assert held(tmp_path, range(12)) == list(range(12))


def test_a_damaged_text_costs_its_document_alone_and_is_named(tmp_path):
    two_segments(tmp_path)
    flip(smaller_first(tmp_path, ".texts")[0], 2 * (60 * 2 + 10))
    health = upkeep.Upkeep(tmp_path).check()
    assert health.lost == (("2", "题2"),)
    assert (health.documents, health.sound) == (11, False)
    assert held(tmp_path, range(12)) == [0, 1, *range(3, 12)]
    fill(tmp_path, [2])
    assert upkeep.Upkeep(tmp_path).check().sound


def test_a_segment_whose_texts_are_gone_is_named_document_by_document(tmp_path):
    two_segments(tmp_path)
    smaller_first(tmp_path, ".texts")[0].unlink()
    health = upkeep.Upkeep(tmp_path).check()
    assert [source for source, _ in health.lost] == ["0", "1", "2", "3", "4"]
    assert held(tmp_path, range(12)) == list(range(5, 12))


def test_readers_see_what_others_finish_and_are_not_disturbed_by_merges(tmp_path):
    fill(tmp_path, range(3))
    with EmbeddedCorpus(tmp_path, background=False) as reader, EmbeddedCorpus(tmp_path, background=False) as writer:
        assert len(reader.search(tokenise(letters(1))).exact) == 1
        writer.add(Source("new"), letters(99))
        assert [entry.source.id for entry in reader.search(tokenise(letters(99))).exact] == ["new"]
        writer.upkeep().merge()
        assert [entry.source.id for entry in reader.search(tokenise(letters(1))).exact] == ["1"]
        writer.remove("1")
        assert reader.search(tokenise(letters(1))).exact == []
        writer.upkeep().merge()
        assert [entry.source.id for entry in reader.search(tokenise(letters(99))).exact] == ["new"]
        assert reader.text("2") == letters(2)


def test_while_another_writes_readers_answer_from_what_was_finished(tmp_path):
    fill(tmp_path, range(3))
    with EmbeddedCorpus(tmp_path, background=False) as reader:
        other = sqlite3.connect(tmp_path / CATALOGUE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM documents")
        started = time.monotonic()
        assert len(reader.search(tokenise(letters(1))).exact) == 1
        assert time.monotonic() - started < 5
        other.execute("ROLLBACK")
        other.close()


def test_many_documents_are_merged_in_the_background(tmp_path, monkeypatch):
    monkeypatch.setattr("verifier.similarity.store.embedded.FLUSH_DOCUMENTS", 8)
    monkeypatch.setattr("verifier.similarity.store.upkeep.FLUSH_DOCUMENTS", 8)
    with EmbeddedCorpus(tmp_path, create=True) as corpus:
        for seed in range(20):
            corpus.add(Source(str(seed)), letters(seed))
    assert segment_files(tmp_path, ".index")
    assert held(tmp_path, range(20)) == list(range(20))


def test_what_is_no_corpus_is_refused(tmp_path):
    with pytest.raises(InvalidRequest):
        EmbeddedCorpus(tmp_path / "nothing")
    (tmp_path / CATALOGUE).write_bytes(b"no database at all" * 100)
    with pytest.raises(InvalidRequest):
        EmbeddedCorpus(tmp_path)


def test_another_format_is_refused_not_misread(tmp_path):
    fill(tmp_path, [1])
    other = sqlite3.connect(tmp_path / CATALOGUE)
    other.execute("UPDATE meta SET value = '0 something else'")
    other.commit()
    other.close()
    with pytest.raises(InvalidRequest):
        EmbeddedCorpus(tmp_path)


def test_a_missing_or_lone_half_of_a_pair_is_no_trouble(tmp_path):
    with EmbeddedCorpus(tmp_path, create=True, background=False) as corpus:
        corpus.add(Source("a"), "\ud842" + letters(1))
        assert corpus.text("a") == "�" + letters(1)
        assert len(corpus.search(tokenise("\udfb7" + letters(1))).exact) == 1


def test_texts_that_were_merged_leave_no_space_behind(tmp_path):
    with EmbeddedCorpus(tmp_path, create=True, background=False) as corpus:
        corpus.add_many([(Source(str(seed)), letters(seed, 3_000)) for seed in range(200)])
        corpus.upkeep().flush()
    assert (tmp_path / CATALOGUE).stat().st_size < 200_000


def test_the_count_is_right_whoever_writes(tmp_path):
    with EmbeddedCorpus(tmp_path, create=True, background=False) as one, EmbeddedCorpus(tmp_path) as other:
        assert (len(one), len(other)) == (0, 0)
        one.add(Source("a"), letters(1))
        one.add(Source("a"), letters(2))
        assert (len(one), len(other)) == (1, 1)
        other.add_many([(Source("b"), letters(3)), (Source("c"), letters(4))])
        assert (len(one), len(other)) == (3, 3)
        one.remove("b")
        one.remove("nobody")
        assert (len(one), len(other)) == (2, 2)
        with pytest.raises(RuntimeError), other._catalogue.writing():
            other._catalogue.delete("c")
            raise RuntimeError
        assert (len(one), len(other)) == (2, 2)
        other.upkeep().merge()
        assert (len(one), len(other)) == (2, 2)
