import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import EmptyFile, ExtensionMismatch, FileTooLarge, UnsafeFilename, UnsupportedType
from verifier.intake.kinds import KINDS
from verifier.intake.limits import MAX_FILE_BYTES
from verifier.intake.sniff import sniff
from verifier.intake.upload import check_filename, check_upload

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\3\4" + bytes(26)
DOCX = ZIP + b"[Content_Types].xml........" + ZIP + b"word/document.xml"


@pytest.mark.parametrize(
    ("filename", "head", "kind"),
    [
        ("毕业证书.pdf", PDF, "pdf"),
        ("证书.PDF", PDF, "pdf"),
        ("with junk before.pdf", b"\r\n  " + PDF, "pdf"),
        ("a.jpg", JPEG, "jpeg"),
        ("名为jpg的图.jpg", PNG, "png"),
        ("没有后缀", JPEG, "jpeg"),
        ("公示照片 2024.12.30", JPEG, "jpeg"),
        ("会议 10:30.png", PNG, "png"),
        ("i.tif", b"II*\0\x08\0\0\0", "tiff"),
        ("m.tiff", b"MM\0*\0\0\0\x08", "tiff"),
        ("w.webp", b"RIFF\x24\0\0\0WEBPVP8 ", "webp"),
        ("h.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        ("总结.docx", DOCX, "docx"),
        ("b.bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "bmp"),
    ],
)
def test_what_is_read_is_recognised_by_content(filename, head, kind):
    assert check_upload(filename, head, 1000).id == kind


@pytest.mark.parametrize(
    "filename",
    [
        "", "   ", ".", "..", "../a.pdf", "a/b.pdf", "a\\b.pdf", "C:a.pdf", "a\0.pdf", "a\r\nX: y.pdf", "a\x7f.pdf",
        "\u202efdp.exe", "a\u2066.pdf", "a" * 147 + ".pdf", "a\ud800.pdf",
    ],
)  # fmt: skip
def test_unsafe_names_are_refused(filename):
    with pytest.raises(UnsafeFilename):
        check_upload(filename, PDF, 1000)


def test_a_name_of_exactly_150_characters_is_accepted():
    assert check_upload("字" * 146 + ".pdf", PDF, 1000).id == "pdf"


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (b"Rar!\x1a\x07\x01\0", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
        (OLE, "旧版 Office"),
        (OLE + b"\0" * 600 + "WpsCustomData".encode("utf-16-le"), "WPS"),
        (DOCX.replace(b"word/", b"xl/"), "Excel"),
        (ZIP + b"OFD.xml", "OFD"),
        (ZIP + b"a.jpg", "ZIP"),
        (ZIP + "学历/a.docx".encode() + DOCX, "ZIP"),
        (ZIP + b"a.pdf%PDF-1.4 stored", "ZIP"),
        (b"GIF89a\1\0\1\0", "GIF"),
        (b"\n <!DOCTYPE html><html>", "网页"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        ("申报人承诺书".encode("gb18030"), "文本"),
        ("申报人承诺书".encode() * 9000, "文本"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "音视频"),
        (b"MZ\x90\0", "可执行"),
        (b"\0\1\2\3\4\5\6\7\xff\xfe\xfd", "无法识别"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(head, named):
    with pytest.raises(UnsupportedType) as raised:
        check_upload("材料", head, 1000)

    assert named in raised.value.detail
    assert raised.value.http_status == 415


@pytest.mark.parametrize(
    ("filename", "head"), [("a.pdf", JPEG), ("a.jpg", PDF), ("a.docx", PDF), ("a.png", b"%PDF-1.4"), ("a.exe", PNG)]
)
def test_an_ending_that_promises_something_else_is_refused(filename, head):
    with pytest.raises(ExtensionMismatch) as raised:
        check_upload(filename, head, 1000)

    assert filename[-4:].strip(".") in raised.value.detail


def test_empty_and_too_large():
    with pytest.raises(EmptyFile):
        check_upload("a.pdf", b"", 0)
    with pytest.raises(FileTooLarge, match=str(MAX_FILE_BYTES // 1024 // 1024)):
        check_upload("a.pdf", PDF, MAX_FILE_BYTES + 1)
    assert check_upload("a.pdf", PDF, MAX_FILE_BYTES).id == "pdf"


def test_the_web_process_loads_no_parser_with_the_checks():
    program = (
        "import sys\n"
        "from verifier.intake.upload import check_upload\n"
        "check_upload('a.pdf', b'%PDF-1.7', 8)\n"
        "heavy = {'numpy', 'cv2', 'PIL', 'pypdfium2', 'pikepdf', 'openvino', 'onnxruntime'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@given(st.binary(max_size=200))
def test_every_head_has_a_kind(head):
    kind = sniff(head)

    assert kind is KINDS[kind.id]
    assert kind.label


@given(st.text(max_size=200))
def test_a_name_is_safe_or_refused(filename):
    try:
        check_filename(filename)
    except UnsafeFilename:
        return
    assert 0 < len(filename) <= 150
    assert Path("/store", filename).parent == Path("/store")
    assert filename.splitlines() == [filename]
