"""The one place to ask for what a blind reviewer (盲审专家) may see of a document: its released masked copy.

Previews, thumbnails, text, search and exports for blind review come from here and from nowhere else. Without a copy
that was released, and that is the last one asked for, there is nothing: an error, never the original.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import NoMaskedCopy, NotFound
from models.masking import CopyAnswer
from models.store.applications import Applications
from models.store.blobs import BlobStore
from models.store.documents import Documents, DocumentState, StoredDocument
from models.store.masking_leases import MaskedPage
from models.store.masking_tasks import MaskingState, MaskingTasks, StoredMasking
from models.store.tables import ApplicationRow, DocumentRow
from models.store.tables_masking import MaskedPageRow, MaskingTaskRow


@dataclass(frozen=True)
class MaskedView:
    """What may be seen of one document. File name and slot are the sender's words, so they are not among it."""

    document_id: str
    copy_id: str
    type: str | None
    pages: tuple[MaskedPage, ...]
    copy: str
    _blobs: BlobStore
    _organisation: str

    def export(self) -> bytes:
        """Return the masked copy itself, a PDF of pixels."""
        return self._blobs.read(self._organisation, self.copy)

    def picture(self, number: int) -> bytes:
        """Return a page (from 1) as PNG, upright; raises NotFound."""
        return self._blobs.read(self._organisation, self._page(number).picture)

    def preview(self, number: int) -> bytes:
        """Return a page at the size of a screen, JPEG (PNG where the copy has no preview); raises NotFound."""
        page = self._page(number)
        return self._blobs.read(self._organisation, page.preview or page.picture)

    def thumbnail(self, number: int) -> bytes:
        """Return a page as a small JPEG; raises NotFound."""
        return self._blobs.read(self._organisation, self._page(number).thumbnail)

    def text(self, number: int) -> str:
        """Return what can be read on a page of the copy; raises NotFound."""
        return self._page(number).text

    def pages_with(self, wanted: str) -> tuple[int, ...]:
        """Return the pages on which `wanted` can be read, spaces and line breaks aside."""
        needle = "".join(wanted.split())
        return tuple(page.number for page in self.pages if needle and needle in "".join(page.text.split()))

    def _page(self, number: int) -> MaskedPage:
        found = next((page for page in self.pages if page.number == number), None)
        if found is None:
            raise NotFound()
        return found


@dataclass(frozen=True)
class MaskedApplication:
    """An application of which something may be seen, by id and policy alone; `withheld` documents may not be seen."""

    id: str
    policy: str
    views: tuple[MaskedView, ...]
    withheld: int


def masked_view(session: Session, blobs: BlobStore, organisation_id: str, document_id: str) -> MaskedView:
    """Return what a blind reviewer may see of a document.

    Raises:
        NotFound: the organisation has no such document.
        NoMaskedCopy: it has no released copy, a later copy is asked for or was not released, the copy was taken back,
            hides another person than the applicant, or is not of the file that the document now is.
    """
    document = Documents(session, organisation_id).get(document_id)
    copy = MaskingTasks(session, organisation_id).newest_copy(document_id)
    if copy is None or copy.copy is None or not _may_be_seen(session, document, copy):
        raise NoMaskedCopy()
    rows = session.scalars(
        select(MaskedPageRow)
        .where(MaskedPageRow.task_id == copy.id, MaskedPageRow.organisation_id == organisation_id)
        .order_by(MaskedPageRow.page)
    )
    pages = tuple(MaskedPage(row.page, row.picture, row.thumbnail, row.text, row.preview) for row in rows)
    return MaskedView(document_id, copy.id, copy.type, pages, copy.copy, blobs, organisation_id)


def masked_views(
    session: Session, blobs: BlobStore, organisation_id: str, application_id: str
) -> tuple[tuple[MaskedView, ...], int]:
    """Return what may be seen of an application, and how many of its documents are withheld.

    Raises:
        NotFound: the organisation has no such application.
    """
    Applications(session, organisation_id).get(application_id)
    views, withheld = [], 0
    for document in Documents(session, organisation_id).of_application(application_id):
        try:
            views.append(masked_view(session, blobs, organisation_id, document.id))
        except NoMaskedCopy:
            withheld += 1
    return tuple(views), withheld


def released_applications(
    session: Session, blobs: BlobStore, organisation_id: str, *, limit: int = 50, after: str | None = None
) -> tuple[tuple[MaskedApplication, ...], str | None]:
    """Return the applications of which something may be seen, in the order of their ids, and where the next begin.

    At most `limit` are looked at, those after the id `after`; it may be fewer that can be shown, as a later copy may
    have been asked for. The second value is the `after` of the next call, None at the end.
    """
    has_copy = (
        select(MaskingTaskRow.id)
        .join(DocumentRow, DocumentRow.id == MaskingTaskRow.document_id)
        .where(
            DocumentRow.application_id == ApplicationRow.id,
            MaskingTaskRow.organisation_id == organisation_id,
            MaskingTaskRow.state == MaskingState.DONE.value,
            MaskingTaskRow.copy.is_not(None),
        )
        .exists()
    )
    query = select(ApplicationRow.id, ApplicationRow.policy).where(
        ApplicationRow.organisation_id == organisation_id, has_copy
    )
    if after is not None:
        query = query.where(ApplicationRow.id > after)
    rows = session.execute(query.order_by(ApplicationRow.id).limit(limit + 1)).all()
    found = [
        MaskedApplication(one, policy, *masked_views(session, blobs, organisation_id, one))
        for one, policy in rows[:limit]
    ]
    following = rows[limit - 1][0] if len(rows) > limit else None
    return tuple(one for one in found if one.views), following


def same_name(one: str, other: str) -> bool:
    """Tell whether two spellings are one name: spaces and Unicode's forms aside."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _may_be_seen(session: Session, document: StoredDocument, copy: StoredMasking) -> bool:
    released = isinstance(copy.answer, CopyAnswer) and copy.answer.released and copy.state is MaskingState.DONE
    if not released or document.state is DocumentState.CANCELLED or copy.request.sha256 != document.sha256:
        return False
    applicant = Applications(session, document.organisation_id).get(document.application_id).applicant.name
    return applicant is None or (copy.request.name is not None and same_name(copy.request.name, applicant))
