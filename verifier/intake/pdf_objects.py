"""Inside the child: every string of every object of a PDF, told by the surface on which a viewer would show it.

Page texts and what is drawn are PDFium's business; here are annotations, form values, links, bookmarks, document
information and XMP, alternative texts, scripts, attachments, layers, private data of programs (PieceInfo), whichever
way they are linked, and also where they are not linked any more (orphaned objects keep their text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from verifier.intake.behind import Behind
from verifier.intake.readable import decoded, search_bytes

_MARKUP: Final = frozenset(
    {
        "/Text",
        "/FreeText",
        "/Line",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Stamp",
        "/Caret",
        "/Ink",
        "/Popup",
        "/FileAttachment",
        "/Sound",
        "/Movie",
        "/Screen",
        "/Watermark",
        "/Redact",
    }
)
"""Subtypes of annotations (ISO 32000-1, table 169) but for links and form fields."""

_UNREAD_KEYS: Final = frozenset(
    {
        "/ID",
        "/CharSet",
        "/Registry",
        "/Ordering",
        "/Panose",
        "/FontFamily",
        "/Lang",
        "/O",
        "/U",
        "/OE",
        "/UE",
        "/Perms",
        "/CreationDate",
        "/ModDate",
        "/M",
        "/Supplement",
        "/FontName",
        "/BaseFont",
        "/DA",
        "/DR",
    }
)
"""Strings that programs write about fonts, keys and times."""

_BINARY_TYPES: Final = frozenset(["/XRef", "/ObjStm", "/Image", "/CMap"])
_BINARY_KEYS: Final = frozenset(
    {"/Length1", "/Length2", "/Length3", "/N", "/FunctionType", "/ShadingType", "/PatternType"}
)
"""Keys of streams that hold fonts, colour profiles, functions: no text of a person."""

_MOST_OBJECTS: Final = 100_000
_DEEPEST: Final = 24
_MOST_STREAM_BYTES: Final = 4 * 1024 * 1024
_LITERAL: Final = re.compile(rb"\(((?:[^\\()]|\\.){2,2000})\)|<([0-9A-Fa-f\s]{8,8000})>")


def search_objects(document: pikepdf.Pdf, behind: Behind) -> None:
    """Keep the strings of all objects, and what can be read in streams that are neither pictures nor page contents."""
    contents = _drawn_streams(document)
    for number, item in enumerate(document.objects):
        if number >= _MOST_OBJECTS:
            behind.unread.add("metadata")
            return
        _search(item, "metadata", behind, contents)
    _search(document.trailer, "metadata", behind, contents)


def _drawn_streams(document: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """Return the ids of the streams that pages draw: PDFium tells their texts with their places."""
    ids: set[tuple[int, int]] = set()
    for page in document.pages:
        content = page.obj.get("/Contents")
        streams = content if isinstance(content, pikepdf.Array) else [content]
        ids.update(stream.objgen for stream in streams if isinstance(stream, pikepdf.Stream))
        owners: list[Any] = [page.obj]
        for owner in owners:
            forms = [item for item in _drawn_forms(owner) if item.objgen not in ids]
            ids.update(item.objgen for item in forms)
            owners += forms
    return frozenset(ids)


def _drawn_forms(owner: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the forms that an owner's content draws: one that is only listed is seen by nobody."""
    resources = _resources_of(owner)
    listed = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(listed, pikepdf.Dictionary):
        return
    forms = {name: item for name, item in listed.items() if isinstance(item, pikepdf.Stream)}
    forms = {name: item for name, item in forms.items() if item.get("/Subtype") == "/Form"}
    content = _content_of(owner) if forms else b""
    for name, item in forms.items():
        if re.search(re.escape(name.encode("utf-8", "surrogateescape")) + rb"\s+Do\b", content):
            yield item


def _resources_of(owner: Any) -> Any:  # noqa: ANN401
    """Return the resources of a page, its own or inherited (ISO 32000-1, 7.7.3.4), or those of a form."""
    for _ in range(_DEEPEST):
        if owner.get("/Resources") is not None or not isinstance(owner.get("/Parent"), pikepdf.Dictionary):
            break
        owner = owner["/Parent"]
    return owner.get("/Resources")


def _content_of(owner: Any) -> bytes:  # noqa: ANN401
    """Return the operators of a page or form; empty where they cannot be unpacked, and PDFium draws nothing."""
    content = owner if isinstance(owner, pikepdf.Stream) else owner.get("/Contents")
    streams = content if isinstance(content, pikepdf.Array) else [content]
    try:
        return b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream))
    except (pikepdf.PdfError, NotImplementedError, ValueError, RuntimeError, MemoryError):
        return b""


