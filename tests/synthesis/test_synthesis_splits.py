"""What a split's pages look like, no other split's do: figures of held pages are of pages nobody developed on."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.synthesis import fonts
from tests.synthesis.documents.common import SPLITS, Style, style

LOOKS = {split: [style(seed, split=split) for seed in range(300)] for split in SPLITS}
TRAITS = {
    "layout": lambda look: {look.layout},
    "face of text": lambda look: {look.body},
    "bold face": lambda look: {fonts.bold(look.seal_face)},
    "seal": lambda look: {(look.seal_face, look.rims)},
    "margin": lambda look: {look.margin},
    "writer's face": lambda look: {look.applicant.face, look.head.face, look.officer.face},
    "writer": lambda look: {look.applicant, look.head, look.officer},
}


def seen(looks: list[Style], trait: str) -> set[object]:
    return set().union(*(TRAITS[trait](look) for look in looks))


@pytest.mark.parametrize("trait", TRAITS)
@pytest.mark.parametrize(("one", "other"), list(combinations(SPLITS, 2)))
def test_no_two_splits_share(trait: str, one: str, other: str):
    assert not seen(LOOKS[one], trait) & seen(LOOKS[other], trait)


def test_a_split_is_various():
    assert len(seen(LOOKS["train"], "face of text")) == 3
    assert len(seen(LOOKS["held"], "face of text")) == 2
    for looks in LOOKS.values():
        assert len(seen(looks, "writer")) > 600


def test_a_split_that_is_none_is_refused():
    with pytest.raises(KeyError):
        style(1, split="test")
