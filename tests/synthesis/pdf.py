"""Writes drawn pages as PDF: born-digital with a text layer, or scans as pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.synthesis.fonts import FONTS
from tests.synthesis.truth import Drawn, TextLine


def jpeg(image: NDArray[np.uint8], quality: int = 80) -> bytes:
    """Return an RGB picture as JPEG bytes."""
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality]
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), settings)[1])


def scanned_pdf(pages: Sequence[Drawn], *, quality: int = 70) -> bytes:
    """Return a PDF whose pages are pictures and nothing else."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for page in pages:
        width, height = _size(page)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(jpeg(page.image, quality))), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def digital_pdf(pages: Sequence[Drawn], *, title: str = "") -> bytes:
    """Return a PDF of clean pages with real text in embedded subsets; rules and opaque covers are vector shapes."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setTitle(title)
    for page in pages:
        width, height = _size(page)
        canvas.setPageSize((width, height))
        for line in page.truth.lines:
            _set(canvas, line, width, height)
        for rule in page.rules:
            canvas.setLineWidth(0.6)
            canvas.line(rule.left * width, (1 - rule.top) * height, rule.right * width, (1 - rule.bottom) * height)
        for cover in page.truth.covers:
            box = cover.box
            canvas.setFillGray(0)
            canvas.rect(box.left * width, (1 - box.bottom) * height, box.width * width, box.height * height, 0, 1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _size(page: Drawn) -> tuple[float, float]:
    return page.image.shape[1] * 72 / page.dpi, page.image.shape[0] * 72 / page.dpi


def _set(canvas: Canvas, line: TextLine, width: float, height: float) -> None:
    """Set one line at its boxes: the em is a character's height, the letter spacing what the boxes leave between."""
    if line.face is None:
        raise ValueError("handwriting has no place in a born-digital page")
    if line.face not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(line.face, str(FONTS / f"{line.face}.ttf")))
    em = line.characters[0]
    size = em.height * height
    text = canvas.beginText(em.left * width, (1 - em.top) * height - size * 0.88)
    text.setFont(line.face, size)
    if len(line.characters) > 1:
        step = (line.characters[1].left - line.characters[0].left) * width
        text.setCharSpace(step - pdfmetrics.stringWidth(line.text[0], line.face, size))
    text.setFillGray(0.62 if size < 7.5 else 0.1)
    text.textOut(line.text)
    canvas.drawText(text)
