"""What the decoder child may answer: exit codes for refusals, exceptions that stand for them.

Used on both sides of the border, so it knows the standard library only.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a decoder child ended. Codes from 64 on are typed refusals; anything else but DONE is a crash."""

    DONE = 0
    INTERNAL = 63
    TRUNCATED = 64
    BROKEN = 65
    ENCRYPTED = 66
    NO_PAGES = 67
    TOO_MANY_PAGES = 68
    PAGE_TOO_LARGE = 69
    LIMITS = 70
    ANIMATION = 71
    NO_SPACE = 72
    UNSAFE = 73
    ARCHIVE_LIMITS = 74
    ARCHIVE_UNSAFE = 75
    LINK = 76
    METHOD = 77
    DUPLICATE = 78
    NAME = 79
    EMPTY = 80
    TOO_MANY_ROWS = 81
    NOT_A_WORKBOOK = 82


class Refusal(Exception):
    """Raised inside the child to end it with a code; carries no text, because text would come from the file."""

    def __init__(self, code: ExitCode) -> None:
        super().__init__(code.name)
        self.code = code
