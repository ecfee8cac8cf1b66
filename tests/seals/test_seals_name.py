"""The name along a ring: where it begins, where its glyphs stand, what each of them is."""

from __future__ import annotations

import math
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seals.stamp import _FONTS, round_seal
from verifier.reading.doubt import Character
from verifier.seals.around import Token, gap_by_reading
from verifier.seals.build_glyphs import as_stored, draw_round, learn, start
from verifier.seals.cells import CELL, GlyphRow, glyph_cells, glyph_rows
from verifier.seals.ellipse import Ellipse
from verifier.seals.glyph_features import LENGTH, glyph_features
from verifier.seals.glyph_net import GlyphNet, loaded
from verifier.seals.glyphs import GlyphReader, glyph_reader
from verifier.seals.ring_name import read_ring_name
from verifier.seals.second_opinion import look_alikes, name_in, standing, weigh
from verifier.seals.small_net import Network, Stage, gather, lay_out
from verifier.seals.unwrap import find_gaps
from verifier.seals.worn_glyphs import drawn
from verifier.seals.zone import glyph_zone

NAME = "河南省水利工程有限公司"
SIDE = 330


def ink_of(name: str = NAME, **looks) -> np.ndarray:
    return 255 - np.asarray(round_seal(name, diameter=SIDE, **looks))


INK = ink_of()
RIM = Ellipse(SIDE / 2, SIDE / 2, SIDE / 2 - 1, SIDE / 2 - 1, 0.0)


def angles_of(name: str, span: float = 235.0) -> list[float]:
    """Where the drawn stamp has its glyphs: evenly over the span, the middle on top."""
    return [math.radians(270 - span / 2 + span * index / (len(name) - 1)) for index in range(len(name))]


class Around:
    """An engine that finds the given characters at given angles of the ring, twice around."""

    def __init__(self, found: list[tuple[str, float, float]]) -> None:
        self.found = found

    def read_characters(self, strip):
        return [Character(text, sure, place) for text, sure, place in self.found]


def twice(name: str, first: float, step: float, *, begin: float, foot: str = "") -> list[tuple[str, float, float]]:
    """Return the name as it is read along two turns from `begin`, with print between its end and its beginning."""
    turn = 2 * math.pi
    free = turn - step * len(name)
    once = [(text, 0.98, first + step * index) for index, text in enumerate(name)]
    once += [
        (text, 0.5, first + step * len(name) + free * (index + 1) / (len(foot) + 1)) for index, text in enumerate(foot)
    ]
    places = [(text, sure, angle + turn * lap) for lap in (-2, -1, 0, 1, 2) for text, sure, angle in once]
    return sorted(
        ((text, sure, (angle - begin) / (2 * turn)) for text, sure, angle in places if 0 <= angle - begin < 2 * turn),
        key=lambda found: found[2],
    )


@given(
    st.floats(-math.pi, math.pi),
    st.floats(math.radians(14), math.radians(22)),
    st.floats(-math.pi, math.pi),
    st.sampled_from(["", "4101", "出"]),
)
def test_the_gap_is_told_wherever_reading_begins(first: float, step: float, begin: float, foot: str) -> None:
    gap = gap_by_reading(INK, RIM, begin, Around(twice(NAME, first, step, begin=begin, foot=foot)))
    assert gap is not None
    middle_of_name = first + step * (len(NAME) - 1) / 2
    off = (gap.middle - middle_of_name - math.pi + math.pi) % (2 * math.pi) - math.pi
    assert abs(off) < step * 0.4
    assert 0 < gap.width < 2 * math.pi - step * (len(NAME) - 1)


def test_three_characters_are_needed_to_tell_a_gap() -> None:
    assert gap_by_reading(ink_of(), RIM, 0.0, Around([("水", 0.9, 0.1), ("利", 0.9, 0.2)])) is None


def test_the_zone_holds_the_glyphs_and_neither_rim_nor_star() -> None:
    ink = ink_of()
    outer, inner = glyph_zone(ink, RIM, find_gaps(ink, RIM)[0])
    assert 0.86 < outer < 0.94  # glyphs as drawn: 0.59 to 0.89; the rim begins at 0.94
    assert 0.5 < inner < 0.62


