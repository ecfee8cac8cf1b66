"""What goes over the wire about the audit log."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AwareDatetime, Field

from api.schemas import Answer, PageQuery

_Code = Annotated[str, Field(max_length=100)]


class AuditQuery(PageQuery):
    """Which entries; what is left out is not asked for."""

    after: Annotated[str, Field(pattern=r"^[0-9]{1,18}$", description="上一页最后一条的序号")] | None = None
    actor: Annotated[_Code, Field(description="操作者：user:编号、key:编号、anonymous")] | None = None
    action: Annotated[_Code, Field(description="动作，如 application.created")] | None = None
    kind: Annotated[_Code, Field(description="对象种类，如 application")] | None = None
    object: Annotated[_Code, Field(description="对象编号")] | None = None
    since: Annotated[AwareDatetime, Field(description="从此时起（含）")] | None = None
    until: Annotated[AwareDatetime, Field(description="到此时止（不含）")] | None = None


class AuditEntryOut(Answer):
    """One entry of the log."""

    number: int
    at: dt.datetime
    actor: str
    action: str
    kind: str
    object: str | None
    reason: str | None
    request_id: str
    hash: str


class AuditList(Answer):
    """Some entries, newest first; `next` leads to older ones."""

    entries: list[AuditEntryOut]
    next: str | None


class AuditChain(Answer):
    """Whether every entry is as it was written; `first_broken` is the number of the first that is not."""

    intact: bool
    first_broken: int | None
