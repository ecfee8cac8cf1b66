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


class PartKind(StrEnum):
    """Parts of a paper that rules apply to (参考文献, 加引注的引文, 封面, 英文摘要, 致谢)."""

    REFERENCES = "references"
    QUOTATION = "quotation"
    COVER = "cover"
    ENGLISH_ABSTRACT = "english_abstract"
    THANKS = "thanks"


class Stage(StrEnum):
    """How far a comparison has come: verbatim runs, then edited passages too, then suspected ones: complete."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    COMPLETE = "complete"


class Problem(StrEnum):
    """Why the ratios of a paper say little or nothing."""

    NO_TEXT = "no_text"
    TOO_SHORT = "too_short"
    ONLY_REFERENCES = "only_references"


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
    """What one source of the corpus shares with the paper; `own` when it is the author's own publication.

    `itself` when it is the paper itself, which counts nowhere. `verbatim` of the `copied` tokens are in verbatim runs.
    """

    id: str
    title: str | None
    authors: tuple[str, ...]
    own: bool
    copied: int
    ratio: float
    verbatim: int = 0
    year: int | None = None
    itself: bool = False


@dataclass(frozen=True, config=VALUE)
class Passage:
    """One shared passage, with its place in both texts.

    `tokens` of the paper are in it; `cited` where it lies in a quotation with a citation mark or in the reference list;
    `common` where most of it stands in very many documents. `similarity` (0..1) is given for suspected passages.
    """

    source: str
    kind: PassageKind
    paper: Span
    source_range: Span
    page: PageNumber | None = None
    box: Box | None = None
    tokens: int = 0
    cited: bool = False
    common: bool = False
    similarity: Annotated[float, Field(ge=0, le=1)] | None = None


@dataclass(frozen=True, config=VALUE)
class PaperPart:
    """A part of the paper that a rule applies to; `compared` is False where it counts in no ratio."""

    kind: PartKind
    paper: Span
    tokens: int
    compared: bool


@dataclass(frozen=True, config=VALUE)
class OverlapReport:
    """The comparison of one paper with a corpus (against the local corpus; not the CNKI figure).

    `tokens` are those of the text that is compared: the denominator. `verbatim` are the tokens in runs of 13 or more
    alone, `common` those that very many documents have (常见表述); `common_excluded` says whether the ratios leave them
    out. `unanswered` documents of the corpus could not be searched. `notice` says in Chinese what the figures are.
    """

    rule_version: str
    tokens: int
    ratios: OverlapRatios
    sources: tuple[SourceOverlap, ...]
    passages: tuple[Passage, ...]
    corpus_documents: int
    stage: Stage = Stage.COMPLETE
    verbatim: Ratio | None = None
    common: Ratio | None = None
    common_excluded: bool = False
    parts: tuple[PaperPart, ...] = ()
    problem: Problem | None = None
    unanswered: int = 0
    notice: str = ""
