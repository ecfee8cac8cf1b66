"""What `--draw` writes."""

import cv2
import numpy as np
import pytest

from models.document import Document, Page
from models.geometry import Box
from models.observation import EngineInfo, FieldValue, Observation, Photo
from verifier.commands.check import _marks
from verifier.commands.drawing import Mark, draw_marks
from verifier.intake.opened import Opened


@pytest.fixture
def opened() -> Opened:
    pages = tuple(Page(number, 200, 100) for number in (1, 2))
    white = np.full((100, 200, 3), 255, np.uint8)
    return Opened(Document("0" * 64, "a.png", "image/png", pages), (white, white))


def test_each_page_is_drawn_with_its_own_marks(opened, tmp_path) -> None:
    marks = [Mark(2, Box(0.25, 0.2, 0.75, 0.8), (0, 0, 220), "1")]
    one, two = (cv2.imread(str(path)) for path in draw_marks(opened, marks, tmp_path / "out.png"))
    assert (one == 255).all()
    assert tuple(two[20, 100]) == (0, 0, 220)
    assert (two[40:60, 80:120] == 255).all()


def test_fields_with_problems_are_drawn_in_another_colour() -> None:
    box = Box(0, 0, 1, 1)
    fields = (
        FieldValue("姓名", "张三", "张三", box, 1, 0.9),
        FieldValue("性别", None, None, None, 1, None, ("not_found",)),
        FieldValue("公民身份号码", "1", "1", box, 1, 0.9, ("checksum",)),
    )
    found = Observation("0" * 64, (), None, None, EngineInfo("1", "canned", "1"), fields=fields)
    marks = list(_marks(found))
    assert [mark.word for mark in marks] == ["1", "3"]
    assert marks[0].colour != marks[1].colour


def test_a_portrait_is_drawn() -> None:
    photo = Photo(2, Box(0.7, 0.1, 0.8, 0.2), 165, 234, 1, on_form=True)
    found = Observation("0" * 64, (), None, None, EngineInfo("1", "canned", "1"), photo=photo)
    assert [(mark.page, mark.box, mark.word) for mark in _marks(found)] == [(2, photo.box, "photo")]
