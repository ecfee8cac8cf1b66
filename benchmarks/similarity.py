"""The copied ratio: found and falsely found, time, size and memory, against what others offer.

    VERIFIER_CORPORA=DIR python -m benchmarks.similarity --work DIR [--sizes 1000 10000 100000] [--parts ...]

Corpora are built once under --work and used again. Times are CPU seconds of one process (`time.process_time`), because
other work on the machine makes wall time meaningless; the cold start is wall time and says the load.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.copied import peers, quality, speed
from benchmarks.copied.material import load, paper
from verifier.similarity.store.embedded import EmbeddedCorpus

PARTS = ("build", "exactness", "edited", "unrelated", "speed", "cold", "new", "peers")


def main() -> None:
    """Measure what was asked for; the last line is `RESULT {json}`."""
    options = _options()
    material = load(options.corpora)
    print(f"{len(material.slices)} slices, {len(material.hosts)} hosts; load {os.getloadavg()[0]:.1f}")
    result: dict[str, Any] = {"load": os.getloadavg()[0]}
    for size in options.sizes:
        folder = options.work / f"corpus-{size}"
        if "build" in options.parts or not folder.exists():
            (done,) = speed.in_child("build", options.corpora, folder, size, options.seconds)
            _say(result, f"build {size}", done)
            if not done["finished"]:
                print(f"{size}: not finished in {options.seconds} s; call again to go on")
                continue
        result.setdefault("sizes", {})[size] = speed.sizes(folder, size)
        _say(result, f"bytes a document {size}", speed.sizes(folder, size))
        _measure(options, material, size, folder, result)
    if "unrelated" in options.parts:
        _say(result, "unrelated pairs", quality.unrelated(material, options.pairs))
    if "peers" in options.parts:
        _peers(options, material, result)
    print("RESULT " + json.dumps(result, ensure_ascii=False))


def _measure(options: argparse.Namespace, material: Any, size: int, folder: Path, result: dict[str, Any]) -> None:  # noqa: ANN401
    made = speed.papers(material, size, options.papers)
    if "speed" in options.parts:
        _say(result, f"CPU ms to report {size}", speed.passes(folder, made))
    if "new" in options.parts:
        _say(result, f"one new document {size}", speed.one_more(folder, material, 20))
    if "cold" in options.parts:
        _say(result, f"cold start {size} (load {os.getloadavg()[0]:.1f})", speed.cold(folder, made[:5]))
    with EmbeddedCorpus(folder, background=False) as corpus:
        if "exactness" in options.parts and size <= 20_000:
            _say(result, f"exact {size}", quality.exactness(material, corpus, size, options.papers))
        if "edited" in options.parts:
            for kind, answer in quality.edited(material, corpus, size, options.papers).items():
                _say(result, f"edited {size}: {kind}", answer)


def _peers(options: argparse.Namespace, material: Any, result: dict[str, Any]) -> None:  # noqa: ANN401
    for name, (make, size) in peers.PEERS.items():
        if options.peers and name not in options.peers:
            continue
        made = [paper(material, 30_000 + seed, [13, 20, 50, 200, *[100] * 10], size) for seed in range(20)]
        with tempfile.TemporaryDirectory(dir=options.work) as folder:
            started = time.process_time()
            find = make(material, size, Path(folder))
            built = {"build_cpu_s": time.process_time() - started, "bytes_a_document": _bytes(Path(folder)) / size}
            _say(result, f"{name} at {size}", peers.measure(find, made) | built)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _say(result: dict[str, Any], name: str, answer: dict[str, Any]) -> None:
    result[name] = answer
    print(f"{name}: " + ", ".join(f"{key} {_shown(value)}" for key, value in answer.items()), flush=True)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "/".join(f"{entry:.1f}" for entry in value.values())
    return f"{value:.5g}" if isinstance(value, float) else str(value)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=os.environ.get("VERIFIER_CORPORA"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--peers", nargs="*", choices=list(peers.PEERS))
    parser.add_argument("--papers", type=int, default=30)
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=100.0)
    options = parser.parse_args()
    if options.corpora is None or not Path(options.corpora).is_dir():
        parser.error("set VERIFIER_CORPORA or give --corpora")
    options.work.mkdir(parents=True, exist_ok=True)
    return options


if __name__ == "__main__":
    main()
