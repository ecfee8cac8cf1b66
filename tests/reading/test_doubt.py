from dataclasses import replace

import pytest

from verifier.reading.doubt import Character, doubtful, joined

STEPS = 100


def line(text, *, sure=0.99, pitch=0.03):
    return [Character(letter, sure, 0.01 + pitch * place) for place, letter in enumerate(text)]


CHINESE = "申报人所在单位应当对材料的真实性完整性进行审核并签字"


def stretches(found):
    result = doubtful(found, STEPS)
    assert result is not None
    return result


def reread(found, stretch, text):
    """What stands in a stretch, set evenly between the characters that it begins and ends with."""
    wide = stretch.end - stretch.start
    first, last = max(0, stretch.left - 1), min(len(found) - 1, stretch.right + 1)
    begin, end = found[first].position, found[last].position
    pitch = (end - begin) / max(1, len(text) - 1)
    return [Character(letter, 0.99, (begin + pitch * at - stretch.start) / wide) for at, letter in enumerate(text)]


def test_a_sure_chinese_line_stands():
    assert stretches(line(CHINESE)) == []


@pytest.mark.parametrize("place", [0, 1, 12, 24, 25])
def test_only_the_piece_around_a_doubtful_character_is_read_again(place):
    found = line(CHINESE)
    found[place] = replace(found[place], confidence=0.6)

    (stretch,) = stretches(found)

    assert stretch.left < place < stretch.right
    assert stretch.start <= found[place].position <= stretch.end
    assert stretch.end - stretch.start < 0.4


def test_digits_are_always_read_again():
    assert len(stretches(line("申报人所在单位应2当对材料的真实性完整性进行审核并签"))) == 1


def test_a_hole_is_read_again():
    found = line(CHINESE)
    del found[11]

    (stretch,) = stretches(found)

    assert stretch.left < 10 < 11 < stretch.right


def test_doubts_far_apart_are_two_pieces_and_near_ones_are_one():
    found = line(CHINESE)
    for place in (3, 20):
        found[place] = replace(found[place], confidence=0.6)
    assert len(stretches(found)) == 2
    found[8] = replace(found[8], confidence=0.6)
    assert [(piece.left, piece.right) for piece in stretches(found)] == [(1, 10), (18, 22)]


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([], id="nothing"),
        pytest.param(line("一"), id="one character"),
        pytest.param(line("0123456789"), id="numbers"),
        pytest.param(line(CHINESE, sure=0.7), id="blur"),
        pytest.param(line(CHINESE, pitch=0.02), id="too close to part repeats"),
        pytest.param(line("12申报345所在678"), id="mostly numbers"),
    ],
)
def test_a_line_in_doubt_throughout_is_read_whole(found):
    assert doubtful(found, STEPS) is None


def test_the_new_reading_takes_the_place_of_the_doubtful_piece():
    found = line("申报人所在单位应7当对材料的真实性完整性进行审核并签")
    (stretch,) = stretches(found)

    whole = joined(found, [stretch], [reread(found, stretch, "在单位应7.5当对材")])

    assert whole is not None
    assert "".join(character.text for character in whole) == "申报人所在单位应7.5当对材料的真实性完整性进行审核并签"
    positions = [character.position for character in whole]
    assert positions == sorted(positions)


def test_pieces_at_both_ends_need_one_neighbour_only():
    found = line("7报人所在单位应当对材料的真实性完整性进行审核并7")
    first, last = stretches(found)

    whole = joined(found, [first, last], [reread(found, first, "71报人所"), reread(found, last, "行审核并17")])

    assert whole is not None
    assert "".join(character.text for character in whole) == "71报人所在单位应当对材料的真实性完整性进行审核并17"


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("在单们应7.5当对材", id="another neighbour"),
        pytest.param("", id="nothing"),
        pytest.param("位应7.5当对", id="neighbours elsewhere"),
    ],
)
def test_a_reading_that_does_not_fit_its_neighbours_is_not_joined(said):
    found = line("申报人所在单位应7当对材料的真实性完整性进行审核并签")
    (stretch,) = stretches(found)

    assert joined(found, [stretch], [reread(found, stretch, said)]) is None


def test_a_neighbour_that_is_no_longer_sure_joins_nothing():
    found = line("申报人所在单位应7当对材料的真实性完整性进行审核并签")
    (stretch,) = stretches(found)
    said = [replace(character, confidence=0.5) for character in reread(found, stretch, "在单位应7当对材")]

    assert joined(found, [stretch], [said]) is None
