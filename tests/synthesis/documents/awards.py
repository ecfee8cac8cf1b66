"""获奖证书 and the unit's statement on a prize."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, copy_note, finish, grid, seal, sign_off, title
from tests.synthesis.documents.engraving import GOLDEN, ROSY, lay_border, lay_ground, roundel
from tests.synthesis.documents.typeset import han_date, prose, rows
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date, person
from tests.synthesis.prose import Writer
from tests.synthesis.truth import Drawn

_PRIZES = ("科学技术进步奖", "质量技术创新成果奖", "优秀质量管理成果", "职工技术创新成果")
_GIVERS = ("人民政府", "科学技术局", "市场监督管理局", "总工会")


@dataclass(frozen=True)
class Prize:
    """What a prize is: `members` in their order."""

    name: str
    project: str
    grade: str
    number: str
    giver: str
    day: dt.date
    members: tuple[str, ...]


def prize(scene: Scene, *, rank: int = 1, grade: str | None = None, day: dt.date | None = None) -> Prize:
    """Return the applicant's prize; `day` is when it was given, where that is not left to the lot."""
    rng = random.Random(f"prize {scene.seed}")
    kind = rng.randrange(len(_PRIZES))
    writer = Writer(scene.seed + 7)
    project = writer.say("{thing}{part}改进及应用", short=True)
    year = rng.randint(max(2015, scene.title_date.year + 1), 2023)
    others = [name for name in (person(rng).name for _ in range(6)) if name != scene.person.name]
    names = others[: max(rank - 1, rng.randint(2, 4))]
    names.insert(rank - 1, scene.person.name)
    return Prize(
        f"{year}年度{scene.unit.county}{_PRIZES[kind]}", project, grade or rng.choice(("一等奖", "二等奖", "三等奖",
        "优秀奖")),
        f"{year}-J-{rng.randrange(1, 90):03d}-R{rank:02d}", f"{scene.unit.county}{_GIVERS[kind]}",
        _day(rng, year, day), tuple(names),
    )  # fmt: skip


def _day(rng: random.Random, year: int, day: dt.date | None) -> dt.date:
    drawn = dt.date(year, rng.randint(5, 12), rng.randint(1, 28))
    return day or drawn


def award(
    scene: Scene, look: Style, *, rank: int = 1, grade: str | None = None, seal_text: str | None = None,
    noted: bool | None = None, day: dt.date | None = None,
) -> list[Drawn]:  # fmt: skip
    """获奖证书; `rank` is the applicant's place among the workers, `seal_text` another organisation's seal."""
    about = prize(scene, rank=rank, grade=grade, day=day)
    noted = look.rng("noted").random() < 0.5 if noted is None else noted
    return [(_folder, _list, _upright)[look.layout](scene, look, about, rank, seal_text or about.giver, noted)]


def _folder(scene: Scene, look: Style, about: Prize, rank: int, seal_text: str, noted: bool) -> Drawn:
    """The inner sheet of a red folder on its side: name, praise, giver and day."""
    sheet = Sheet((297.0, 210.0), (253, 250, 243))
    lay_border(sheet, 9, 9, 288, 196, (200, 36, 40), kind="plait", width=7)
    sheet.centred(30, "荣誉证书", Type("kai", 44, (190, 30, 34), 6))
    sheet.text(44, 66, scene.person.name, Type("kai", 24))
    sheet.field("姓名", scene.person.name)
    sheet.text(46 + sheet.width_of(scene.person.name, Type("kai", 24)), 67.5, "同志：", Type("kai", 20))
    template = "您参与完成的“{项目名称}”荣获{奖项}{等级}，特发此证，以资鼓励。"
    values = {"项目名称": about.project, "奖项": about.name, "等级": about.grade}
    prose(sheet, 44, 88, 210, template, values, Type("kai", 20), leading=1.9)
    sheet.text(44, 180, f"证书编号：{about.number}", Type("kai", 13))
    sheet.field("编号", about.number)
    _sign_off(sheet, scene, look, about, seal_text, 250, 142, Type("kai", 17), han_date(about.day))
    if noted:
        copy_note(sheet, scene, look, 48, 138)
    return finish(sheet, scene, look, "award", "folder")


def _list(scene: Scene, look: Style, about: Prize, rank: int, seal_text: str, noted: bool) -> Drawn:
    """Upright on a golden ground: emblem, title, a list of facts."""
    sheet = Sheet()
    lay_ground(sheet, 12, 12, 198, 282, (252, 246, 230), GOLDEN)
    lay_border(sheet, 12, 12, 198, 282, (190, 146, 60), kind="loops", width=6)
    roundel(sheet, 105, 44, 14, (196, 40, 36), filled=True)
    sheet.centred(66, about.name, Type("songbold", 19))
    sheet.centred(82, "获奖证书", Type("songbold", 36, (176, 30, 34), 4))
    sheet.paragraph(
        32, 108, 146, "为表彰在促进科学技术进步工作中作出突出贡献者，特颁发此证书，以资鼓励。", Type("kai", 15)
    )
    entries = [("项目名称", "项目名称", about.project), ("奖励等级", "等级", about.grade), ("获 奖 者", "姓名",
        scene.person.name),
               ("排    名", "排名", f"第{rank}完成人"), ("证 书 号", "编号", about.number)]  # fmt: skip
    rows(sheet, 36, 138, entries, Type("songbold", 14), Type("song", 14), step=13, room=32)
    _sign_off(sheet, scene, look, about, seal_text, 168, 222, Type("song", 15), chinese_date(about.day))
    if noted:
        copy_note(sheet, scene, look, 28, 214)
    return finish(sheet, scene, look, "award", "list")


