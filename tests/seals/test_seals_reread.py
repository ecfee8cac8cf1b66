"""What coloured ink hides is read again; the seal's own glyphs do not become lines of the page."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from models.observation import Seal, SealColour, SealShape
from verifier.pictures import RgbImage
from verifier.seals.reread import read_again

RED, BLACK = (214, 40, 45), (20, 20, 20)
SEAL_BOX = Box(0.4, 0.4, 0.6, 0.6)


class ScriptedEngine:
    """Answers with prepared lines, and keeps the pictures it was shown."""

    name, version = "scripted", "0"

    def __init__(self, *answers: list[Line]) -> None:
        self.answers = list(answers)
        self.shown: list[RgbImage] = []

    def read(self, image: RgbImage) -> list[Line]:
        self.shown.append(image)
        return self.answers.pop(0) if self.answers else []

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
        raise AssertionError("strips are not read here")


def page() -> RgbImage:
    image = np.full((1000, 1000, 3), 244, np.uint8)
    image[400:600, 400:600] = RED
    image[490:510, 300:700] = BLACK
    return image


def seal() -> Seal:
    return Seal(
        1, SEAL_BOX, (), SealShape.ROUND, SealColour.RED, "某局", None, None, 0.9, False, False, None
    )  # fmt: skip


def line(text: str, box: Box, confidence: float = 0.99) -> Line:
    return Line(text, box, confidence)


def test_the_engine_is_shown_black_print_without_the_ink():
    engine = ScriptedEngine()
    read_again(page(), [line("well read", Box(0.3, 0.4, 0.7, 0.6))], [seal()], engine)
    (shown,) = engine.shown
    assert ((shown <= 4) | (shown >= 251)).all()
    assert (shown <= 4).mean() > 0.05


def test_a_line_under_the_seal_is_added_at_its_place_on_the_page():
    engine = ScriptedEngine([line("2024年9月4日", Box(0.25, 0.4, 0.75, 0.6))])
    found = read_again(page(), [], [seal()], engine)
    (added,) = [entry for entry in found if entry.text == "2024年9月4日"]
    # The part that is read reaches 0.3 of the seal's size beyond it on each side: 0.34 to 0.66.
    assert added.box.iou(Box(0.42, 0.468, 0.58, 0.532)) > 0.99


def test_the_seals_own_glyphs_are_no_lines():
    found = read_again(
        page(),
        [line("县计", Box(0.45, 0.42, 0.55, 0.46)), line("正文", Box(0.1, 0.1, 0.5, 0.13))],
        [seal()],
        ScriptedEngine(),
    )
    assert [entry.text for entry in found] == ["正文"]


def test_print_inside_a_seal_that_reads_again_stays():
    printed = line("孔雀滩县计量检定所", Box(0.42, 0.48, 0.58, 0.52))
    again = line("孔雀滩县计量检定所", Box(0.25, 0.4375, 0.75, 0.5625))
    found = read_again(page(), [printed], [seal()], ScriptedEngine([again]))
    assert [entry.text for entry in found] == ["孔雀滩县计量检定所"]


def test_a_worse_second_reading_changes_nothing():
    first = line("审核单位（盖章）：某某局", Box(0.2, 0.48, 0.6, 0.52))
    shorter = line("盖章）：某某", Box(0.01, 0.4375, 0.5, 0.5625), 1.0)
    cut = line("某某局某某处某某科某某室", Box(0.5, 0.4375, 1.0, 0.5625), 1.0)
    unsure = line("涂鸦", Box(0.1, 0.8, 0.4, 0.9), 0.6)
    assert read_again(page(), [first], [seal()], ScriptedEngine([shorter, cut, unsure])) == [first]


def around(left: float, right: float, top: float = 0.4375, bottom: float = 0.5625) -> Box:
    """A box in the part around the seal that is read again, for one on the page: 0.34 to 0.66 without wide lines."""
    return Box((left - 0.34) / 0.32, top, (right - 0.34) / 0.32, bottom)


def test_pieces_of_a_torn_line_give_way_to_the_line():
    pieces = [line("四年七月", Box(0.45, 0.48, 0.53, 0.52)), line("一日", Box(0.54, 0.48, 0.58, 0.52), 0.85)]
    whole = line("二〇〇四年七月一日", around(0.4, 0.58), 0.944)
    assert [one.text for one in read_again(page(), pieces, [seal()], ScriptedEngine([whole]))] == ["二〇〇四年七月一日"]


def test_a_glyph_of_the_seal_goes_with_the_reading_that_took_it_for_print():
    first = line("梦某某县继续教育基地", Box(0.4, 0.48, 0.58, 0.52), 0.93)
    again = line("某某县继续教育基地", around(0.41, 0.58), 1.0)
    assert [one.text for one in read_again(page(), [first], [seal()], ScriptedEngine([again]))] == [
        "某某县继续教育基地"
    ]


def test_glyphs_of_the_seal_above_a_line_count_for_nothing_in_its_length():
    glyphs = line("区继续教育", Box(0.44, 0.46, 0.54, 0.5), 0.97)
    first = line("梦某某县继续教育基地", Box(0.4, 0.48, 0.58, 0.52), 0.93)
    again = line("某某县继续教育基地", around(0.4, 0.58), 1.0)
    found = read_again(page(), [glyphs, first], [seal()], ScriptedEngine([again]))
    assert [one.text for one in found] == ["某某县继续教育基地"]


@pytest.mark.parametrize(
    "again",
    [
        line("县继续教育基地", around(0.46, 0.58), 1.0),
        line("某某县继续教育基地", around(0.41, 0.58), 0.89),
        line("某县基地", around(0.4, 0.58), 1.0),
    ],
    ids=["begins later", "unsure", "much shorter"],
)
def test_a_reading_of_less_or_in_doubt_changes_nothing(again):
    first = line("梦某某县继续教育基地", Box(0.4, 0.48, 0.58, 0.52), 0.93)
    assert read_again(page(), [first], [seal()], ScriptedEngine([again])) == [first]


def test_the_part_is_as_wide_as_a_line_that_the_seal_touches():
    engine = ScriptedEngine()
    read_again(page(), [line("某某工业园区机械化工有限公司（公章）", Box(0.3, 0.48, 0.78, 0.52))], [seal()], engine)
    assert engine.shown[0].shape[:2] == (320, round(1000 * (0.78 + 0.016 - (0.3 - 0.016))))


def test_the_part_is_not_widened_for_a_line_across_the_page():
    engine = ScriptedEngine()
    read_again(page(), [line("一行很长的正文，从页面左边一直写到右边", Box(0.05, 0.48, 0.95, 0.52))], [seal()], engine)
    assert engine.shown[0].shape[:2] == (320, 320)


def test_a_strip_stamp_in_red_is_read_from_its_ink():
    image = np.full((1000, 1000, 3), 244, np.uint8)
    image[300:340, 100:400:3] = RED
    engine = ScriptedEngine([line("已审核，与原件相符", Box(0.1, 0.2, 0.9, 0.8))])
    (stamp,) = read_again(image, [], [], engine)
    assert stamp.text == "已审核，与原件相符"
    assert stamp.box.covered_by(Box(0.08, 0.28, 0.42, 0.36)) == 1


def test_a_page_without_coloured_ink_is_not_read_again():
    image = np.full((1000, 1000, 3), 244, np.uint8)
    image[100:110, 100:600] = BLACK
    lines = [line("正文", Box(0.1, 0.1, 0.6, 0.11))]
    engine = ScriptedEngine()
    assert read_again(image, lines, [], engine) == lines
    assert engine.shown == []


def test_a_fragment_is_left_alone():
    engine = ScriptedEngine()
    fragment = dataclasses.replace(seal(), is_fragment=True)
    read_again(page(), [line("well read", Box(0.3, 0.4, 0.7, 0.6))], [fragment], engine)
    assert engine.shown == []


@pytest.mark.slow
def test_dates_under_seals_of_drawn_letters():
    """Letters, drawn and scanned, with the real engine: every date is read right with the second reading."""
    from tests.synthesis.drawing import draw_document
    from verifier.certificates.dates import parse_date
    from verifier.reading.engines import create_engine
    from verifier.seals.observe import observe_seals

    engine = create_engine()
    before = after = 0
    seeds = (303, 312, 319)  # of those whose date the first reading misses
    for seed in seeds:
        drawn = draw_document("recommend", seed, split="dev")
        wanted = next(parse_date(field.value).value for field in drawn.truth.fields if field.name == "落款日期")
        lines = engine.read(drawn.image)
        again = read_again(drawn.image, lines, observe_seals(drawn.image, page=1, dpi=drawn.dpi, engine=engine), engine)
        before += any(parse_date(entry.text).value == wanted for entry in lines)
        after += any(parse_date(entry.text).value == wanted for entry in again)
    assert before < after == len(seeds)
