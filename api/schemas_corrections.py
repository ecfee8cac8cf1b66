"""Bodies and answers of corrections."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from apiflask.fields import UploadFile
from pydantic import AwareDatetime, Field, JsonValue, model_validator

from api.schemas import Answer, Body

_Text = Annotated[str, Field(max_length=200)]
_Note = Annotated[str, Field(max_length=2000, description="更正的理由")]
_Key = Annotated[str, Field(min_length=1, max_length=100)]


class ApplicantPatch(Body):
    """What to correct of the applicant; null means that it is not known."""

    name: _Text | None = None
    id_number: _Text | None = None
    unit: _Text | None = None
    gender: _Text | None = None
    ethnicity: _Text | None = None
    birth_date: dt.date | None = None
    recommending_unit: _Text | None = None
    supervising_unit: _Text | None = None


class ApplicationPatch(Body):
    """What to correct of an application: what is not sent stays (RFC 7396), null means that it is not known."""

    policy: Annotated[str, Field(min_length=1, max_length=100, description="改用的政策包")] | None = None
    applicant: Annotated[ApplicantPatch, Field(default_factory=ApplicantPatch)]
    facts: Annotated[dict[_Key, JsonValue], Field(default_factory=dict, max_length=200)]
    submitted_at: AwareDatetime | None = None
    received_at: AwareDatetime | None = None
    submission_number: Annotated[int, Field(ge=1, le=1000)] | None = None
    note: _Note | None = None


class DocumentPatch(Body):
    """What to correct of what the sender said of a document."""

    slot: Annotated[str, Field(min_length=1, max_length=100, description="网报栏目")] | None = None
    declared_type: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    needs_mask: bool | None = None
    note: _Note | None = None


class FieldCorrectionIn(Body):
    """A person's reading of one field. `name` "type" says what type the document is. `withdraw` ends a correction."""

    name: _Key
    value: Annotated[str, Field(max_length=4000, description="应为；null 表示没有这一项")] | None = None
    withdraw: bool = False
    note: _Note | None = None

    @model_validator(mode="after")
    def _withdrawn_says_nothing(self) -> FieldCorrectionIn:
        if self.withdraw and self.value is not None:
            raise ValueError("a withdrawn correction has no value")
        return self


class ReplacementIn(Body):
    """The file that takes the place of a document."""

    file: Annotated[list[UploadFile], Field(min_length=1, max_length=1, description="一个文件")]


class ChangeOut(Answer):
    """One correction: what stood there, what stands there since, who said so, when and why."""

    id: int
    document: str | None
    subject: str
    name: str
    earlier: JsonValue
    value: JsonValue
    withdrawn: bool
    note: str | None
    author: str
    created_at: AwareDatetime


class ChangesOut(Answer):
    """All corrections of an application or a document, oldest first."""

    changes: list[ChangeOut]
