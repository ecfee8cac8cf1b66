"""A page with marks at known places, for tests of whatever moves pages."""

from __future__ import annotations

from tests.synthesis.paper import Sheet, Type
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import CoverTruth, Drawn


def marked_sheet(size_mm: tuple[float, float] = (105.0, 148.0)) -> Drawn:
    """Return a clean page with six black squares (told as covers), one line of text and a seal in its middle."""
    sheet = Sheet(size_mm)
    wide, high = sheet.size
    for x, y in ((0.12, 0.1), (0.86, 0.12), (0.3, 0.35), (0.7, 0.62), (0.14, 0.88), (0.88, 0.86)):
        left, top = round(wide * x), round(high * y)
        sheet.pen.rectangle((left, top, left + 23, top + 23), fill=(20, 20, 22))
        sheet.covers.append(CoverTruth(sheet.box_px(left, top, left + 24, top + 24)))
    sheet.centred(size_mm[1] * 0.25, "一二三四五六七八九十", Type("song", 14))
    press(sheet, draw_seal("云沙县计量检定所", seed=4), size_mm[0] * 0.5, size_mm[1] * 0.48)
    return sheet.finish(None, "marks")
