"""Cover, imprint (版权页) and contents (目次) of the invented journals, in three layouts."""

from __future__ import annotations

import random

from tests.synthesis.documents.barcodes import draw_bars
from tests.synthesis.documents.common import Style, copy_note, finish, grid
from tests.synthesis.documents.works import Work
from tests.synthesis.paper import PAPER, Sheet, Type
from tests.synthesis.people import Scene, person
from tests.synthesis.prose import Writer
from tests.synthesis.truth import Drawn

WHITE = (255, 255, 255)
_COLOURS = ((24, 86, 140), (20, 110, 82), (150, 44, 40), (96, 60, 130), (34, 46, 78), (176, 112, 24))


def _colour(look: Style, about: Work) -> tuple[int, int, int]:
    return random.Random(f"{about.journal} {look.layout}").choice(_COLOURS)


def cover_page(scene: Scene, look: Style, about: Work, *, noted: bool) -> Drawn:
    """Return the journal's front cover, with the office's note on copies at its foot where `noted`."""
    sheet = Sheet()
    issue = f"{about.year}年第{about.issue}期"
    (_band_cover, _picture_cover, _plain_cover)[look.layout](sheet, look, about, issue)
    sheet.field("年期", issue)
    sheet.field("ISSN", about.issn)
    sheet.field("CN", about.cn)
    if noted:
        copy_note(sheet, scene, look, 30, 232)
    return finish(sheet, scene, look, "paper", "cover", part="cover")


def _band_cover(sheet: Sheet, look: Style, about: Work, issue: str) -> None:
    """A bulletin: a dark band with the name, stripes below, numbers in the corners."""
    colour, rng = _colour(look, about), look.rng("cover")
    sheet.pen.rectangle([0, 0, sheet.px(210), sheet.px(92)], fill=colour)
    small = Type("hei", 10, WHITE)
    sheet.text(14, 12, f"ISSN {about.issn}", small)
    sheet.text(14, 18, about.cn, small)
    sheet.centred(42, about.journal, Type("kai", 40, WHITE, 3))
    sheet.centred(70, f"{about.host}主办", Type("kai", 13, WHITE, 1))
    for index in range(14):
        shade = tuple(min(255, channel + 26 + 10 * index) for channel in colour)
        top = 96 + index * 6 + rng.uniform(-1, 1)
        sheet.pen.rectangle(
            [sheet.px(rng.uniform(10, 100)), sheet.px(top), sheet.px(198), sheet.px(top + 3.4)], fill=shade
        )
    sheet.centred(192, issue, Type("heibold", 26, colour))
    sheet.centred(205, f"（总第{100 + about.year % 100 * 6 + about.issue}期）", Type("hei", 13))
    _bars(sheet, about, 152, 250)


def _picture_cover(sheet: Sheet, look: Style, about: Work, issue: str) -> None:
    """A trade magazine: the name in white over a picture of hills, headlines below, the issue in a corner."""
    colour, rng = _colour(look, about), look.rng("hills")
    for index in range(70):
        tone = tuple(round(channel + (235 - channel) * index / 80) for channel in colour)
        sheet.pen.rectangle([0, sheet.px(index * 3), sheet.px(210), sheet.px(index * 3 + 3)], fill=tone)
    for layer in range(4):
        points = [(0.0, sheet.px(212))]
        y = 120.0 + layer * 22
        for x in range(0, 211, 15):
            y = min(200, max(100 + layer * 18, y + rng.uniform(-13, 13)))
            points.append((sheet.px(x), sheet.px(y)))
        sheet.pen.polygon(
            [*points, (sheet.px(210), sheet.px(212))], fill=tuple(max(0, c - 20 - 12 * layer) for c in colour)
        )
    sheet.text(16, 20, about.journal, Type("heibold", 44, WHITE))
    sheet.right(44, f"{issue}", Type("hei", 14, WHITE), edge=194)
    sheet.text(16, 44, f"主管 昆北自治区科学技术协会    主办 {about.host}", Type("hei", 9.5, WHITE))
    writer = Writer(look.seed)
    for index in range(3):
        sheet.text(20, 66 + 9 * index, "■ " + writer.title()[:24], Type("hei", 12, WHITE))
    sheet.text(16, 220, f"国内统一连续出版物号 {about.cn}    国际标准连续出版物号 ISSN {about.issn}", Type("hei", 9))
    _bars(sheet, about, 156, 252)


def _plain_cover(sheet: Sheet, look: Style, about: Work, issue: str) -> None:
    """A society's transactions: white, framed, the name between two rules, the host at the foot."""
    colour = _colour(look, about)
    for inset in (10, 12):
        sides = [sheet.px(side) for side in (inset, inset, 210 - inset, 284 - inset)]
        sheet.pen.rectangle(sides, outline=colour, width=6 if inset == 10 else 2)
    sheet.text(20, 20, f"ISSN {about.issn}", Type("hei", 10))
    sheet.right(20, about.cn, Type("hei", 10), edge=190)
    sheet.rule(30, 62, 180, 62, weight=0.8)
    sheet.centred(70, about.journal, Type("songbold", 36, colour, 2))
    sheet.rule(30, 92, 180, 92, weight=0.8)
    sheet.centred(112, issue, Type("songbold", 20))
    sheet.centred(124, f"第{about.year - 1986}卷  第{about.issue}期", Type("song", 12))
    sheet.centred(204, about.host, Type("kai", 16))
    sheet.centred(214, "编辑出版", Type("kai", 13))


