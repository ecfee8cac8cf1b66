"""The body of a paper: a bulletin in two columns, a trade magazine, or one wide column; as many pages as stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.geometry import Box
from tests.synthesis.documents.columns import (
    Column,
    Row,
    figure,
    fill,
    heading_rows,
    height_of,
    is_heading,
    rows_of,
    table,
)
from tests.synthesis.documents.common import Style, finish
from tests.synthesis.documents.works import Work
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

MOST_PAGES = 40


@dataclass(frozen=True)
class Setting:
    """How a journal sets its pages; lengths in millimetres, sizes in points."""

    body: Type
    head: Type
    small: Type
    columns: int
    left: float
    right: float
    bottom: float
    gap: float = 8.0
    leading: float = 1.5


def setting(look: Style, columns: int | None) -> Setting:
    """Return the setting of a layout, with other columns where they are asked for."""
    base = (
        Setting(Type(look.body, 10), Type("heibold", 11), Type(look.body, 8.5), 2, 22, 188, 272),
        Setting(Type(look.body, 9.5), Type("heibold", 11.5), Type("kai", 9), 2, 18, 192, 276, 7, 1.58),
        Setting(Type(look.body, 11), Type("heibold", 13), Type(look.body, 9), 1, 27, 183, 270, 8, 1.62),
    )[look.layout]
    return replace(base, columns=columns) if columns else base


def body_pages(
    scene: Scene, look: Style, about: Work, *, columns: int | None = None, text: str | None = None
) -> list[Drawn]:
    """Return the pages of the article; a caller's text is set whole, the article's own as far as there is room."""
    how = setting(look, columns)
    count = about.pages[1] - about.pages[0] + 1
    probe = Sheet()
    width = (how.right - how.left - how.gap * (how.columns - 1)) / how.columns
    rows = _rows(probe, how, look, about, text, width)
    foot = _foot_rows(probe, how, look, about, width)
    sheets: list[Sheet] = []
    places: list[list[Column]] = []
    number = 0
    while number < count or (text is not None and rows and number < MOST_PAGES):
        sheet = Sheet()
        top = (
            _opening(sheet, scene, look, about, how) if number == 0 else _running_head(sheet, look, about, how, number)
        )
        bottom = how.bottom - (16 if number == 0 and look.layout == 0 else 0)
        if number == 0 and look.layout == 0:
            _footnote(sheet, scene, about, how, bottom + 3)
        columns_ = [Column(how.left + index * (width + how.gap), top, width, bottom) for index in range(how.columns)]
        _between(sheet, look, how, columns_)
        sheets.append(sheet)
        places.append(columns_)
        number += 1
        if text is not None:
            rows = fill(sheet, rows, columns_)
    if text is None:
        _set_all(sheets, rows, foot, places)
    return [finish(sheet, scene, look, "paper", f"journal{how.columns}-", part="body") for sheet in sheets]


def _set_all(sheets: Sequence[Sheet], rows: list[Row], foot: list[Row], places: Sequence[Sequence[Column]]) -> None:
    """Fill all pages; the body is cut so that the references find room at the end, as editors do."""
    room = sum(column.bottom - column.top for columns in places for column in columns)
    budget = room - height_of(foot) - 14 * len(places)
    while rows and height_of(rows) > budget:
        rows.pop()
    while (rows and rows[-1].full) or (rows and rows[-1].keep):
        rows.pop()
    left = rows + foot
    for sheet, columns in zip(sheets, places, strict=True):
        left = fill(sheet, left, columns)


def _rows(sheet: Sheet, how: Setting, look: Style, about: Work, text: str | None, width: float) -> list[Row]:
    rows: list[Row] = []
    rng = look.rng("inserts")
    paragraphs = (text or about.article.text).split("\n")
    inserts = _inserts(how, look, about) if text is None else []
    for paragraph in filter(None, paragraphs):
        if is_heading(paragraph):
            rows += heading_rows(sheet, _numbered(paragraph, look), how.head, width, leading=how.leading)
            continue
        rows += rows_of(sheet, paragraph, how.body, width, leading=how.leading)
        if inserts and rng.random() < 0.35:
            rows.append(inserts.pop())
    return rows


def _numbered(heading: str, look: Style) -> str:
    number, _, words = heading.partition(" ")
    if look.layout == 0 or not number.isdigit() or not 1 <= int(number) <= 9:
        return heading
    return f"{'一二三四五六七八九'[int(number) - 1]}、{words}" if look.layout == 1 else f"{number}.  {words}"


def _inserts(how: Setting, look: Style, about: Work) -> list[Row]:
    rng = look.rng("numbers")
    words = about.article.keywords
    body = [[str(row), f"{rng.uniform(1, 99):.1f}", f"{rng.uniform(1, 99):.1f}", f"{rng.uniform(0, 3):.2f}"]
            for row in range(1, rng.randint(5, 8))]  # fmt: skip
    bold = how.small.bold()
    return [
        table(f"表1 {words[1][-8:]}测量数据", ("序号", "改进前", "改进后", "偏差"), body, how.small, bold),
        figure(f"图1 {words[1][-8:]}变化曲线", "时间/小时", "相对值", how.small, seed=look.seed),
    ]


def _foot_rows(sheet: Sheet, how: Setting, look: Style, about: Work, width: float) -> list[Row]:
    """参考文献; the authors' lives where the layout has them at the end."""
    small = how.small
    label = ("参考文献：", "【参考文献】", "参考文献")[look.layout]
    rows = heading_rows(sheet, label, Type("heibold", small.points + 1), width)
    for entry in about.article.references[:8]:
        rows += rows_of(sheet, entry, small, width, leading=1.4, indent=0)
    if look.layout:
        rows.append(Row("", small, 3))
        rows += rows_of(sheet, _life(about, look), small, width, leading=1.45, indent=0)
    return rows


