"""What goes over the wire: bodies and answers of the HTTP interface, the source of its OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask.fields import UploadFile
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, RootModel, field_validator

from api.parts import Status
from models.application import Applicant
from models.observation import Observation
from models.policy import Policy
from models.report import Finding, Report, Verdict

_ID = Annotated[str, Field(max_length=100)]


class Body(BaseModel):
    """What callers send: unknown members are refused, a misspelt fact must not be lost in silence."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class ApplicationIn(Body):
    """An application to open."""

    policy: Annotated[str, Field(min_length=1, max_length=100, description="政策包编号")]
    applicant: Annotated[Applicant, Field(default_factory=Applicant, description="申报人；不知道的项不填")]
    facts: Annotated[dict[str, JsonValue], Field(default_factory=dict, description="对政策包 facts 的回答")]
    submitted_at: AwareDatetime | None = None
    received_at: AwareDatetime | None = None
    submission_number: Annotated[int, Field(ge=1, le=1000)] | None = None
    earlier_notices: Annotated[
        list[Annotated[str, Field(max_length=4000)]],
        Field(default_factory=list, max_length=100, description="此前已一次性告知的意见"),
    ]


def without_null(schema: dict[str, Any]) -> None:
    """Take null out of the schema of a form's fields: a form cannot send it."""
    for field in schema["properties"].values():
        if field.pop("default", ...) is None:
            field |= next(kind for kind in field.pop("anyOf") if kind["type"] != "null")


class DocumentsIn(Body):
    """Files for one slot of an application."""

    model_config = ConfigDict(json_schema_extra=without_null)

    file: Annotated[list[UploadFile], Field(min_length=1, description="文件，可重复")]
    slot: Annotated[str, Field(max_length=100, description="网报栏目")] | None = None
    declared_type: Annotated[str, Field(max_length=100, description="申报人所称的材料类型")] | None = None
    needs_mask: Annotated[bool, Field(description="申报人所填的是否需要遮盖")] | None = None

    @field_validator("slot", "declared_type", "needs_mask", mode="before")
    @classmethod
    def _blank_is_unknown(cls, value: object) -> object:
        """A form sends an empty field for one that was not filled in."""
        return None if value == "" else value


class BatchArchivesIn(Body):
    """ZIPs of applicants."""

    file: Annotated[list[UploadFile], Field(min_length=1, description="每位申报人一个 ZIP，可重复")]


class BatchIn(Body):
    """A batch to open, with its first ZIPs or without."""

    model_config = ConfigDict(json_schema_extra=without_null)

    policy: Annotated[str, Field(min_length=1, max_length=100, description="政策包编号")]
    label: Annotated[str, Field(max_length=100, description="批次名称")] | None = None
    file: Annotated[list[UploadFile], Field(default_factory=list, description="每位申报人一个 ZIP，可重复")]

    @field_validator("file", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        """A form without files sends nothing for them, which arrives as None."""
        return value or []


class PageQuery(Body):
    """Which part of a long list."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(max_length=100, description="上一页最后一个编号")] | None = None


class Answer(BaseModel):
    """What callers get. Its schema is that of the JSON as sent, where a box is a list of four numbers."""

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:  # noqa: ANN401  # as in pydantic
        """Return the JSON Schema of the serialised form, whichever was asked for."""
        return super().model_json_schema(*args, **(options | {"mode": "serialization"}))


class Problem(Answer):
    """RFC 9457 problem document."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str


class Progress(Answer):
    """How far the documents of an application are; `eta_seconds` is None while nobody can tell."""

    total: int
    done: int
    failed: int
    eta_seconds: float | None


class Trouble(Answer):
    """Why a document needs a person: a stable code, and what happened and what to do in Chinese."""

    code: str
    title: str
    detail: str


class DocumentOut(Answer):
    """An uploaded document; `error` says why it needs a person. One that was taken back has a `superseded_at`."""

    id: _ID
    application: _ID
    sha256: str
    filename: str
    size: int
    slot: str | None
    declared_type: str | None
    needs_mask: bool | None
    state: str
    error: Trouble | None
    type: str | None
    pages: int | None
    superseded_at: AwareDatetime | None
    superseded_by: _ID | None
    links: dict[str, str]


class AcceptedDocument(Answer):
    """A file that is safely stored."""

    id: _ID
    sha256: str
    state: str
    filename: str
    slot: str | None


class RefusedFile(Answer):
    """A file that was not stored, and what to do about it."""

    filename: str
    code: str
    title: str
    detail: str


class UploadOut(Answer):
    """What became of each file of one upload."""

    documents: list[AcceptedDocument]
    refused: list[RefusedFile]


class ApplicationCreated(Answer):
    """A new application."""

    id: _ID
    state: str
    links: dict[str, str]


class ApplicationOut(Answer):
    """State of an application; `verdict` is None until all its documents are terminal and it is judged."""

    id: _ID
    policy: str
    state: str
    progress: Progress
    verdict: Verdict | None
    documents: list[AcceptedDocument]
    links: dict[str, str]


class ApplicationSummary(Answer):
    """An application in a list."""

    id: _ID
    policy: str
    state: str
    verdict: Verdict | None
    created_at: AwareDatetime
    links: dict[str, str]


class ApplicationList(Answer):
    """Some of the applications in the order of their ids; `next` leads to those after them."""

    applications: list[ApplicationSummary]
    next: str | None


class BatchSummary(Answer):
    """A batch in a list; `state` is open or cancelled."""

    id: _ID
    policy: str
    label: str
    state: str
    created_at: AwareDatetime
    links: dict[str, str]


class BatchOut(BatchSummary):
    """A batch: its applications by current verdict, those that wait for one or were left to a person, its documents."""

    applications: int
    verdicts: dict[str, int]
    waiting: int
    manual: int
    progress: Progress


class BatchList(Answer):
    """Some of the batches in the order of their ids; `next` leads to those after them."""

    batches: list[BatchSummary]
    next: str | None


class BatchTaken(Answer):
    """What became of the ZIPs of one request: ids of the applications, and what was refused."""

    id: _ID
    applications: list[_ID]
    refused: list[RefusedFile]
    links: dict[str, str]


class FindingsOut(Answer):
    """The findings of one document."""

    document: _ID
    findings: list[Finding]


class PolicyItem(Answer):
    """A policy pack in a list."""

    id: str
    title: str
    year: int
    version: str


class PolicyList(Answer):
    """All policy packs of this installation."""

    policies: list[PolicyItem]


class Live(Answer):
    """The process answers."""

    status: str


class PartOut(Answer):
    """State of one part that the service stands on."""

    name: str
    status: Status
    found: str
    remedy: str


class Ready(Answer):
    """Whether the service can take and finish work."""

    status: Status
    parts: list[PartOut]


class ReportOut(Answer, RootModel[Report]):
    """The whole report."""


class ObservationOut(Answer, RootModel[Observation]):
    """All that was seen in one document."""


class PolicyOut(Answer, RootModel[Policy]):
    """A policy pack with inherited parts merged in."""
