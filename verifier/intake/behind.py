"""Inside the child: what a file holds behind its pages, gathered within bounds: texts, pictures, and what is unread.

A name that no page shows may still stand in an annotation, a thumbnail, an earlier revision or behind the end of the
file. Texts leave as they are; pictures leave as pixels and are read outside like pages.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final, TypeAlias

from PIL import Image, ImageOps

from verifier.intake.limits import (
    HIDDEN_PICTURE_LONG_SIDE_PX,
    MAX_HIDDEN_CHARACTERS,
    MAX_HIDDEN_PICTURES,
    MAX_HIDDEN_PIXELS,
    MAX_HIDDEN_TEXTS,
    MAX_METADATA_CHARACTERS,
    MAX_PICTURE_PIXELS,
)

Found: TypeAlias = tuple[str, str]
"""(kind of surface, text)"""

Place: TypeAlias = tuple[int, float, float, float, float]
"""(page from 1, left, top, right, bottom in fractions of the page as displayed)"""

_SMALLEST_SIDE_PX: Final = 16
"""No character can be read in less."""

_FORMATS: Final = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF")


@dataclass(frozen=True)
class HiddenPixels:
    """A picture of a kind of surface; where it lies on a page, turned as the page shows it, if it lies on one."""

    kind: str
    image: Image.Image
    place: Place | None


class Behind:
    """Collects; once a bound is reached, what comes later is noted as `unread` by its kind of surface."""

    def __init__(self) -> None:
        self.texts: list[Found] = []
        self.pictures: list[HiddenPixels] = []
        self.unread: set[str] = set()
        self._known: set[Found] = set()
        self._characters = MAX_HIDDEN_CHARACTERS
        self._pixels = MAX_HIDDEN_PIXELS

    def text(self, kind: str, text: str) -> None:
        """Keep a text; a text known already, or blank, is not kept again."""
        # NULs part one value from the next; taken out, they would join a name to the word before it.
        text = text.replace("\0", " ").strip()
        for start in range(0, len(text), MAX_METADATA_CHARACTERS):
            piece = text[start : start + MAX_METADATA_CHARACTERS]
            if (kind, piece) in self._known:
                continue
            if len(self.texts) >= MAX_HIDDEN_TEXTS or len(piece) > self._characters:
                self.unread.add(kind)
                return
            self._known.add((kind, piece))
            self._characters -= len(piece)
            self.texts.append((kind, piece))

    def picture(self, kind: str, image: Image.Image, place: Place | None = None) -> None:
        """Keep a picture in RGB, its long side bounded; one too small or too plain to hold text is passed over."""
        if min(image.size) < _SMALLEST_SIDE_PX:
            return
        if len(self.pictures) >= MAX_HIDDEN_PICTURES or image.width * image.height > MAX_PICTURE_PIXELS:
            self.unread.add(kind)
            return
        image.thumbnail((HIDDEN_PICTURE_LONG_SIDE_PX, HIDDEN_PICTURE_LONG_SIDE_PX))
        rgb = image.convert("RGB")
        if _is_one_colour(rgb):
            return
        self._pixels -= rgb.width * rgb.height
        if self._pixels < 0:
            self.unread.add(kind)
            return
        self.pictures.append(HiddenPixels(kind, rgb, place))

    def picture_file(self, kind: str, data: bytes) -> bool:
        """Keep the picture whose file begins at the start of `data`; tells whether there was one that opens."""
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > MAX_PICTURE_PIXELS:
                    self.unread.add(kind)
                    return True
                image.load()
                self.picture(kind, ImageOps.exif_transpose(image))
        except (OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, ZeroDivisionError, EOFError):
            return False  # Pillow's parsers raise all of these on what is no picture
        return True


def _is_one_colour(image: Image.Image) -> bool:
    return all(low == high for low, high in image.getextrema())  # type: ignore[misc]  # three bands, three pairs