def _life(about: Work, look: Style) -> str:
    born = look.rng("born").randint(1978, 1994)
    gender = look.rng("gender").choice("男女")
    return f"作者简介：{about.authors[0]}（{born}—），{gender}，助理工程师，主要从事{about.article.field}工作。"


def _footnote(sheet: Sheet, scene: Scene, about: Work, how: Setting, y: float) -> None:
    rng_day = 1 + about.pages[0] % 27
    sheet.rule(how.left, y, how.left + 50, y)
    sheet.text(how.left, y + 2, f"收稿日期：{about.year - 1}-11-{rng_day:02d}", how.small)
    who, born = about.authors[0], scene.person.birth.year if about.authors[0] == scene.person.name else 1980
    sheet.text(how.left, y + 7, f"作者简介：{who}（{born}—），主要从事{about.article.field}工作。", how.small)


def _between(sheet: Sheet, look: Style, how: Setting, columns: Sequence[Column]) -> None:
    if look.layout == 1:
        for column in columns[1:]:
            sheet.rule(column.x - how.gap / 2, column.top, column.x - how.gap / 2, column.bottom, weight=0.12)


def _running_head(sheet: Sheet, look: Style, about: Work, how: Setting, number: int) -> float:
    small, page = how.small, str(about.pages[0] + number)
    if look.layout == 0:
        sheet.text(how.left, 15, f"第{about.issue}期", small)
        sheet.centred(15, about.journal, small)
        sheet.right(15, page, small, edge=how.right)
        sheet.rule(how.left, 20, how.right, 20)
        return 25.0
    if look.layout == 1:
        sheet.pen.rectangle([0, sheet.px(12), sheet.px(210), sheet.px(13.2)], fill=_colour(look))
        sheet.text(how.left, 5.5, "检测与分析", Type("heibold", 10, _colour(look)))
        sheet.right(280, f"{about.journal}  {about.year}.{about.issue:02d}   {page}", small, edge=how.right)
        return 20.0
    sheet.centred(16, f"{about.journal}    {about.year}年第{about.issue}期", small)
    sheet.rule(how.left, 21, how.right, 21, weight=0.5)
    sheet.rule(how.left, 21.9, how.right, 21.9)
    sheet.centred(276, f"· {page} ·", small)
    return 28.0


def _colour(look: Style) -> tuple[int, int, int]:
    return look.rng("journal").choice(((24, 86, 140), (20, 110, 82), (150, 44, 40), (96, 60, 130)))


def _opening(sheet: Sheet, scene: Scene, look: Style, about: Work, how: Setting) -> float:
    return (_bulletin, _magazine, _wide)[look.layout](sheet, scene, look, about, how)


def _title(sheet: Sheet, about: Work, type_: Type, y: float, left: float, right: float, *, centred: bool) -> float:
    boxes, step = [], type_.points * 0.5
    for row in _halves(about.title, sheet, type_, right - left):
        boxes.append(
            sheet.centred(y, row, type_, left=left, right=right) if centred else sheet.text(left, y, row, type_)
        )
        y += step
    sheet.field("题名", about.title, Box.around(boxes))
    return y


