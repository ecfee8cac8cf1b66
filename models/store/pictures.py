"""Which blob holds the picture of a page, and of a piece of evidence: who serves them renders nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.geometry import Box
from models.store.database import insert_new
from models.store.tables import CropRow, PictureRow


@dataclass(frozen=True)
class PagePicture:
    """The blobs of one page's picture: `full` as it was opened (PNG); `preview`, at the size of a screen (JPEG).

    `thumbnail` is smaller still. Pages that were kept before there were smaller pictures have none.
    """

    full: str
    preview: str | None = None
    thumbnail: str | None = None


def box_key(box: Box) -> str:
    """Return the box as text, the same for the same box: six decimals, far finer than a pixel."""
    return ",".join(f"{side:.6f}" for side in box)


class Pictures:
    """The pictures of one organisation's files."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def put_page(self, sha256: str, page: int, picture: PagePicture) -> None:
        """Note the blobs that hold page `page` (from 1) of the file `sha256`."""
        blobs = {"blob": picture.full, "preview": picture.preview, "thumbnail": picture.thumbnail}
        values = {"organisation_id": self._organisation, "sha256": sha256, "page": page, **blobs}
        self._session.execute(
            insert_new(self._session, PictureRow)
            .values(values)
            .on_conflict_do_update(index_elements=["organisation_id", "sha256", "page"], set_=blobs)
        )

    def page(self, sha256: str, page: int) -> PagePicture | None:
        """Return the blobs that hold a page's picture, or None."""
        row = self._session.execute(
            select(PictureRow.blob, PictureRow.preview, PictureRow.thumbnail).where(
                PictureRow.organisation_id == self._organisation,
                PictureRow.sha256 == sha256,
                PictureRow.page == page,
            )
        ).one_or_none()
        return PagePicture(*row) if row is not None else None

    def put_crop(self, document_id: str, page: int, box: Box, blob: str) -> None:
        """Note the blob that holds the evidence at `box` on page `page` of a document."""
        values = {
            "document_id": document_id,
            "page": page,
            "box": box_key(box),
            "organisation_id": self._organisation,
            "blob": blob,
        }
        self._session.execute(
            insert_new(self._session, CropRow)
            .values(values)
            .on_conflict_do_update(index_elements=["document_id", "page", "box"], set_={"blob": blob})
        )

    def crop(self, document_id: str, page: int, box: Box) -> str | None:
        """Return the blob that holds a crop, or None."""
        return self._session.scalar(
            select(CropRow.blob).where(
                CropRow.organisation_id == self._organisation,
                CropRow.document_id == document_id,
                CropRow.page == page,
                CropRow.box == box_key(box),
            )
        )
