"""Similarity: every ratio as numerator, denominator and the version of the rule that made it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.document import PageNumber
from models.geometry import Box
from models.values import VALUE

Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
"""[start, end) in Unicode code points of the original text."""


class PassageKind(StrEnum):
    """How a passage matches its source."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    SUSPECTED = "suspected"
    COMMON = "common"


@dataclass(frozen=True, config=VALUE)
class Ratio:
    """`copied` of `total` tokens; `ratio` is their quotient, None where there is no text."""

    copied: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=0)]
    ratio: Annotated[float, Field(ge=0, le=1)] | None

    @classmethod
    def of(cls, copied: int, total: int) -> Ratio:
        """Return the ratio of `copied` to `total` tokens."""
        return cls(copied, total, copied / total if total else None)

    def __post_init__(self) -> None:
        if self.copied > self.total:
            raise ValueError("more copied than there is")


@dataclass(frozen=True, config=VALUE)
class OverlapRatios:
    """总文字复制比, 去除引用文献复制比, 去除本人已发表文献复制比, 单篇最大文字复制比."""

    total: Ratio
    without_citations: Ratio | None
    without_own: Ratio
    largest_source: Ratio


@dataclass(frozen=True, config=VALUE)
class SourceOverlap:
    """What one source of the corpus shares with the paper; `own` when it is the author's own publication."""

    id: str
    title: str | None
    authors: tuple[str, ...]
    own: bool
    copied: int
    ratio: float


@dataclass(frozen=True, config=VALUE)
class Passage:
    """One shared passage, with its place in both texts."""

    source: str
    kind: PassageKind
    paper: Span
    source_range: Span
    page: PageNumber | None = None
    box: Box | None = None


@dataclass(frozen=True, config=VALUE)
class OverlapReport:
    """The comparison of one paper with a corpus (against the local corpus; not the CNKI figure)."""

    rule_version: str
    tokens: int
    ratios: OverlapRatios
    sources: tuple[SourceOverlap, ...]
    passages: tuple[Passage, ...]
    corpus_documents: int