def _halves(title: str, sheet: Sheet, type_: Type, width: float) -> list[str]:
    """Break a title that is too wide into rows of like length, as a person would."""
    rows = 1
    while sheet.width_of(title, type_) / rows > width - type_.points * 0.4:
        rows += 1
    size = -(-len(title) // rows)
    return [title[index : index + size] for index in range(0, len(title), size)]


def _numbers(sheet: Sheet, about: Work, x: float, y: float, type_: Type, *, doi: bool) -> None:
    sheet.text(x, y, f"中图分类号：{about.article.clc}    文献标识码：A    文章编号：{about.number}", type_)
    sheet.field("中图分类号", about.article.clc)
    sheet.field("文章编号", about.number)
    if doi:
        sheet.text(x, y + 5, f"DOI：{about.doi}", type_)
        sheet.field("DOI", about.doi)


def _authors(sheet: Sheet, about: Work, joint: str, type_: Type, y: float, x: float | None = None) -> None:
    text = joint.join(about.authors)
    box = sheet.centred(y, text, type_) if x is None else sheet.text(x, y, text, type_)
    sheet.field("作者", text, box)


def _bulletin(sheet: Sheet, scene: Scene, look: Style, about: Work, how: Setting) -> float:
    small = how.small
    sheet.text(how.left, 12, f"第{about.issue}期", small)
    sheet.text(how.left, 16, f"{about.year}年{about.issue * 2}月", small)
    sheet.centred(13, " ".join(about.journal), Type("kai", 12))
    sheet.right(12, f"No.{about.issue}", small, edge=how.right)
    sheet.right(16, str(about.pages[0]), small, edge=how.right)
    sheet.rule(how.left, 20.5, how.right, 20.5)
    y = _title(sheet, about, Type("heibold", 18), 29, how.left, how.right, centred=True) + 3
    _authors(sheet, about, "，", Type("kai", 13), y)
    sheet.centred(y + 8, f"（{scene.unit.name}，841000）", small)
    inner = how.right - how.left - 14
    y = sheet.paragraph(how.left + 7, y + 17, inner, f"摘要：{about.article.abstract}", small, leading=1.5, indent=0)
    y = sheet.paragraph(
        how.left + 7, y + 0.6, inner, f"关键词：{'；'.join(about.article.keywords)}", small, leading=1.5, indent=0
    )
    _numbers(sheet, about, how.left + 7, y + 0.6, small, doi=True)
    return y + 16


def _magazine(sheet: Sheet, scene: Scene, look: Style, about: Work, how: Setting) -> float:
    colour = _colour(look)
    sheet.pen.rectangle([0, 0, sheet.px(210), sheet.px(16)], fill=colour)
    sheet.text(how.left, 5.5, "检测与分析", Type("heibold", 15, (255, 255, 255)))
    sheet.right(7, f"{about.year}年第{about.issue}期", Type("hei", 9, (255, 255, 255)), edge=how.right)
    sheet.field("年期", f"{about.year}年第{about.issue}期")
    y = _title(sheet, about, Type("heibold", 22), 27, how.left, how.right, centred=False) + 4
    sheet.pen.rectangle([sheet.px(how.left), sheet.px(y), sheet.px(how.left + 26), sheet.px(y + 1)], fill=colour)
    _authors(sheet, about, "  ", Type("kai", 13), y + 4, how.left)
    sheet.text(how.left, y + 11, f"{scene.unit.name}    {scene.unit.county}  841000", Type("kai", 10))
    top = y + 19
    probe = Sheet()
    inner = how.right - how.left - 12
    parts = (f"【摘要】{about.article.abstract}", f"【关键词】{'；'.join(about.article.keywords)}")
    tall = sum(height_of(rows_of(probe, part, how.small, inner, leading=1.5, indent=0)) for part in parts) + 7
    places = [sheet.px(side) for side in (how.left, top, how.right, top + tall)]
    sheet.pen.rectangle(places, fill=tuple(236 + channel // 16 for channel in colour))
    y = top + 3
    for part in parts:
        y = sheet.paragraph(how.left + 6, y, inner, part, how.small, leading=1.5, indent=0)
    sheet.right(280, f"{about.journal}  {about.year}.{about.issue:02d}   {about.pages[0]}", how.small, edge=how.right)
    return top + tall + 7


def _wide(sheet: Sheet, scene: Scene, look: Style, about: Work, how: Setting) -> float:
    _running_head(sheet, look, about, how, 0)
    sheet.field("年期", f"{about.year}年第{about.issue}期")
    sheet.right(25, f"文章编号：{about.number}", how.small, edge=how.right)
    sheet.field("文章编号", about.number)
    y = _title(sheet, about, Type("songbold", 20), 36, how.left, how.right, centred=True) + 4
    _authors(sheet, about, "    ", Type(look.body, 12), y)
    sheet.centred(y + 8, f"{scene.unit.name}", Type(look.body, 10))
    width = how.right - how.left
    y = sheet.paragraph(how.left, y + 18, width, f"摘  要  {about.article.abstract}", Type("kai", 10.5), leading=1.55)
    y = sheet.paragraph(
        how.left, y + 1, width, f"关键词  {'  '.join(about.article.keywords)}", Type("kai", 10.5), leading=1.55
    )
    return y + 5
