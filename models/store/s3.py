"""Blobs in a bucket that speaks the S3 protocol: for a service on several machines.

An object is put with `If-None-Match: *` and never changed after that; its key is the one of the local store, so no key
carries a name. Whoever reads a blob checks its hash: the bucket's own checksum only tells that it gives back what it
holds.
"""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit
from uuid import uuid4

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from models.errors import BlobDamaged, StorageUnavailable
from models.store.blobs import STALE_SECONDS, Blob, blob_key, copy_checked, full_disk_is_typed

_DOWNLOAD_BYTES: Final = 1 << 20
_RETRIES: Final = 2
_RETRY_WINDOW: Final = timedelta(seconds=10)
_CONNECT_SECONDS: Final = "3s"
_CALL_SECONDS: Final = "120s"


class S3Blobs:
    """Blobs in `s3://BUCKET/PREFIX`; credentials and region come from the usual `AWS_*` variables.

    Args:
        url: bucket and, optionally, prefix.
        scratch: local folder for files on their way in and out; nothing stays in it.
        endpoint: address of a server other than Amazon's; plain `http` is for a server in the same private network.
    """

    def __init__(self, url: str, *, scratch: Path, endpoint: str | None = None) -> None:
        parts = urlsplit(url)
        self.scratch = scratch
        scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            client_options={
                "allow_http": bool(endpoint and endpoint.startswith("http://")),
                "connect_timeout": _CONNECT_SECONDS,
                "timeout": _CALL_SECONDS,
            },
            retry_config={"max_retries": _RETRIES, "retry_timeout": _RETRY_WINDOW},
            config={"endpoint": endpoint} if endpoint else None,
        )

    def put(self, organisation_id: str, source: BinaryIO, *, limit_bytes: int | None = None) -> Blob:
        """Store what `source` yields; it lies on the local disk until its hash, which is its name, is known.

        Raises:
            FileTooLarge: more than `limit_bytes`; nothing is kept.
            StorageFull: the local disk has no room; nothing is kept.
            StorageUnavailable: the bucket does not answer; nothing is promised.
        """
        with full_disk_is_typed(), self._scratch_file() as path:
            with path.open("wb") as sink:
                blob = copy_checked(source, sink, self.scratch, limit_bytes)
            self._upload(blob_key(organisation_id, blob.sha256), path, blob)
        return blob

    def put_bytes(self, organisation_id: str, data: bytes) -> Blob:
        """Store `data`; like `put`."""
        return self.put(organisation_id, io.BytesIO(data))

    def read(self, organisation_id: str, sha256: str) -> bytes:
        """Return the bytes of a blob; raises BlobDamaged, StorageUnavailable."""
        data = b"".join(self._chunks(blob_key(organisation_id, sha256)))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BlobDamaged()
        return data

    @contextmanager
    def local(self, organisation_id: str, sha256: str) -> Iterator[Path]:
        """Yield a verified copy on the local disk, gone after the block; raises BlobDamaged, StorageUnavailable."""
        digest = hashlib.sha256()
        with full_disk_is_typed(), self._scratch_file() as path:
            with path.open("wb") as sink:
                for chunk in self._chunks(blob_key(organisation_id, sha256)):
                    sink.write(chunk)
                    digest.update(chunk)
            if digest.hexdigest() != sha256:
                raise BlobDamaged()
            yield path

    def has(self, organisation_id: str, sha256: str) -> bool:
        """Tell whether such an object exists."""
        try:
            with _unavailable_is_typed():
                obstore.head(self._store, blob_key(organisation_id, sha256))
        except FileNotFoundError:
            return False
        return True

    def is_sound(self, organisation_id: str, sha256: str) -> bool:
        """Tell whether the object exists and has its hash; it is read for that."""
        return self._is_sound(blob_key(organisation_id, sha256), sha256)

    def delete(self, organisation_id: str, sha256: str) -> None:
        """Remove a blob; nothing happens where there is none. A bucket that keeps versions keeps them."""
        with _unavailable_is_typed(), suppress(FileNotFoundError):
            obstore.delete(self._store, blob_key(organisation_id, sha256))

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield every stored blob as (organisation, SHA-256)."""
        with _unavailable_is_typed():
            for page in obstore.list(self._store):
                for found in page:
                    organisation_id, *_, sha256 = found["path"].split("/")
                    yield organisation_id, sha256

    def sweep(self, *, older_than_seconds: float = STALE_SECONDS) -> int:
        """Remove what killed processes left on the local disk; return how many files went."""
        limit, removed = time.time() - older_than_seconds, 0
        for path in self.scratch.iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime <= limit:
                    path.unlink()
                    removed += 1
        return removed

    def check(self) -> None:
        """Ask the bucket for an answer; raises StorageUnavailable."""
        with _unavailable_is_typed(), suppress(FileNotFoundError):
            obstore.head(self._store, "health")

    def _upload(self, key: str, path: Path, blob: Blob) -> None:
        try:
            with _unavailable_is_typed():
                obstore.put(self._store, key, path, mode="create", use_multipart=False)
        except AlreadyExistsError:
            if self._is_sound(key, blob.sha256):
                return
            # A damaged blob is replaced: its right content has just been handed in.
            with _unavailable_is_typed():
                obstore.put(self._store, key, path, mode="overwrite", use_multipart=False)

    def _is_sound(self, key: str, sha256: str) -> bool:
        digest = hashlib.sha256()
        try:
            for chunk in self._chunks(key):
                digest.update(chunk)
        except BlobDamaged:
            return False
        return digest.hexdigest() == sha256

    def _chunks(self, key: str) -> Iterator[bytes]:
        try:
            with _unavailable_is_typed():
                for chunk in obstore.get(self._store, key).stream(min_chunk_size=_DOWNLOAD_BYTES):
                    yield bytes(chunk)
        except FileNotFoundError:
            raise BlobDamaged() from None

    @contextmanager
    def _scratch_file(self) -> Iterator[Path]:
        path = self.scratch / uuid4().hex
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield path
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _unavailable_is_typed() -> Iterator[None]:
    try:
        yield
    except AlreadyExistsError:
        raise
    except BaseError:
        # Its text holds the address, the key and what the server said; none of it belongs into an answer or a log.
        raise StorageUnavailable() from None
