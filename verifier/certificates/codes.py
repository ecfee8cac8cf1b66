"""Decodes QR and bar codes (二维码、条码). What they say is text: nothing here opens it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import cv2
import zxingcpp

from models.geometry import Box
from models.observation import QrCode
from verifier.pictures import RgbImage

_FORMAT: Final[Any] = zxingcpp.BarcodeFormat
# ITF, Codabar and the UPC family are left out: the ruled lines of a form read as such codes now and then.
_FORMATS: Final[Any] = (_FORMAT.QRCode, _FORMAT.MicroQRCode, _FORMAT.DataMatrix, _FORMAT.PDF417, _FORMAT.Code128)
_RETAIL: Final[Any] = (_FORMAT.EAN13, _FORMAT.EAN8, _FORMAT.Code39)
_SMALL_PX: Final = 2_000_000
"""Pictures below this are cut-outs or small scans: looked at in every format and once more enlarged."""


def read_codes(image: RgbImage, *, page: int) -> list[QrCode]:
    """Return the codes of a page that decode without an error, from top to bottom.

    `format` is zxing's name in lower case (`qrcode`, `microqrcode`, `datamatrix`, `pdf417`, `code128`, `ean13`, ...).
    Rotated, inverted and coarse codes are tried; a code that decodes only to a part of its text is left out.

    Args:
        image: H x W x 3 uint8 RGB.
        page: number of the page, from 1.
    """
    height, width = image.shape[:2]
    if min(height, width) < 8:
        return []
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    for scale, found in _attempts(grey):
        codes = [_code(barcode, page, width * scale, height * scale) for barcode in found if barcode.text]
        if codes:
            return sorted(codes, key=lambda code: (code.box.top, code.box.left))
    return []


def _attempts(grey: Any) -> Iterator[tuple[float, list[Any]]]:  # noqa: ANN401  # cv2 and zxing are untyped
    """Yield (scale, codes) of ever dearer attempts; the first that finds something is the answer."""
    small = grey.size < _SMALL_PX
    yield 1.0, zxingcpp.read_barcodes(grey, formats=_FORMATS + _RETAIL if small else _FORMATS)
    # A global threshold reads codes printed faintly on a tinted ground, where the local one sees the ground's pattern.
    yield 1.0, _qr_only(grey, zxingcpp.Binarizer.GlobalHistogram)
    # Enlarging a whole page gains nothing: modules down to 2.3 pixels are read as they are.
    if small:
        larger = cv2.resize(grey, None, fx=3.0, fy=3.0, interpolation=cv2.INTER_CUBIC)
        yield 3.0, _qr_only(larger, zxingcpp.Binarizer.LocalAverage)


def _qr_only(grey: Any, binarizer: Any) -> list[Any]:  # noqa: ANN401
    found: list[Any] = zxingcpp.read_barcodes(grey, formats=_FORMAT.QRCode, binarizer=binarizer)
    return found


def _code(barcode: Any, page: int, width: float, height: float) -> QrCode:  # noqa: ANN401
    position = barcode.position
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    x, y = [corner.x / width for corner in corners], [corner.y / height for corner in corners]
    box = Box.clamped(round(min(x), 6), round(min(y), 6), round(max(x), 6), round(max(y), 6))
    return QrCode(page, box, barcode.format.name.lower(), barcode.text)
