"""Pictures for people: pages in three sizes, and what evidence points at. The web process renders nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import cv2
import numpy as np

from models.document import Page
from models.errors import NotFound
from models.geometry import Box
from models.report import Finding
from models.store.documents import Documents
from models.store.pictures import PagePicture, Pictures
from verifier.intake.opened import Opened
from verifier.pictures import RgbImage
from verifier.reading.upright import straight_picture
from verifier.reports.crops import crop_jpeg
from workers.context import Context
from workers.png import encode_png

_PREVIEW_PX: Final = 1600
"""Long side: a page that fills a large screen; the full picture is fetched only by who looks closer."""

_THUMBNAIL_PX: Final = 320
_QUALITY: Final = (cv2.IMWRITE_JPEG_QUALITY, 80)


def store_pages(
    context: Context, organisation_id: str, opened: Opened, pages: Sequence[Page]
) -> dict[int, PagePicture]:
    """Store the pictures of every page; return the blobs by page number. The rows are the caller's to write.

    Args:
        context: where blobs are kept.
        organisation_id: whose they are.
        opened: the file as it came in.
        pages: its pages as observed, now or before: upright, and so are the pictures that are stored.
    """
    blobs = {}
    for page, image in zip(pages, opened.images, strict=True):
        full = straight_picture(image, page)
        preview = _at_most(_PREVIEW_PX, full)
        encoded = (encode_png(full), _jpeg(preview), _jpeg(_at_most(_THUMBNAIL_PX, preview)))
        blobs[page.number] = PagePicture(*(context.blobs.put_bytes(organisation_id, one).sha256 for one in encoded))
    return blobs


def _at_most(long_side: int, image: RgbImage) -> RgbImage:
    """Return the picture, made smaller where its long side is longer."""
    scale = min(1.0, long_side / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _jpeg(image: RgbImage) -> bytes:
    done, data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), _QUALITY)
    if not done:
        raise RuntimeError(f"OpenCV could not write a JPEG of {image.shape}")
    return data.tobytes()


def store_crops(context: Context, organisation_id: str, findings: Iterable[Finding]) -> None:
    """Store a picture of every place that the findings point at, cut from the stored pages; each is made once."""
    for (document_id, page), boxes in _places(findings).items():
        with context.database.reading() as session:
            pictures = Pictures(session, organisation_id)
            missing = [box for box in boxes if pictures.crop(document_id, page, box) is None]
            blob = _page_blob(Documents(session, organisation_id), pictures, document_id, page)
        if not missing or blob is None:
            continue
        image = _decode(context.blobs.read(organisation_id, blob.full))
        cut = [(box, context.blobs.put_bytes(organisation_id, crop_jpeg(image, box)).sha256) for box in missing]
        with context.database.transaction() as session:
            for box, sha256 in cut:
                Pictures(session, organisation_id).put_crop(document_id, page, box, sha256)


def _places(findings: Iterable[Finding]) -> dict[tuple[str, int], list[Box]]:
    """Return the boxes to cut by document and page, so that a page is decoded once."""
    places: dict[tuple[str, int], list[Box]] = defaultdict(list)
    for finding in findings:
        for evidence in finding.evidence:
            if evidence.document is None or evidence.page is None or evidence.box is None:
                continue
            boxes = places[evidence.document, evidence.page]
            if evidence.box not in boxes:
                boxes.append(evidence.box)
    return places


def _page_blob(documents: Documents, pictures: Pictures, document_id: str, page: int) -> PagePicture | None:
    try:
        return pictures.page(documents.get(document_id).sha256, page)
    except NotFound:
        # Evidence may name a document that is no row of ours, such as a source of the corpus.
        return None


def _decode(png: bytes) -> RgbImage:
    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)
