"""DOCX files, sound and hostile, all made here."""

from tests.intake.archives import zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
ROOT = (
    f'<Relationships {RELATIONS}><Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def part(*content, name="document"):
    return f"<w:{name} {W}>{''.join(content)}</w:{name}>"


def docx(*content, before="", parts=None):
    """A document whose body holds `content`; `before` stands in front of its root, `parts` beside it."""
    body = before + part("<w:body>", *content, "</w:body>")
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": ROOT, "word/document.xml": body, **(parts or {})})


def told(url):
    relation = f'<Relationship Id="r1" Type="t" Target="{url}" TargetMode="External"/>'
    return f"<Relationships {RELATIONS}>{relation}</Relationships>"
