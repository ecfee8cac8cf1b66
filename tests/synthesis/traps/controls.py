"""Clean files: properly masked copies, scans, born-digital pages and Word files that give nobody away."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from models.geometry import Box
from tests.synthesis.ageing import ageing, scan
from tests.synthesis.covers import cover
from tests.synthesis.paper import Sheet
from tests.synthesis.pdf import digital_pdf
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.traps.paper import NAME_AT, ROW, Subject, Trap, masked, page, type_of
from tests.synthesis.traps.pdf_file import scanned
from tests.synthesis.traps.picture_files import encoded
from tests.synthesis.traps.word_files import document
from verifier.masking.container import masked_pdf, masked_png


def _copy(told: Subject, seed: int) -> tuple[str, bytes]:
    return "copy.pdf", masked_pdf([np.asarray(masked(seed).picture), np.asarray(page(seed + 1).picture)])


def _copy_png(told: Subject, seed: int) -> tuple[str, bytes]:
    return "copy.png", masked_png(np.asarray(masked(seed).picture))


def _scan(told: Subject, seed: int) -> tuple[str, bytes]:
    aged = scan(masked(seed).finish(None, "trap"), ageing(seed), seed=seed)
    return "scan.jpg", encoded(Image.fromarray(aged.image))


def _scan_bare(told: Subject, seed: int) -> tuple[str, bytes]:
    return "scan.jpg", encoded(page(seed).picture)


def _scan_pdf(told: Subject, seed: int) -> tuple[str, bytes]:
    return "scan.pdf", scanned(masked(seed))


def _digital(told: Subject, seed: int) -> tuple[str, bytes]:
    return "digital.pdf", digital_pdf([page(seed).finish(None, "trap")], title="report")


def _tiff(told: Subject, seed: int) -> tuple[str, bytes]:
    return "scan.tif", encoded(masked(seed).picture, "TIFF", save_all=True, append_images=[page(seed + 1).picture])


def _word(told: Subject, seed: int) -> tuple[str, bytes]:
    return "digital.docx", document()


def _phone(told: Subject, seed: int) -> tuple[str, bytes]:
    """A picture with the EXIF of a telephone: make, time, a thumbnail of the masked page."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Maker", "Model 5", "2024:08:26 08:00:00"
    return "IMG_0412.jpg", encoded(masked(seed).picture, exif=exif)


def _other_cover(told: Subject, seed: int) -> tuple[str, bytes]:
    """Masked by a felt pen or a strip of paper over the whole field."""
    sheet = page(seed)
    box = sheet.text(NAME_AT, ROW, told.written, type_of(seed))
    wide = Box.clamped(box.left - 0.01, box.top - 0.02, box.right + 0.02, box.bottom + 0.02)
    colour = (20, 20, 24) if seed % 2 else (128, 128, 128)
    cover(sheet, wide, look="marker" if seed % 2 else "tape", colour=colour, seed=seed)
    return "scan.jpg", encoded(sheet.picture)


def _sealed(told: Subject, seed: int) -> tuple[str, bytes]:
    sheet: Sheet = masked(seed)
    press(sheet, draw_seal("昆仑县质量计量检测所", seed=seed, wear=0.3), 118.0, 74.0)
    return "scan.jpg", encoded(sheet.picture)


def _information(told: Subject, seed: int) -> tuple[str, bytes]:
    stream = io.BytesIO()
    masked(seed).picture.save(stream, "PDF", resolution=200, title="scan", producer="Scanner 3", author="scanner")
    return "scan.pdf", stream.getvalue()


CONTROLS: dict[str, Trap] = {
    "copy_pdf": _copy,
    "copy_png": _copy_png,
    "scan": _scan,
    "scan_without_mask": _scan_bare,
    "scan_pdf": _scan_pdf,
    "scan_pdf_with_information": _information,
    "born_digital": _digital,
    "tiff_of_two_pages": _tiff,
    "word": _word,
    "telephone": _phone,
    "felt_pen_or_tape": _other_cover,
    "sealed": _sealed,
}
