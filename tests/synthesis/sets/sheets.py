"""Contact sheets: one type in every split and through several scanners, to be looked at beside real ones."""

from __future__ import annotations

from PIL import Image, ImageDraw

from tests.synthesis import fonts
from tests.synthesis.documents.common import SPLITS, style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture

WAYS = (None, "flatbed", "photocopy", "phone_tilted")
"""None is the page that no scanner touched."""
WIDE, HIGH, LABEL = 560, 792, 26


def contact_sheet(type_: str, *, seed: int = 1, page: int = 0) -> Image.Image:
    """Return a sheet of the type: a row a split (each its own layout), a column a way in; `page` from 0."""
    sheet = Image.new("RGB", (WIDE * len(WAYS), (HIGH + LABEL) * len(SPLITS)), (245, 245, 245))
    pen, font = ImageDraw.Draw(sheet), fonts.face("hei", 17)
    for row, split in enumerate(SPLITS):
        drawn = DOCUMENTS[type_](scene(seed + row), style(seed + row, split=split))
        clean = drawn[min(page, len(drawn) - 1)]
        for column, way in enumerate(WAYS):
            one = clean if way is None else capture(clean, way, seed + row)
            picture = Image.fromarray(one.image)
            picture.thumbnail((WIDE - 8, HIGH - 4), Image.Resampling.BOX)
            place = (column * WIDE + (WIDE - picture.width) // 2, row * (HIGH + LABEL) + LABEL)
            sheet.paste(picture, place)
            title = f"{type_}  {split}  {clean.truth.layout}  {way or 'clean'}"
            pen.text((column * WIDE + 8, row * (HIGH + LABEL) + 4), title, font=font, fill=(20, 20, 20))
    return sheet
