"""Rebuild verifier/reports/templates/notice.docx: `python scripts/build_notice_template.py`.

The template is a plain Word document with docxtpl's fields; offices copy it and word it their own way.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TARGET = Path(__file__).resolve().parents[1] / "verifier" / "reports" / "templates" / "notice.docx"
SONG, HEI = "宋体", "黑体"


def main() -> None:
    """Write the template."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin, section.bottom_margin = Cm(3.4), Cm(3.0)
    style = document.styles["Normal"]
    style.font.name, style.font.size = SONG, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
    # Without a language, commas and stops are set as those of traditional Chinese, in the middle of their square.
    style.element.rPr.append(OxmlElement("w:lang", attrs={qn("w:val"): "en-US", qn("w:eastAsia"): "zh-CN"}))
    style.paragraph_format.line_spacing = 1.5
    style.paragraph_format.space_after = Pt(0)

    line(document, "{{ title }}", face=HEI, size=20, bold=True, centred=True, after=14)
    line(document, "{%p if draft %}")
    line(document, "{{ draft }}", size=10.5, colour=(179, 38, 30), after=6)
    line(document, "{%p endif %}")
    line(document, "{{ addressee }}：")
    line(document, "{{ opening }}", indent=True)
    line(document, "{%p for part in parts %}")
    line(document, "{{ numerals[loop.index0] }}、{{ part.heading }}", face=HEI, before=8, with_next=True)
    line(document, "{%p for item in part['items'] %}")
    line(document, "{{ item.number }}. {{ item.material }}", face=HEI, size=11.5, before=4, with_next=True)
    line(document, "{{ labels.problem }}：{{ item.problem }}", indent=True, whole=True)
    line(document, "{%p if item.remedy %}")
    line(document, "{{ labels.remedy }}：{{ item.remedy }}", indent=True)
    line(document, "{%p endif %}")
    line(document, "{%p if item.basis %}")
    line(document, "{{ labels.basis }}：{{ item.basis | join('；') }}", indent=True, size=10, colour=(85, 85, 85))
    line(document, "{%p endif %}")
    line(document, "{%p endfor %}")
    line(document, "{%p endfor %}")
    line(document, "{%p for line in closing %}")
    line(document, "{{ line }}", indent=True, before=4)
    line(document, "{%p endfor %}")
    line(document, "{{ office }}", right=True, before=24)
    line(document, "{{ date }}", right=True)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    TARGET.parent.mkdir(exist_ok=True)
    document.save(TARGET)


def line(document: Document, content: str, **look: object) -> None:
    """Add a paragraph."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(content)
    face = str(look.get("face", SONG))
    run.font.name, run.font.size = face, Pt(float(look.get("size", 12)))  # type: ignore[arg-type]
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    run.bold = bool(look.get("bold"))
    if "colour" in look:
        run.font.color.rgb = RGBColor(*look["colour"])  # type: ignore[misc]
    shape = paragraph.paragraph_format
    shape.keep_with_next, shape.keep_together = bool(look.get("with_next")), bool(look.get("whole"))
    if look.get("indent"):
        shape.first_line_indent = Pt(24)
    if look.get("centred"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if look.get("right"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    shape.space_before, shape.space_after = Pt(float(look.get("before", 0))), Pt(float(look.get("after", 0)))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
