"""The recipe: an untrusted file in, a document with one picture a page out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import IO, Final

import numpy as np

from models.document import Document, Page
from models.errors import InputRefused
from models.observation import Surface, SurfaceKind, Table
from verifier.intake.border import PageAnswer, box_of, clean, layer_line, table_of
from verifier.intake.child import Decoded, decode
from verifier.intake.kinds import DOCX, PDF
from verifier.intake.layout import laid_out
from verifier.intake.limits import HEAD_BYTES, MAX_TEXT_CHARACTERS
from verifier.intake.opened import HiddenPicture, LayerLine, Opened
from verifier.intake.upload import check_upload
from verifier.pictures import RgbImage

__all__ = ["check_upload", "open_document"]

_PIECE: Final = 12
"""Characters of a paragraph that are looked for together on the laid-out pages."""


def open_document(path: Path, *, filename: str) -> Opened:
    """Open one file.

    No parser of foreign bytes runs in this process. The pictures are mapped from an unlinked temporary file (in the
    directory that `tempfile` chooses: TMPDIR): the system may drop and reload them, and the disk is free again when the
    last picture is gone. They are private: writing into one changes nobody else's.

    Args:
        path: where the bytes are.
        filename: as the sender named it; only checked and carried along.

    Raises:
        InputRefused: one of its kinds says what is wrong with the file.
        StorageFull: the temporary directory has no room.
        FileNotFoundError: no file at `path`.
    """
    with path.open("rb") as file, tempfile.TemporaryFile(prefix="verifier-pages-") as spool:
        head = file.read(HEAD_BYTES)
        kind = check_upload(filename, head, os.fstat(file.fileno()).st_size)
        sha256 = _sha256(file)
        decoded = decode(file, kind.id, spool)
        pictures = tuple(_pictures(spool, decoded))
        if kind is DOCX:
            spool.truncate(0)
            decoded = _with_pages(file, decoded, spool)
        images = _images(spool, decoded.pages)
    pages = tuple(Page(number, page.width, page.height, page.dpi) for number, page in enumerate(decoded.pages, start=1))
    document = Document(sha256, filename, kind.media_type, pages)
    return Opened(
        document,
        images,
        tuple(_surfaces(decoded)),
        _layers(decoded),
        tuple(_tables(decoded)),
        pictures,
        tuple(dict.fromkeys(decoded.ending.unread)),
        tuple(tuple(box for place in page.laid if (box := box_of(*place))) for page in decoded.pages),
    )


def _with_pages(file: IO[bytes], texts: Decoded, spool: IO[bytes]) -> Decoded:
    """Return a DOCX with its pages where a layout program can make them, else its texts alone.

    On pages the visible text has its places; the surfaces that no page shows stay.
    """
    with laid_out(file) as pdf:
        if pdf is None:
            return texts
        try:
            pages = decode(pdf, PDF.id, spool).pages
        except InputRefused:
            return texts
    shown = _packed("".join(line[0] for page in pages for line in page.texts))
    beside = [
        (SurfaceKind.HIDDEN_TEXT if kind is SurfaceKind.TEXT_LAYER else kind, text)
        for kind, text in texts.beginning.metadata
        if kind is not SurfaceKind.TEXT_LAYER or not _is_shown(text, shown)
    ]
    return Decoded(texts.beginning.model_copy(update={"metadata": beside}), pages, texts.ending)


def _is_shown(text: str, shown: str) -> bool:
    """Tell whether most of a paragraph stands on the pages: a page break, a number or a hyphen may part it there."""
    packed = _packed(text)
    pieces = [packed[start : start + _PIECE] for start in range(0, len(packed), _PIECE)]
    return sum(piece in shown for piece in pieces) * 2 >= len(pieces)


def _packed(text: str) -> str:
    return "".join(text.split())


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # typeshed: not quite IO[bytes]
    # The child gets this very descriptor: what was hashed is what is decoded.
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    return digest


def _images(spool: IO[bytes], pages: tuple[PageAnswer, ...]) -> tuple[RgbImage, ...]:
    if not pages:
        return ()  # nothing was spooled, and an empty file cannot be mapped
    pixels = np.memmap(spool, dtype=np.uint8, mode="c").view(np.ndarray)
    images = []
    start = 0
    for page in pages:
        end = start + page.width * page.height * 3
        images.append(pixels[start:end].reshape(page.height, page.width, 3))
        start = end
    return tuple(images)


def _pictures(spool: IO[bytes], decoded: Decoded) -> Iterator[HiddenPicture]:
    """Yield the pictures behind the pages; copied, because they are few, small and soon read."""
    start = sum(page.width * page.height * 3 for page in decoded.pages)
    for kind, width, height, place in decoded.ending.pictures:
        pixels = np.fromfile(spool, dtype=np.uint8, count=width * height * 3, offset=start - spool.tell())
        page, box = (place[0], box_of(*place[1:])) if place else (None, None)
        yield HiddenPicture(kind, pixels.reshape(height, width, 3), page if box else None, box)
        start += width * height * 3


def _surfaces(decoded: Decoded) -> Iterator[Surface]:
    for kind, text in dict.fromkeys((*decoded.beginning.metadata, *decoded.ending.texts)):
        if cleaned := clean(text).strip():
            yield Surface(kind, cleaned)
    room = MAX_TEXT_CHARACTERS
    for number, page in enumerate(decoded.pages, start=1):
        for text, *sides, _ in page.texts:
            cleaned = clean(text).strip()
            room -= len(cleaned)
            if cleaned and room >= 0:
                yield Surface(SurfaceKind.TEXT_LAYER, cleaned, number, box_of(*sides))


def _layers(decoded: Decoded) -> tuple[tuple[LayerLine, ...], ...]:
    room = MAX_TEXT_CHARACTERS
    layers = []
    for page in decoded.pages:
        lines = []
        for text, *_, places in page.texts:
            room -= len(text)
            if room >= 0 and (line := layer_line(text, places)) is not None:
                lines.append(line)
        layers.append(tuple(lines))
    return tuple(layers)


def _tables(decoded: Decoded) -> Iterator[Table]:
    for number, page in enumerate(decoded.pages, start=1):
        for cells in page.tables:
            if (table := table_of(cells, number)) is not None:
                yield table
