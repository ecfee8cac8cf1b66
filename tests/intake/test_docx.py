"""What is read of a DOCX: texts by kind of surface, no pages; and what judging makes of it."""

import pytest

from models.observation import SurfaceKind
from tests.intake.documents import RELATIONS, docx, paragraph, part, run, told
from verifier.intake.opening import open_document

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>林墨白</dc:creator></cp:coreProperties>'
)
BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
    "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback>"
    "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>"
)


def opened(folder, data, filename="总结.docx"):
    path = folder / "stored"
    path.write_bytes(data)
    return open_document(path, filename=filename)


def texts(folder, data):
    found = {}
    for surface in opened(folder, data).surfaces:
        assert surface.page is None and surface.box is None
        found.setdefault(surface.kind, []).append(surface.text)
    return found


def test_a_document_without_pages(tmp_path):
    document = opened(tmp_path, docx(paragraph(run("专业技术"), run("工作总结")), paragraph(run("正文")))).document

    assert document.pages == ()
    assert document.media_type.endswith("wordprocessingml.document")


def test_the_body_in_reading_order(tmp_path):
    found = texts(tmp_path, docx(paragraph(run("甲"), "<w:r><w:tab/></w:r>", run("乙")), paragraph(run("丙"))))

    assert found == {SurfaceKind.TEXT_LAYER: ["甲\t乙", "丙"]}


@pytest.mark.parametrize(
    ("content", "parts", "kind", "expected"),
    [
        ("", {"word/header1.xml": part(paragraph(run("页眉")), name="hdr")}, SurfaceKind.TEXT_LAYER, ["页眉"]),
        ("", {"word/footer2.xml": part(paragraph(run("页脚")), name="ftr")}, SurfaceKind.TEXT_LAYER, ["页脚"]),
        (paragraph(f"<w:r>{BOX}</w:r>"), {}, SurfaceKind.TEXT_LAYER, ["框内"]),
        (
            "",
            {"word/comments.xml": part(f'<w:comment w:author="林墨白">{paragraph(run("改"))}</w:comment>', name="c")},
            SurfaceKind.COMMENT,
            ["林墨白", "改"],
        ),
        (
            paragraph('<w:del w:author="林墨白"><w:r><w:delText>旧</w:delText></w:r></w:del>'),
            {},
            SurfaceKind.TRACKED_CHANGE,
            ["林墨白", "旧"],
        ),
        (paragraph(run("暗", "<w:vanish/>")), {}, SurfaceKind.HIDDEN_TEXT, ["暗"]),
        (
            paragraph(run("暗", '<w:rStyle w:val="h"/>')),
            {"word/styles.xml": part('<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>', name="styles")},
            SurfaceKind.HIDDEN_TEXT,
            ["暗"],
        ),
        (paragraph("<w:r><w:instrText>DDEAUTO c</w:instrText></w:r>"), {}, SurfaceKind.HIDDEN_TEXT, ["DDEAUTO c"]),
        ("", {"docProps/core.xml": CORE}, SurfaceKind.METADATA, ["林墨白"]),
        ("", {"word/_rels/document.xml.rels": told("http://127.0.0.1/x")}, SurfaceKind.LINK, ["http://127.0.0.1/x"]),
        ("", {"word/vbaProject.bin": b"macro"}, SurfaceKind.ATTACHMENT, ["vbaproject.bin"]),
    ],
)  # fmt: skip
def test_every_text_has_its_surface(tmp_path, content, parts, kind, expected):
    assert texts(tmp_path, docx(content, parts=parts)) == {kind: expected}


def test_text_that_is_shown_again_is_not_hidden(tmp_path):
    found = texts(tmp_path, docx(paragraph(run("明", '<w:vanish w:val="0"/>'))))

    assert found == {SurfaceKind.TEXT_LAYER: ["明"]}


def test_an_inserted_text_is_read_as_the_text(tmp_path):
    found = texts(tmp_path, docx(paragraph(f'<w:ins w:author="林墨白">{run("新")}</w:ins>')))

    assert found == {SurfaceKind.TRACKED_CHANGE: ["林墨白"], SurfaceKind.TEXT_LAYER: ["新"]}


def test_a_relation_inside_the_file_is_no_link(tmp_path):
    inside = f'<Relationships {RELATIONS}><Relationship Id="r1" Type="t" Target="styles.xml"/></Relationships>'

    assert texts(tmp_path, docx(parts={"word/_rels/document.xml.rels": inside})) == {}