@pytest.mark.parametrize("missing", [(), (0,), (len(NAME) - 1,), (3, 4), (0, 5)])
def test_glyphs_that_a_reader_passed_over_have_their_place(missing: tuple[int, ...]) -> None:
    ink = ink_of()
    gap = find_gaps(ink, RIM)[0]
    true = angles_of(NAME)
    read = [angle + 0.02 for index, angle in enumerate(true) if index not in missing]
    row, _ = glyph_rows(ink, RIM, glyph_zone(ink, RIM, gap), gap, read)
    nearest = np.abs(row.angles[:, np.newaxis] - np.array(true)).min(axis=0)
    assert nearest.max() < 0.25 * row.step
    assert len(NAME) <= row.room < len(row.angles)  # those beyond the ends are for the reader of glyphs to tell
    reader = glyph_reader()
    seen = reader.scores(glyph_cells(ink, RIM, glyph_zone(ink, RIM, gap), row))
    line = [
        Token(text, 0.9, angle)
        for index, (text, angle) in enumerate(zip(NAME, true, strict=True))
        if index not in missing
    ]
    name = name_in(row, [line, line], seen, reader)
    assert "".join(found.text for found in weigh(row.part(name), [line, line], seen[name], reader)) == NAME


def test_a_glyph_is_read_by_itself() -> None:
    ink = ink_of()
    gap = find_gaps(ink, RIM)[0]
    zone = glyph_zone(ink, RIM, gap)
    row, _ = glyph_rows(ink, RIM, zone, gap, angles_of(NAME))
    reader = glyph_reader()
    scores = reader.scores(glyph_cells(ink, RIM, zone, row))
    assert NAME in "".join(reader.characters[place] for place in scores.argmax(axis=1))
    assert np.exp(scores).sum(axis=1) == pytest.approx(1.0, abs=1e-3)


@given(st.integers(0, 10**6))
def test_features_have_length_one_whatever_is_seen(seed: int) -> None:
    cell = np.random.default_rng(seed).random((CELL, CELL)).astype(np.float32)
    assert np.linalg.norm(glyph_features(cell)) == pytest.approx(1.0, abs=1e-3)
    assert glyph_features(np.zeros((CELL, CELL), np.float32)).shape == (LENGTH,)


def reader_of(characters: str, alike: tuple[str, ...] = ()) -> GlyphReader:
    nothing = np.zeros(0, np.float32)
    network = GlyphNet((), nothing, nothing, nothing, nothing)
    places = {text: place for place, text in enumerate(characters)}

    class Fixed(GlyphReader):
        def look_alikes(self, character: str) -> frozenset[str]:
            return frozenset("".join(group for group in alike if character in group)) - {character}

    return Fixed(characters, places, network)


def seen(**likely: float) -> np.ndarray:
    shares = np.array([likely.get(text, 0.001) for text in "技枝术本"])
    return np.log(shares / shares.sum()).astype(np.float32)


def test_the_picture_speaks_against_a_word_that_only_sounds_right() -> None:
    """技术 is what readers of lines expect; the stamp says 枝术."""
    row = GlyphRow(np.array([0.0, 0.4]), 0.4, 2)
    line = [Token("技", 0.7, 0.01), Token("术", 0.99, 0.41)]
    pictures, reader = np.stack([seen(枝=0.95, 技=0.01), seen(术=0.9)]), reader_of("技枝术本")
    found = weigh(row, [line, line], pictures, reader)
    allowed = standing("技术", row, [line, line], pictures, reader)
    assert found[0].text == "技" and allowed[0] == "枝"
    assert found[0].confidence < 0.9
    assert found[1].text == "术" and allowed[1][0] == "术" and found[1].confidence > 0.9


def test_a_glyph_that_no_line_has_is_told_but_not_sure() -> None:
    (found,) = weigh(GlyphRow(np.array([0.0]), 0.4, 1), [[], []], np.stack([seen(术=0.999)]), reader_of("技枝术本"))
    assert found.text == "术"
    assert found.confidence <= 0.85


