"""Sets of whole applications, a folder each: one in three without a fault, the others with some."""

from __future__ import annotations

import random
from pathlib import Path

from tests.synthesis.fault_list import FAULTS
from tests.synthesis.faults import build
from tests.synthesis.sets.recipe import Recipe
from tests.synthesis.sets.rows import Row

FAULTLESS_EVERY = 3


def faults_of(recipe: Recipe, index: int) -> tuple[str, ...]:
    """Return the faults of one application: those asked for, or one to five by lot, two never on the same file."""
    if recipe.faults is not None:
        return recipe.faults
    rng = random.Random(f"faults {recipe.seed} {index}")
    if index % FAULTLESS_EVERY == 0:
        return ()
    names = list(FAULTS)
    rng.shuffle(names)
    chosen: dict[str, str] = {}
    for name in names:
        if len(chosen) < rng.randint(1, 5):
            chosen.setdefault(FAULTS[name].filename, name)
    return tuple(chosen.values())


def write_folder(out: Path, recipe: Recipe, index: int) -> tuple[list[Row], list[Row]]:
    """Write one application; its truth lies in its own planted.jsonl and documents.jsonl."""
    split, number = recipe.split_of(index), recipe.seed * 100_000 + index
    build(out / f"{split}-{number}", number, faults_of(recipe, index), split=split)
    return [], []
