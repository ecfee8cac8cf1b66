"""Cheap checks of an upload, for the process that answers the web: no parser and no picture library is loaded."""

from __future__ import annotations

import unicodedata
from typing import Final

from models.errors import EmptyFile, ExtensionMismatch, FileTooLarge, UnsafeFilename, UnsupportedType
from verifier.intake.kinds import KINDS, READ_EXTENSIONS, Kind
from verifier.intake.limits import MAX_FILE_BYTES, MAX_FILENAME_CHARACTERS, MIB
from verifier.intake.sniff import sniff

_PATH_CHARACTERS: Final = frozenset("/\\")
_UNSAFE_CATEGORIES: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_DIRECTION_MARKS: Final = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""With U+202E `sgf.pdf` can be shown as `fdp.fgs`: a name that reads otherwise than it is."""


def check_upload(filename: str, head: bytes, size: int) -> Kind:
    """Refuse what no later step could accept, and return the kind of the rest.

    Args:
        filename: as the sender named it.
        head: the first bytes, `limits.HEAD_BYTES` where the file has so many.
        size: of the whole file in bytes.

    Raises:
        UnsafeFilename: path parts, control or direction characters, empty, or too long.
        EmptyFile: no bytes.
        FileTooLarge: more than `limits.MAX_FILE_BYTES`.
        UnsupportedType: a kind that is not read; names it and says what to do.
        ExtensionMismatch: the ending promises another family of files than the content is.
    """
    check_filename(filename)
    if size == 0 or not head:
        raise EmptyFile
    if size > MAX_FILE_BYTES:
        raise FileTooLarge(limit_mib=MAX_FILE_BYTES // MIB)
    kind = sniff(head)
    extension = _extension(filename)
    promised = _promised(extension)
    if promised and kind.is_read and promised.family != kind.family:
        raise ExtensionMismatch(extension=f".{extension}", content=kind.label)
    if not kind.is_read:
        raise UnsupportedType(kind=kind.label)
    if extension and not promised:
        raise ExtensionMismatch(extension=f".{extension}", content=kind.label)
    return kind


def check_filename(filename: str) -> None:
    """Raise UnsafeFilename where a name could lead out of a folder, break a header, or read otherwise than it is."""
    if not filename.strip() or len(filename) > MAX_FILENAME_CHARACTERS or filename.strip(". ") == "":
        raise UnsafeFilename
    if filename[1:2] == ":" and filename[0].isascii():  # C:report.pdf is a path, 会议 10:30.pdf is not
        raise UnsafeFilename
    for character in filename:
        if (
            character in _PATH_CHARACTERS
            or character in _DIRECTION_MARKS
            or unicodedata.category(character) in _UNSAFE_CATEGORIES
        ):
            raise UnsafeFilename


def _extension(filename: str) -> str:
    """Return what looks like an ending: up to five ASCII letters and digits after the last dot, lower case.

    "第1.2页" or "2024.12.30" end in digits or Chinese after a dot; that is no ending.
    """
    stem, dot, ending = filename.rpartition(".")
    if not dot or not stem or not (1 <= len(ending) <= 5) or not ending.isascii() or not ending.isalnum():
        return ""
    return "" if ending.isdigit() else ending.lower()


def _promised(extension: str) -> Kind | None:
    if extension not in READ_EXTENSIONS:
        return None
    return next(kind for kind in KINDS.values() if extension in kind.extensions)
