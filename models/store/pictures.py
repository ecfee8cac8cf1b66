"""Which blob holds the picture of a page, and of a piece of evidence: who serves them renders nothing."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.geometry import Box
from models.store.database import insert_new
from models.store.tables import CropRow, PictureRow


def box_key(box: Box) -> str:
    """Return the box as text, the same for the same box: six decimals, far finer than a pixel."""
    return ",".join(f"{side:.6f}" for side in box)


class Pictures:
    """The pictures of one organisation's files."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def put_page(self, sha256: str, page: int, blob: str) -> None:
        """Note the blob that holds page `page` (from 1) of the file `sha256`."""
        values = {"organisation_id": self._organisation, "sha256": sha256, "page": page, "blob": blob}
        self._session.execute(
            insert_new(self._session, PictureRow)
            .values(values)
            .on_conflict_do_update(index_elements=["organisation_id", "sha256", "page"], set_={"blob": blob})
        )

    def page(self, sha256: str, page: int) -> str | None:
        """Return the blob that holds a page's picture, or None."""
        return self._session.scalar(
            select(PictureRow.blob).where(
                PictureRow.organisation_id == self._organisation,
                PictureRow.sha256 == sha256,
                PictureRow.page == page,
            )
        )

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
