"""Traps in a Word document: what its pages do not show, and what its file tells about its writer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

from tests.synthesis.traps.paper import TEXTS, Subject, Trap, tag
from tests.synthesis.traps.picture_files import encoded

FILE = "材料.docx"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DAY = 'w:date="2024-08-26T08:00:00Z"'


def document(body: str = "", parts: dict[str, bytes | str] | None = None, *, related: str = "") -> bytes:
    """Return a DOCX with four lines that name nobody, `body` before them, and further parts."""
    lines = "".join(_paragraph(line) for line in TEXTS[:4])
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": _content_types(parts or {}),
        "_rels/.rels": _relations(
            f'<Relationship Id="d" Type="{_RELATION}officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {_W}><w:body>{body}{lines}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(related),
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 8, 26, 8, 0, 0)), content)
    return stream.getvalue()


def _paragraph(text: str, *, run: str = "") -> str:
    return f"<w:p><w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def _relations(entries: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )


def _content_types(parts: dict[str, bytes | str]) -> str:
    own = {"word/header1.xml": "header", "word/comments.xml": "comments", "word/footnotes.xml": "footnotes"}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPES}{own[name]}+xml"/>' for name in parts if name in own
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}document.main+xml"/>{overrides}</Types>'
    )


def _in_body(body: Callable[[str], str]) -> Trap:
    return lambda told, seed: (FILE, document(body(told.written)))


def _in_part(name: str, xml: Callable[[str], str]) -> Trap:
    return lambda told, seed: (FILE, document(parts={name: xml(told.written)}))


def _comment(name: str, *, author: str = "reader", words: str = "请核对") -> str:
    note = f'<w:comment w:id="1" w:author={quoteattr(author)} {_DAY}>{_paragraph(words)}</w:comment>'
    return f"<w:comments {_W}>{note}</w:comments>"


def _thumbnail(told: Subject, seed: int) -> tuple[str, bytes]:
    return FILE, document(parts={"docProps/thumbnail.jpeg": encoded(tag(told, size=(420, 110)))})


def _link(told: Subject, seed: int) -> tuple[str, bytes]:
    target = quoteattr(f"mailto:{told.written}@example.invalid")
    return FILE, document(
        related=f'<Relationship Id="l" Type="{_RELATION}hyperlink" Target={target} TargetMode="External"/>'
    )


def _embedded(told: Subject, seed: int) -> tuple[str, bytes]:
    return FILE, document(parts={f"word/embeddings/{told.written}.bin": b"\0"})


_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)

TRAPS: dict[str, Trap] = {
    "word_author": _in_part("docProps/core.xml", lambda n: _CORE.format(f"<dc:creator>{n}</dc:creator>")),
    "word_last_author": _in_part(
        "docProps/core.xml", lambda n: _CORE.format(f"<cp:lastModifiedBy>{n}</cp:lastModifiedBy>")
    ),
    "word_manager": _in_part("docProps/app.xml", lambda n: f"<Properties><Manager>{n}</Manager></Properties>"),
    "word_own_property": _in_part(
        "docProps/custom.xml", lambda n: f'<Properties><property name="who"><v>{n}</v></property></Properties>'
    ),
    "word_custom_xml": _in_part("customXml/item1.xml", lambda n: f"<data><person>{n}</person></data>"),
    "word_variable": _in_part(
        "word/settings.xml",
        lambda n: f'<w:settings {_W}><w:docVars><w:docVar w:name="who" w:val={quoteattr(n)}/></w:docVars></w:settings>',
    ),
    "word_people": _in_part(
        "word/people.xml",
        lambda n: (
            '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
            f"<w15:person w15:author={quoteattr(n)}/></w15:people>"
        ),
    ),
    "word_inserted_by": _in_body(
        lambda n: f'<w:p><w:ins w:id="1" w:author={quoteattr(n)} {_DAY}><w:r><w:t>说明</w:t></w:r></w:ins></w:p>'
    ),
    "word_deleted": _in_body(
        lambda n: f'<w:p><w:del w:id="1" w:author="x" {_DAY}><w:r><w:delText>{n}</w:delText></w:r></w:del></w:p>'
    ),
    "word_comment": _in_part("word/comments.xml", lambda n: _comment(n, words=n)),
    "word_comment_author": _in_part("word/comments.xml", lambda n: _comment(n, author=n)),
    "word_hidden": _in_body(lambda n: _paragraph(n, run="<w:rPr><w:vanish/></w:rPr>")),
    "word_field": _in_body(lambda n: f"<w:p><w:r><w:instrText>AUTHOR {n}</w:instrText></w:r></w:p>"),
    "word_header": _in_part("word/header1.xml", lambda n: f"<w:hdr {_W}>{_paragraph(n)}</w:hdr>"),
    "word_footnote": _in_part(
        "word/footnotes.xml",
        lambda n: f'<w:footnotes {_W}><w:footnote w:id="1">{_paragraph(n)}</w:footnote></w:footnotes>',
    ),
    "word_alternative_text": _in_body(
        lambda n: (
            '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            f'wordprocessingDrawing"><wp:docPr id="1" name="p" descr={quoteattr(n)}/></wp:inline>'
            "</w:drawing></w:r></w:p>"
        )
    ),
    "word_visible": _in_body(lambda n: _paragraph(f"姓名：{n}")),
    "word_thumbnail": _thumbnail,
    "word_link": _link,
    "word_embedded": _embedded,
}
