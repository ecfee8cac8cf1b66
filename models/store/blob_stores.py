"""Chooses the store of blobs: a folder by default, a bucket by URL."""

from __future__ import annotations

from pathlib import Path

from models.errors import InvalidRequest
from models.messages import text
from models.store.blobs import Blobs, BlobStore


def open_blobs(folder: Path, *, url: str | None = None, endpoint: str | None = None) -> BlobStore:
    """Return the store of blobs.

    Args:
        folder: local; holds the blobs, or, where `url` names a bucket, files on their way in and out.
        url: `s3://BUCKET/PREFIX`, or None.
        endpoint: address of the bucket's server where it is not Amazon's.

    Raises:
        InvalidRequest: a URL of another kind.
    """
    if url is None:
        return Blobs(folder)
    if not url.startswith("s3://") or not url.removeprefix("s3://").strip("/"):
        raise InvalidRequest(reason=text("operating.blobs_url"))
    from models.store.s3 import S3Blobs  # the library is only loaded where it is used

    return S3Blobs(url, scratch=folder / ".scratch", endpoint=endpoint)
