"""Portraits on forms and certificates: found with their shape, and told from prints that lie alone."""

import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from tests.synthesis.documents.common import style
from tests.synthesis.documents.portraits import Sitter, portrait
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from verifier.certificates.form_photo import find_form_photo
from verifier.certificates.photo import find_photo
from verifier.pictures import RgbImage

NAME = Line("姓名", Box(0.1, 0.1, 0.16, 0.12))
SLOT = Box.from_pixels(1300, 300, 1500, 580, width_px=1654, height_px=2339)


def form(sitter: Sitter | None, colour: tuple[int, int, int] | None = None) -> RgbImage:
    """A ruled sheet of A4 with a slot of 200 x 280 pixels: a portrait in it, or a field of one colour."""
    sheet = np.full((2339, 1654, 3), 250, np.uint8)
    sheet[300:1800:100, 150:1500] = 30
    sheet[300:1800, 150:1500:270] = 30
    sheet[300:580, 1300:1500] = 250
    if sitter is not None:
        sheet[300:580, 1300:1500] = np.asarray(portrait(sitter).resize((200, 280)))
    if colour is not None:
        sheet[300:580, 1300:1500] = colour
    return sheet


@pytest.mark.parametrize("ground", ["white", "blue", "red"])
def test_a_portrait_is_found_in_its_slot(ground: str) -> None:
    found = find_form_photo(form(Sitter(4, "女", ground)), [NAME], page=2)
    assert found is not None
    assert (found.page, found.faces, found.on_form) == (2, 1, True)
    assert found.box.iou(SLOT) > 0.85
    assert abs(found.width_px / found.height_px - 25 / 35) < 0.04


def test_a_grey_copy_has_a_portrait_whose_faces_nobody_counts() -> None:
    found = find_form_photo(form(Sitter(4, "女", coloured=False)), [NAME], page=1)
    assert found is not None
    assert found.faces is None


@pytest.mark.parametrize(
    "sheet",
    [form(None), form(None, (66, 139, 214)), form(None, (150, 150, 150)), form(Sitter(5, "男", faces=0))],
    ids=["empty slot", "blue field", "grey field", "ground without anybody"],
)
def test_an_empty_slot_has_none(sheet: RgbImage) -> None:
    assert find_form_photo(sheet, [NAME], page=1) is None


def test_pages_that_speak_of_nobody_are_not_searched() -> None:
    assert find_form_photo(form(Sitter(4, "女")), [Line("设备清单", NAME.box)], page=1) is None


@pytest.mark.parametrize("kind", ["app_form", "cadre_resume", "freelance_political", "title_ecert", "id_card"])
def test_drawn_documents_with_a_portrait(kind: str) -> None:
    found = []
    for page in DOCUMENTS[kind](scene(21), style(21, split="dev")):
        lines = page.truth.as_lines()
        assert find_photo(page.image, lines, page=1) is None
        found += [find_form_photo(page.image, lines, page=1)]
    assert sum(photo is not None for photo in found) == 1


@pytest.mark.parametrize("kind", ["political", "appraisal", "social_ins", "award", "contract"])
def test_drawn_documents_without_one(kind: str) -> None:
    for page in DOCUMENTS[kind](scene(22), style(22, split="dev")):
        assert find_form_photo(page.image, page.truth.as_lines(), page=1) is None