def test_a_bracket_is_kept_as_read() -> None:
    line = [Token("（", 0.97, 0.0)]
    (found,) = weigh(GlyphRow(np.array([0.0]), 0.4, 1), [line, line], np.stack([seen()]), reader_of("技枝术本"))
    assert (found.text, found.confidence) == ("（", 0.97)


def test_an_engine_that_tells_no_places_is_believed_as_it_is() -> None:
    class Plain:
        def read_strip(self, image):
            return NAME, (0.97,) * len(NAME)

    ink = ink_of()
    name = read_ring_name((ink, ink), RIM, Plain())
    assert (name.text, set(name.characters), name.alternatives) == (NAME, {0.97}, ())


@pytest.mark.slow
def test_a_reader_trained_on_few_characters_reads_them() -> None:
    characters = "技枝术木水利工程有限公司"
    faces = [drawn(characters, str(_FONTS / f"{name}.ttf")) for name in ("song", "kai")]
    shards = [draw_round(faces, number) for number in range(40)]
    network = Network(len(characters), np.random.default_rng(5))
    learn(network, cycle([tuple(np.concatenate(part) for part in zip(*shards, strict=True))]), 6000)
    net = loaded(as_stored(network))
    reader = GlyphReader(characters, {text: place for place, text in enumerate(characters)}, net)
    cells, owners = (
        np.concatenate(part) for part in zip(*(draw_round(faces, 1000 + number) for number in range(4)), strict=True)
    )
    found = reader.scores([cell / np.float32(255) for cell in cells])
    assert (found.argmax(axis=1) == owners).mean() > 0.5  # one in twelve by chance
    assert np.exp(found).sum(axis=1) == pytest.approx(1.0, abs=1e-3)


def test_a_network_begins_with_look_alikes_side_by_side() -> None:
    characters = "技枝水"
    network = Network(len(characters), np.random.default_rng(5), vector=2)
    faces = [drawn(characters, str(_FONTS / f"{name}.ttf")) for name in ("song", "kai")]
    start(network, (draw_round(faces, number) for number in range(60)))
    places = network.to_classes / np.linalg.norm(network.to_classes, axis=0)
    assert places[:, 0] @ places[:, 1] > places[:, 0] @ places[:, 2]


