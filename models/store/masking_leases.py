"""Leases on masking tasks: the answer, and of a released copy its file and pages, are written together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.masking import CopyAnswer, MaskingAnswer
from models.store.leases import Lease, Leases, Work
from models.store.masking_tasks import MaskingState
from models.store.tables_masking import MaskedPageRow, MaskingTaskRow
from models.values import to_json

MASKING: Final = Work(
    "masking",
    MaskingTaskRow,
    received=MaskingState.RECEIVED.value,
    queued=MaskingState.QUEUED.value,
    working=MaskingState.WORKING.value,
    given_up=MaskingState.NEEDS_MANUAL.value,
)


@dataclass(frozen=True)
class MaskedPage:
    """One page of a released copy: blobs of its picture and its thumbnail, and its text as read from the copy.

    Copies made before there were previews, pictures at the size of a screen, have none.
    """

    number: int
    picture: str
    thumbnail: str
    text: str
    preview: str | None = None


class MaskingLeases(Leases):
    """Leases on the masking tasks of one organisation."""

    work = MASKING

    def finish(
        self,
        lease: Lease,
        answer: MaskingAnswer | CopyAnswer,
        *,
        now: dt.datetime,
        copy: str | None = None,
        type: str | None = None,
        pages: Sequence[MaskedPage] = (),
    ) -> bool:
        """Write the answer, and of a released copy its blob and pages, in one transaction; False when overtaken."""
        ended = self._end(
            lease, MaskingState.DONE.value, now, answer=to_json(answer).decode(), copy=copy, type=type, error_code=None,
            error_parameters={},
        )  # fmt: skip
        if ended:
            self._session.add_all(
                MaskedPageRow(
                    task_id=lease.id,
                    page=page.number,
                    organisation_id=self._organisation,
                    picture=page.picture,
                    preview=page.preview,
                    thumbnail=page.thumbnail,
                    text=page.text,
                )
                for page in pages
            )
        return ended
