"""查重报告: the full report sheet, a brief one as a table, and a service's own with bars; ratios that agree."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, finish, grid, seal
from tests.synthesis.documents.works import Work, work
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.prose import Writer
from tests.synthesis.truth import Drawn


@dataclass(frozen=True)
class Ratios:
    """Characters of the paper and how many of them were found elsewhere; percentages are of `total`."""

    total: int
    copied: int
    cited: int
    own: int
    largest: int

    def percent(self, count: int) -> str:
        return f"{100 * count / self.total:.1f}%"

    @property
    def overall(self) -> str:
        return self.percent(self.copied)

    @property
    def without_cited(self) -> str:
        return self.percent(self.copied - self.cited)

    @property
    def without_own(self) -> str:
        return self.percent(self.copied - self.own)

    @property
    def single(self) -> str:
        return self.percent(self.largest)


def ratios(scene: Scene, share: float | None) -> Ratios:
    """Return ratios that agree with each other; `share` 0..1 is what is left without the author's own papers."""
    rng = random.Random(f"ratios {scene.seed}")
    total = rng.randrange(3200, 7800)
    left = round(total * (rng.uniform(0.02, 0.29) if share is None else share))
    own = round(total * rng.choice((0, 0, rng.uniform(0.01, 0.3))))
    copied = min(total, left + own)
    return Ratios(
        total, copied, round(left * rng.uniform(0, 0.3)), copied - left, round(copied * rng.uniform(0.3, 0.9))
    )


def similarity(
    scene: Scene, look: Style, *, share: float | None = None, title: str | None = None, sealed: bool | None = None
) -> list[Drawn]:
    """查重报告 of the applicant's paper.

    Args:
        scene: whose paper it is.
        look: its layout decides the report's form.
        share: 去除本人文献复制比, 0..1; below 0.3 by lot where it is not given.
        title: another title than the paper's own.
        sealed: the unit's seal lies on it; by default by lot.
    """
    about, found = work(scene), ratios(scene, share)
    sheet = (_full, _brief, _service)[look.layout](scene, look, about, found, title or about.title)
    if look.rng("sealed").random() < 0.3 if sealed is None else sealed:
        seal(sheet, scene.unit, 156, 238, look)
    return [finish(sheet, scene, look, "similarity", "report")]


def _tested(about: Work) -> dt.datetime:
    # Printed as the report prints it; no zone stands there.
    day = dt.date(about.year, about.issue * 2, 1 + about.pages[0] % 27)
    return dt.datetime.combine(day, dt.time(9 + about.pages[0] % 8, about.pages[0] % 60, 21))


def _number(scene: Scene, about: Work) -> str:
    rng = random.Random(f"report {scene.seed}")
    letters = "".join(rng.choice("0123456789ABCDEF") for _ in range(6))
    return f"ADBD{about.year}R_{about.year}{about.issue * 2:02d}{rng.randrange(10**14):014d}{letters}"


def _value(sheet: Sheet, x: float, y: float, label: str, value: str, type_: Type, field: str | None = None) -> None:
    sheet.text(x, y, label, type_)
    box = sheet.text(x + sheet.width_of(label, type_), y, value, type_)
    if field:
        sheet.field(field, value, box)


def _sources(scene: Scene, found: Ratios) -> list[tuple[str, str, str]]:
    """Return (what, share, author and journal) of some papers in which copies were found."""
    rng, writer = random.Random(f"sources {scene.seed}"), Writer(scene.seed + 31)
    shares = sorted((rng.uniform(0.004, 0.9) * found.largest for _ in range(5)), reverse=True)
    counts = [found.largest, *(round(share) for share in shares)]
    return [
        (writer.title(), found.percent(count), writer.reference(index).split("[J].")[-1].split(".")[-2])
        for index, count in enumerate(counts, 1)
        if count
    ]