def _bars(sheet: Sheet, about: Work, x: float, y: float) -> None:
    draw_bars(sheet, x, y, 38, 17, f"977{about.issn.replace('-', '')[:7]}{about.issue:02d}")
    sheet.centred(y + 17.4, f"ISSN {about.issn}", Type("hei", 8), left=x, right=x + 38)


def imprint_page(scene: Scene, look: Style, about: Work) -> Drawn:
    """Return the page that names publishers, editors and numbers."""
    sheet, rng = Sheet(), random.Random(f"imprint {about.journal}")
    editors = [name for name in (person(rng).name for _ in range(60)) if len(name) < 5][:16]
    entries = [
        ("主管单位", "昆北自治区科学技术协会"), ("主办单位", about.host), ("编辑出版", f"《{about.journal}》编辑部"),
        ("主    编", editors[0]), ("副 主 编", f"{editors[1]}  {editors[2]}"), ("地    址",
        "昆北自治区银沙湖市学府路18号"),
        ("邮政编码", "841000"), ("电    话", f"0996-22{rng.randrange(10**5):05d}"), ("印    刷",
        "银沙湖新华印务有限公司"),
        ("国内发行", "银沙湖市邮政局"), ("国际标准刊号", f"ISSN {about.issn}"), ("国内统一刊号", about.cn),
        ("出版日期", f"{about.year}年{about.issue * 2}月20日"), ("定    价", f"{rng.choice((8, 10, 12, 15, 20))}.00元"),
    ]  # fmt: skip
    (_imprint_list, _imprint_side, _imprint_table)[look.layout](sheet, look, about, entries, editors)
    sheet.field("ISSN", about.issn)
    sheet.field("CN", about.cn)
    return finish(sheet, scene, look, "paper", "imprint", part="imprint")


