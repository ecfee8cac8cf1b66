"""Takes in uploaded files: checked, stored, recorded; and a ZIP file by file (docs/decisions/0009)."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from werkzeug.datastructures import FileStorage

from api.auditing import audit
from api.auth import caller
from api.schemas import DocumentsIn
from api.service import service, writing
from models.errors import FileTooLarge, InputRefused, InvalidRequest
from models.messages import text
from models.store.documents import StoredDocument
from verifier.intake.archive import Entry, unpack
from verifier.intake.limits import HEAD_BYTES, MAX_FILE_BYTES, MIB
from verifier.intake.sniff import sniff
from verifier.intake.upload import check_filename, check_upload
from workers.faults import reach

_QUOTED_NAME = re.compile(r'filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_LONGEST_SLOT = 100


@dataclass(frozen=True)
class Taken:
    """What one uploaded file came to: itself as a document, or the files of an archive and those refused by name."""

    documents: tuple[StoredDocument, ...]
    refused: tuple[tuple[str, InputRefused], ...] = ()


def take_in(application_id: str, file: FileStorage, body: DocumentsIn) -> Taken:
    """Check, store and record a file or the files of a ZIP; when this returns, a power cut does not lose them.

    Raises:
        InputRefused: the file, or the archive as a whole, cannot be accepted.
    """
    stream = cast(BinaryIO, file.stream)
    filename = sent_name(file)
    size = size_of(stream)
    if is_zip(stream):
        return _take_in_archive(application_id, stream, filename, size, body)
    return Taken((_store_for(application_id, stream, filename, body.slot, body),))


def take_in_one(old: StoredDocument, file: FileStorage) -> StoredDocument:
    """Store and record the file that takes the place of a document: same slot, same declarations.

    Raises:
        InputRefused: the file cannot be accepted.
        InvalidRequest: it is an archive.
    """
    stream = cast(BinaryIO, file.stream)
    if is_zip(stream):
        raise InvalidRequest(reason=text("review.one_file"))
    return store_file(
        old.application_id,
        stream,
        sent_name(file),
        slot=old.slot,
        declared_type=old.declared_type,
        needs_mask=old.needs_mask,
    )


def sent_name(file: FileStorage) -> str:
    r"""Return the file's name as sent.

    Not `secure_filename`, which turns every Chinese name into nothing and mends a path that is to be refused. And not
    `file.filename` where there is a backslash: Werkzeug reads it as an escape (RFC 9110, section 5.6.4), so that
    `..\a.pdf` would arrive as the harmless `..a.pdf`, while HTML forms send it literally (WHATWG HTML, 4.10.21.8).
    """
    raw = _QUOTED_NAME.search(file.headers.get("Content-Disposition", ""))
    name = raw[1].replace('\\"', '"') if raw else ""
    return name if "\\" in name else file.filename or ""


def is_zip(stream: BinaryIO) -> bool:
    """Tell whether a file is a ZIP by what it holds; the stream is at its beginning again."""
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return sniff(head).id == "zip"


def _take_in_archive(application_id: str, stream: BinaryIO, filename: str, size: int, body: DocumentsIn) -> Taken:
    check_filename(filename)
    if size > MAX_FILE_BYTES:
        raise FileTooLarge(limit_mib=MAX_FILE_BYTES // MIB)
    documents: list[StoredDocument] = []
    # In the data folder, as every upload: /tmp may be small or in memory.
    with tempfile.TemporaryDirectory(prefix="archive-", dir=service().settings.spool_folder) as folder:
        unpacked = unpack(on_disk(stream), Path(folder))
        refused = [(entry.name, entry.refusal) for entry in unpacked.refused]
        for entry in unpacked.entries:
            try:
                with entry.path.open("rb") as content:
                    documents.append(_store_for(application_id, content, entry.filename, _slot(entry, body), body))
            except InputRefused as refusal:
                refused.append(("/".join((*entry.folders, entry.filename)), refusal))
            entry.path.unlink()
    return Taken(tuple(documents), tuple(refused))


def on_disk(stream: BinaryIO) -> IO[bytes]:
    """Return the stream with a descriptor of its own and all its bytes behind it: small uploads lie in memory."""
    stream.fileno()
    stream.flush()
    return stream


def _slot(entry: Entry, body: DocumentsIn) -> str | None:
    return body.slot or (entry.slot[:_LONGEST_SLOT] if entry.slot else None)


def _store_for(
    application_id: str, stream: BinaryIO, filename: str, slot: str | None, body: DocumentsIn
) -> StoredDocument:
    declared, needs_mask = body.declared_type, body.needs_mask
    return store_file(application_id, stream, filename, slot=slot, declared_type=declared, needs_mask=needs_mask)


def store_file(
    application_id: str,
    stream: BinaryIO,
    filename: str,
    *,
    slot: str | None = None,
    declared_type: str | None = None,
    needs_mask: bool | None = None,
) -> StoredDocument:
    """Check, store and record one file; when this returns, a power cut does not lose it.

    Raises:
        InputRefused: the file cannot be accepted.
    """
    check_upload(filename, stream.read(HEAD_BYTES), size_of(stream))
    stream.seek(0)
    blob = service().blobs.put(caller().organisation, stream, limit_bytes=MAX_FILE_BYTES)
    reach("after_file")
    with writing() as store:
        document = store.documents.add(
            application_id,
            sha256=blob.sha256,
            size=blob.size,
            filename=filename,
            slot=slot,
            declared_type=declared_type,
            needs_mask=needs_mask,
        )
        audit(store, "document.uploaded", "document", document.id)
    reach("after_row")
    return document


def size_of(stream: BinaryIO) -> int:
    """Return the size of a stream in bytes; it stays where it is."""
    position = stream.tell()
    size = stream.seek(0, 2)
    stream.seek(position)
    return size
