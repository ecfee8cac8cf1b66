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