def _imprint_list(sheet: Sheet, look: Style, about: Work, entries: list[tuple[str, str]], editors: list[str]) -> None:
    sheet.centred(30, about.journal, Type("kai", 26))
    sheet.centred(44, f"（双月刊，1987年创刊）  {about.year}年第{about.issue}期", Type(look.body, 11))
    sheet.centred(60, "编辑委员会", Type("heibold", 13))
    for index, name in enumerate(editors):
        sheet.text(40 + 34 * (index % 4), 72 + 8 * (index // 4), name, Type(look.body, 11))
    sheet.rule(30, 112, 180, 112)
    for index, (label, value) in enumerate(entries):
        sheet.text(48, 120 + 9.4 * index, label, Type("heibold", 11))
        sheet.text(84, 120 + 9.4 * index, value, Type(look.body, 11))


def _imprint_side(sheet: Sheet, look: Style, about: Work, entries: list[tuple[str, str]], editors: list[str]) -> None:
    """The publishers down a tinted side, a notice to authors beside it."""
    colour = _colour(look, about)
    tint = tuple(232 + channel // 14 for channel in colour)
    sheet.pen.rectangle([0, 0, sheet.px(70), sheet.px(284)], fill=tint)
    sheet.text(12, 18, about.journal, Type("heibold", 15, colour))
    y = 34.0
    for label, value in entries:
        sheet.text(12, y, label.replace(" ", ""), Type("heibold", 8.5))
        y = sheet.paragraph(12, y + 4.4, 54, value, Type("hei", 8.5), leading=1.4, indent=0) + 2.6
    sheet.text(82, 18, "征稿启事", Type("heibold", 16, colour))
    y = 32.0
    for text in (
        "本刊刊登检验检测、计量测试、标准化和质量管理方面的研究论文、技术交流和经验介绍，欢迎投稿。",
        "来稿应主题明确、数据可靠、文字精练，一般不超过五千字，并附摘要和三至五个关键词。",
        "参考文献按国家标准著录，依正文中出现的先后编号；图表应有序号和名称，计量单位用法定计量单位。",
        "请勿一稿多投。来稿文责自负，编辑部有权作文字修改，不同意修改的请在来稿中说明。",
        "自收稿之日起三个月内未收到录用通知的，作者可另行处理。稿件刊出后寄赠当期刊物两册。",
    ):
        y = sheet.paragraph(82, y, 112, text, Type(look.body, 10.5), leading=1.7) + 2
    sheet.text(82, y + 8, "编委", Type("heibold", 12, colour))
    for index, name in enumerate(editors):
        sheet.text(82 + 28 * (index % 4), y + 18 + 8 * (index // 4), name, Type("kai", 11))


def _imprint_table(sheet: Sheet, look: Style, about: Work, entries: list[tuple[str, str]], editors: list[str]) -> None:
    sheet.centred(150, f"《{about.journal}》{about.year}年第{about.issue}期版权页", Type("songbold", 13))
    rows = [(8.0, ((1, label.replace(" ", "")), (1, value))) for label, value in entries]
    grid(sheet, 35, 160, (36, 104), rows, Type(look.body, 9.5))
    sheet.centred(34, "顾问", Type("songbold", 11))
    sheet.centred(42, "    ".join(editors[:4]), Type(look.body, 10.5))
    sheet.centred(54, "编辑委员会委员（按姓氏笔画为序）", Type("songbold", 11))
    for start in range(4, 16, 4):
        sheet.centred(62 + 2 * start, "    ".join(editors[start : start + 4]), Type(look.body, 10.5))


def contents_page(scene: Scene, look: Style, about: Work) -> Drawn:
    """Return the contents of the issue; the applicant's paper is among them with its page."""
    sheet, rng = Sheet(colour=PAPER), look.rng("contents")
    pages = sorted({*(rng.randrange(1, 99) for _ in range(13)), about.pages[0]} - {about.pages[0] + 1})
    writer = Writer(look.seed + 5)
    y = (_contents_head, _contents_banner, _contents_plain)[look.layout](sheet, look, about)
    type_ = Type(look.body, (10.5, 10, 11)[look.layout])
    for number, page in enumerate(pages):
        if look.layout != 2 and number % 5 == 0:
            section = ("检测与分析", "标准与质量", "经验交流")[number // 5 % 3]
            sheet.text(24, y, ("· " + section + " ·", "■ " + section)[look.layout], Type("heibold", 11))
            y += 8.5
        own = page == about.pages[0]
        who = about.authors if own else [person(rng).name for _ in range(rng.randint(1, 3))]
        title = about.title if own else writer.title()
        _entry(sheet, look, y, title[:30], "，".join(who), page, type_)
        if own:
            sheet.field("题名", title[:30])
            sheet.field("页码", str(page), next(iter(reversed(sheet.find(_page(page, look))))))
        y += 14.5 if look.layout == 1 else 13.0
    return finish(sheet, scene, look, "paper", "contents", part="contents")


def _page(page: int, look: Style) -> str:
    return f"（{page}）" if look.layout == 0 else f"{page:02d}" if look.layout == 1 else str(page)


def _entry(sheet: Sheet, look: Style, y: float, title: str, who: str, page: int, type_: Type) -> None:
    """Set title, leader, authors and page as the layout has them."""
    number = _page(page, look)
    if look.layout == 1:
        sheet.text(24, y, number, Type("heibold", 13, _colour_of(look)))
        sheet.text(38, y, title, type_)
        sheet.text(38, y + 5.6, who, Type("kai", 9))
        return
    sheet.text(24, y, title, type_)
    names = Type("kai", type_.points)
    if look.layout == 0:
        sheet.right(y + 5.4, f"{who}{number}", names, edge=186)
        start, end = 24 + 20.0, 184 - sheet.width_of(f"{who}{number}", names)
        _dots(sheet, start, end, y + 8.2)
        return
    sheet.text(30, y + 5.6, who, names)
    sheet.right(y, number, type_, edge=186)
    _dots(sheet, 26 + sheet.width_of(title, type_), 184 - sheet.width_of(number, type_), y + 2.6)


def _dots(sheet: Sheet, start: float, end: float, y: float) -> None:
    x = start
    while x < end:
        sheet.pen.ellipse([sheet.px(x), sheet.px(y), sheet.px(x) + 2, sheet.px(y) + 2], fill=(60, 60, 60))
        x += 1.7


def _colour_of(look: Style) -> tuple[int, int, int]:
    return look.rng("contents colour").choice(_COLOURS)


def _contents_head(sheet: Sheet, look: Style, about: Work) -> float:
    sheet.centred(20, about.journal, Type("kai", 20))
    sheet.centred(
        31,
        f"{about.year}年第{about.issue}期（总第{100 + about.year % 100 * 6 + about.issue}期）",
        Type(look.body, 10.5),
    )
    sheet.rule(24, 38, 186, 38, weight=0.5)
    sheet.centred(43, "目  次", Type("heibold", 16))
    return 56.0


def _contents_banner(sheet: Sheet, look: Style, about: Work) -> float:
    colour = _colour_of(look)
    sheet.pen.rectangle([sheet.px(150), 0, sheet.px(210), sheet.px(34)], fill=colour)
    sheet.text(24, 14, "目录", Type("heibold", 30, colour))
    sheet.text(52, 20, "CONTENTS", Type("hei", 13, (140, 140, 140)))
    sheet.right(12, about.journal, Type("heibold", 14, WHITE), edge=204)
    sheet.right(21, f"{about.year}年第{about.issue}期", Type("hei", 10, WHITE), edge=204)
    return 42.0


def _contents_plain(sheet: Sheet, look: Style, about: Work) -> float:
    sheet.text(24, 20, f"{about.journal} {about.year}年第{about.issue}期", Type("songbold", 12))
    sheet.right(20, "目录", Type("songbold", 14), edge=186)
    sheet.rule(24, 28, 186, 28, weight=0.9)
    return 36.0
