"""Writing: its box is its ink, writers differ by split, dates and pasted pictures are what their truth says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tests.synthesis.handwriting import (
    DATE_MANNERS,
    GROUNDS,
    Hand,
    date_text,
    draw_signature,
    hand,
    sign,
    write,
    write_date,
    write_lines,
    writer,
)
from tests.synthesis.ink.writers import HABITS, TOOLS
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.phrases import FORM_OPINIONS
from verifier.signatures.dates import parse_date

DAY = dt.date(2024, 11, 20)
PLAIN = Hand("longcang", "black", 0.1, 0.04, 0.8, 0.0, 5, "gel")


def darker(sheet: Sheet, by: int = 40) -> np.ndarray:
    return np.asarray(sheet.picture, np.int16).min(axis=2) < 248 - by


def extent(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(mask)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("tool", TOOLS)
def test_the_box_of_writing_is_its_ink(tool: str):
    for seed in range(3):
        sheet = Sheet((90, 40))
        box = write(sheet, 15, 20, "张闻溪", replace(PLAIN, tool=tool), height_mm=11, seed=seed)
        # Ink of a fifth of full strength counts.
        found = extent(darker(sheet, 42))
        assert np.abs(np.subtract(box.to_pixels(*sheet.size), found)).max() <= 2
        (line,) = sheet.lines
        assert line.kind == "handwritten"
        assert [one.left for one in line.characters] == sorted(one.left for one in line.characters)


def test_a_pen_keeps_its_width_whatever_the_letters_size():
    wide, fine = (draw_signature("张闻溪", replace(PLAIN, width_mm=width), seed=1) for width in (0.7, 0.35))
    assert fine.mean() < 0.75 * wide.mean()
    large = draw_signature("张闻溪", replace(PLAIN, width_mm=0.5), height_mm=16, seed=1)
    small = draw_signature("张闻溪", replace(PLAIN, width_mm=0.5), height_mm=8, seed=1)
    # Twice the letter, but not twice the line: the share of inked paper falls.
    assert large.mean() < 0.75 * small.mean()


def test_joined_writing_has_ink_between_its_letters():
    apart, joined = (draw_signature("李建国", replace(PLAIN, joined=share), seed=2) for share in (0.0, 1.0))
    assert joined.sum() > 1.01 * apart.sum()


def test_a_line_may_sink():
    level, sinking = (draw_signature("张闻溪与李建国", replace(PLAIN, drift=drift), seed=1) for drift in (0.0, 0.2))
    assert sinking.shape[0] > level.shape[0] + 20


def test_writing_is_decided_by_its_seeds():
    one, two, other = (draw_signature("张闻溪", writer(3), seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one, two)
    assert one.shape != other.shape or not np.array_equal(one, other)


def test_splits_share_no_writer():
    writers = {split: [writer(seed, split=split) for seed in range(80)] for split in HABITS}
    for one, other in (("train", "dev"), ("train", "held"), ("dev", "held")):
        assert not {each.face for each in writers[one]} & {each.face for each in writers[other]}
        for trait in ("slant", "stretch"):
            first, second = ([getattr(each, trait) for each in writers[split]] for split in (one, other))
            assert max(first) < min(second) or min(first) > max(second), trait
    for split, found in writers.items():
        assert {each.tool for each in found} == set(TOOLS)
        assert all(hand(each.seed, faces=HABITS[split].faces) == each for each in found)


@pytest.mark.parametrize("manner", DATE_MANNERS)
def test_dates_in_every_manner_are_the_day(manner: str):
    sheet = Sheet((100, 40))
    truth = write_date(sheet, 20, 20, DAY, PLAIN, kind="handwritten", printed=Type("song", 14), manner=manner)
    assert truth.value == "2024-11-20"
    written = "".join(line.text for line in sheet.lines)
    assert parse_date(written) == DAY
    assert {line.kind for line in sheet.lines} == (
        {"handwritten", "printed"} if manner == "digits" else {"handwritten"}
    )
    inside = truth.box.expanded(0.01, 0.02).to_pixels(*sheet.size)
    ink = darker(sheet)
    ink[inside[1] : inside[3], inside[0] : inside[2]] = False
    assert not ink.any()


def test_dates_in_chinese_digits():
    assert date_text(dt.date(2024, 9, 2), "chinese") == "二〇二四年九月二日"
    assert date_text(dt.date(2020, 10, 31), "chinese") == "二〇二〇年十月三十一日"
    assert date_text(dt.date(2024, 9, 2), "padded") == "2024.09.02"


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_pasted_picture_lies_where_its_truth_says(ground: str):
    sheet = Sheet((90, 50), colour=(252, 251, 248))
    sheet.text(18, 22, "已审核与原件相符合格", Type("song", 16))
    before = np.asarray(sheet.picture, np.int16)
    truth = sign(sheet, 20, 25, "张闻溪", "申报人", PLAIN, kind="pasted", ground=ground, seed=3)
    after = np.asarray(sheet.picture, np.int16)
    told = truth.box.to_pixels(*sheet.size)
    changed = np.abs(after - before).max(axis=2)
    block = ground in ("white", "tinted", "near_paper")
    found = extent(changed > (0 if block else 90))
    inside = (told[0] - 1 <= found[0], told[1] - 1 <= found[1], found[2] <= told[2] + 1, found[3] <= told[3] + 1)
    assert all(inside)
    x0, y0, x1, y1 = told
    assert after[y0:y1, x0:x1].min() < 110
    # A block hides the print below it; what is laid over without one does not.
    kept = (after[y0:y1, x0:x1].max(axis=2) < 120)[before[y0:y1, x0:x1].max(axis=2) < 60].mean()
    assert kept < 0.6 if block else kept > 0.6
    assert truth.kind == "pasted"


def test_the_grounds_of_pasted_pictures_are_drawn_by_lot():
    pictures = set()
    for seed in range(12):
        sheet = Sheet((60, 40), colour=(240, 240, 236))
        sign(sheet, 15, 20, "张闻溪", "申报人", PLAIN, kind="pasted", seed=seed)
        pictures.add(tuple(np.asarray(sheet.picture)[:, :, 2].max(axis=1)[140:175:12]))
    assert len(pictures) > 2


def test_an_opinion_is_written_over_lines_within_its_width():
    sheet = Sheet((120, 60))
    box = write_lines(sheet, 15, 12, 60, FORM_OPINIONS[0], PLAIN, seed=4)
    assert "".join(line.text for line in sheet.lines) == FORM_OPINIONS[0]
    assert len(sheet.lines) >= 2
    assert not any(line.text.startswith("，") for line in sheet.lines)
    assert box.width * 120 < 75
    tops = [line.box.top for line in sheet.lines]
    assert tops == sorted(tops)


@pytest.mark.parametrize("face", ["longcang", "mashan", "zhimang", "liujian"])
def test_points_between_digits_stay_and_a_four_keeps_its_bar(face: str):
    pen = replace(PLAIN, face=face, tool="gel", joined=0.0, wander=0.0, slant=0.0)
    # A point of less than half a millimetre would be lost in any scanner.
    assert draw_signature(".", pen, height_mm=7, seed=1).sum() > 10
    four = draw_signature("4", pen, height_mm=12, seed=1)
    # The bar of a 4 reaches beyond its stem: ink right of the stem, which holds most of the ink of any column.
    stem = int((four > 0.4).sum(axis=0).argmax())
    assert four.shape[1] - stem > 0.08 * four.shape[1]


def test_figures_are_never_joined():
    apart, joined = (draw_signature("2024.9.2", replace(PLAIN, joined=share), seed=2) for share in (0.0, 1.0))
    assert np.array_equal(apart, joined)
