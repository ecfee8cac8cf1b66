"""Papers of many words: books, representative works, research reports, cases, translations."""

from __future__ import annotations

import datetime as dt
import random

from tests.synthesis.documents.article_pages import Setting
from tests.synthesis.documents.barcodes import draw_bars
from tests.synthesis.documents.columns import Column, Row, figure, fill, heading_rows, is_heading, rows_of
from tests.synthesis.documents.common import Style, finish, seal
from tests.synthesis.documents.works import checked_isbn
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date, person
from tests.synthesis.prose import Writer, article
from tests.synthesis.truth import Drawn

WHITE = (255, 255, 255)


def _setting(look: Style) -> Setting:
    left = look.margin
    return Setting(
        look.type(12), Type("heibold", 14), look.type(9), 1, left, 210 - left, 274, 8, (1.75, 1.6, 1.9)[look.layout]
    )


def text_pages(
    look: Style, text: str, count: int | None, *, top: float = 26.0, opening: Sheet | None = None,
    diagram: str | None = None, free: float = 0.0,
) -> list[Sheet]:  # fmt: skip
    """Set a text on sheets of one column, `count` of them or as many as it needs; the first may be begun already.

    `free` millimetres stay bare at the foot of the last of `count` sheets.
    """
    how, probe = _setting(look), Sheet()
    width = how.right - how.left
    rows: list[Row] = []
    for paragraph in filter(None, text.split("\n")):
        if is_heading(paragraph):
            rows += heading_rows(probe, paragraph, how.head, width, leading=how.leading)
        else:
            rows += rows_of(probe, paragraph, how.body, width, leading=how.leading)
        if diagram and len(rows) > 14:
            rows.append(figure(diagram, "序号", "测量值", how.small, seed=look.seed))
            diagram = None
    sheets: list[Sheet] = []
    while rows and (count is None or len(sheets) < count) and len(sheets) < 40:
        sheet = opening if opening is not None and not sheets else Sheet()
        bottom = how.bottom - (free if len(sheets) + 1 == count else 0.0)
        rows = fill(sheet, rows, [Column(how.left, top if not sheets else 26.0, width, bottom)])
        sheet.centred(279, f"- {len(sheets) + 1} -", how.small)
        sheets.append(sheet)
    return sheets


def _title_page(
    look: Style, kind: str, heading: str, entries: list[tuple[str, str]], *, day: dt.date | None = None
) -> Sheet:
    """A report's cover: kind and title above, who and when below; three arrangements."""
    sheet = Sheet()
    if look.layout == 0:
        sheet.centred(52, kind, Type("heibold", 30, spacing_mm=3))
        _wrapped(sheet, heading, 88, Type("song", 22))
        for row, (label, value) in enumerate(entries):
            sheet.text(54, 190 + 13 * row, f"{label}：", Type("song", 15))
            sheet.text(88, 190 + 13 * row, value, Type("song", 15))
            sheet.rule(86, 197 + 13 * row, 168, 197 + 13 * row)
    elif look.layout == 1:
        sheet.pen.rectangle([0, sheet.px(70), sheet.px(210), sheet.px(128)], fill=(30, 84, 120))
        _wrapped(sheet, heading, 82, Type("heibold", 24, WHITE))
        sheet.centred(136, f"（{kind}）", Type("hei", 16))
        for row, (label, value) in enumerate(entries):
            sheet.centred(214 + 10 * row, f"{label}  {value}", Type("kai", 14))
    else:
        for inset in (14, 15.4):
            sheet.pen.rectangle(
                [sheet.px(side) for side in (inset, inset, 210 - inset, 284 - inset)], outline=(60, 60, 60), width=3
            )
        sheet.text(24, 24, kind, Type("microhei", 14))
        _wrapped(sheet, heading, 110, Type("heibold", 26))
        for row, (label, value) in enumerate(entries):
            sheet.right(224 + 9 * row, f"{label}：{value}", Type("ukai", 13), edge=186)
    if day:
        sheet.centred(262, chinese_date(day), look.type(14))
    return sheet


