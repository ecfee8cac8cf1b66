"""A QR code on a page, for the documents that carry one."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from models.geometry import Box
from tests.synthesis.paper import Sheet
from tests.synthesis.truth import QrTruth


def qr(sheet: Sheet, x: float, y: float, side: float, text: str) -> Box:
    """Draw a QR code with its quiet zone inside a square of `side` millimetres."""
    parameters = cv2.QRCodeEncoder.Params()
    parameters.correction_level = cv2.QRCODE_ENCODER_CORRECT_LEVEL_M
    modules = cv2.QRCodeEncoder.create(parameters).encode(text)
    pixels = round(sheet.px(side))
    picture = cv2.resize(np.asarray(modules), (pixels, pixels), interpolation=cv2.INTER_NEAREST)
    left, top = round(sheet.px(x)), round(sheet.px(y))
    sheet.picture.paste(Image.fromarray(picture).convert("RGB"), (left, top))
    box = sheet.box_px(left, top, left + pixels, top + pixels)
    sheet.qr_codes.append(QrTruth(box, text))
    return box
