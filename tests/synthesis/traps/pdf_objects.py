"""Traps in what a PDF holds beside its pages: notes, forms, properties, attachments, revisions, loose bytes."""

from __future__ import annotations

import io
import urllib.parse
from collections.abc import Callable
from typing import Any

import pikepdf
from opencc import OpenCC
from pikepdf import Array, Dictionary, Name, String

from tests.synthesis.traps.paper import Subject, Trap, masked, named, tag
from tests.synthesis.traps.pdf_file import picture, scanned, shown
from tests.synthesis.traps.pdf_layers import FILE

Told = Callable[[pikepdf.Pdf, str], None]


def _held(change: Told, **save: Any) -> Trap:
    def trap(told: Subject, seed: int) -> tuple[str, bytes]:
        return FILE, scanned(masked(seed), lambda document: change(document, told.written), **save)

    return trap


def _note(**entries: Any) -> Told:
    """Return what adds an annotation; entries that are functions are given the name."""

    def add(document: pikepdf.Pdf, name: str) -> None:
        own = {key: value(name) if callable(value) else value for key, value in entries.items()}
        note = Dictionary(Type=Name.Annot, Rect=Array([300, 20, 330, 40]), **own)
        document.pages[0].Annots = Array([document.make_indirect(note)])

    return add


def _stamp(document: pikepdf.Pdf, name: str) -> None:
    fonts = document.pages[0].Resources.Font
    look = document.make_stream(
        shown(name, at=(1.0, 1.0)), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]),
        Resources=Dictionary(Font=fonts),
    )  # fmt: skip
    _note(Subtype=Name.Stamp, AP=Dictionary(N=look), F=2)(document, name)


def _field(**entries: Any) -> Told:
    def add(document: pikepdf.Pdf, name: str) -> None:
        own = {key: value(name) if callable(value) else value for key, value in entries.items()}
        document.Root.AcroForm = Dictionary(
            Fields=Array([document.make_indirect(Dictionary(FT=Name.Tx, T="f", **own))])
        )

    return add


def _xfa(document: pikepdf.Pdf, name: str) -> None:
    form = f"<xdp:xdp><field name='f'><value>{name}</value></field></xdp:xdp>".encode()
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(form))


def _bookmark(document: pikepdf.Pdf, name: str) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"{name} 个人总结", 0))


def _destination(document: pikepdf.Pdf, name: str) -> None:
    place = Array([document.pages[0].obj, Name.Fit])
    document.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(name), place])))


def _uri(name: str) -> pikepdf.Object:
    return Dictionary(S=Name.URI, URI=f"https://example.invalid/p?who={urllib.parse.quote(name)}")


def _xmp(document: pikepdf.Pdf, name: str) -> None:
    packet = f'<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{name}</dc:creator></x:xmpmeta>'
    document.Root.Metadata = document.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _attached(content: Callable[[Subject], bytes], file: Callable[[Subject], str]) -> Trap:
    def trap(told: Subject, seed: int) -> tuple[str, bytes]:
        def attach(document: pikepdf.Pdf) -> None:
            document.attachments["a"] = pikepdf.AttachedFileSpec(document, content(told), filename=file(told))

        return FILE, scanned(masked(seed), attach)

    return trap


def _png(told: Subject) -> bytes:
    stream = io.BytesIO()
    tag(told).save(stream, "PNG")
    return stream.getvalue()


def _thumbnail(told: Subject, seed: int) -> tuple[str, bytes]:
    def add(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.Thumb = picture(document, tag(told, size=(420, 110)))

    return FILE, scanned(masked(seed), add)


def _structure(**entries: Any) -> Told:
    def add(document: pikepdf.Pdf, name: str) -> None:
        own = {key: value(name) for key, value in entries.items()}
        element = Dictionary(Type=Name.StructElem, S=Name.Figure, **own)
        document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=document.make_indirect(element))

    return add


def _rooted(key: str, value: Callable[[pikepdf.Pdf, str], Any]) -> Told:
    def add(document: pikepdf.Pdf, name: str) -> None:
        document.Root[f"/{key}"] = value(document, name)

    return add


def _information(key: str, value: Callable[[str], Any] = str) -> Told:
    return lambda document, name: document.docinfo.__setitem__(f"/{key}", value(name))


def _orphan(document: pikepdf.Pdf, name: str) -> None:
    document.Root.Kept = document.make_indirect(Dictionary(Old=Array([document.make_stream(name.encode())])))


def _signature_field(document: pikepdf.Pdf, name: str) -> None:
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Name=name, Reason="review")
    field = Dictionary(FT=Name.Sig, T="s", V=document.make_indirect(value))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


def _revision(told: Subject, seed: int) -> tuple[str, bytes]:
    """The page as it was, then an update that replaces its picture."""
    first = scanned(named(told, seed))
    start = int(first[: first.rindex(b"%%EOF")].rsplit(b"startxref", 1)[1])
    with pikepdf.open(io.BytesIO(first)) as document:
        number = document.pages[0].Resources.XObject.I.objgen[0]
        root, size = document.Root.objgen[0], len(document.objects) + 1
    image = masked(seed).picture
    data = io.BytesIO()
    image.save(data, "JPEG", quality=85)
    offset = len(first)
    update = b"%d 0 obj\n<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB" % (number, *image.size)
    update += b"/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n" % len(data.getvalue())
    update += data.getvalue() + b"\nendstream\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (
        number,
        offset,
        size,
        root,
        start,
    )
    return FILE, first + update + table + b"startxref\n%d\n%%%%EOF\n" % (offset + len(update))


