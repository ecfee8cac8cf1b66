"""目录清单 (catalog) as table, as list with leaders, on an archive bag; and 装订册: documents bound behind one."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw

from tests.synthesis import fonts
from tests.synthesis.documents.common import Style, finish, seal, title
from tests.synthesis.documents.ruled import Cell, head, held, named, ruled, ruling
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.truth import Drawn, TextLine


@dataclass(frozen=True)
class Entry:
    """One line of a catalogue: what it is called, how many copies, the page on which it begins (None without pages)."""

    name: str
    copies: int = 1
    page: int | None = None


NOTICE_ITEMS = (
    Entry("现实表现政治鉴定材料"),
    Entry("专业技术职务任职资格评审表", 2),
    Entry("申报人员身份证复印件"),
    Entry("所在单位性质证明"),
    Entry("推荐单位公示及公示结果"),
    Entry("继续教育公需科目、专业科目合格证书", 8),
    Entry("质量技术监督专业技术工作经历证明"),
    Entry("业务自传"),
    Entry("学历学位证书及学信网查询结果"),
    Entry("任职资格证书"),
    Entry("近三年年度考核登记表（正、反面）", 3),
    Entry("论文、专业著作"),
    Entry("申报材料真实性保证书"),
    Entry("职称材料审核责任书"),
    Entry("主管单位推荐意见"),
)
"""What the notice wants in the archive bag, in its order."""

NAMES = {
    "id_card": "居民身份证", "diploma": "毕业证书", "title_cert": "专业技术资格证书", "appraisal": "年度考核登记表",
    "truth_pledge": "申报材料真实性保证书", "summary": "业务工作总结", "ce_cert": "继续教育合格证书", "paper": "论文",
    "peer_vote": "群众评议结果", "work_exp": "工作经历证明",
}  # fmt: skip
BOUND = ("id_card", "diploma", "title_cert", "appraisal", "truth_pledge")


def catalog(scene: Scene, look: Style, *, entries: Sequence[Entry] = NOTICE_ITEMS, sealed: bool = False) -> list[Drawn]:
    """目录清单/分册目录/材料袋封面: each entry is a field 材料[n]; with pages there is a field 页码[n] too."""
    sheet = Sheet()
    (_table, _leaders, _bag)[look.layout](sheet, scene, look, entries)
    if sealed:
        seal(sheet, scene.unit, 150, 258, look)
    return [finish(sheet, scene, look, "catalog", "catalog")]


def _table(sheet: Sheet, scene: Scene, look: Style, entries: Sequence[Entry]) -> None:
    y = title(sheet, ["职称申报材料目录清单"], look, y=22, points=21)
    sheet.text(22, y - 4, f"单位：{scene.unit.name}", look.type(12))
    sheet.text(130, y - 4, f"姓名：{scene.person.name}", look.type(12))
    paged = any(entry.page for entry in entries)
    labels = ("序号", "材料名称", "份数", "页码" if paged else "原件或复印件", "备注")
    rows: list[tuple[float, list[Cell]]] = [(11, [head(text) for text in labels])]
    for number, entry in enumerate(entries, 1):
        fourth = held(str(entry.page), f"页码[{number}]") if paged else held("复印件" if "证" in entry.name else "原件")
        copies = held(f"{entry.copies}份")
        rows.append((12, [held(str(number)), held(entry.name, f"材料[{number}]"), copies, fourth, held("")]))
    ruled(sheet, 20, y + 4, (16, 84, 20, 26, 24), rows, ruling(look, 12))


def _leaders(sheet: Sheet, scene: Scene, look: Style, entries: Sequence[Entry]) -> None:
    sheet.centred(28, "目    录", Type("heibold", 22))
    type_, y = look.type(14), 52.0
    dot = sheet.width_of(".", type_)
    for number, entry in enumerate(entries, 1):
        text, page = f"{number}. {entry.name}", str(entry.page or number)
        left = 28 + sheet.width_of(text, type_) + 1
        sheet.text(28, y, text, type_)
        sheet.field(f"材料[{number}]", entry.name)
        right = 182 - sheet.width_of(page, type_) - 1
        sheet.text(left, y, "." * int((right - left) / dot), type_)
        sheet.right(y, page, type_, edge=182)
        sheet.field(f"页码[{number}]", page, sheet.lines[-1].box)
        y += 12.0 if len(entries) < 16 else 10


def _bag(sheet: Sheet, scene: Scene, look: Style, entries: Sequence[Entry]) -> None:
    """The front of an archive bag: who, then what is in it in two columns."""
    y = title(sheet, ["专业技术资格评审材料袋"], look, y=24, points=26)
    about = ((14, (head("单位"), held(scene.unit.name, "单位", 3))),
             (14, (head("姓名"), named(scene.person.name), head("申报专业"), held(scene.specialty, "申报专业"))),
             (14, (head("申报级别"), held(scene.level, "申报级别"), head("联系电话"),
                   held(scene.person.phone, "联系电话"))))  # fmt: skip
    ruled(sheet, 20, y, (28, 57, 28, 57), about, ruling(look, 13))
    half = (len(entries) + 1) // 2
    rows: list[tuple[float, list[Cell]]] = [(11, [head(text) for text in ("序号", "材料名称", "份数") * 2])]
    for row in range(half):
        cells = []
        for number in (row, row + half):
            entry = entries[number] if number < len(entries) else None
            cells += [
                held(str(number + 1) if entry else ""),
                held(entry.name, f"材料[{number + 1}]") if entry else held(""),
                held(str(entry.copies) if entry else ""),
            ]
        rows.append((16, cells))
    ruled(sheet, 20, y + 52, (13, 58, 14, 13, 58, 14), rows, ruling(look, 11))


def bound_dossier(
    scene: Scene, look: Style, *, parts: Sequence[str] = BOUND, listed: Sequence[str] | None = None
) -> list[Drawn]:
    """专业技术资格报评材料: cover, catalogue and documents in one; `listed` is the catalogue's order where it differs.

    Inner pages keep the type of their own document. The notes of every page say `bound`, the number, type and page
    of the part; those of the cover also `parts`, as type:first-last joined by semicolons, pages from 1.
    """
    draw = importlib.import_module("tests.synthesis.drawing").DOCUMENTS
    inner = [(type_, draw[type_](scene, replace(look, seed=look.seed * 31 + at))) for at, type_ in enumerate(parts)]
    first, number = {}, 3
    for type_, pages in inner:
        first.setdefault(type_, number)
        number += len(pages)
    entries = [Entry(NAMES.get(type_, type_), 1, first[type_] - 2) for type_ in listed or parts]
    whole = [("bound_dossier", [_cover(scene, look)]), ("catalog", _inner_catalog(scene, look, entries)), *inner]
    spans, pages, at = [], [], 1
    for part, (type_, drawn) in enumerate(whole, 1):
        spans.append(f"{type_}:{at}-{at + len(drawn) - 1}")
        for index, page in enumerate(drawn, 1):
            notes = {
                "bound": "bound_dossier",
                "part": str(part),
                "part_type": type_,
                "part_page": f"{index}/{len(drawn)}",
            }
            page = replace(page, truth=replace(page.truth, notes=page.truth.notes | notes))
            pages.append(_stamped(page, at - 2) if at > 2 else page)
            at += 1
    pages[0] = replace(pages[0], truth=replace(pages[0].truth, notes=pages[0].truth.notes | {"parts": ";".join(spans)}))
    return pages


def _inner_catalog(scene: Scene, look: Style, entries: Sequence[Entry]) -> list[Drawn]:
    return catalog(scene, replace(look, layout=min(look.layout, 1)), entries=entries)


def _cover(scene: Scene, look: Style) -> Drawn:
    sheet = Sheet()
    heading = (["专业技术资格报评材料"], ["工程系列", "专业技术资格报评材料"], ["专业技术资格", "报评材料"])[
        look.layout
    ]
    title(sheet, heading, look, y=58 if look.layout != 1 else 40, points=30)
    entries = (("单    位", scene.unit.name, "单位"), ("姓    名", scene.person.name, "姓名"),
               ("申报系列", scene.series, "申报系列"), ("申报专业", scene.specialty, "申报专业"),
               ("申报级别", scene.level, "申报级别"))  # fmt: skip
    if look.layout == 1:
        rows = [(18, (head(name.replace(" ", "")), named(text, field))) for name, text, field in entries]
        ruled(sheet, 35, 130, (40, 100), rows, ruling(look, 15))
    else:
        y = 140.0
        for name, text, field in entries:
            sheet.text(42, y, f"{name}：", look.type(16))
            sheet.text(76, y, text, look.type(16))
            sheet.field(field, text)
            if look.layout == 0:
                sheet.rule(75, y + 8, 172, y + 8)
            y += 17
    sheet.centred(252, chinese_date(scene.signed), look.type(15))
    return finish(sheet, scene, look, "bound_dossier", "cover")


def _stamped(page: Drawn, number: int) -> Drawn:
    """Print the volume's page number into the upper right corner, as numbering stamps do."""
    picture, text = Image.fromarray(page.image), f"{number:03d}"
    height, width = page.image.shape[:2]
    font, x, y = fonts.face("hei", 34), width - 150.0, 52.0
    pen, boxes = ImageDraw.Draw(picture), []
    maker = Sheet((width * 25.4 / page.dpi, height * 25.4 / page.dpi))
    for digit in text:
        pen.text((x, y + 30), digit, font=font, fill=(36, 34, 60), anchor="ls")
        step = font.getlength(digit)
        boxes.append(maker.box_px(x, y, x + step, y + 34))
        x += step
    line = TextLine(text, boxes[0].union(boxes[-1]), tuple(boxes), "printed", "hei")
    return replace(page, image=np.asarray(picture), truth=replace(page.truth, lines=(*page.truth.lines, line)))


DRAWERS = {"bound_dossier": bound_dossier, "catalog": catalog}
