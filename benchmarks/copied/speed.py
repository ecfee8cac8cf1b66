"""How fast: CPU time of building and of each pass, a cold start, one new document; how large, and how much memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.copied.material import EDITS, Material, Paper, load, paper
from models.overlap import Stage
from verifier.similarity.compare import Comparison
from verifier.similarity.sources import Source
from verifier.similarity.store.embedded import EmbeddedCorpus

_BATCH = 500


def build(material: Material, folder: Path, documents: int, seconds: float) -> dict[str, Any]:
    """Bring a corpus to `documents` documents, in as many calls as it takes; a call ends after `seconds`."""
    with EmbeddedCorpus(folder, create=True, background=False) as corpus:
        there = len(corpus)
        cpu, wall, given = time.process_time(), time.monotonic(), 0.0
        texts = islice(material.documents(documents), there, None)
        added = 0
        while time.monotonic() - wall < seconds:
            started = time.process_time()
            batch = list(islice(texts, _BATCH))
            given += time.process_time() - started
            if not batch:
                break
            corpus.add_many(batch)
            added += len(batch)
            if added % (16 * _BATCH) == 0:
                corpus.upkeep().flush()
        finished = len(corpus) == documents
        if finished:
            corpus.upkeep().merge()
        # Making the texts of the corpus up is no part of building its index.
        spent = time.process_time() - cpu - given
    answer: dict[str, Any] = {"added": added, "cpu_seconds": spent, "wall_seconds": time.monotonic() - wall}
    answer["documents_per_cpu_second"] = added / spent if spent else 0.0
    answer["peak_rss_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer["finished"] = finished
    return answer


def sizes(folder: Path, documents: int) -> dict[str, float]:
    """Return bytes a document: of stored texts, and of everything else."""
    texts = sum(path.stat().st_size for path in folder.glob("*.texts"))
    every = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    return {"text_bytes": texts / documents, "index_bytes": (every - texts) / documents}


def papers(material: Material, documents: int, count: int) -> list[Paper]:
    """Return papers of 5,000 tokens, a third of them copied from ten sources, half of that edited."""
    kinds = list(EDITS.values())
    return [
        paper(material, 20_000 + seed, [170] * 10, documents, kinds[seed % len(kinds)] if seed % 2 else None)
        for seed in range(count)
    ]


def passes(folder: Path, made: list[Paper]) -> dict[str, Any]:
    """Return the CPU time in ms until each report, median and 95th percentile."""
    spent: dict[str, list[float]] = {stage: [] for stage in Stage}
    with EmbeddedCorpus(folder, background=False) as corpus:
        for repeat in range(2):
            for entry in made:
                started = time.process_time()
                for report in Comparison(entry.text, corpus).reports():
                    if repeat:
                        spent[report.stage].append((time.process_time() - started) * 1000)
    return {stage: {"median": float(np.median(v)), "p95": float(np.percentile(v, 95))} for stage, v in spent.items()}


_COLD = """
import json, sys, time
began = time.monotonic()
from verifier.similarity.compare import Comparison
from verifier.similarity.store.embedded import EmbeddedCorpus
from verifier.similarity.corpus import Source
from verifier.similarity.store.segment import in_memory
from verifier.similarity.store.searching import search_segments
from verifier.similarity.tokens import tokenise, units_of
from pathlib import Path
text = sys.stdin.read()
# The compiled loops are loaded by a search in a corpus of one document: start-up, once a process.
held = in_memory("", [1], [units_of(text[:200])])
search_segments([held], tokenise(text[:100]), lambda numbers: {1: Source("a")}, 1, frozenset(), 1)
started = time.monotonic()
with EmbeddedCorpus(Path(sys.argv[1]), background=False) as corpus:
    report = next(Comparison(text, corpus).reports())
print(json.dumps({"start_up_ms": (started - began) * 1e3, "query_ms": (time.monotonic() - started) * 1e3}))
"""


def cold(folder: Path, made: list[Paper]) -> dict[str, float]:
    """Return the wall time of the first exact pass in new processes, after the index left the page cache."""
    answers = []
    for entry in made:
        for path in folder.iterdir():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)
        done = subprocess.run(
            [sys.executable, "-c", _COLD, str(folder)], input=entry.text, capture_output=True, text=True, check=True
        )
        answers.append(json.loads(done.stdout))
    return {key: float(np.median([answer[key] for answer in answers])) for key in answers[0]}


def one_more(folder: Path, material: Material, count: int) -> dict[str, float]:
    """Return wall and CPU time in ms of adding one document and finding it; removes it again."""
    wall, cpu = [], []
    with EmbeddedCorpus(folder, background=False) as corpus:
        for k in range(count + 3):
            text = material.permuted(material.hosts[k][1], 249)
            piece = text[:400]
            started, spent = time.monotonic(), time.process_time()
            corpus.add(Source(f"new{k}"), text)
            report = next(Comparison(piece, corpus).reports())
            if k >= 3:
                wall.append((time.monotonic() - started) * 1000)
                cpu.append((time.process_time() - spent) * 1000)
            assert report.ratios.total.ratio == 1.0, "the new document is searchable at once"
        for k in range(count + 3):
            corpus.remove(f"new{k}")
    return {"wall_ms": float(np.median(wall)), "cpu_ms": float(np.median(cpu))}


def in_child(call: str, *arguments: object) -> Iterator[Any]:
    """Run one of this module's measurements in a process of its own, for its memory; yields its answer."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.copied.speed", call, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    yield json.loads(done.stdout)


if __name__ == "__main__":
    corpora, folder_, documents_, seconds_ = sys.argv[2:]
    print(json.dumps(build(load(Path(corpora)), Path(folder_), int(documents_), float(seconds_))))
