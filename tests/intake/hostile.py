"""Files made to hurt, one function a kind, and what has to become of each.

`HOSTILE` maps a kind to (file name, maker, expected). A maker is given the address of a listener to which nothing may
connect. Expected is the set of outcomes that are right: codes of errors, `SANE` for a document that opens, and for
archives the codes of their entries.
"""

import io
import struct
import zlib

import pikepdf
from PIL import Image

from tests.intake import archives
from tests.intake.documents import docx, paragraph, run, told
from tests.intake.files import encoded, pattern, pdf, pdf_without_pages, png_declaring, tiff_in_a_circle
from verifier.intake.limits import MAX_PDF_PAGES, MAX_TIFF_FRAMES

SANE = "sane"
LOOPBACK_FILE = "file:///etc/passwd"


def raw_pdf(*objects, trailer=b"", page_tree=b"<</Type/Pages/Kids[3 0 R]/Count 1>>"):
    """A PDF of one page from hand-written objects 3, 4 ...; object 1 is the catalogue, 2 the page tree."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", page_tree, *objects]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, trailer, start)


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>"


def stream(content, keys=b""):
    return b"<</Length %d%s>>stream\n" % (len(content), keys) + content + b"\nendstream"


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def page_tree_loop(_):
    return raw_pdf(PAGE % b"", page_tree=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>")


def page_tree_depth(_):
    depth = 3000
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent 2 0 R>>" % number for number in range(4, 4 + depth)]
    return raw_pdf(*nodes, PAGE % b"")


def form_in_itself(_):
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>")
    return raw_pdf(PAGE % b"/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>", form, stream(b"/X Do"))


def forms_of_forms(_):
    """Ten forms, each drawn ten times by the next: ten thousand million drawings."""
    forms = [stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 900 900]")]
    for number in range(4, 14):
        resources = b"/Resources<</XObject<</X %d 0 R>>>>" % number
        forms.append(stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 900 900]" + resources))
    return raw_pdf(PAGE % b"/Contents 15 0 R/Resources<</XObject<</X 14 0 R>>>>", *forms, stream(b"/X Do"))


def flate_bomb(_):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m " * 200_000) for _ in range(900)) + packer.flush()
    return raw_pdf(PAGE % b"/Contents 4 0 R", stream(packed, b"/Filter/FlateDecode"))


def image_of_gigapixels(_):
    keys = b"/Type/XObject/Subtype/Image/Width 65535/Height 65535/ColorSpace/DeviceRGB/BitsPerComponent 8"
    packed = zlib.compress(bytes(1000))
    drawn = stream(b"500 0 0 500 0 0 cm /X Do")
    return raw_pdf(
        PAGE % b"/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>",
        stream(packed, keys + b"/Filter/FlateDecode"),
        drawn,
    )


def nested_arrays(_):
    return raw_pdf(PAGE % (b"/X " + b"[" * 50_000 + b"]" * 50_000))


def xref_loop(_):
    data = raw_pdf(PAGE % b"")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % data.rindex(b"xref\n0"))


def active(address):
    """A document that wants to run scripts, start programs and call home when it is opened."""
    actions = (
        b"<</S/JavaScript/JS(app.launchURL\\('%s'\\))/Next[<</S/Launch/F(/bin/sh)>>"
        b"<</S/URI/URI(%s)>><</S/SubmitForm/F(%s)>>]>>"
    )
    url = address.encode()
    data = raw_pdf(PAGE % (b"/AA<</O 4 0 R>>"), actions % (url, url, url))
    return data.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction 4 0 R")


def stream_elsewhere(address):
    external = b"<</Length 0/F<</FS/URL/F(%s)>>>>stream\n\nendstream" % address.encode()
    return raw_pdf(PAGE % b"/Contents 4 0 R", external)


def endless_length(_):
    return raw_pdf(PAGE % b"/Contents 4 0 R", b"<</Length 4 0 R>>stream\nq\nendstream")


def empty_password(_):
    return pdf(text="open", encryption=pikepdf.Encryption(owner="o", user=""))


def text_bomb_in_png(_):
    """A picture with a comment that unpacks to 64 MiB."""
    body = b"Comment\0\0" + zlib.compress(bytes(64 << 20), 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    data = encoded(pattern(), "PNG")
    return data[:33] + chunk + data[33:]


def wrong_crc(_):
    data = encoded(pattern(), "PNG")
    return data[:29] + b"\0\0\0\0" + data[33:]


def animation(_):
    file = io.BytesIO()
    first = Image.fromarray(pattern())
    first.save(file, format="PNG", save_all=True, append_images=[Image.fromarray(pattern()[::-1])])
    return file.getvalue()


def many_frames(_):
    frame = Image.new("1", (1, 1))
    return encoded(frame, "TIFF", save_all=True, append_images=[frame] * MAX_TIFF_FRAMES)


def huge_tiff(_):
    entries = [(256, 4, 1, 200_000), (257, 4, 1, 200_000), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    entries += [(273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 200_000), (279, 4, 1, 4)]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 12) + b"\xff\0\0\0" + directory + bytes(4)


def page_and_picture(_):
    return encoded(pattern(), "JPEG") + b"<html><script>document.location='http://127.0.0.1/'</script></html>"


def picture_and_archive(_):
    return encoded(pattern(), "JPEG") + archives.zipped({"a.pdf": b"%PDF-1.7"})


def svg(address):
    return f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>'.encode()


def half(data, part=0.6):
    return data[: int(len(data) * part)]


def symlink(_):
    return archives.raw_zip([(b"a.pdf", b"/etc/passwd")], attributes=0o120777)


def bad_crc(_):
    return archives.raw_zip([(b"a.pdf", pdf())], crc=1)


def sixty_four(_):
    data = archives.zipped({"a.pdf": b"%PDF"})
    end = data.index(b"PK\5\6")
    return data[:end] + b"PK\6\7" + bytes(16) + data[end:]


def xxe(address):
    return docx(
        paragraph(run("&a;&b;")),
        before=f'<!DOCTYPE d [<!ENTITY a SYSTEM "{LOOPBACK_FILE}"><!ENTITY b SYSTEM "{address}">]>',
    )


def laughs(_):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return docx(paragraph(run("&e11;")), before=f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>')


def outside_template(address):
    return docx(paragraph(run("正文")), parts={"word/_rels/settings.xml.rels": told(address)})


def macro(_):
    return docx(paragraph(run("正文")), parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(500)})


def deep_xml(_):
    return docx("<w:p>" * 5_000 + "</w:p>" * 5_000)


def wide_docx(_):
    return docx(paragraph(run("字" * 60_000_000)))


TYPED = frozenset({"broken_file", "decoder_limits", "truncated_file", "no_pages"})

HOSTILE = {
    "pdf: page tree names itself": ("a.pdf", page_tree_loop, TYPED),
    "pdf: page tree 3000 deep": ("a.pdf", page_tree_depth, TYPED | {SANE}),
    "pdf: form draws itself": ("a.pdf", form_in_itself, {SANE}),
    "pdf: forms of forms": ("a.pdf", forms_of_forms, {SANE, "decoder_limits"}),
    "pdf: content of a gigabyte": ("a.pdf", flate_bomb, {SANE, "decoder_limits", "broken_file"}),
    "pdf: picture of 4 gigapixels": ("a.pdf", image_of_gigapixels, {SANE, "decoder_limits"}),
    "pdf: page of 200 inches and more": ("a.pdf", lambda _: pdf(size=(14_401, 100)), {"page_too_large"}),
    "pdf: unit of a kilometre": (
        "a.pdf",
        lambda _: pdf(size=(14_400, 14_400), UserUnit=1000),
        {SANE, "page_too_large"},
    ),
    "pdf: page without width": ("a.pdf", lambda _: pdf(size=(0, 842)), TYPED | {SANE}),
    "pdf: arrays 50,000 deep": ("a.pdf", nested_arrays, TYPED | {SANE}),
    "pdf: xref that goes on with itself": ("a.pdf", xref_loop, TYPED | {SANE}),
    "pdf: stream as long as itself": ("a.pdf", endless_length, TYPED | {SANE}),
    "pdf: scripts, launch, submit": ("a.pdf", active, {SANE}),
    "pdf: stream elsewhere": ("a.pdf", stream_elsewhere, {SANE, "broken_file"}),
    "pdf: password": ("a.pdf", lambda _: pdf(encryption=pikepdf.Encryption(owner="o", user="u")), {"encrypted_file"}),
    "pdf: empty password": ("a.pdf", empty_password, {SANE}),
    "pdf: cut": ("a.pdf", lambda _: half(pdf(5, text="x", content=b" " * 3000)), {"truncated_file"}),
    "pdf: two page counts": ("a.pdf", lambda _: pdf().replace(b"/Count 1", b"/Count 9"), {SANE, "broken_file"}),
    "pdf: no pages": ("a.pdf", lambda _: pdf_without_pages(), {"no_pages"}),
    "pdf: too many pages": ("a.pdf", lambda _: pdf(MAX_PDF_PAGES + 1), {"too_many_pages"}),
    "pdf: text of that name": ("a.pdf", lambda _: "申报人承诺".encode(), {"unsupported_type"}),
    "picture: 4 gigapixels declared": ("a.png", lambda _: png_declaring(65_535, 65_535), {"page_too_large"}),
    "picture: comment that unpacks": ("a.png", text_bomb_in_png, {SANE, "broken_file"}),
    "picture: png cut": ("a.png", lambda _: encoded(pattern(), "PNG")[:-12], {"truncated_file"}),
    "picture: wrong checksum": ("a.png", wrong_crc, {"broken_file", "truncated_file"}),
    "picture: animated": ("a.png", animation, {"unsupported_type"}),
    "picture: gif as jpg": ("a.jpg", lambda _: encoded(pattern(), "GIF"), {"unsupported_type"}),
    "picture: eps as tif": ("a.tif", lambda _: b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (r) file", {"unsupported_type"}),
    "picture: tiff in a circle": ("a.tif", lambda _: tiff_in_a_circle(), TYPED | {SANE, "too_many_pages"}),
    "picture: tiff of 40 gigapixels": ("a.tif", huge_tiff, {"page_too_large"}),
    "picture: tiff of 201 frames": ("a.tif", many_frames, {"too_many_pages"}),
    "picture: jpeg cut": ("a.jpg", lambda _: half(encoded(pattern(600, 400), "JPEG")), {"truncated_file"}),
    "picture: jpeg and html": ("a.jpg", page_and_picture, {SANE}),
    "picture: jpeg and zip": ("a.jpg", picture_and_archive, {SANE}),
    "picture: webp cut": ("a.webp", lambda _: half(encoded(pattern(), "WEBP")), {"truncated_file", "broken_file"}),
    "picture: heic of nothing": (
        "a.heic",
        lambda _: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99),
        {"broken_file"},
    ),
    "picture: svg that calls home": ("a.svg", svg, {"unsupported_type"}),
    "zip: bomb": ("a.zip", lambda _: archives.declared_bomb(150), {"archive_limits"}),
    "zip: bomb that lies": ("a.zip", lambda _: archives.lying_bomb(150, 400_000), {"broken_file"}),
    "zip: in a zip": (
        "a.zip",
        lambda _: archives.zipped({"b.zip": archives.zipped({"a": b"a"})}),
        {"unsupported_type"},
    ),
    "zip: entries share bytes": ("a.zip", lambda _: archives.overlapping(), {"unsafe_archive"}),
    "zip: two names of one entry": (
        "a.zip",
        lambda _: archives.raw_zip([(b"a.pdf", pdf())], local_name=b"b.exe"),
        {"unsafe_archive"},
    ),
    "zip: out of the folder": (
        "a.zip",
        lambda _: archives.raw_zip(
            [
                (name, b"x")
                for name in (b"../PWNED", b"/tmp/PWNED", b"..\\PWNED", b"C:\\PWNED", b"a/../../PWNED", b"a\0b")
            ]
        ),
        {"unsafe_filename"},
    ),
    "zip: link": ("a.zip", symlink, {"unsupported_type"}),
    "zip: device": (
        "a.zip",
        lambda _: archives.raw_zip([(b"a.pdf", b"x")], attributes=0o060644),
        {"unsupported_type"},
    ),
    "zip: password": ("a.zip", lambda _: archives.encrypted({"a.pdf": b"secret"}), {"encrypted_file"}),
    "zip: names in GBK": ("a.zip", lambda _: archives.gbk({"学历/毕业证.pdf": pdf()}), {SANE}),
    "zip: wrong checksum": ("a.zip", bad_crc, {"broken_file"}),
    "zip: cut": ("a.zip", lambda _: half(archives.zipped({"a.pdf": pdf()})), {"truncated_file"}),
    "zip: 5,000 files": (
        "a.zip",
        lambda _: archives.zipped({f"{n}.pdf": b"x" for n in range(5000)}),
        {"archive_limits"},
    ),
    "zip: one name twice": (
        "a.zip",
        lambda _: archives.raw_zip([(b"a.pdf", pdf()), (b"A.PDF", pdf())]),
        {SANE, "duplicate_entry"},
    ),
    "zip: unknown method": ("a.zip", lambda _: archives.raw_zip([(b"a.pdf", b"x")], method=99), {"unsupported_type"}),
    "zip: 64 bits": ("a.zip", sixty_four, {"archive_limits"}),
    "zip: directory elsewhere": ("a.zip", lambda _: archives.raw_zip([(b"a.pdf", b"x")], at=1 << 30), {"broken_file"}),
    "docx: external entities": ("a.docx", xxe, {"broken_file"}),
    "docx: billion laughs": ("a.docx", laughs, {"broken_file"}),
    "docx: template elsewhere": ("a.docx", outside_template, {SANE}),
    "docx: macro": ("a.docm", macro, {SANE}),
    "docx: 5,000 deep": ("a.docx", deep_xml, {"decoder_limits"}),
    "docx: 180 MB of text": ("a.docx", wide_docx, {"archive_limits", "decoder_limits"}),
    "docx: without a body": (
        "a.docx",
        lambda _: archives.zipped({"[Content_Types].xml": "<T/>", "word/other.xml": "<a/>"}),
        {"broken_file"},
    ),
    "docx: cut": ("a.docx", lambda _: half(docx(paragraph(run("字" * 900)))), {"truncated_file"}),
    "empty": ("a.pdf", lambda _: b"", {"empty_file"}),
    "program": ("a.exe", lambda _: b"MZ\x90\0" + bytes(99), {"unsupported_type"}),
    "name: path": ("../../a.pdf", lambda _: pdf(), {"unsafe_filename"}),
    "name: read backwards": ("a\u202efdp.exe", lambda _: pdf(), {"unsafe_filename"}),
    "name: line end": ("a\r\nX: y.pdf", lambda _: pdf(), {"unsafe_filename"}),
}
