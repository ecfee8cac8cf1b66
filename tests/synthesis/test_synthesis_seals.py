"""Stamps: the truth is tight to the ink, kinds and splits differ as they say, look-alikes are near."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tests.synthesis import fonts
from tests.synthesis.ink.look_alikes import ALIKE, LIKELY, OFFICES, look_alike
from tests.synthesis.ink.seal_kinds import SEAL_KINDS, stamp_of
from tests.synthesis.ink.seal_shapes import SCRIPT, Cut, cut
from tests.synthesis.ink.seal_styles import RANGES, seal_style
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import scene
from tests.synthesis.seals import draw_seal, press, press_across

NAME = "孔雀滩县计量检定所"


def extent(sheet: Sheet, share: float, ink: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Return where more than this share of the fullest ink lies on an otherwise bare sheet."""
    darker = 255 - np.asarray(sheet.picture, np.float32).min(axis=2)
    full = darker.max()
    rows, columns = np.nonzero(darker > share * full)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("kind", sorted(SEAL_KINDS))
def test_the_box_is_tight_to_the_ink_of_the_stamp_alone(kind: str):
    split = ("train", "dev", "held")[sorted(SEAL_KINDS).index(kind) % 3]
    owner = "欧阳知远" if kind.startswith("chop") else NAME
    stamp = stamp_of(kind, owner, 3, split=split, code="6528990012345")
    sheet = Sheet((90, 80), colour=(255, 255, 255))
    truth = press(sheet, stamp, 45, 40)
    told = truth.box.to_pixels(*sheet.size)
    # Half a level of rounding may move the outermost row of faint ink.
    assert np.abs(np.subtract(told, extent(sheet, 0.15, stamp.ink))).max() <= 1
    assert truth.kind == kind
    assert not truth.is_fragment


def test_a_stamp_without_wear_is_tight_to_the_pixel():
    for seed in range(4):
        stamp = draw_seal(NAME, seed=seed, electronic=True, tilt_degrees=17.0 * seed)
        sheet = Sheet((70, 70), colour=(255, 255, 255))
        truth = press(sheet, stamp, 35, 35)
        assert truth.box.to_pixels(*sheet.size) == extent(sheet, 0.15, stamp.ink)
        pixels = np.asarray(sheet.picture)
        assert (pixels[..., 0] == 255).all()
        assert pixels[..., 1].min() == 0


def test_two_stamps_are_pressed_over_text_and_each_has_its_own_box():
    sheet, alone = Sheet((90, 60)), Sheet((90, 60))
    sheet.text(20, 28, NAME, Type("song", 14))
    one, two = (stamp_of("official", name, 5) for name in (NAME, "云沙县质量检验所"))
    first, second = press(sheet, one, 35, 30), press(sheet, two, 55, 30)
    assert press(alone, two, 55, 30) == second
    assert first.box.intersection(second.box) is not None


def test_fragments_over_the_edges_of_pages_make_up_the_stamp():
    sheets = [Sheet((80, 80), colour=(255, 255, 255)) for _ in range(4)]
    stamp = draw_seal(NAME, seed=8, wear=0.1)
    truths = press_across(sheets, stamp, 40, seed=2)
    assert sum(truth.visible for truth in truths) == pytest.approx(1.0, abs=0.01)
    for sheet, truth in zip(sheets, truths, strict=True):
        assert truth.is_fragment
        assert truth.text == NAME
        assert truth.box.right > 0.99
        assert sheet.seals == [truth]
        assert np.abs(np.subtract(truth.box.to_pixels(*sheet.size), extent(sheet, 0.15, stamp.ink))).max() <= 1
    left = press_across([Sheet((80, 80))] * 1, stamp, 40, edge="left")
    assert left[0].box.left < 0.02
    assert not left[0].is_fragment


def test_a_stamp_beside_the_sheet_is_refused():
    with pytest.raises(ValueError, match="beside"):
        press(Sheet((80, 80)), draw_seal(NAME), 140, 40)


@pytest.mark.parametrize("trait", ["rim", "star", "letter", "span", "squeeze", "face", "digits"])
def test_splits_share_no_trait_of_their_stamps(trait: str):
    seen = {
        split: {getattr(seal_style(f"{NAME}{index}", split=split), trait) for index in range(60)} for split in RANGES
    }
    for one, other in (("train", "dev"), ("train", "held"), ("dev", "held")):
        if trait in ("face", "digits"):
            assert not seen[one] & seen[other]
        else:
            assert max(seen[one]) < min(seen[other]) or min(seen[one]) > max(seen[other])


def test_an_organisation_keeps_its_stamp():
    assert seal_style(NAME) == seal_style(NAME)
    assert seal_style(NAME) != seal_style("云沙县质量检验所")
    assert {seal_style(NAME, split=split).coded for split in ("train", "dev")} == {True, False}
    assert stamp_of("official", NAME, 1, split="dev", code="6528990012345").code is None
    assert stamp_of("official", NAME, 1, code="6528990012345").code == "6528990012345"


def test_a_white_chop_is_the_other_way_round():
    style = seal_style("x")
    red, white = (cut(Cut("言若水", "square", (280, 280), style, negative=negative)) for negative in (False, True))
    assert (red > 127).mean() < 0.45 < 0.6 < (white > 127).mean()


def test_damage_adds_ink_beside_the_stamp():
    plain = draw_seal(NAME, seed=1, wear=0.2)
    for damage in ("doubled", "smeared"):
        spoilt = draw_seal(NAME, seed=1, wear=0.2, damage=damage)
        assert (spoilt.alpha > 0.2).sum() > 1.1 * (plain.alpha > 0.2).sum()


def test_the_second_arc_is_told_only_where_it_can_be_read():
    assert draw_seal(NAME, second="TIANSHAN TESTING").second_text == "TIANSHAN TESTING"
    assert draw_seal(NAME, second=SCRIPT).second_text is None


@pytest.mark.parametrize("changes", [1, 2, 3])
def test_look_alikes_are_near_and_never_the_same(changes: int):
    for seed in range(60):
        name = scene(seed).supervisor.name
        other = look_alike(name, changes, random.Random(seed))
        assert other != name
        assert abs(len(other) - len(name)) <= 2 * changes
        common = sum(character in other for character in name)
        assert common >= len(name) - 2 * changes
        assert other == look_alike(name, changes, random.Random(seed))
    with pytest.raises(ValueError, match="too few"):
        look_alike("喵", 1, random.Random(1))
    with pytest.raises(ValueError, match="one to three"):
        look_alike(NAME, 4, random.Random(1))


def test_every_look_alike_can_be_cut():
    letters = "".join((*(word for pair in LIKELY for word in pair), *OFFICES, *ALIKE))
    for own in RANGES.values():
        for face in own.faces:
            assert not set(letters) - fonts.coverage(face), face