def _revision_text(told: Subject, seed: int) -> tuple[str, bytes]:
    """A line of invisible text, then an update without it."""
    first = scanned(masked(seed), after=shown(told.written, way="3 Tr"))
    start = int(first[: first.rindex(b"%%EOF")].rsplit(b"startxref", 1)[1])
    with pikepdf.open(io.BytesIO(first)) as document:
        number = document.pages[0].Contents.objgen[0]
        root, size = document.Root.objgen[0], len(document.objects) + 1
    content = b"q 425.16 0 0 283.32 0 0 cm /I Do Q"
    offset = len(first)
    update = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (
        number,
        offset,
        size,
        root,
        start,
    )
    return FILE, first + update + table + b"startxref\n%d\n%%%%EOF\n" % (offset + len(update))


def _loose(put: Callable[[bytes, Subject], bytes]) -> Trap:
    return lambda told, seed: (FILE, put(scanned(masked(seed)), told))


_STREAMS = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def _other_form(name: str) -> str:
    """Return Han characters in their traditional form, Latin letters as wide as those."""
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in name)
    return str(OpenCC("s2t").convert(wide))


TRAPS: dict[str, Trap] = {
    "redact_not_applied": _held(_note(Subtype=Name.Redact, OverlayText=lambda name: name)),
    "note_text": _held(_note(Subtype=Name.Text, Contents=lambda name: f"{name}：请核对")),
    "note_author": _held(_note(Subtype=Name.Highlight, T=lambda name: name)),
    "note_hidden": _held(_note(Subtype=Name.Popup, Contents=lambda name: name, F=2)),
    "note_rich_text": _held(_note(Subtype=Name.FreeText, RC=lambda name: f"<body><p>{name}</p></body>")),
    "note_in_object_stream": _held(_note(Subtype=Name.Text, Contents=lambda name: name), **_STREAMS),
    "stamp_appearance": _held(_stamp),
    "form_value": _held(_field(V=lambda name: name)),
    "form_default": _held(_field(DV=lambda name: name)),
    "form_choice": _held(_field(Opt=lambda name: Array([String("甲"), String(name)]))),
    "form_tooltip": _held(_field(TU=lambda name: name)),
    "form_xfa": _held(_xfa),
    "bookmark": _held(_bookmark),
    "destination": _held(_destination),
    "link": _held(_note(Subtype=Name.Link, A=_uri)),
    "link_to_file": _held(_note(Subtype=Name.Link, A=lambda name: Dictionary(S=Name.GoToR, F=f"{name}.pdf"))),
    "information_author": _held(_information("Author")),
    "information_own_key": _held(_information("Owner"), **_STREAMS),
    "information_gbk": _held(_information("Title", lambda name: String(name.encode("gbk")))),
    "information_other_form": _held(_information("Title", _other_form)),
    "xmp": _held(_xmp),
    "attachment_text": _attached(lambda told: f"姓名：{told.written}".encode("gbk"), lambda told: "a.txt"),
    "attachment_name": _attached(lambda told: b"nothing here", lambda told: f"{told.written}.txt"),
    "attachment_picture": _attached(_png, lambda told: "a.png"),
    "attachment_pdf": _attached(lambda told: scanned(named(told, 3), after=shown(told.written)), lambda told: "a.pdf"),
    "private_data": _held(_rooted("PieceInfo", lambda _, name: Dictionary(App=Dictionary(Private=Dictionary(P=name))))),
    "thumbnail": _thumbnail,
    "structure_alternative": _held(_structure(Alt=str)),
    "structure_actual_text": _held(_structure(ActualText=str)),
    "structure_title": _held(_structure(T=str)),
    "script": _held(_rooted("OpenAction", lambda _, name: Dictionary(S=Name.JavaScript, JS=f"app.alert('{name}')"))),
    "script_stream": _held(
        _rooted("OpenAction", lambda d, name: Dictionary(S=Name.JavaScript, JS=d.make_stream(name.encode("utf-16"))))
    ),
    "page_label": _held(
        _rooted("PageLabels", lambda _, name: Dictionary(Nums=Array([0, Dictionary(S=Name.D, P=name)])))
    ),
    "layer_name": _held(
        _rooted(
            "OCProperties",
            lambda d, name: Dictionary(
                OCGs=Array([d.make_indirect(Dictionary(Type=Name.OCG, Name=name))]), D=Dictionary()
            ),
        )
    ),
    "signature_name": _held(_signature_field),
    "orphan": _held(_orphan),
    "revision_picture": _revision,
    "revision_text": _revision_text,
    "bytes_after_end": _loose(lambda data, told: data + f"\n{told.written}\n".encode()),
    "bytes_before_start": _loose(lambda data, told: f"{told.written}\n".encode() + data),
    "picture_after_end": _loose(lambda data, told: data + _png(told)),
    "file_comment": _loose(
        lambda data, told: data.replace(b"%PDF-1.", b"%PDF-1.", 1)[:9] + b"%" + told.written.encode() + b"\n" + data[9:]
    ),
}