def _upright(scene: Scene, look: Style, about: Prize, rank: int, seal_text: str, noted: bool) -> Drawn:
    """A decree's tone: the project first, all who did it in their order, a code to check."""
    sheet = Sheet(colour=(252, 247, 246))
    lay_ground(sheet, 0, 0, 210, 284, (252, 244, 242), ROSY)
    sheet.rule(22, 40, 188, 40, weight=1.0)
    sheet.centred(24, "奖励证书", Type("microhei", 30, (170, 24, 30), 3))
    sheet.text(22, 46, f"编号：{about.number}", Type("microhei", 11))
    sheet.field("编号", about.number)
    sheet.paragraph(26, 62, 158, f"{about.giver}决定，授予下列项目{about.name}{about.grade}：", Type("microhei", 14))
    sheet.field("等级", about.grade)
    y = sheet.paragraph(26, 92, 158, f"项目：{about.project}", Type("heibold", 14), indent=0)
    sheet.field("项目名称", about.project)
    y = sheet.paragraph(26, y + 3, 158, f"单位：{scene.unit.name}", Type("microhei", 13), indent=0)
    sheet.text(26, y + 3, "完成人：", Type("microhei", 13))
    for index, name in enumerate(about.members):
        sheet.text(50, y + 3 + 9 * index, f"{index + 1}.", Type("microhei", 13))
        sheet.text(58, y + 3 + 9 * index, name, Type("microhei", 13))
        if name == scene.person.name:
            sheet.field("姓名", name)
            sheet.field("排名", f"{index + 1}.")
    draw_qr(sheet, 26, 222, 28, f"https://jl.example.cn/c/{about.number}")
    sheet.text(26, 251, "扫码查验", Type("microhei", 8))
    _sign_off(sheet, scene, look, about, seal_text, 176, 214, Type("microhei", 14), chinese_date(about.day))
    if noted:
        copy_note(sheet, scene, look, 70, 244)
    return finish(sheet, scene, look, "award", "decree")


def _sign_off(
    sheet: Sheet, scene: Scene, look: Style, about: Prize, seal_text: str, edge: float, y: float, type_: Type, day: str
) -> None:
    box = sheet.right(y, about.giver, type_, edge=edge)
    sheet.field("落款单位", about.giver, box)
    width = sheet.width_of(about.giver, type_)
    box = sheet.centred(y + type_.points * 0.72, day, type_, left=edge - width, right=edge)
    sheet.field("落款日期", day, box)
    seal(sheet, scene.supervisor, edge - width / 2, y + 5, look, text=seal_text)


def award_support(scene: Scene, look: Style, *, rank: int = 1, seal_text: str | None = None) -> list[Drawn]:
    """获奖成果专题证明材料: who did what in the project that won a prize; as a letter or with a table of people."""
    about, sheet = prize(scene, rank=rank), Sheet()
    y = title(sheet, ["项目获奖证明"] if look.layout == 0 else ["获奖成果专题证明"], look, y=30)
    template = (
        "兹证明我单位承担的“{项目名称}”项目于{获奖日期}获得{奖项}{等级}（证书号：{编号}）。"
        "{姓名}同志为该项目第{排名}完成人，承担方案设计、试验验证和数据处理工作，情况属实。"
    )
    values = {"项目名称": about.project, "获奖日期": chinese_date(about.day), "奖项": about.name, "等级": about.grade,
              "编号": about.number, "姓名": scene.person.name, "排名": str(rank)}  # fmt: skip
    y = prose(sheet, look.margin, y, 210 - 2 * look.margin, template, values, look.type()) + 6
    if look.layout:
        body = [(10.0, ((1, "排序"), (1, "姓名"), (1, "承担的工作")))]
        duties = ("总体方案和组织", "试验与数据处理", "样机制作", "资料整理", "现场应用", "质量控制", "软件编写")
        body += [(10.0, ((1, str(i)), (1, name), (1, duties[i - 1]))) for i, name in enumerate(about.members, 1)]
        grid(sheet, 36, y, (20, 50, 68), body, look.type(12))
        y += 10 * len(body) + 10
    else:
        y = sheet.paragraph(look.margin, y, 100, "特此证明。", look.type())
    sign_off(sheet, scene, look, y + 14, seal_text=seal_text)
    return [finish(sheet, scene, look, "award_support", "letter")]


DRAWERS = {"award": award, "award_support": award_support}
