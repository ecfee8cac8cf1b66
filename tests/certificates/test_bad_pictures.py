"""Bad pictures, read by the engine: what was seen is told, and nothing that was not."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from benchmarks.accuracy.certificate_truth import expected
from models.document import Document, Page
from models.geometry import Box
from models.observation import FieldValue, Observation
from tests.synthesis.ageing import CLEAN
from tests.synthesis.drawing import draw_pages
from tests.synthesis.truth import Drawn
from verifier.intake.opened import Opened
from verifier.observing import observe
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> Iterator[OcrEngine]:
    yield create_engine()


@pytest.fixture(scope="module")
def card() -> Drawn:
    """A front and a back of one card on a sheet, as offices copy them."""
    return draw_pages("id_card", 31, split="dev", how=CLEAN)[0]


def seen(image: RgbImage, engine: OcrEngine) -> Observation:
    page = Page(1, image.shape[1], image.shape[0], 200.0)
    return observe(Opened(Document("0" * 64, "a.png", "image/png", (page,)), (np.ascontiguousarray(image),)), engine)


def fields(observation: Observation) -> dict[str, FieldValue]:
    return {field.name: field for field in observation.fields}


def said(page: Drawn) -> dict[str, set[str]]:
    return {field.name: expected("id_card", field.name, [field.value]) for field in page.truth.fields}


@pytest.mark.parametrize("turns", [1, 2, 3], ids=["on its left side", "upside down", "on its right side"])
def test_a_turned_card_is_read_upright(turns: int, card: Drawn, engine: OcrEngine) -> None:
    found = seen(np.rot90(card.image, turns), engine)
    assert found.type == "id_card"
    assert fields(found)["公民身份号码"].value in said(card)["公民身份号码"]
    assert found.pages[0].height_px == card.image.shape[0]


def test_of_half_a_card_the_other_half_is_not_invented(card: Drawn, engine: OcrEngine) -> None:
    number = next(field.box for field in card.truth.fields if field.name == "公民身份号码")
    name = next(field.box for field in card.truth.fields if field.name == "姓名")
    cut = round((name.bottom + 0.4 * (number.top - name.bottom)) * card.image.shape[0])
    found = seen(card.image[:cut], engine)
    read, true = fields(found), said(card)
    assert found.type in ("id_card", None)
    assert all(field.value is None or field.value in true[name] for name, field in read.items() if name in true)
    assert "公民身份号码" not in read or read["公民身份号码"].value is None


def test_two_peoples_cards_on_one_page_are_nobodys(card: Drawn, engine: OcrEngine) -> None:
    other = draw_pages("id_card", 32, split="dev", how=CLEAN)[0]
    boxes = [field.box for field in (*card.truth.fields, *other.truth.fields) if field.name in ("姓名", "公民身份号码")]
    front = Box.around(boxes).expanded(0.0, 0.03)
    top, bottom = round(front.top * card.image.shape[0]), round(front.bottom * card.image.shape[0])
    found = fields(seen(np.concatenate([page.image[top:bottom] for page in (card, other)]), engine))
    assert found["公民身份号码"].problems == ("several",)
    assert found["姓名"].value is None


def test_a_certificate_in_english_is_of_no_type_and_has_no_fields(engine: OcrEngine) -> None:
    image = np.full((1654, 2339, 3), 252, np.uint8)
    rows = (("CERTIFICATE OF COMPLETION", 3.0), ("This is to certify that ZHANG SAN", 1.8),
            ("has completed the training course on metrology", 1.8), ("Date: 30 June 2023", 1.8))  # fmt: skip
    for row, (text, size) in enumerate(rows):
        cv2.putText(image, text, (300, 400 + 200 * row), cv2.FONT_HERSHEY_COMPLEX, size, (20, 20, 20), 4)
    found = seen(image, engine)
    assert (found.type, found.fields) == (None, ())
    assert "ZHANG SAN" in found.pages[0].text


def test_a_screenshot_of_a_phone_is_of_no_type(engine: OcrEngine) -> None:
    (page,) = draw_pages("chat_screenshot", 3, split="dev", how=CLEAN)
    found = seen(page.image, engine)
    assert (found.type, found.fields) == (None, ())
    assert found.pages[0].lines
