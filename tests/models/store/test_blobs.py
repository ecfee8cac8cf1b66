from __future__ import annotations

import errno
import hashlib
import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.errors import BlobDamaged, FileTooLarge, StorageFull
from models.store.blobs import Blobs
from models.store.tables import new_id

MINE, OTHER = new_id(), new_id()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def files(blobs: Blobs) -> list[Path]:
    return [path for path in blobs.root.rglob("*") if path.is_file()]


def test_what_is_put_is_read(blobs: Blobs) -> None:
    data = os.urandom(3 << 20)
    blob = blobs.put(MINE, io.BytesIO(data))
    assert (blob.sha256, blob.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert blobs.read(MINE, blob.sha256) == data
    assert blobs.path(MINE, blob.sha256).read_bytes() == data
    assert files(blobs) == [blobs.path(MINE, blob.sha256)]


def test_a_blob_is_written_once(blobs: Blobs) -> None:
    blob = blobs.put_bytes(MINE, b"same")
    before = blobs.path(MINE, blob.sha256).stat()
    assert blobs.put_bytes(MINE, b"same") == blob
    after = blobs.path(MINE, blob.sha256).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert len(files(blobs)) == 1


def test_organisations_share_nothing(blobs: Blobs) -> None:
    blob = blobs.put_bytes(MINE, b"mine")
    assert not blobs.has(OTHER, blob.sha256)
    with pytest.raises(BlobDamaged):
        blobs.read(OTHER, blob.sha256)


@pytest.mark.parametrize("harm", [b"changed", b"", None], ids=["changed", "emptied", "removed"])
def test_damage_is_noticed_and_mended_by_the_same_upload(blobs: Blobs, harm: bytes | None) -> None:
    blob = blobs.put_bytes(MINE, b"content")
    place = blobs.path(MINE, blob.sha256)
    place.unlink()
    if harm is not None:
        place.write_bytes(harm)
    with pytest.raises(BlobDamaged):
        blobs.read(MINE, blob.sha256)
    with pytest.raises(BlobDamaged):
        blobs.path(MINE, blob.sha256)
    blobs.put_bytes(MINE, b"content")
    assert blobs.read(MINE, blob.sha256) == b"content"


def test_too_much_is_refused_and_nothing_is_kept(blobs: Blobs) -> None:
    with pytest.raises(FileTooLarge):
        blobs.put(MINE, io.BytesIO(b"x" * 1001), limit_bytes=1000)
    assert files(blobs) == []
    assert blobs.put(MINE, io.BytesIO(b"x" * 1000), limit_bytes=1000).size == 1000


class CutOff(io.RawIOBase):
    """A sender that goes away in the middle."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, size: int = -1) -> bytes:
        self.reads += 1
        if self.reads > 1:
            raise ConnectionResetError
        return b"half"


def test_a_cut_off_upload_leaves_nothing(blobs: Blobs) -> None:
    with pytest.raises(ConnectionResetError):
        blobs.put(MINE, CutOff())  # type: ignore[arg-type]
    assert files(blobs) == []


def test_a_full_disk_is_said_before_and_at_the_write(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageFull):
        Blobs(blobs.root, reserve_bytes=1 << 60).put_bytes(MINE, b"x")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("models.store.blobs.os", SimpleNamespace(**{**vars(os), "fsync": refuse}))
    with pytest.raises(StorageFull):
        blobs.put_bytes(MINE, b"x")
    assert files(blobs) == []


def test_only_stale_leftovers_are_swept(blobs: Blobs) -> None:
    (blobs.root / ".incoming" / "leftover").write_bytes(b"half")
    kept = blobs.put_bytes(MINE, b"whole")
    assert blobs.sweep() == 0
    assert blobs.sweep(older_than_seconds=-1) == 1
    assert files(blobs) == [blobs.path(MINE, kept.sha256)]


@pytest.mark.parametrize("key", ["../../etc", "x" * 36, ""])
def test_a_key_is_never_a_path(blobs: Blobs, key: str) -> None:
    with pytest.raises(ValueError, match="organisation"):
        blobs.put_bytes(key, b"x")
    with pytest.raises(ValueError, match="organisation"):
        blobs.read(MINE, key)
