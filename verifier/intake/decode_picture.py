"""Inside the child: a picture file to upright RGB pages."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import IO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.behind import Behind
from verifier.intake.flatten import to_rgb
from verifier.intake.limits import (
    MAX_PICTURE_PIXELS,
    MAX_TIFF_FRAMES,
    PICTURE_LONG_SIDE_PX,
    REDUCED_DECODING_PIXELS,
)
from verifier.intake.picture_behind import search_file, search_transparent
from verifier.intake.picture_texts import texts_of
from verifier.intake.spool import Answer

_FORMATS: Final = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "webp": "WEBP", "bmp": "BMP", "heic": "HEIF"}
_END_MARKS: Final = {"jpeg": b"\xff\xd9", "png": b"IEND"}
_DEFAULT_DPI: Final = (72, 96)
_PLAUSIBLE_DPI: Final = (50.0, 1200.0)
_PLAUSIBLE_INCHES: Final = (1.0, 24.0)
_MAX_ASPECT: Final = 100


def decode_picture(file: IO[bytes], kind: str, answer: Answer) -> None:
    """Send the picture in `file`, a TIFF's frames as pages; raises Refusal."""
    if kind == "heic":
        import pi_heif

        pi_heif.register_heif_opener()
    if not _has_end(file.read(), kind):
        raise Refusal(ExitCode.TRUNCATED)
    file.seek(0)
    # Our own limit is checked below, before anything is decoded; Pillow's warns first and raises at twice the figure.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")  # broken metadata of a sound picture is no reason to refuse it
    try:
        # Naming the one format keeps Pillow from trying others, among them EPS, which starts Ghostscript.
        with Image.open(file, formats=[_FORMATS[kind]]) as image:
            behind = Behind()
            _send(image, kind, answer, behind)
        # Read once more: beside the pixels the bytes of the file would be so much less room for both.
        file.seek(0)
        search_file(kind, file.read(), behind)
        answer.end(behind)
    except UnidentifiedImageError:
        raise Refusal(ExitCode.BROKEN) from None
    except OSError as error:
        if error.errno is not None:  # the system's, such as a full disk; Pillow's own have no number
            raise
        raise Refusal(ExitCode.TRUNCATED if "truncated" in str(error).lower() else ExitCode.BROKEN) from None
    except (SyntaxError, ValueError, IndexError, KeyError, TypeError, ZeroDivisionError, OverflowError, EOFError):
        raise Refusal(ExitCode.BROKEN) from None  # Pillow's parsers raise all of these on malformed headers


def _send(image: Image.Image, kind: str, answer: Answer, behind: Behind) -> None:
    _check_size(image.size)
    frames = _count_frames(image) if kind == "tiff" else 1
    if kind in ("png", "webp") and getattr(image, "n_frames", 1) > 1:
        raise Refusal(ExitCode.ANIMATION)
    first, dpi = upright_rgb(image)
    # Only now: reading EXIF of a PNG decodes it, and an error swallowed there would leave a page that was never read.
    answer.begin(frames, texts_of(image))
    answer.page(first.tobytes(), *first.size, dpi)
    search_transparent(image, behind)
    for index in range(1, frames):
        image.seek(index)
        _check_size(image.size)
        page, dpi = upright_rgb(image)
        answer.page(page.tobytes(), *page.size, dpi)
        search_transparent(image, behind)
        for surface, text in texts_of(image):
            behind.text(surface, text)


def upright_rgb(image: Image.Image) -> tuple[Image.Image, float | None]:
    """Return (mode RGB, upright, long side at most `PICTURE_LONG_SIDE_PX`; its dpi or None)."""
    declared = image.size
    if image.width * image.height > REDUCED_DECODING_PIXELS:
        image.draft("RGB", (PICTURE_LONG_SIDE_PX, PICTURE_LONG_SIDE_PX))
    resolution = _dpi(image.info.get("dpi"), max(declared))
    image.load()
    orientation = image.getexif().get(0x0112, 1)
    size = _fitted(image.size)
    # From so many pixels on, a second picture of this size beside the first would not fit into `CHILD_MEMORY_BYTES`.
    large = image.width * image.height > REDUCED_DECODING_PIXELS
    rgb = to_rgb(image, max(1, max(image.size) // PICTURE_LONG_SIDE_PX) if large else 1)
    # A copy in any case, and a small one: what is written into its EXIF is not written into the file's picture.
    rgb = rgb.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if rgb.size != size else rgb.copy()
    scale = max(rgb.size) / max(declared)
    rgb.getexif()[0x0112] = orientation
    ImageOps.exif_transpose(rgb, in_place=True)
    return rgb, None if resolution is None else resolution * scale


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    factor = min(1.0, PICTURE_LONG_SIDE_PX / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if width < 1 or height < 1 or max(size) > _MAX_ASPECT * min(size):
        raise Refusal(ExitCode.BROKEN)
    if width * height > MAX_PICTURE_PIXELS:
        raise Refusal(ExitCode.PAGE_TOO_LARGE)


def _count_frames(image: Image.Image) -> int:
    count = 0
    for count in _frames(image):
        if count > MAX_TIFF_FRAMES:
            raise Refusal(ExitCode.TOO_MANY_PAGES)
    image.seek(0)
    return count


def _frames(image: Image.Image) -> Iterator[int]:
    """Count by walking: `n_frames` would walk a list of directories of any length before it answers."""
    index = 0
    while True:
        try:
            image.seek(index)
        except EOFError:
            return
        index += 1
        yield index


def _dpi(declared: object, long_side_px: int) -> float | None:
    """Return the resolution where the file tells one that can be true.

    72 and 96 are what programs write when they know nothing, and a phone's photo would be a metre wide with them.
    """
    if not isinstance(declared, tuple) or len(declared) != 2:
        return None
    across, down = float(declared[0]), float(declared[1])
    if not (_PLAUSIBLE_DPI[0] <= across <= _PLAUSIBLE_DPI[1]) or abs(across - down) > 0.02 * across:
        return None
    if round(across) in _DEFAULT_DPI:
        return None
    return across if _PLAUSIBLE_INCHES[0] <= long_side_px / across <= _PLAUSIBLE_INCHES[1] else None


def _has_end(data: bytes, kind: str) -> bool:
    """Tell whether the file's end is in it. Anywhere: phones put films and depth maps behind the picture."""
    if kind == "webp":
        return len(data) >= int.from_bytes(data[4:8], "little") + 8
    return _END_MARKS.get(kind, b"") in data
