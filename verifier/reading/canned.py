"""An engine that answers from prepared lines: the rest of the product is tested without networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from models.document import Line
from verifier.pictures import RgbImage


def picture_key(image: RgbImage) -> str:
    """Return the key of a picture in the mappings of `CannedEngine`: its size and the SHA-256 of its pixels."""
    height, width = image.shape[:2]
    return f"{width}x{height}:{sha256(image.tobytes()).hexdigest()}"


class CannedEngine:
    """Answers every picture with prepared lines.

    Args:
        lines: the answer to every picture; or a list of answers, one a call, after which it is exhausted; or answers by
            `picture_key`, where an unknown picture has no lines.
        strips: texts of `read_strip`, one a call; or texts by `picture_key`. An unknown strip reads as "".
    """

    name = "canned"
    version = "1"

    def __init__(
        self,
        lines: Sequence[Line] | Sequence[Sequence[Line]] | Mapping[str, Sequence[Line]] = (),
        *,
        strips: Sequence[str] | Mapping[str, str] = (),
    ) -> None:
        self._lines = lines
        self._strips = strips
        self._read = 0
        self._strips_read = 0

    def read(self, image: RgbImage) -> list[Line]:
        """Return the prepared lines of this picture or of this call.

        Raises:
            AssertionError: a list of answers is used up.
        """
        if isinstance(self._lines, Mapping):
            return list(self._lines.get(picture_key(image), ()))
        if all(isinstance(answer, Line) for answer in self._lines):
            return [answer for answer in self._lines if isinstance(answer, Line)]
        assert self._read < len(self._lines), f"only {len(self._lines)} readings were prepared"
        answer = self._lines[self._read]
        self._read += 1
        assert not isinstance(answer, Line), "answers are either lines or lists of lines, not both"
        return list(answer)

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
        """Return the prepared text, each character with confidence 1."""
        if isinstance(self._strips, Mapping):
            text = self._strips.get(picture_key(image), "")
        else:
            text = self._strips[self._strips_read] if self._strips_read < len(self._strips) else ""
            self._strips_read += 1
        return text, (1.0,) * len(text)