@pytest.mark.slow
@pytest.mark.parametrize(("kernel", "stride"), [(5, 2), (3, 1), (3, 2)])
def test_gathering_is_the_reverse_of_laying_out(kernel: int, stride: int) -> None:
    rng = np.random.default_rng(kernel + stride)
    seen = rng.random((2, 8, 8, 3), np.float32)
    side = (8 + 2 * (kernel // 2) - kernel) // stride + 1
    rows = np.empty((2 * side**2, kernel**2 * 3), np.float32)
    lay_out(seen, kernel, stride, rows)
    assert rows.reshape(2, side, side, kernel, kernel, 3)[1, 1, 1, kernel // 2, kernel // 2] == pytest.approx(
        seen[1, stride, stride]
    )
    other, back = rng.random(rows.shape, np.float32), np.empty_like(seen)
    gather(other, kernel, stride, back)
    assert float((rows * other).sum()) == pytest.approx(float((seen * back).sum()), rel=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("least", [0.0, -math.inf])
def test_gradients_of_a_stage_are_those_of_its_outcome(least: float) -> None:
    rng = np.random.default_rng(3)
    stage, rows = Stage(rng, 6, 4, least), rng.random((20, 6), np.float32)
    wanted = rng.random((20, 4), np.float32)

    def outcome() -> float:
        return float((stage.forward(rows).astype(np.float64) * wanted).sum())

    outcome()
    gradients, _ = stage.backward(wanted.copy())
    for one, gradient in zip(stage.parameters(), gradients, strict=True):
        flat, place = one.reshape(-1), int(np.abs(gradient).argmax())
        kept = float(flat[place])
        flat[place] = kept + 1e-3
        more = outcome()
        flat[place] = kept - 1e-3
        assert (more - outcome()) / 2e-3 == pytest.approx(float(gradient.reshape(-1)[place]), rel=0.05, abs=1e-2)
        flat[place] = kept


ONE = GlyphRow(np.array([0.0]), 0.4, 1)


def test_what_may_stand_at_a_place_fits_better_than_its_look_alikes_and_than_what_was_read() -> None:
    reader = reader_of("技枝术本", alike=("枝本",))
    assert standing("本", ONE, [[]], np.stack([seen(枝=0.3, 本=0.6, 术=0.05)]), reader) == ("本",)
    assert standing("术", ONE, [[]], np.stack([seen(枝=0.3, 本=0.6, 术=0.05)]), reader) == ("本术",)
    assert standing("术", ONE, [[]], np.stack([seen(枝=0.3, 本=0.2, 术=0.5)]), reader) == ("术",)


def test_a_line_tells_a_little_and_the_picture_more() -> None:
    reader = reader_of("技枝术本", alike=("技枝",))
    line = [Token("技", 0.99, 0.0)]
    assert standing("技", ONE, [line], np.stack([seen(技=0.4, 枝=0.5)]), reader) == ("技",)
    assert standing("技", ONE, [line], np.stack([seen(技=0.1, 枝=0.8)]), reader) == ("枝",)


def test_a_character_that_the_reader_of_glyphs_does_not_know_stands_where_all_lines_have_it() -> None:
    reader, line = reader_of("技枝术本"), [Token("鿍", 0.9, 0.0)]
    assert "鿍" in standing("鿍", ONE, [line, line], np.stack([seen()]), reader)[0]
    assert "鿍" not in standing("鿍", ONE, [line, []], np.stack([seen()]), reader)[0]


def test_where_a_glyph_is_vague_no_other_may_be_another_than_was_read() -> None:
    reader, row = reader_of("技枝术本", alike=("技枝",)), GlyphRow(np.array([0.0, 0.4]), 0.4, 2)
    open_ = seen(本=0.5, 术=0.4)
    assert standing("技术", row, [[]], np.stack([seen(技=0.95), open_]), reader) == ("技", "本术")
    assert standing("技术", row, [[]], np.stack([seen(技=0.5, 枝=0.4), open_]), reader) == ("技", "术")


def test_the_name_is_the_run_that_the_readers_speak_for() -> None:
    reader = reader_of("技枝术本")
    row = GlyphRow(np.arange(6) * 0.4, 0.4, 5)
    nothing = np.full(4, math.log(0.01), np.float32)
    sure = np.log(np.array([0.9, 0.03, 0.03, 0.04])).astype(np.float32)
    line = [Token("术", 0.9, 0.81), Token("本", 0.9, 1.2)]
    assert name_in(row, [line, line], np.stack([nothing, sure, nothing, nothing, nothing, nothing]), reader) == slice(
        1, 4
    )
    assert name_in(row, [line, line], np.stack([nothing] * 6), reader) == slice(2, 4)
    assert name_in(row, [[], []], np.stack([sure] * 6), reader).stop <= 6


def test_where_the_seams_mislead_the_places_are_those_that_were_read() -> None:
    ink = ink_of()
    gap = find_gaps(ink, RIM)[0]
    seamed, plain = glyph_rows(ink, RIM, glyph_zone(ink, RIM, gap), gap, [angle + 0.05 for angle in angles_of(NAME)])
    assert np.abs(seamed.angles - plain.angles).max() > 0.02
    assert np.abs(plain.angles[:, np.newaxis] - np.array(angles_of(NAME)) - 0.05).min(axis=0).max() < 1e-6


def test_look_alikes_are_told_by_the_shipped_reader() -> None:
    assert "币" in look_alikes("市", glyph_reader())
    assert "枝" in look_alikes("技", glyph_reader())
    assert "水" not in look_alikes("技", glyph_reader())
    assert look_alikes("鿍", glyph_reader()) == frozenset()
