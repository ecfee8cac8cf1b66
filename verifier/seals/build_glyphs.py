"""Rebuild `glyphs.npz`, the reader of single glyphs of seals; docs/models/seal-glyphs.md is its model card.

    python -m verifier.seals.build_glyphs OUT.npz DRAWN STAMPED FONT[:INDEX] [FONT[:INDEX] ...] [--rounds 60]

Draws every character of GB 2312 in each round, those of its first level twice, in a face of chance, worn by chance;
keeps what it drew in the folder DRAWN, where it is found again. Then shows `--seen` glyphs to the network, each a
little turned, squeezed and moved; in the end `--last` more, half of them cut out of whole stamps (folder STAMPED, made
by scripts/draw_stamped_glyphs.py). Less than half a millisecond a glyph to draw, two to learn: forty minutes for the
defaults on one core; set OPENBLAS_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.masking.build_confusables import gb2312
from verifier.seals.cells import CELL
from verifier.seals.glyph_features import glyph_features
from verifier.seals.glyph_net import normalised
from verifier.seals.glyph_start import Means, begin
from verifier.seals.small_net import Floats, Network
from verifier.seals.worn_glyphs import Glyph, drawn, worn_cell

FIRST_LEVEL: Final = 3755
"""So many of GB 2312's characters are the common ones."""
_BATCH: Final = 64
_RATE: Final = 1.5e-3
_WARM: Final = 0.05
"""Share of the glyphs over which the rate rises from nothing; it falls along a cosine (Loshchilov and Hutter 2017)."""
_LEAST_RATE: Final = 1e-5
_LAST_RATE: Final = 8e-4
_BEGUN_WITH: Final = 8
"""So many rounds tell where the network begins."""
Shard: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.int16]]
"""Cells, (glyphs, 48, 48), ink 0..255; the class of each."""


def main() -> None:
    """Draw, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("drawn", type=Path)
    parser.add_argument("stamped", type=Path)
    parser.add_argument("fonts", nargs="+")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seen", type=int, default=700_000)
    parser.add_argument("--last", type=int, default=200_000)
    options = parser.parse_args()
    characters = "".join(gb2312())
    faces = [drawn(characters, *_font(name)) for name in options.fonts]
    for number in range(options.rounds):
        if not (options.drawn / f"{number}.npz").exists():
            cells, owners = draw_round(faces, number)
            np.savez(options.drawn / f"{number}.npz", cells=cells, owners=owners)
    network = Network(len(characters), np.random.default_rng(5))
    shards = _shards(options.drawn)
    start(network, islice(shards, min(_BEGUN_WITH, options.rounds)))
    learn(network, shards, options.seen)
    learn(network, mixed(shards, _shards(options.stamped)), options.last, rate=_LAST_RATE)
    np.savez_compressed(options.out, characters=np.array(characters), **as_stored(network))


def _font(name: str) -> tuple[str, int]:
    path, _, index = name.partition(":")
    return path, int(index or 0)


def _shards(folder: Path) -> Iterator[Shard]:
    """Yield what was drawn, file after file, without end."""
    files = sorted(folder.glob("*.npz"))
    while True:
        for file in random.Random(len(files)).sample(files, len(files)):
            with np.load(file) as stored:
                yield stored["cells"], stored["owners"]


def mixed(worn: Iterable[Shard], stamped: Iterable[Shard]) -> Iterator[Shard]:
    """Yield shards of glyphs of stamps, and of as many that were drawn one by one."""
    rng = np.random.default_rng(5)
    for (cells, owners), (cut, whose) in zip(worn, stamped, strict=False):
        chosen = rng.permutation(len(owners))[: len(whose)]
        yield np.concatenate([cells[chosen], cut]), np.concatenate([owners[chosen], whose])


def draw_round(faces: list[list[Glyph | None]], number: int) -> Shard:
    """Return one worn glyph of each character, two of each common one, in no order."""
    rng = random.Random(f"glyphs {number}")
    owners = [owner for owner in range(len(faces[0])) for _ in range(1 + (owner < FIRST_LEVEL))]
    rng.shuffle(owners)
    cells = np.empty((len(owners), CELL, CELL), np.uint8)
    for place, owner in enumerate(owners):
        face = rng.choice([face for face in faces if face[owner] is not None])
        cells[place] = np.round(worn_cell(rng, face, owner) * 255)
    return cells, np.array(owners, np.int16)


def start(network: Network, shards: Iterable[Shard]) -> None:
    """Let a network begin where some glyphs' gradients tell."""
    means = Means(len(network.bias))
    for cells, owners in shards:
        means.add(owners, np.stack([glyph_features(cell.astype(np.float32) / np.float32(255)) for cell in cells]))
    begin(network, means)


def learn(network: Network, shards: Iterator[Shard], glyphs: int, rate: float = _RATE) -> None:
    """Show so many glyphs to a network, first at this rate."""
    rng = np.random.default_rng(5)
    seen = 0
    for cells, owners in shards:
        upright = normalised(cells.astype(np.float32) / np.float32(255))
        order = rng.permutation(len(owners))
        results = []
        for start in range(0, len(order) - _BATCH + 1, _BATCH):
            chosen = order[start : start + _BATCH]
            warm = min(1.0, seen / glyphs / _WARM)
            now = warm * rate * 0.5 * (1 + math.cos(math.pi * seen / glyphs)) + _LEAST_RATE
            results.append(network.learn(varied(upright[chosen], rng), owners[chosen].astype(np.intp), now))
            seen += _BATCH
            if seen >= glyphs:
                return
        loss, right = np.mean(results, axis=0)
        print(f"{seen}: loss {loss:.3f}, right {right:.3f}", flush=True)  # noqa: T201


def varied(cells: Floats, rng: np.random.Generator) -> Floats:
    """Return the cells each a little turned, sheared, squeezed and moved, their ink thinner or fuller."""
    out = np.empty_like(cells)
    middle = np.full(2, CELL / 2)
    for place, cell in enumerate(cells):
        turn, shear = rng.normal(0, 0.03), rng.normal(0, 0.04)
        turned = np.array([[math.cos(turn), shear - math.sin(turn)], [math.sin(turn), math.cos(turn)]])
        turned *= rng.uniform(0.9, 1.1, (2, 1))
        moved = middle + rng.normal(0, 1.2, 2) - turned @ middle
        matrix = np.column_stack([turned, moved])
        cv2.warpAffine(cell, matrix, (CELL, CELL), dst=out[place], borderMode=cv2.BORDER_REPLICATE)
    gamma = rng.uniform(0.7, 1.45, (len(cells), 1, 1)).astype(np.float32)
    varied: Floats = np.maximum(out, 0) ** gamma
    return varied


def as_stored(network: Network) -> dict[str, Any]:
    """Return the arrays that `verifier.seals.glyph_net` reads, in half precision."""
    arrays: dict[str, Any] = {"shapes": np.array([(kernel, stride) for kernel, stride, _ in network.shapes], np.uint8)}
    for index, stage in enumerate(network.stages):
        matrix, bias = stage.folded()
        last = index == len(network.shapes)
        arrays["to_vector" if last else f"weights{index}"] = matrix.astype(np.float16)
        arrays["vector_bias" if last else f"bias{index}"] = bias
    return {**arrays, "to_characters": network.to_classes.astype(np.float16), "character_bias": network.bias}


if __name__ == "__main__":
    main()
