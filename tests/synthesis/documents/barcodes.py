"""QR codes and bar codes, drawn into a page module by module."""

from __future__ import annotations

import zxingcpp
from PIL import Image

from models.geometry import Box
from tests.synthesis.paper import Sheet
from tests.synthesis.truth import QrTruth


def draw_qr(sheet: Sheet, x: float, y: float, side: float, text: str) -> Box:
    """Draw a QR code with its quiet zone inside a square of `side` millimetres."""
    box = _draw(sheet, x, y, side, side, text, zxingcpp.BarcodeFormat.QRCode)
    sheet.qr_codes.append(QrTruth(box, text))
    return box


def draw_bars(sheet: Sheet, x: float, y: float, width: float, height: float, text: str, *, kind: str = "EAN13") -> Box:
    """Draw a bar code of lines (EAN13 with its check digit, Code128); it is no QR code and has no truth of its own."""
    return _draw(sheet, x, y, width, height, text, getattr(zxingcpp.BarcodeFormat, kind))


def _draw(sheet: Sheet, x: float, y: float, width: float, height: float, text: str, kind: object) -> Box:
    picture = Image.fromarray(zxingcpp.create_barcode(text, kind).to_image(scale=1, add_quiet_zones=True))
    size = round(sheet.px(width)), round(sheet.px(height))
    left, top = round(sheet.px(x)), round(sheet.px(y))
    sheet.picture.paste(picture.convert("RGB").resize(size, Image.Resampling.NEAREST), (left, top))
    return sheet.box_px(left, top, left + size[0], top + size[1])
