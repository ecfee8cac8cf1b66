"""What goes over the wire about the copied ratio: comparisons, and the corpus of an organisation."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask.fields import UploadFile
from flask import request
from pydantic import AwareDatetime, ConfigDict, Field, field_validator, model_validator

from api.schemas import Answer, Body, RefusedFile, Trouble
from models.overlap import OverlapReport

_DocumentId = Annotated[str, Field(max_length=400)]


def _form(schema: dict[str, Any]) -> None:
    """Take null out of the schema of a form's fields: a form cannot send it."""
    for field in schema["properties"].values():
        if field.pop("default", ...) is None and "anyOf" in field:
            field |= next(kind for kind in field.pop("anyOf") if kind.get("type") != "null")


def _repeated(field: str, value: object) -> object:
    """Return every value of a field that a form may repeat: of plain fields APIFlask passes on the first alone."""
    if value is None or isinstance(value, list):
        return value or []
    return [entry for entry in request.form.getlist(field) if entry != ""]


class CorpusQuery(Body):
    """Which part of the corpus."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(max_length=400, description="上一页最后一个编号")] | None = None


class SimilarityCheckIn(Body):
    """A paper to compare: a file, or a document that was handed in."""

    model_config = ConfigDict(json_schema_extra=_form)

    file: Annotated[UploadFile | None, Field(description="论文：TXT、MD、DOCX、PDF 或图片")] = None
    document: Annotated[str, Field(max_length=100, description="已提交材料的编号，代替 file")] | None = None
    author: Annotated[str, Field(max_length=100, description="作者姓名：其本人已发表文献单独计算")] | None = None
    own: Annotated[list[_DocumentId], Field(default_factory=list, description="语料中本人文献的编号，可重复")]
    own_file: Annotated[list[UploadFile], Field(default_factory=list, description="语料中没有的本人文献，可重复")]
    exclude_common: Annotated[bool, Field(description="各比例都不计常见表述")] = False

    @field_validator("file", "document", "author", mode="before")
    @classmethod
    def _blank_is_unknown(cls, value: object) -> object:
        """A form sends an empty field for one that was not filled in."""
        return None if value == "" else value

    @field_validator("own", mode="before")
    @classmethod
    def _every_own(cls, value: object) -> object:
        return _repeated("own", value)

    @field_validator("own_file", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        """A form without files sends nothing for them, which arrives as None."""
        return value or []

    @field_validator("exclude_common", mode="before")
    @classmethod
    def _blank_is_no(cls, value: object) -> object:
        return False if value in ("", None) else value

    @model_validator(mode="after")
    def _one_paper(self) -> SimilarityCheckIn:
        if (self.file is None) == (self.document is None):
            raise ValueError("either a file or a document")
        return self


class SimilarityCheckSummary(Answer):
    """A comparison in a list. `stage`: verbatim, then edited, then complete; None before the first pass is done."""

    id: str
    state: str
    stage: str | None
    document: str | None
    filename: str | None
    author: str | None
    created_at: AwareDatetime
    finished_at: AwareDatetime | None
    error: Trouble | None
    links: dict[str, str]


class SimilarityCheckOut(SimilarityCheckSummary):
    """A comparison; `report` is of the stage reached, as `verifier compare --json` prints it."""

    own: list[str]
    own_files: list[str]
    exclude_common: bool
    report: OverlapReport | None


class SimilarityCheckList(Answer):
    """Some of the comparisons in the order of their ids; `next` leads to those after them."""

    checks: list[SimilarityCheckSummary]
    next: str | None


class ApplicationPaper(Answer):
    """A source that is a paper of another application: reports, which applicants read, name it by `id` alone."""

    id: str
    document: str
    application: str
    links: dict[str, str]


class CorpusOut(Answer):
    """The corpus of the organisation; `damaged` documents wait for their segment to be built anew."""

    documents: int
    damaged: int
    links: dict[str, str]


class CorpusCard(Answer):
    """A document of the corpus."""

    id: str
    title: str | None
    authors: list[str]
    year: int | None
    kind: str | None
    characters: int
    links: dict[str, str]


class CorpusDocumentOut(CorpusCard):
    """A document of the corpus with its text; None where its segment is damaged."""

    text: str | None


class CorpusList(Answer):
    """Some documents of the corpus in the order of their ids; `next` leads to those after them."""

    documents: list[CorpusCard]
    next: str | None


class CorpusFilesIn(Body):
    """Files for the corpus, with what is known of all of them."""

    model_config = ConfigDict(json_schema_extra=_form)

    file: Annotated[list[UploadFile], Field(min_length=1, description="PDF、DOCX、TXT、MD 或 JSONL，可重复")]
    author: Annotated[
        list[Annotated[str, Field(max_length=100)]],
        Field(default_factory=list, description="作者，可重复；不给则取自文件名“题目_作者”"),
    ]
    year: Annotated[int, Field(ge=1000, le=9999, description="年份")] | None = None
    kind: Annotated[str, Field(max_length=100, description="类别，例如 期刊、学位论文")] | None = None

    @field_validator("year", "kind", mode="before")
    @classmethod
    def _blank_is_unknown(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("author", mode="before")
    @classmethod
    def _every_author(cls, value: object) -> object:
        return _repeated("author", value)


class CorpusNote(Answer):
    """What became of a document that was not simply taken: its double, or why it was refused."""

    id: str
    outcome: str
    detail: str


class CorpusAdded(Answer):
    """What came of files so far; `results` counts added, replaced, same, duplicate, empty, refused, failed."""

    documents: int
    results: dict[str, int]
    notes: list[CorpusNote]


class CorpusLost(Answer):
    """A document whose stored text was damaged; it has to be added again."""

    id: str
    title: str | None


class CorpusHealth(Answer):
    """What a check found; `mended` segments were built anew."""

    documents: int
    segments: int
    mended: int
    lost: list[CorpusLost]


class CorpusJobOut(Answer):
    """Work on the corpus: `done` of `total` files. `added` or `health` says what came of it, by `kind`."""

    id: str
    kind: str
    state: str
    done: int
    total: int
    created_at: AwareDatetime
    finished_at: AwareDatetime | None
    error: Trouble | None
    refused: list[RefusedFile]
    added: CorpusAdded | None
    health: CorpusHealth | None
    links: dict[str, str]


class CorpusJobList(Answer):
    """Some of the work on the corpus in the order of ids; `next` leads to what comes after."""

    jobs: list[CorpusJobOut]
    next: str | None
