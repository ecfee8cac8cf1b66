"""Files that give a name away, each by one leak, and clean ones that do not: what a masking check must tell apart.

`TRAPS[kind](subject, seed)` and `CONTROLS[kind](subject, seed)` give a file's name and its bytes. Each trap exists for
a name in Han characters and for one in Latin letters (`subject(seed, script)`, scripts in SCRIPTS). Traps of STRINGS
tell the name by the file's own strings, no OCR needed; those of PICTURES by pictures.
"""

from __future__ import annotations

from tests.synthesis.traps import page_pixels, pdf_layers, pdf_objects, picture_files, word_files
from tests.synthesis.traps.controls import CONTROLS
from tests.synthesis.traps.paper import SCRIPTS, Subject, Trap, subject

__all__ = ["CONTROLS", "PICTURES", "SCRIPTS", "STRINGS", "TRAPS", "Subject", "Trap", "subject"]

TRAPS: dict[str, Trap] = {
    **page_pixels.TRAPS,
    **pdf_layers.TRAPS,
    **pdf_objects.TRAPS,
    **picture_files.TRAPS,
    **word_files.TRAPS,
}

PICTURES = frozenset(page_pixels.TRAPS) - {"file_name", "file_name_escaped"} | {
    "second_page", "image_under_image", "image_patched", "image_beyond_edge", "image_soft_mask", "image_unused",
    "rectangle_over_scan", "attachment_picture", "thumbnail", "revision_picture", "picture_after_end",
    "exif_thumbnail", "jpeg_picture_behind", "png_transparent", "png_transparent_colour", "png_second_frame",
    "tiff_second_page", "webp_second_frame", "word_thumbnail",
}  # fmt: skip
"""Traps that only an eye, or an OCR engine, falls into or sees."""

STRINGS = frozenset(TRAPS) - PICTURES
