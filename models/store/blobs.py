"""Files by their hash: written once, verified on every read, never shared between organisations."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from models.errors import BlobDamaged, FileTooLarge, StorageFull, StorageUnavailable

_CHUNK_BYTES = 1 << 20
_INCOMING = ".incoming"
_MIB = 1 << 20

RESERVE_BYTES = 16 * _MIB
"""Left free on the disk, so that the database beside the blobs can still record what became of a document."""

STALE_SECONDS = 3600
"""An unfinished upload older than this was cut off; nothing waits for it."""


@dataclass(frozen=True)
class Blob:
    """A stored file: its SHA-256 (64 lower-case hex digits) and its size in bytes."""

    sha256: str
    size: int


class BlobStore(Protocol):
    """What every store of files can do; all keys start with the organisation."""

    def put(self, organisation_id: str, source: BinaryIO, *, limit_bytes: int | None = None) -> Blob:
        """Store what `source` yields; on return it survives a power cut.

        Raises FileTooLarge, StorageFull, StorageUnavailable.
        """
        ...

    def put_bytes(self, organisation_id: str, data: bytes) -> Blob:
        """Store `data`; like `put`."""
        ...

    def read(self, organisation_id: str, sha256: str) -> bytes:
        """Return the verified bytes; raises BlobDamaged where they are gone or changed."""
        ...

    def local(self, organisation_id: str, sha256: str) -> AbstractContextManager[Path]:
        """Yield a local path to the verified file for the block, not to be changed; raises BlobDamaged."""
        ...

    def has(self, organisation_id: str, sha256: str) -> bool:
        """Tell whether such a blob is stored (not whether it is sound)."""
        ...

    def is_sound(self, organisation_id: str, sha256: str) -> bool:
        """Tell whether such a blob is stored and still has its hash; it is read for that."""
        ...

    def delete(self, organisation_id: str, sha256: str) -> None:
        """Remove a blob; nothing happens where there is none."""
        ...

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield every stored blob as (organisation, SHA-256)."""
        ...

    def sweep(self, *, older_than_seconds: float = ...) -> int:
        """Remove what cut-off calls left on the local disk; return how many files went."""
        ...

    def check(self) -> None:
        """Ask the store for an answer; raises StorageUnavailable where there is none."""
        ...


