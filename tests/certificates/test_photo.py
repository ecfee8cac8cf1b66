"""Portraits: found where a picture is one, and nowhere else."""

import numpy as np
import pytest

from models.document import Line, Page
from models.geometry import Box
from tests.synthesis.documents.portraits import Sitter, portrait
from tests.synthesis.drawing import draw_document
from verifier.certificates.photo import find_photo
from verifier.certificates.recognise import recognise


@pytest.mark.parametrize("ground", ["white", "blue", "red"])
def test_a_portrait_is_found_with_its_size(ground) -> None:
    picture = np.asarray(portrait(Sitter(4, "女", ground)))
    found = find_photo(picture, (), page=3)
    assert found is not None
    assert (found.page, found.width_px, found.height_px, found.faces) == (3, 300, 420, 1)


def sheet_of(count: int, ground: str, size: tuple[int, int], paper: int = 255) -> np.ndarray:
    """Prints of 236 x 331 pixels beside each other on an empty sheet."""
    sheet = np.full((size[1], size[0], 3), paper, np.uint8)
    picture = np.asarray(portrait(Sitter(6, "男", ground)).resize((236, 331)))
    across = (size[0] - 40) // 290
    for number in range(count):
        left, top = 60 + 290 * (number % across), 60 + 380 * (number // across)
        sheet[top : top + 331, left : left + 236] = picture
    return sheet


@pytest.mark.parametrize("ground", ["white", "blue", "red"])
@pytest.mark.parametrize(("count", "size"), [(1, (1654, 2339)), (4, (1654, 2339)), (8, (1280, 850))])
def test_prints_are_found_on_an_otherwise_empty_sheet(ground: str, count: int, size: tuple[int, int]) -> None:
    found = find_photo(sheet_of(count, ground, size), (), page=1)
    assert found is not None
    assert abs(found.width_px - 236) < 40
    assert found.faces == 1


def test_a_square_of_colour_on_a_sheet_is_no_portrait() -> None:
    sheet = np.full((2339, 1654, 3), 255, np.uint8)
    sheet[500:830, 700:936] = (66, 139, 214)
    assert find_photo(sheet, (), page=1) is None


def test_two_people_are_two_faces() -> None:
    found = find_photo(np.asarray(portrait(Sitter(4, "男", "blue", faces=2))), (), page=1)
    assert found is None or found.faces == 2


@pytest.mark.parametrize("sitter", [Sitter(4, "男", faces=0), Sitter(5, "男", plain=False)], ids=["nobody", "a room"])
def test_what_is_no_portrait_is_not_taken_for_one(sitter) -> None:
    assert find_photo(np.asarray(portrait(sitter)), (), page=1) is None


@pytest.mark.parametrize("kind", ["wall_photo", "id_card", "diploma"])
def test_other_pages_are_no_portraits(kind) -> None:
    page = draw_document(kind, 7)
    assert find_photo(page.image, page.truth.as_lines(), page=1) is None


def test_a_portrait_with_writing_on_it_is_something_else() -> None:
    picture = np.asarray(portrait(Sitter(4, "女", "blue")))
    line = Line("工作证编号12345", Box(0.1, 0.8, 0.9, 0.9))
    assert find_photo(picture, (line,), page=1) is None


def test_a_portrait_is_recognised() -> None:
    pages = [Page(1, 300, 420, None)]
    assert recognise(pages).type is None
    assert recognise(pages, frozenset({1})).type == "photo_1in"