def _full(scene: Scene, look: Style, about: Work, found: Ratios, title: str) -> Sheet:
    """文本复制检测报告单（全文标明引文）: numbers, scope, ratios in a tinted field, sources."""
    sheet, small = Sheet(), Type(look.body, 9.5)
    sheet.centred(20, "文本复制检测报告单（全文标明引文）", Type("heibold", 18))
    number = _number(scene, about)
    sheet.text(22, 34, f"No:{number}", Type("hei", 9))
    sheet.field("报告编号", number)
    day = f"{_tested(about):%Y-%m-%d %H:%M:%S}"
    _value(sheet, 130, 34, "检测时间:", day, Type("hei", 9), "检测时间")
    sheet.rule(22, 40, 188, 40, weight=0.4)
    _value(sheet, 24, 45, "检测文献: ", title, small, "题名")
    _value(sheet, 24, 52, "作者: ", "；".join(about.authors), small, "作者")
    sheet.text(24, 59, "检测范围: 学术期刊联合数据库", small)
    for row, name in enumerate(
        (
            "博士学位论文全文数据库",
            "会议论文全文数据库",
            "报纸全文数据库",
            "专利全文数据库",
            "互联网文档资源",
            "个人比对库",
        )
    ):
        sheet.text(40, 65 + 5.4 * row, name, small)
    sheet.text(24, 98, f"时间范围: 1900-01-01至{_tested(about):%Y-%m-%d}", small)
    sheet.pen.rectangle([sheet.px(side) for side in (22, 106, 188, 146)], fill=(238, 242, 248))
    sheet.text(26, 109, "检测结果", Type("heibold", 12))
    big = Type("heibold", 12, (196, 30, 30))
    for column, (label, value, field) in enumerate((
        ("总文字复制比:", found.overall, "总复制比"), ("去除引用文献复制比:", found.without_cited, "去除引用"),
        ("去除本人文献复制比:", found.without_own, "去除本人"), ("单篇最大文字复制比:", found.single, "单篇最大"),
    )):  # fmt: skip
        x, y = 28 + 82 * (column % 2), 119 + 9 * (column // 2)
        sheet.text(x, y, label, Type("hei", 10.5))
        sheet.field(field, value, sheet.text(x + 44, y - 0.4, value, big))
    sheet.text(
        28,
        138,
        f"重复字数:[{found.copied}]   总字数:[{found.total}]   单篇最大重复字数:[{found.largest}]",
        Type("hei", 9),
    )
    sheet.field("总字数", str(found.total))
    _list_sources(sheet, scene, found, 154, small)
    draw_qr(sheet, 164, 44, 22, f"https://check.example.cn/r/{number[-12:]}")
    sheet.text(
        24,
        262,
        "指标由系统根据《学术论文不端行为的界定标准》生成；红色文字表示文字复制部分，绿色文字表示引用部分。",
        Type(look.body, 8),
    )
    return sheet


def _list_sources(sheet: Sheet, scene: Scene, found: Ratios, y: float, small: Type) -> None:
    sheet.text(24, y, "相似文献列表", Type("heibold", 11))
    sheet.rule(22, y + 6, 188, y + 6)
    y += 9
    for number, (name, share, where) in enumerate(_sources(scene, found), 1):
        sheet.text(24, y, f"{number}", small)
        sheet.text(32, y, name, small)
        sheet.right(y, share, small, edge=178)
        sheet.text(36, y + 5, where, small.sized(8))
        sheet.right(y + 5, f"是否引证：{'否' if number % 3 else '是'}", small.sized(8), edge=178)
        y += 12


def _bars_of_sources(sheet: Sheet, scene: Scene, found: Ratios, y: float, sans: Type) -> None:
    """The same list as a commercial service prints it: the share before the title, a bar below."""
    sheet.centred(y, "TOP 相似来源", Type("heibold", 12))
    for name, share, where in _sources(scene, found):
        y += 16
        sheet.text(30, y - 4, share, Type("microhei", 13, (200, 60, 50)))
        sheet.text(58, y - 5, name, sans)
        sheet.text(58, y + 0.6, f"来源：{where}", sans.sized(8))
        end = 58 + 130 * float(share[:-1]) / 100
        sheet.pen.rectangle([sheet.px(side) for side in (58, y + 5, max(59, end), y + 6)], fill=(22, 110, 170))


def _brief(scene: Scene, look: Style, about: Work, found: Ratios, title: str) -> Sheet:
    """A brief sheet: one table of facts, one of ratios."""
    sheet, type_ = Sheet(), Type(look.body, 11)
    sheet.centred(24, "学术不端文献检测系统", Type("songbold", 13))
    sheet.centred(32, "检测报告单（简洁）", Type("songbold", 20))
    number = _number(scene, about)
    facts = [
        (11.0, ((1, "报告编号"), (3, number))), (14.0, ((1, "题    名"), (3, title))),
        (11.0, ((1, "作    者"), (1, "，".join(about.authors)[:14]), (1, "检测时间"), (1,
        f"{_tested(about):%Y年%m月%d日}"))),
        (11.0, ((1, "总 字 数"), (1, str(found.total)), (1, "重复字数"), (1, str(found.copied)))),
    ]  # fmt: skip
    grid(sheet, 22, 48, (28, 58, 28, 52), facts, type_)
    shares = [
        (11.0, ((1, "指标"), (1, "数值"))), (11.0, ((1, "总文字复制比"), (1, found.overall))),
        (11.0, ((1, "去除引用文献复制比"), (1, found.without_cited))),
        (11.0, ((1, "去除本人已发表文献复制比"), (1, found.without_own))),
        (11.0, ((1, "单篇最大文字复制比"), (1, found.single))),
    ]  # fmt: skip
    cells = grid(sheet, 22, 106, (100, 66), shares, type_)
    for row, (field, value) in enumerate((("总复制比", found.overall), ("去除引用", found.without_cited),
                                          ("去除本人", found.without_own), ("单篇最大", found.single)), 1):  # fmt: skip
        sheet.field(field, value, next(line.box for line in sheet.lines if line.box.covered_by(cells[row][1]) > 0.9))
    for field, value in (
        ("报告编号", number),
        ("题名", title),
        ("总字数", str(found.total)),
        ("检测时间", f"{_tested(about):%Y年%m月%d日}"),
    ):
        if sheet.find(value):
            sheet.field(field, value)
    sheet.text(22, 168, "说明：", Type("songbold", 10))
    for row, text in enumerate((
        "1.总文字复制比：被检测文献总重合字数在总字数中所占的比例。",
        "2.去除本人已发表文献复制比：去除作者本人已发表文献后，重合字数所占的比例。",
        "3.报告单仅对您所选择的检测范围负责。", "4.复印、涂改无效，报告真伪请凭编号在系统中查验。",
    )):  # fmt: skip
        sheet.text(22, 175 + 6.5 * row, text, Type(look.body, 9.5))
    draw_qr(sheet, 24, 216, 26, f"https://check.example.cn/b/{number[-12:]}")
    return sheet


def _service(scene: Scene, look: Style, about: Work, found: Ratios, title: str) -> Sheet:
    """A commercial service: coloured head, a ring for the ratio, bars for each part."""
    sheet, sans = Sheet(colour=(255, 255, 255)), Type("microhei", 10)
    sheet.pen.rectangle([0, 0, sheet.px(210), sheet.px(30)], fill=(22, 110, 170))
    sheet.text(18, 9, "论文相似度检测报告", Type("heibold", 20, (255, 255, 255)))
    sheet.right(12, f"{_tested(about):%Y-%m-%d}", Type("microhei", 10, (255, 255, 255)), edge=192)
    _value(sheet, 18, 40, "标题：", title, Type("microhei", 12), "题名")
    _value(sheet, 18, 49, "作者：", "、".join(about.authors), sans, "作者")
    number = _number(scene, about)
    _value(sheet, 18, 57, "报告编号：", number, sans, "报告编号")
    _value(sheet, 18, 65, "总字数：", str(found.total), sans, "总字数")
    place = [sheet.px(side) for side in (22, 80, 66, 124)]
    turn = 360 * found.copied / found.total
    sheet.pen.arc(place, -90, -90 + turn, fill=(214, 60, 50), width=36)
    sheet.pen.arc(place, -90 + turn, 270, fill=(70, 170, 110), width=36)
    box = sheet.centred(98, found.overall, Type("microhei", 15), left=22, right=66)
    sheet.field("总复制比", found.overall, box)
    sheet.centred(126, "总文字复制比", sans, left=22, right=66)
    for row, (label, count, field) in enumerate((
        ("去除引用文献复制比", found.copied - found.cited, "去除引用"), ("去除本人文献复制比",
        found.copied - found.own, "去除本人"),
        ("单篇最大文字复制比", found.largest, "单篇最大"),
    )):  # fmt: skip
        y = 84 + 15 * row
        sheet.text(80, y, label, sans)
        sheet.field(field, found.percent(count), sheet.right(y, found.percent(count), Type("microhei", 12), edge=190))
        sheet.pen.rectangle([sheet.px(side) for side in (80, y + 6, 190, y + 9)], fill=(228, 232, 236))
        end = 80 + 110 * count / found.total
        sheet.pen.rectangle([sheet.px(side) for side in (80, y + 6, max(81, end), y + 9)], fill=(22, 110, 170))
    _bars_of_sources(sheet, scene, found, 144, sans)
    draw_qr(sheet, 166, 36, 26, f"https://lw.example.cn/v/{number[-12:]}")
    return sheet


DRAWERS = {"similarity": similarity}