def _wrapped(sheet: Sheet, heading: str, y: float, type_: Type) -> None:
    rows = 1
    while sheet.width_of(heading, type_) / rows > 150:
        rows += 1
    size = -(-len(heading) // rows)
    for index in range(rows):
        sheet.centred(y + index * type_.points * 0.55, heading[index * size : (index + 1) * size], type_)


def _report(
    scene: Scene, look: Style, type_: str, kind: str, *, text: str | None, count: int, salt: int, sealed: bool,
    covered: bool = True,
) -> list[Drawn]:  # fmt: skip
    about = article(scene.seed + salt, length=1100 * count)
    day = dt.date(random.Random(f"{type_} {scene.seed}").randint(2019, 2023), 6, 20)
    sheets: list[Sheet] = []
    if covered:
        entries = [("编 写 人", scene.person.name), ("单    位", scene.unit.name)]
        sheets.append(_title_page(look, kind, about.title, entries, day=day))
        sheets[0].field("编写人", scene.person.name)
    opening = Sheet()
    y = 28.0
    if not covered:
        opening.centred(y, kind, Type("heibold", 15))
        y += 11
    opening.centred(y, about.title, Type("heibold", 17))
    opening.field("题名", about.title)
    y += 10
    if not covered:
        line = f"{scene.unit.name}  {scene.person.name}"
        opening.centred(y, line, Type("kai", 13))
        opening.field("编写人", scene.person.name)
        y += 10
    free = 60.0 if sealed else 0.0
    sheets += text_pages(look, text or about.text, None if text else count, top=y + 3, opening=opening,
                         diagram="图1 测量结果", free=free)  # fmt: skip
    if sealed:
        if text:
            sheets.append(Sheet())
        last = sheets[-1]
        last.text(look.margin, 226, "单位审核意见：", look.type(13))
        last.text(look.margin + 36, 226, "情况属实，同意报送。", look.type(13))
        last.right(246, scene.unit.name, look.type(13), edge=178)
        last.right(256, chinese_date(day), look.type(13), edge=172)
        seal(last, scene.unit, 152, 250, look)
    return [finish(sheet, scene, look, type_, "report") for sheet in sheets]


def representative_work(scene: Scene, look: Style, *, text: str | None = None, count: int = 2) -> list[Drawn]:
    """代表作品: a technical report, a plan of works or a report on a project; the unit's opinion ends it."""
    kind = ("技术报告", "工程方案", "项目实施报告")[look.layout]
    return _report(scene, look, "representative_work", kind, text=text, count=count, salt=101, sealed=True)


def research_report(scene: Scene, look: Style, *, text: str | None = None, count: int = 2) -> list[Drawn]:
    """专项研究报告; `text` is set instead of the seed's own, whole."""
    kind = ("专项研究报告", "技术分析报告", "立项研究报告")[look.layout]
    return _report(scene, look, "research_report", kind, text=text, count=count, salt=202, sealed=False)


def case_material(scene: Scene, look: Style, *, text: str | None = None, count: int = 1) -> list[Drawn]:
    """实例材料: a case without a cover."""
    kind = ("工程实例", "典型案例", "实例材料")[look.layout]
    return _report(scene, look, "case_material", kind, text=text, count=count, salt=303, sealed=False, covered=False)


def translation_zh(scene: Scene, look: Style, *, text: str | None = None, count: int = 2) -> list[Drawn]:
    """外文论文的中文译稿: the foreign title and journal above, then the Chinese text."""
    about = article(scene.seed + 404, length=1100 * count)
    sheet, rng = Sheet(), look.rng("translation")
    sheet.centred(24, ("中文译稿", "论文译文", "外文论文中文译稿")[look.layout], Type("heibold", 15))
    sheet.centred(36, about.title, Type("heibold", 18))
    sheet.field("题名", about.title)
    volume, issue, first = rng.randrange(3, 40), rng.randrange(1, 7), rng.randrange(10, 90)
    source = f"Measurement Notes of Kunbei, Vol. {volume}, No. {issue}, pp. {first}-99"
    sheet.centred(46, "Influence of Operating Conditions on the Accuracy of the Device", look.type(10.5))
    sheet.centred(52, source, look.type(9.5))
    y = 60.0
    sheet.centred(y, f"作者：{scene.person.name}    译者：{scene.person.name}", Type("kai", 12))
    sheet.field("作者", scene.person.name)
    y = sheet.paragraph(
        look.margin, y + 9, 210 - 2 * look.margin, f"摘要：{about.abstract}", Type("kai", 11), leading=1.6
    )
    sheets = text_pages(
        look, text or about.text, None if text else count, top=y + 4, opening=sheet, diagram="图1 试验结果"
    )
    return [finish(page, scene, look, "translation_zh", "translation") for page in sheets]


def book(scene: Scene, look: Style, *, rank: int = 1, isbn: str | None = None) -> list[Drawn]:
    """著作: cover, copyright page with the CIP data (图书在版编目), contents; `isbn` in place of the right one."""
    rng, writer = random.Random(f"book {scene.seed}"), Writer(scene.seed + 55)
    heading = writer.field.name + rng.choice(("技术与实践", "检测方法及案例", "基础与应用", "工作手册"))
    names = [name for name in (person(rng).name for _ in range(6)) if name != scene.person.name][: max(rank - 1, 2)]
    names.insert(rank - 1, scene.person.name)
    number = isbn or _hyphened(checked_isbn(f"97879999{rng.randrange(10**4):04d}"))
    year = rng.randint(2017, 2023)
    cip = f"（{year}）第{rng.randrange(100000, 300000)}号"
    pages = [
        _book_cover(look, heading, names),
        _copyright(look, writer, rng, heading, names, number, year, cip),
        _book_contents(look, writer),
    ]
    return [
        finish(page, scene, look, "book", "book", part=part)
        for page, part in zip(pages, ("cover", "imprint", "contents"), strict=True)
    ]


def _hyphened(digits: str) -> str:
    return f"{digits[:3]}-{digits[3]}-{digits[4:8]}-{digits[8:12]}-{digits[12]}"


def _book_cover(look: Style, heading: str, names: list[str]) -> Sheet:
    colour = look.rng("book").choice(((28, 78, 120), (120, 40, 44), (36, 100, 76), (88, 72, 40)))
    sheet = Sheet((185.0, 260.0), WHITE)
    if look.layout == 1:
        sheet.pen.rectangle([0, 0, *sheet.size], fill=colour)
        ink = WHITE
    else:
        sheet.pen.rectangle(
            [0, sheet.px(150 if look.layout else 0), sheet.size[0], sheet.px(260 if look.layout else 70)], fill=colour
        )
        ink = (30, 30, 32)
    sheet.centred(88, heading, Type(("songbold", "heibold", "heibold")[look.layout], 32, ink))
    text = f"{names[0]}  {'  '.join(names[1:3])}  编著"
    sheet.centred(116, text, Type("kai", 14, ink))
    sheet.field("书名", heading)
    sheet.centred(236, "塔河湾技术出版社", Type("kai", 15, ink if look.layout == 0 else WHITE))
    return sheet


def _copyright(
    look: Style, writer: Writer, rng: random.Random, heading: str, names: list[str], number: str, year: int, cip: str
) -> Sheet:
    sheet, type_ = Sheet((185.0, 260.0)), Type(look.body, 10)
    people, publisher = "，".join(names), "塔河湾技术出版社"
    sheet.text(24, 26, "图书在版编目（CIP）数据", Type("heibold", 12))
    y = sheet.paragraph(
        24, 36, 138, f"{heading} / {people}编著. —昆仑河：{publisher}，{year}.{rng.randint(1, 12)}", type_, leading=1.7
    )
    sheet.text(31, y, f"ISBN {number}", type_)
    sheet.field("ISBN", number)
    sheet.text(31, y + 8, f"I.{heading[:2]}…  II.{names[0][0]}…  III.{writer.field.name}  IV.{writer.field.clc}", type_)
    text = f"中国版本图书馆CIP数据核字{cip}"
    sheet.text(31, y + 20, text, type_)
    sheet.field("CIP", cip)
    sheet.rule(24, 110, 162, 110)
    words, sheets_ = rng.randrange(120, 480), rng.randrange(8, 26)
    y = 120.0
    for label, value in (("书    名", heading), ("作    者", people + " 编著"), ("出版发行", publisher), ("社    址",
        "昆仑河市文化路66号"),
                         ("印    刷", "银沙湖新华印务有限公司"), ("开    本", f"16开  印张 {sheets_}.5"),
                         ("字    数", f"{words}千字"), ("版    次", f"{year}年6月第1版  {year}年6月第1次印刷"),
                         ("定    价", f"{rng.randrange(28, 98)}.00元")):  # fmt: skip
        sheet.text(24, y, label, Type("heibold", 10))
        sheet.text(46, y, value, type_)
        y += 8.6
    sheet.field("字数", f"{words}千字")
    sheet.field("书名", heading)
    sheet.text(24, y + 4, "版权所有  侵权必究", Type("kai", 10))
    draw_bars(sheet, 118, 214, 40, 20, number.replace("-", ""))
    sheet.centred(234.5, f"ISBN {number}", Type("hei", 8), left=112, right=164)
    return sheet


def _book_contents(look: Style, writer: Writer) -> Sheet:
    sheet, type_ = Sheet((185.0, 260.0)), Type(look.body, 10.5)
    sheet.centred(24, "目  录", Type("heibold", 18))
    y, page = 42.0, 1
    for chapter in range(1, 6):
        sheet.text(
            24, y, f"第{'一二三四五'[chapter - 1]}章  {writer.say('{thing}概论', short=True)}", Type("heibold", 11)
        )
        sheet.right(y, str(page), type_, edge=160)
        y += 8
        for section in range(1, 5):
            sheet.text(32, y, f"第{'一二三四'[section - 1]}节  {writer.say('{trait}与{cause}', short=True)}", type_)
            sheet.right(y, str(page), type_, edge=160)
            page += writer.rng.randrange(3, 12)
            y += 7
        y += 3
    return sheet


DRAWERS = {
    "book": book,
    "case_material": case_material,
    "representative_work": representative_work,
    "research_report": research_report,
    "translation_zh": translation_zh,
}
