"""Checks and copies of masking (姓名遮盖) that were asked for, and what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, false, select, update
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.masking import CopyAnswer, MaskingAnswer, PageBox
from models.store.database import clock
from models.store.tables import new_id
from models.store.tables_masking import MaskingTaskRow
from models.values import from_json, from_jsonable, to_jsonable


class MaskingKind(StrEnum):
    """What is asked for: an answer about a file, or a masked copy of it."""

    CHECK = "check"
    COPY = "copy"


class MaskingState(StrEnum):
    """Where a task stands; the last three are terminal. Whether a copy that is `done` is released, its answer says."""

    RECEIVED = "received"
    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    NEEDS_MANUAL = "needs_manual"
    WITHDRAWN = "withdrawn"

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self in (MaskingState.DONE, MaskingState.NEEDS_MANUAL, MaskingState.WITHDRAWN)


@dataclass(frozen=True)
class MaskingRequest:
    """What is asked for.

    `name` and `also` say whose traces (None: the covers alone), `flags` are the sender's own 是否需要遮盖 by page,
    `added` and `removed` a reviewer's boxes for a copy.
    """

    kind: MaskingKind
    sha256: str
    filename: str
    document_id: str | None = None
    name: str | None = None
    also: tuple[tuple[str, str], ...] = ()
    flags: Mapping[int, bool] = field(default_factory=dict)
    added: tuple[PageBox, ...] = ()
    removed: tuple[PageBox, ...] = ()


@dataclass(frozen=True)
class StoredMasking:
    """A task as kept; `answer` once it is done, `copy` (a blob) where a copy was released, error_* where it failed."""

    id: str
    organisation_id: str
    request: MaskingRequest
    state: MaskingState
    error_code: str | None
    error_parameters: dict[str, str | int | float]
    attempts: int
    created_at: dt.datetime
    finished_at: dt.datetime | None
    answer: MaskingAnswer | CopyAnswer | None
    copy: str | None
    type: str | None


class MaskingTasks:
    """The masking tasks of one organisation; `actor` and `only_own` as in `Applications`."""

    def __init__(
        self, session: Session, organisation_id: str, *, actor: str | None = None, only_own: bool = False
    ) -> None:
        self._session = session
        self._organisation = organisation_id
        self._actor = actor
        self._visible: tuple[ColumnElement[bool], ...] = (MaskingTaskRow.organisation_id == organisation_id,)
        if only_own:
            self._visible += (MaskingTaskRow.created_by == actor if actor is not None else false(),)

    def add(self, request: MaskingRequest) -> StoredMasking:
        """Record what is asked for; its file is stored already."""
        row = MaskingTaskRow(
            id=new_id(),
            organisation_id=self._organisation,
            kind=request.kind.value,
            document_id=request.document_id,
            sha256=request.sha256,
            filename=request.filename,
            name=request.name,
            also=[list(pair) for pair in request.also],
            flags={str(page): flag for page, flag in request.flags.items()},
            boxes={"added": _listed(request.added), "removed": _listed(request.removed)},
            state=MaskingState.RECEIVED.value,
            error_parameters={},
            created_by=self._actor,
            created_at=clock(self._session),
        )
        self._session.add(row)
        self._session.flush()
        return _value(row)

    def get(self, task_id: str, kind: MaskingKind | None = None) -> StoredMasking:
        """Return a task (of this kind); raises NotFound, also where it is another organisation's."""
        query = select(MaskingTaskRow).where(MaskingTaskRow.id == task_id, *self._visible)
        if kind is not None:
            query = query.where(MaskingTaskRow.kind == kind.value)
        row = self._session.scalar(query.execution_options(populate_existing=True))
        if row is None:
            raise NotFound()
        return _value(row)

    def list(
        self, kind: MaskingKind, *, document: str | None = None, limit: int = 50, after: str | None = None
    ) -> tuple[StoredMasking, ...]:
        """Return up to `limit` tasks in the order of their ids, those after the id `after`."""
        query = select(MaskingTaskRow).where(MaskingTaskRow.kind == kind.value, *self._visible)
        if document is not None:
            query = query.where(MaskingTaskRow.document_id == document)
        if after is not None:
            query = query.where(MaskingTaskRow.id > after)
        return tuple(_value(row) for row in self._session.scalars(query.order_by(MaskingTaskRow.id).limit(limit)))

    def newest_copy(self, document_id: str) -> StoredMasking | None:
        """Return the copy that was asked for last, whatever came of it: an older one no longer counts."""
        row = self._session.scalar(
            select(MaskingTaskRow)
            .where(
                MaskingTaskRow.organisation_id == self._organisation,
                MaskingTaskRow.document_id == document_id,
                MaskingTaskRow.kind == MaskingKind.COPY.value,
            )
            .order_by(MaskingTaskRow.created_at.desc(), MaskingTaskRow.id.desc())
            .limit(1)
        )
        return _value(row) if row is not None else None

    def newest_of(self, documents: Sequence[str]) -> dict[tuple[str, MaskingKind], StoredMasking]:
        """Return of each document the check and the copy that were asked for last, of those that the caller may see."""
        rows = self._session.scalars(
            select(MaskingTaskRow)
            .where(MaskingTaskRow.document_id.in_(documents), *self._visible)
            .order_by(MaskingTaskRow.created_at, MaskingTaskRow.id)
            .execution_options(populate_existing=True)
        )
        return {(row.document_id or "", MaskingKind(row.kind)): _value(row) for row in rows}

    def withdraw(self, copy_id: str) -> StoredMasking:
        """Take a copy back: nobody sees it any more, and a worker on it can no longer release it."""
        self.get(copy_id, MaskingKind.COPY)
        self._session.execute(
            update(MaskingTaskRow)
            .where(MaskingTaskRow.id == copy_id, MaskingTaskRow.organisation_id == self._organisation)
            .values(
                state=MaskingState.WITHDRAWN.value,
                lease_token=MaskingTaskRow.lease_token + 1,
                lease_until=None,
                finished_at=clock(self._session),
            )
        )
        return self.get(copy_id)


def _listed(boxes: tuple[PageBox, ...]) -> list[object]:
    return [to_jsonable(box) for box in boxes]


def _boxes(stored: Mapping[str, list[object]], which: str) -> tuple[PageBox, ...]:
    return tuple(from_jsonable(PageBox, box) for box in stored.get(which, ()))


def _value(row: MaskingTaskRow) -> StoredMasking:
    kind = MaskingKind(row.kind)
    answers: type[MaskingAnswer] | type[CopyAnswer] = MaskingAnswer if kind is MaskingKind.CHECK else CopyAnswer
    return StoredMasking(
        id=row.id,
        organisation_id=row.organisation_id,
        request=MaskingRequest(
            kind=kind,
            sha256=row.sha256,
            filename=row.filename,
            document_id=row.document_id,
            name=row.name,
            also=tuple((sort, value) for sort, value in row.also),
            flags={int(page): flag for page, flag in row.flags.items()},
            added=_boxes(row.boxes, "added"),
            removed=_boxes(row.boxes, "removed"),
        ),
        state=MaskingState(row.state),
        error_code=row.error_code,
        error_parameters=dict(row.error_parameters),
        attempts=row.attempts,
        created_at=row.created_at,
        finished_at=row.finished_at,
        answer=from_json(answers, row.answer) if row.answer is not None else None,
        copy=row.copy,
        type=row.type,
    )
