"""The decoders in this process: a hundred small files are decoded without starting a hundred children.

What crosses the border is the same: lines that the parent reads with distrust, pixels in a spool, exit codes.
"""

import io

from PIL import Image

from verifier.intake import opening
from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.border import read_beginning, read_ending, read_page
from verifier.intake.child import Decoded
from verifier.intake.conversation import refusal_of
from verifier.intake.decode_pdf import decode_pdf
from verifier.intake.decode_picture import decode_picture
from verifier.intake.spool import Answer


def use_here(monkeypatch):
    """Decode in this process for one test; what the decoders set for their whole process is put back after it."""
    monkeypatch.setattr(opening, "decode", decode_here)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def decode_here(file, kind, spool):
    lines = io.BytesIO()
    answer = Answer(lines, spool.fileno())
    try:
        if kind == "pdf":
            decode_pdf(file, answer)
        else:
            decode_picture(file, kind, answer)
    except Refusal as refusal:
        raise refusal_of(refusal.code, kind) from None
    except (MemoryError, RecursionError):
        raise refusal_of(ExitCode.LIMITS, kind) from None
    beginning, *pages, ending = lines.getvalue().splitlines()
    return Decoded(read_beginning(beginning), tuple(read_page(page) for page in pages), read_ending(ending))
