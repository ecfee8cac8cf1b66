"""Answers about masking (姓名遮盖): whether a file gives its subject away, and what came of a masked copy."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.document import PageNumber
from models.geometry import Box
from models.observation import Cover, NameHit
from models.values import VALUE


class MaskingVerdict(StrEnum):
    """Whether a file gives its subject away (遮盖结论)."""

    CLEAN = "clean"
    LEAKS = "leaks"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, config=VALUE)
class PageMasking:
    """One page: whether it needs a mask (需要遮盖; None where only a person can tell), its names and its covers."""

    page: PageNumber
    needs_mask: bool | None
    names: tuple[NameHit, ...]
    covers: tuple[Cover, ...]


@dataclass(frozen=True, config=VALUE)
class MaskingAnswer:
    """The answer for one file; `reasons` say in the user's words why it is not clean."""

    answer: MaskingVerdict
    pages: tuple[PageMasking, ...]
    leaks: tuple[NameHit, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, config=VALUE)
class PageBox:
    """A box on the upright page `page`, as a reviewer adds or removes it."""

    page: PageNumber
    box: Box


@dataclass(frozen=True, config=VALUE)
class Step:
    """One step of the proof of a masked copy; `detail` says what was looked at, or what failed."""

    step: Annotated[str, Field(description="readable, file_name, structure, strings, pixels, second_reading")]
    passed: bool
    detail: str


@dataclass(frozen=True, config=VALUE)
class CopyAnswer:
    """What came of a masked copy: released only where every step of its proof passed, else there is no file."""

    released: bool
    boxes: tuple[PageBox, ...]
    proof: tuple[Step, ...] = field(default=())