class Blobs:
    """Blobs in folders on a local disk: `root/ORGANISATION/ab/cd/SHA256`."""

    def __init__(self, root: Path, *, reserve_bytes: int = RESERVE_BYTES) -> None:
        self.root = root
        self.reserve_bytes = reserve_bytes
        (root / _INCOMING).mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, organisation_id: str, source: BinaryIO, *, limit_bytes: int | None = None) -> Blob:
        """Store what `source` yields, streamed; on return file and folder are on the disk.

        Raises:
            FileTooLarge: more than `limit_bytes`; nothing is kept.
            StorageFull: the disk has no room; nothing is kept.
        """
        with full_disk_is_typed(), self._incoming() as (path, sink):
            blob = copy_checked(source, sink, self.root, limit_bytes, reserve_bytes=self.reserve_bytes)
            sink.flush()
            os.fsync(sink.fileno())
            self._keep(path, self._place(organisation_id, blob.sha256), blob)
        return blob

    def put_bytes(self, organisation_id: str, data: bytes) -> Blob:
        """Store `data`; like `put`."""
        return self.put(organisation_id, io.BytesIO(data))

    def read(self, organisation_id: str, sha256: str) -> bytes:
        """Return the bytes of a blob.

        Raises:
            BlobDamaged: the file is gone or no longer has its hash.
        """
        try:
            data = self._place(organisation_id, sha256).read_bytes()
        except FileNotFoundError:
            raise BlobDamaged() from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BlobDamaged()
        return data

    def path(self, organisation_id: str, sha256: str) -> Path:
        """Return the path of a verified blob; raises like `read`."""
        place = self._place(organisation_id, sha256)
        if not _is_sound(place, sha256):
            raise BlobDamaged()
        return place

    @contextmanager
    def local(self, organisation_id: str, sha256: str) -> Iterator[Path]:
        """Yield the path of a verified blob; raises like `read`."""
        yield self.path(organisation_id, sha256)

    def has(self, organisation_id: str, sha256: str) -> bool:
        """Tell whether such a file exists."""
        return self._place(organisation_id, sha256).is_file()

    def is_sound(self, organisation_id: str, sha256: str) -> bool:
        """Tell whether the file exists and has its hash."""
        return _is_sound(self._place(organisation_id, sha256), sha256)

    def delete(self, organisation_id: str, sha256: str) -> None:
        """Remove a blob; nothing happens where there is none."""
        place = self._place(organisation_id, sha256)
        if place.exists():
            place.unlink()
            _sync_folder(place.parent)

    def sweep(self, *, older_than_seconds: float = STALE_SECONDS) -> int:
        """Remove what cut-off uploads left behind; return how many files went."""
        limit = time.time() - older_than_seconds
        removed = 0
        for path in (self.root / _INCOMING).iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime <= limit:
                    path.unlink()
                    removed += 1
        return removed

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield every stored blob as (organisation, SHA-256)."""
        for place in self.root.glob("*/??/??/*"):
            yield place.parents[2].name, place.name

    def check(self) -> None:
        """Look whether the folder is there; raises StorageUnavailable."""
        if not (self.root / _INCOMING).is_dir():
            raise StorageUnavailable()

    def _place(self, organisation_id: str, sha256: str) -> Path:
        return self.root / blob_key(organisation_id, sha256)

    @contextmanager
    def _incoming(self) -> Iterator[tuple[Path, BinaryIO]]:
        # In the same filesystem as the place, so that the rename is atomic.
        path = self.root / _INCOMING / uuid4().hex
        try:
            with path.open("xb") as sink:
                path.chmod(0o400)
                yield path, sink
        finally:
            path.unlink(missing_ok=True)

    def _keep(self, path: Path, place: Path, blob: Blob) -> None:
        if place.exists() and place.stat().st_size == blob.size and _is_sound(place, blob.sha256):
            return
        # A damaged blob is replaced: its right content has just been handed in.
        _make_folder(place.parent, self.root)
        path.rename(place)
        _sync_folder(place.parent)


def blob_key(organisation_id: str, sha256: str) -> str:
    """Return where a blob lies below the root of its store; raises ValueError where the parts are not what they say."""
    if not re.fullmatch(r"[0-9a-f-]{36}", organisation_id) or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError("a blob is named by an organisation's id and a SHA-256")
    return f"{organisation_id}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def copy_checked(
    source: BinaryIO, sink: BinaryIO, folder: Path, limit_bytes: int | None, *, reserve_bytes: int = RESERVE_BYTES
) -> Blob:
    """Copy `source` into `sink`, a file on the disk of `folder`, and return its hash and size.

    Raises:
        FileTooLarge: more than `limit_bytes`.
        StorageFull: less than `reserve_bytes` would be left on the disk.
    """
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK_BYTES):
        size += len(chunk)
        if limit_bytes is not None and size > limit_bytes:
            raise FileTooLarge(limit_mib=limit_bytes // _MIB)
        if shutil.disk_usage(folder).free < reserve_bytes + len(chunk):
            raise StorageFull()
        sink.write(chunk)
        digest.update(chunk)
    return Blob(digest.hexdigest(), size)


def _make_folder(folder: Path, root: Path) -> None:
    """Make `folder` below `root` and sync every folder that gained an entry: a lost shard is a lost file."""
    missing = [step for step in (folder, *folder.parents) if step.is_relative_to(root) and not step.exists()]
    for step in reversed(missing):
        step.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(step.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_sound(place: Path, sha256: str) -> bool:
    try:
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


@contextmanager
def full_disk_is_typed() -> Iterator[None]:
    """Turn the operating system's words for a full disk into StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull() from error
        raise
