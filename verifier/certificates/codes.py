"""Decodes QR and bar codes (二维码、条码). What they say is text: nothing here opens it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
import zxingcpp

from models.geometry import Box
from models.observation import QrCode
from verifier.certificates.code_regions import Grey, Patch, code_regions
from verifier.pictures import RgbImage

_FORMAT: Final[Any] = zxingcpp.BarcodeFormat
# ITF, Codabar and the UPC family are left out: the ruled lines of a form read as such codes now and then.
_FORMATS: Final[Any] = (
    _FORMAT.QRCode, _FORMAT.MicroQRCode, _FORMAT.Aztec, _FORMAT.DataMatrix, _FORMAT.PDF417, _FORMAT.Code128
)  # fmt: skip
_RETAIL: Final[Any] = (_FORMAT.EAN13, _FORMAT.EAN8, _FORMAT.Code39)
_BARS: Final[Any] = (_FORMAT.Code128, _FORMAT.PDF417, *_RETAIL)
_MATRICES: Final[Any] = (_FORMAT.QRCode, _FORMAT.MicroQRCode, _FORMAT.Aztec, _FORMAT.DataMatrix)
_SMALL_PX: Final = 1_000_000
"""Pictures below this are cut-outs or small scans: looked at in every format and once more enlarged."""
_COARSE_PX: Final = 2_000_000
"""Pages below this may be coarse scans: every patch is enlarged."""

_KNOWN: Final = 0.2
"""Share of a patch that a code which is known takes up: two sit in no such patch."""
_ENLARGED, _HALF = 3.0, 0.5
_TINTED, _COLOURED = 24, 0.01
"""Grey levels between red and grey, and the share of a patch in which they differ so, where a stamp may lie on it."""
_SQUARE: Final[Any] = (_FORMAT.QRCode, _FORMAT.MicroQRCode)
"""Found on whole pages by their corners in a few milliseconds; all formats together take ten times as long."""


def read_codes(image: RgbImage, *, page: int) -> list[QrCode]:
    """Return the codes of a page that decode without an error, from top to bottom.

    `format` is zxing's name in lower case (`qrcode`, `microqrcode`, `datamatrix`, `pdf417`, `code128`, `ean13`, ...).
    Rotated, inverted and coarse codes are tried; small, blurred and stamped ones, and other kinds than QR, where a
    patch looks like a code. One that decodes only to a part of its text is left out.

    Args:
        image: H x W x 3 uint8 RGB.
        page: number of the page, from 1.
    """
    height, width = image.shape[:2]
    if min(height, width) < 8:
        return []
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    found = _on_page(grey, page)
    if not found or grey.size >= _SMALL_PX:
        found = [*found, *_in_regions(image, grey, page, found)]
    return sorted(found, key=lambda code: (code.box.top, code.box.left))


def _on_page(grey: Grey, page: int) -> list[QrCode]:
    height, width = grey.shape
    for scale, found in _attempts(grey):
        codes = [_code(barcode, page, width * scale, height * scale) for barcode in found if barcode.text]
        if codes:
            return codes
    return []


def _in_regions(image: RgbImage, grey: Grey, page: int, known: Sequence[QrCode]) -> Iterator[QrCode]:
    """Yield codes of patches that look like one and hold none that is known."""
    regions, texts = code_regions(image), {code.text for code in known}
    read_small = _read_matrix if grey.size < _COARSE_PX else _read_small
    for patch, read in (
        *((patch, _read_matrix) for patch in regions.matrices),
        *((patch, read_small) for patch in regions.small),
        *((patch, _read_bars) for patch in regions.bars),
    ):
        left, top, right, bottom = patch
        place = Box.from_pixels(left, top, right, bottom, width_px=grey.shape[1], height_px=grey.shape[0])
        if any(place.covered_by(code.box) > _KNOWN for code in known):
            continue
        scale, found = read(image[top:bottom, left:right], grey[top:bottom, left:right])
        yield from (_placed(one, page, patch, scale, grey.shape) for one in found if one.text not in texts)


def _read_bars(_: RgbImage, grey: Grey) -> tuple[float, list[Any]]:
    return 1.0, _read(grey, _BARS)


def _read_small(_: RgbImage, grey: Grey) -> tuple[float, list[Any]]:
    return 1.0, _read(grey, _MATRICES)


def _read(grey: Grey, formats: Any) -> list[Any]:  # noqa: ANN401
    return [one for one in zxingcpp.read_barcodes(np.ascontiguousarray(grey), formats=formats) if one.text]


def _read_matrix(image: RgbImage, grey: Grey) -> tuple[float, list[Any]]:
    """Decode a patch as it is; else enlarged, sharpened, and without the red of a stamp on it."""
    found = _read(grey, _MATRICES)
    if found:
        return 1.0, found
    red = np.ascontiguousarray(image[:, :, 0])
    is_coloured = np.count_nonzero(cv2.absdiff(red, grey) > _TINTED) > _COLOURED * grey.size
    for picture in (one for patch in ((red, grey) if is_coloured else (grey,)) for one in _enlarged(patch)):
        found = [one for one in _dark_on_light(picture) if one.text]
        if found:
            break
    return _ENLARGED, found


def _enlarged(patch: Grey) -> Iterator[Grey]:
    larger = np.asarray(cv2.resize(patch, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC), np.uint8)
    yield larger
    yield np.asarray(cv2.addWeighted(larger, 2.0, cv2.GaussianBlur(larger, (0, 0), 3.0), -1.0, 0), np.uint8)


def _placed(barcode: Any, page: int, region: Patch, scale: float, shape: tuple[int, ...]) -> QrCode:  # noqa: ANN401
    left, top, right, bottom = region
    code = _code(barcode, page, scale * (right - left), scale * (bottom - top))
    x, y = (right - left) / shape[1], (bottom - top) / shape[0]
    box = code.box
    return replace(code, box=Box.clamped(
        left / shape[1] + box.left * x, top / shape[0] + box.top * y,
        left / shape[1] + box.right * x, top / shape[0] + box.bottom * y,
    ))  # fmt: skip


def _attempts(grey: Any) -> Iterator[tuple[float, list[Any]]]:  # noqa: ANN401  # cv2 and zxing are untyped
    """Yield (scale, codes) of ever dearer attempts; the first that finds something is the answer."""
    if grey.size < _SMALL_PX:
        yield 1.0, zxingcpp.read_barcodes(grey, formats=_FORMATS + _RETAIL)
        yield 1.0, _dark_on_light(grey, binarizer=zxingcpp.Binarizer.GlobalHistogram)
        larger = cv2.resize(grey, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
        yield _ENLARGED, _dark_on_light(larger)
        return
    # Enlarging a whole page gains nothing: modules down to 2.3 pixels are read as they are.
    yield 1.0, _dark_on_light(grey, formats=_SQUARE)
    # Areas are averaged, where zxing samples points: a large code comes out of a coarse photograph's noise.
    half = cv2.resize(grey, None, fx=_HALF, fy=_HALF, interpolation=cv2.INTER_AREA)
    yield _HALF, zxingcpp.read_barcodes(half, formats=_SQUARE)
    # A global threshold reads codes printed faintly on a tinted ground, where the local one sees the ground's pattern.
    yield 1.0, _dark_on_light(grey, binarizer=zxingcpp.Binarizer.GlobalHistogram)


def _dark_on_light(
    grey: Any,  # noqa: ANN401
    *,
    formats: Any = _FORMAT.QRCode,  # noqa: ANN401
    binarizer: Any = zxingcpp.Binarizer.LocalAverage,  # noqa: ANN401
) -> list[Any]:
    """Decode in the size given: light codes on dark and coarser sizes double the time."""
    found: list[Any] = zxingcpp.read_barcodes(
        grey, formats=formats, binarizer=binarizer, try_invert=False, try_downscale=False
    )
    return found


def _code(barcode: Any, page: int, width: float, height: float) -> QrCode:  # noqa: ANN401
    position = barcode.position
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    x, y = [corner.x / width for corner in corners], [corner.y / height for corner in corners]
    box = Box.clamped(round(min(x), 6), round(min(y), 6), round(max(x), 6), round(max(y), 6))
    return QrCode(page, box, barcode.format.name.lower(), barcode.text)
