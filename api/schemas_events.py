"""Bodies and answers about what happens: verifications of one document, events, webhooks."""

from __future__ import annotations

from typing import Annotated

from apiflask.fields import UploadFile
from pydantic import AwareDatetime, ConfigDict, Field, field_validator

from api.schemas import Answer, Body, Trouble, without_null
from models.observation import NameHit
from models.report import Finding, Verdict
from models.store.events import DeliveryState, EventKind

_ID = Annotated[str, Field(max_length=100)]


class VerificationIn(Body):
    """One document to be verified by itself."""

    model_config = ConfigDict(json_schema_extra=without_null)

    file: Annotated[list[UploadFile], Field(min_length=1, max_length=1, description="一个文件")]
    policy: Annotated[str, Field(min_length=1, max_length=100, description="政策包编号；不给则只识读")] | None = None
    unit: Annotated[str, Field(max_length=200, description="应盖公章的单位")] | None = None
    name: Annotated[str, Field(max_length=100, description="申报人姓名，用于查找姓名残留")] | None = None
    declared_type: Annotated[str, Field(max_length=100, description="所称的材料类型")] | None = None
    needs_mask: Annotated[bool, Field(description="是否需要遮盖")] | None = None

    @field_validator("policy", "unit", "name", "declared_type", "needs_mask", mode="before")
    @classmethod
    def _blank_is_unknown(cls, value: object) -> object:
        """A form sends an empty field for one that was not filled in."""
        return None if value == "" else value


class VerificationCreated(Answer):
    """A document that is being verified; its links lead on."""

    id: _ID
    document: _ID
    state: str
    links: dict[str, str]


class VerificationOut(VerificationCreated):
    """How a verification stands. Findings are there as soon as the document is observed, and `verdict` with them.

    `verdict` is None without a policy; `names` are traces of the name that was given, None where none was.
    """

    policy: str | None
    verdict: Verdict | None
    findings: list[Finding]
    names: list[NameHit] | None
    error: Trouble | None


class EventsQuery(Body):
    """From where on, and for how long."""

    after: Annotated[int, Field(ge=0, lt=2**31, description="上一个事件的编号；Last-Event-ID 优先")] = 0
    seconds: Annotated[float, Field(ge=0, le=60, description="最多等待多久")] = 25.0


class WebhookIn(Body):
    """An address to be told of events."""

    url: Annotated[str, Field(min_length=8, max_length=1000, description="https 地址")]
    kinds: Annotated[list[EventKind], Field(min_length=1, max_length=20, description="事件种类")]


class WebhookOut(Answer):
    """An address that is told of events."""

    id: _ID
    url: str
    kinds: list[EventKind]
    created_by: str
    created_at: AwareDatetime
    links: dict[str, str]


class WebhookCreated(WebhookOut):
    """A new webhook; `secret` signs what it is sent and is told this once."""

    secret: str


class WebhookList(Answer):
    """Some webhooks in the order of their ids."""

    webhooks: list[WebhookOut]
    next: str | None


class DeliveryOut(Answer):
    """How the delivery of one event went, or when it is tried again; `error` is a code."""

    event: int
    kind: EventKind
    state: DeliveryState
    attempts: int
    status: int | None
    error: str | None
    due_at: AwareDatetime


class DeliveriesOut(Answer):
    """The last deliveries of a webhook, newest first."""

    deliveries: list[DeliveryOut]