def _search(item: Any, kind: str, behind: Behind, contents: frozenset[tuple[int, int]]) -> None:  # noqa: ANN401
    """Walk one object down to the next indirect ones: those come by themselves."""
    if isinstance(item, pikepdf.Stream):
        _search_stream(item, behind, contents)
    waiting: list[tuple[Any, str, int]] = [(item, kind, 0)]
    while waiting:
        item, kind, depth = waiting.pop()
        if isinstance(item, pikepdf.String):
            for text in readings(item):
                behind.text(kind, text)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and depth < _DEEPEST:
            own = _kind_of(item) or kind
            waiting += [(value, own, depth + 1) for value in _values(item) if not _is_elsewhere(value)]
        elif isinstance(item, pikepdf.Array) and depth < _DEEPEST:
            waiting += [(value, kind, depth + 1) for value in item if not _is_elsewhere(value)]


def _values(item: Any) -> Iterator[Any]:  # noqa: ANN401
    for key in item.keys():  # noqa: SIM118  # iterating a pikepdf object itself asks qpdf for arrays
        if key not in _UNREAD_KEYS:
            yield item[key]


def _is_elsewhere(value: Any) -> bool:  # noqa: ANN401
    return bool(getattr(value, "is_indirect", False))


def _kind_of(item: Any) -> str | None:  # noqa: ANN401
    """Return the surface of a dictionary's own strings; None where nothing tells, then it is that of its owner."""
    subtype = _name(item, "/Subtype")
    if item.get("/URI") is not None or _name(item, "/S") == "/URI" or subtype == "/Link":
        return "link"
    if subtype == "/Widget" or item.get("/FT") is not None:
        return "form_field"
    if subtype in _MARKUP and item.get("/Rect") is not None:
        return "annotation"
    if _name(item, "/Type") in ("/Filespec", "/F", "/EmbeddedFile") or item.get("/EF") is not None:
        return "attachment"
    if item.get("/Title") is not None and any(item.get(key) is not None for key in ("/Parent", "/First", "/Dest")):
        return "bookmark"
    if any(item.get(key) is not None for key in ("/ActualText", "/Alt")) or _name(item, "/Type") == "/StructElem":
        return "hidden_text"
    return None


def _name(item: Any, key: str) -> str:  # noqa: ANN401
    value = item.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def readings(item: pikepdf.String) -> list[str]:
    """Return what a string says: as the standard decodes it, and as programs wrote it that knew only GBK or UTF-8."""
    standard = str(item)
    texts = [standard] if _has_text(standard) else []
    raw = bytes(item)
    if raw[:2] not in (b"\xfe\xff", b"\xff\xfe") and any(byte >= 0x80 for byte in raw):
        other = decoded(raw)
        if other is not None and other != standard:
            texts.append(other)
    return texts


def _wide(raw: bytes) -> str:
    """Return a string of a content as UTF-16, as the fonts of viewers have it (UniGB-UCS2-H); "" where it is none."""
    wide = raw.decode("utf-16-be", "replace") if len(raw) % 2 == 0 else ""
    return wide if _has_text(wide) else ""


def _has_text(text: str) -> bool:
    readable = sum(character.isprintable() for character in text)
    return any(character.isalnum() for character in text) and readable >= 0.9 * len(text)


def _search_stream(stream: Any, behind: Behind, contents: frozenset[tuple[int, int]]) -> None:  # noqa: ANN401
    if stream.objgen in contents or {_name(stream, "/Type"), _name(stream, "/Subtype")} & _BINARY_TYPES:
        return
    if _name(stream, "/Type") == "/EmbeddedFile" or any(key in stream for key in _BINARY_KEYS):
        return  # attachments are read in `pdf_behind`
    if int(stream.get("/Length", 0)) > _MOST_STREAM_BYTES:
        behind.unread.add("metadata")
        return
    try:
        data = stream.read_bytes()[: 2 * _MOST_STREAM_BYTES]
    except (pikepdf.PdfError, NotImplementedError, ValueError, RuntimeError, MemoryError):
        return  # a stream that no program can unpack shows nothing to anybody
    if _name(stream, "/Subtype") == "/Form":
        _search_literals(data, behind)
    elif _name(stream, "/Type") == "/Metadata":
        search_bytes("metadata", data, behind)
    elif b"begincmap" not in data:
        _search_literals(data, behind)
        text = decoded(data)
        if text is not None:
            behind.text("metadata", text)


def _search_literals(data: bytes, behind: Behind) -> None:
    """Keep the strings in a content stream that no page draws, one after the other as they would be shown."""
    pieces: list[str] = []
    wide: list[str] = []
    for match in _LITERAL.finditer(data):
        literal, digits = match.groups()
        if literal is None:
            digits = b"".join(digits.split())
            literal = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        pieces += readings(pikepdf.String(literal))[-1:]
        wide.append(_wide(literal))
    behind.text("hidden_text", "".join(pieces))
    behind.text("hidden_text", "".join(wide))
