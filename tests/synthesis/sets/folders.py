"""Sets of whole applications, a folder each: one in three without a fault, the others with some."""

from __future__ import annotations

import random
from pathlib import Path

from tests.synthesis.fault_list import FAULTS
from tests.synthesis.faults import build
from tests.synthesis.notices.making import Contrary, build_under, planned
from tests.synthesis.notices.registered import NOTICES
from tests.synthesis.sets.recipe import Recipe
from tests.synthesis.sets.rows import Row

FAULTLESS_EVERY = 3
CIRCUMSTANCES = frozenset({"level", "channel", "specialty", "receiver", "paper_substitute"})
"""Answers that decide which clauses apply at all: what they make of other faults nobody has written down."""


def faults_of(recipe: Recipe, index: int) -> tuple[str, ...]:
    """Return the faults of one application: those asked for, or one to five by lot, two never on the same file."""
    if recipe.faults is not None:
        return recipe.faults
    rng = random.Random(f"faults {recipe.seed} {index}")
    if index % FAULTLESS_EVERY == 0:
        return ()
    if recipe.policy in NOTICES:
        return _switches(recipe, index, rng)
    names = list(FAULTS)
    rng.shuffle(names)
    chosen: dict[str, str] = {}
    for name in names:
        if len(chosen) < rng.randint(1, 5):
            chosen.setdefault(FAULTS[name].filename, name)
    return tuple(chosen.values())


def _switches(recipe: Recipe, index: int, rng: random.Random) -> tuple[str, ...]:
    """Return one to five switches that do not contradict each other."""
    notice = NOTICES[recipe.policy]
    about, chosen = notice.scene(_number(recipe, index)), list[str]()
    wanted, names = rng.randint(1, 5), list(notice.switches)
    rng.shuffle(names)
    for name in names:
        alone = bool(CIRCUMSTANCES & set(notice.switches[name].facts(about)))
        if alone and chosen:
            continue
        try:
            planned(notice, about, [notice.switches[one] for one in (*chosen, name)])
        except Contrary:
            continue
        chosen.append(name)
        if alone or len(chosen) == wanted:
            break
    return tuple(chosen)


def _number(recipe: Recipe, index: int) -> int:
    return recipe.seed * 100_000 + index


def write_folder(out: Path, recipe: Recipe, index: int) -> tuple[list[Row], list[Row]]:
    """Write one application; its truth lies in its own planted.jsonl and documents.jsonl."""
    split, number = recipe.split_of(index), _number(recipe, index)
    folder, faults = out / f"{split}-{number}", faults_of(recipe, index)
    if recipe.policy in NOTICES:
        build_under(NOTICES[recipe.policy], folder, number, faults, split=split)
    else:
        build(folder, number, faults, split=split)
    return [], []
