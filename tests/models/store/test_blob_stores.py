"""What every store of blobs promises: the folder on a disk, and the bucket behind a real server of the S3 protocol."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import obstore
import pytest

from models.errors import BlobDamaged, FileTooLarge, InvalidRequest, StorageUnavailable
from models.store.blob_stores import open_blobs
from models.store.blobs import Blobs, BlobStore, blob_key
from models.store.tables import new_id
from tests.servers.s3 import CREDENTIALS, Bucket

MINE, OTHER = new_id(), new_id()


@dataclass
class Shelf:
    """A store, and a way past it to what it holds."""

    store: BlobStore
    folder: Path
    change: Callable[[str, bytes | None], None]
    """Replace or remove what lies under a key."""

    def stray(self) -> list[Path]:
        """Files on the local disk that are no blobs."""
        kept = {self.folder / blob_key(*found) for found in self.store.all()}
        return [path for path in self.folder.rglob("*") if path.is_file() and path not in kept]


@pytest.fixture
def disk_shelf(tmp_path: Path) -> Shelf:
    def change(key: str, data: bytes | None) -> None:
        (tmp_path / key).unlink()
        if data is not None:
            (tmp_path / key).write_bytes(data)

    return Shelf(Blobs(tmp_path), tmp_path, change)


@pytest.fixture
def bucket(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    made = Bucket(s3_endpoint, f"b{uuid4().hex}")
    made.make()
    return made


@pytest.fixture
def bucket_shelf(bucket: Bucket, tmp_path: Path) -> Iterator[Shelf]:
    def change(key: str, data: bytes | None) -> None:
        if data is None:
            obstore.delete(bucket.past_the_product(), key)
        else:
            obstore.put(bucket.past_the_product(), key, data)

    shelf = Shelf(open_blobs(tmp_path, url=bucket.url, endpoint=bucket.endpoint), tmp_path, change)
    yield shelf
    assert shelf.stray() == []


@pytest.fixture(params=["disk_shelf", pytest.param("bucket_shelf", marks=pytest.mark.slow)])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("size", [0, 1, 9_000_000])
def test_what_is_put_is_read(shelf: Shelf, size: int) -> None:
    data = os.urandom(size)
    blob = shelf.store.put(MINE, io.BytesIO(data))
    assert (blob.sha256, blob.size) == (hashlib.sha256(data).hexdigest(), size)
    assert shelf.store.read(MINE, blob.sha256) == data
    with shelf.store.local(MINE, blob.sha256) as path:
        assert path.read_bytes() == data
    assert shelf.store.has(MINE, blob.sha256)
    assert shelf.store.is_sound(MINE, blob.sha256)
    assert list(shelf.store.all()) == [(MINE, blob.sha256)]


def test_organisations_share_nothing(shelf: Shelf) -> None:
    blob = shelf.store.put_bytes(MINE, b"mine")
    assert not shelf.store.has(OTHER, blob.sha256)
    with pytest.raises(BlobDamaged):
        shelf.store.read(OTHER, blob.sha256)
    assert shelf.store.put_bytes(OTHER, b"mine") == blob
    shelf.store.delete(OTHER, blob.sha256)
    assert shelf.store.read(MINE, blob.sha256) == b"mine"


@pytest.mark.parametrize("harm", [b"changed", b"", None], ids=["changed", "emptied", "removed"])
def test_damage_is_noticed_and_mended_by_the_same_upload(shelf: Shelf, harm: bytes | None) -> None:
    blob = shelf.store.put_bytes(MINE, b"content")
    shelf.change(blob_key(MINE, blob.sha256), harm)
    assert not shelf.store.is_sound(MINE, blob.sha256)
    with pytest.raises(BlobDamaged):
        shelf.store.read(MINE, blob.sha256)
    with pytest.raises(BlobDamaged), shelf.store.local(MINE, blob.sha256):
        pass
    shelf.store.put_bytes(MINE, b"content")
    assert shelf.store.read(MINE, blob.sha256) == b"content"


def test_too_much_is_refused_and_nothing_is_kept(shelf: Shelf) -> None:
    with pytest.raises(FileTooLarge):
        shelf.store.put(MINE, io.BytesIO(b"x" * 1001), limit_bytes=1000)
    assert list(shelf.store.all()) == []
    assert shelf.stray() == []


def test_deleting_twice_is_deleting_once(shelf: Shelf) -> None:
    blob = shelf.store.put_bytes(MINE, b"content")
    shelf.store.delete(MINE, blob.sha256)
    shelf.store.delete(MINE, blob.sha256)
    assert not shelf.store.has(MINE, blob.sha256)


@pytest.mark.parametrize("key", ["../../etc", "x" * 36, ""])
def test_a_key_is_never_a_path(shelf: Shelf, key: str) -> None:
    with pytest.raises(ValueError, match="organisation"):
        shelf.store.put_bytes(key, b"x")
    with pytest.raises(ValueError, match="organisation"):
        shelf.store.read(MINE, key)


@pytest.mark.slow
def test_a_blob_in_a_bucket_is_written_once(bucket: Bucket, bucket_shelf: Shelf) -> None:
    blob = bucket_shelf.store.put_bytes(MINE, b"same")
    key, client = blob_key(MINE, blob.sha256), bucket.past_the_product()
    obstore.put(client, key, b"same", attributes={"Content-Type": "mark/mark"})
    assert bucket_shelf.store.put_bytes(MINE, b"same") == blob
    assert obstore.get(client, key).attributes["Content-Type"] == "mark/mark"


@pytest.mark.slow
def test_what_a_killed_process_left_is_swept(bucket_shelf: Shelf) -> None:
    scratch = bucket_shelf.folder / ".scratch"
    (scratch / "left").write_bytes(b"half")
    assert bucket_shelf.store.sweep() == 0
    assert bucket_shelf.store.sweep(older_than_seconds=-1) == 1


def test_a_server_that_is_away_is_said_without_its_words(
    tmp_path: Path, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    store = open_blobs(tmp_path, url="s3://secret-bucket/x", endpoint=f"http://127.0.0.1:{unused_port}")
    for call in (
        lambda: store.put_bytes(MINE, b"x"),
        lambda: store.read(MINE, "ab" * 32),
        lambda: store.has(MINE, "ab" * 32),
        lambda: list(store.all()),
        store.check,
    ):
        with pytest.raises(StorageUnavailable) as caught:
            call()
        assert "secret" not in str(caught.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("url", ["s3://", "file:///tmp", "gs://bucket", "https://bucket"])
def test_other_urls_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidRequest):
        open_blobs(tmp_path, url=url)
