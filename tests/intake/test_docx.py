"""What is read of a DOCX: texts by kind of surface, no pages; and what judging makes of it."""

import socket
import time
from types import SimpleNamespace

import pytest

from models.observation import SurfaceKind
from tests.intake.documents import RELATIONS, docx, paragraph, part, run, told
from verifier.intake import layout, sandbox
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


@pytest.fixture(autouse=True)
def without_office(request, monkeypatch):
    """Nothing lays out, whatever is installed here; tests marked slow have it if there is one."""
    if "slow" not in request.keywords:
        monkeypatch.setattr(layout, "office", lambda: None)


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


installed = pytest.mark.skipif(layout.office() is None, reason="LibreOffice or bubblewrap is not installed")


@installed
@pytest.mark.slow
def test_with_libreoffice_it_has_pages_and_keeps_what_they_do_not_show(tmp_path):
    parts = {"docProps/core.xml": CORE}
    seen = opened(
        tmp_path, docx(paragraph(run("Annual summary")), paragraph(run("hidden", "<w:vanish/>")), parts=parts)
    )

    assert len(seen.document.pages) == len(seen.images) == 1
    assert seen.document.media_type.endswith("wordprocessingml.document")
    assert seen.images[0].min() < 100, "nothing was drawn"
    (shown,) = [surface for surface in seen.surfaces if surface.kind is SurfaceKind.TEXT_LAYER]
    assert (shown.text, shown.page) == ("Annual summary", 1)
    assert shown.box is not None
    kept = {(surface.kind, surface.text) for surface in seen.surfaces if surface is not shown}
    assert kept == {(SurfaceKind.HIDDEN_TEXT, "hidden"), (SurfaceKind.METADATA, "林墨白")}


@installed
@pytest.mark.slow
def test_libreoffice_reaches_neither_network_nor_files(tmp_path):
    (tmp_path / "neighbour.txt").write_text("secret of another")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.png"
        field = f'<w:fldSimple w:instr="INCLUDETEXT {tmp_path}/neighbour.txt"><w:r><w:t>old</w:t></w:r></w:fldSimple>'
        seen = opened(tmp_path, docx(paragraph(field), parts={"word/_rels/document.xml.rels": told(address)}))
        with pytest.raises(TimeoutError):
            listener.accept()

    assert len(seen.images) == 1
    assert not any("secret" in surface.text for surface in seen.surfaces)


@pytest.mark.parametrize("wrong", ["nothing", "hanging", "link", "no pdf"])
def test_a_layout_program_that_fails_leaves_the_texts(tmp_path, monkeypatch, wrong):
    def fail(_, room):
        if wrong == "link":
            (room / "in.pdf").symlink_to("/etc/passwd")
        elif wrong == "no pdf":
            (room / "in.pdf").write_bytes(b"%PDF-1.7 broken")

    monkeypatch.setattr(layout, "office", lambda: "/bin/true")
    if wrong == "hanging":
        monkeypatch.setattr(layout, "OFFICE_SECONDS", 0.5)
        asleep = SimpleNamespace(bubblewrap=lambda *_: ["/bin/sh", "-c", "sleep 60"], ENVIRONMENT={})
        monkeypatch.setattr(layout, "sandbox", asleep)
    else:
        monkeypatch.setattr(layout, "_run", fail)
    started = time.monotonic()

    seen = opened(tmp_path, docx(paragraph(run("正文"))))

    assert seen.document.pages == ()
    assert [surface.text for surface in seen.surfaces] == ["正文"]
    assert time.monotonic() - started < 10


def test_without_bubblewrap_nothing_is_laid_out(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(sandbox, "isolation", lambda: sandbox.Isolation.NAMESPACES)

    assert layout.office() is None
