"""Inside the child: a DOCX to its texts. It has no pages: where its lines break, only a layout program knows.

Every XML part is read by expat, which fetches nothing; a DOCTYPE ends the reading, so there are no entities to expand
(ISO/IEC 29500-2 forbids it in any case). Relations to the outside are told, never followed. Macros, embedded files
and foreign parts are told by name, never opened.

Kinds of surfaces: what a reader of the document sees (body, headers, footers, notes, text boxes) is the text layer;
comments, tracked changes, hidden text and properties are surfaces of their own, because names survive there.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.behind import Behind
from verifier.intake.docx_text import Texts, hidden_styles, properties, relations, story
from verifier.intake.limits import MAX_DOCX_PART_BYTES, MAX_DOCX_TEXTS
from verifier.intake.spool import Answer
from verifier.intake.zip_entries import chunks, open_zip, problem_of

_MAIN: Final = "word/document.xml"
_STORIES: Final = ("word/header", "word/footer", "word/footnotes", "word/endnotes")
_COMMENTS: Final = ("word/comments",)
_PROPERTIES: Final = ("docprops/", "customxml/item", "word/people", "word/settings")
_ATTACHED: Final = ("word/embeddings/", "word/vbaproject", "word/activex/", "word/afchunk")


def decode_docx(file: IO[bytes], answer: Answer) -> None:
    """Send the texts of the DOCX in `file`; raises Refusal."""
    archive = open_zip(file)
    parts = _parts(archive)
    if _MAIN not in parts:
        raise Refusal(ExitCode.BROKEN)
    styles = _read(archive, parts.get("word/styles.xml"))
    texts = Texts(hidden_styles(styles) if styles else frozenset())
    for name in _in_reading_order(parts):
        _read_part(archive, name, parts[name], texts)
    for name in parts:
        if name.startswith(_ATTACHED):
            texts.add("attachment", posixpath.basename(name))
    answer.begin(0, texts.found[:MAX_DOCX_TEXTS])
    answer.end(_behind(archive, parts))


def _parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the parts by name, in lower case as Word looks for them; raises Refusal where one cannot be had."""
    parts: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        name = entry.filename.lower()
        problem = problem_of(entry)
        if problem is not None and problem is not ExitCode.EMPTY:
            raise Refusal(problem)
        if name in parts:
            raise Refusal(ExitCode.ARCHIVE_UNSAFE)  # two bodies: which of them is shown depends on the program
        parts[name] = entry
    return parts


def _behind(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> Behind:
    """Return the preview picture of the document; what is attached is told as not searched."""
    behind = Behind()
    for name, entry in parts.items():
        if name.startswith("docprops/thumbnail") and not behind.picture_file("thumbnail", _read(archive, entry)):
            behind.unread.add("thumbnail")
        if name.startswith(_ATTACHED):
            behind.unread.add("attachment")
    return behind


def _in_reading_order(parts: dict[str, zipfile.ZipInfo]) -> Iterator[str]:
    yield _MAIN
    for group in (_STORIES, _COMMENTS, _PROPERTIES):
        yield from sorted(name for name in parts if name.startswith(group) and name.endswith(".xml"))
    yield from sorted(name for name in parts if name.startswith("word/") and name.endswith(".rels"))


def _read_part(archive: zipfile.ZipFile, name: str, entry: zipfile.ZipInfo, texts: Texts) -> None:
    xml = _read(archive, entry)
    if name.endswith(".rels"):
        relations(xml, texts)
    elif name.startswith(_PROPERTIES):
        properties(xml, texts)
    elif name.startswith(_COMMENTS):
        story(xml, texts, visible="comment")
    else:
        story(xml, texts, visible="text_layer")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None) -> bytes:
    if entry is None:
        return b""
    if entry.file_size > MAX_DOCX_PART_BYTES:
        raise Refusal(ExitCode.LIMITS)
    return b"".join(chunks(archive, entry))
