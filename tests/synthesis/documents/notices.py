"""The recommending unit's public notice (公示, 附件1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tests.synthesis.documents.common import Style, finish, title
from tests.synthesis.documents.letter_parts import (
    Sealing,
    cell_label,
    close,
    fitted,
    note,
    note_subject,
    numbered,
    ruled,
    slot,
)
from tests.synthesis.handwriting import sign
from tests.synthesis.paper import SIHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

FIVE = ("性别", "族别", "政治面貌", "身份证号", "现任专业技术职务任职资格")
"""What the basic information must hold (附件1); names of `missing`."""

SECTIONS = ("思想政治条件", "业绩成果")
"""The other two parts of a notice; names of `missing` as well."""

POLITICS = (
    "该同志拥护党的路线方针政策，遵纪守法，爱岗敬业，工作态度端正，能够自觉遵守职业道德和从业行为规范。",
    "该同志政治立场坚定，自觉维护民族团结和社会稳定，坚守职业操守，公正廉洁，从业行为规范，未发生违纪违法问题。",
    "该同志思想上积极要求进步，认真参加政治学习，服从组织安排，作风正派，遵守职业道德，无不良从业记录。",
)
ACHIEVED = (
    "近五年来，主持完成电子汽车衡检定装置改造一项，参与起草企业标准两项，承担辖区计量器具检定任务一千二百余台件，"
    "在装置改造中负责方案设计和不确定度评定。",
    "近五年来，完成产品质量监督抽样检验任务四百余批次，作为主要完成人建立检验方法两项，发表论文一篇，"
    "本人承担方法验证和数据分析，检验报告无差错。",
    "近五年来，参与自治州科研项目一项，负责试验部分；制定作业指导书六份，获实用新型专利一件，排名第二；"
    "为十余家企业提供技术服务，帮助解决生产中的测量问题。",
    "近五年来，担任检验检测机构资质认定扩项的技术负责人，新增检验参数三十余项；组织能力验证八次，结果均为满意；"
    "培训基层技术人员六十余人次。",
)
"""What notices say of their applicants; the first one where the annex is followed word for word."""


@dataclass(frozen=True)
class _Notice:
    """What one notice says."""

    scene: Scene
    start: dt.date
    end: dt.date
    day: dt.date
    phone: str | None
    missing: frozenset[str]
    sealing: Sealing
    signature: str
    said: tuple[str, str]
    """The texts of SECTIONS."""

    @property
    def grade(self) -> str:
        return f"{self.scene.series}{self.scene.specialty}{self.scene.level}"

    @property
    def five(self) -> dict[str, str]:
        """The basic information that is not missing, by its names."""
        who = self.scene.person
        values = (who.gender, f"{who.ethnicity}族", self.scene.party, who.id_number, "助理工程师")
        return {name: value for name, value in zip(FIVE, values, strict=True) if name not in self.missing}

    @property
    def sections(self) -> list[str]:
        """What is said of conduct and of achievements, each with its heading, unless missing."""
        return [f"{name}：{text}" for name, text in zip(SECTIONS, self.said, strict=True) if name not in self.missing]


def pub_notice(
    scene: Scene,
    look: Style,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    signature: str = "handwritten",
    issued: dt.date | None = None,
    missing: Sequence[str] = (),
    phone: bool = True,
) -> list[Drawn]:
    """关于…同志申报…职称的公示 (附件1).

    Args:
        missing: names of FIVE or SECTIONS that are left out; in a form their place stays empty.
        start, end: of the notice; too few days, or an end before the start, are the caller's to plant.
        issued: the day below; by default the first day of the notice.
        seal_text, seal_centre, sealed: another unit's seal, a special-purpose seal, a seal at all.
        signature: kind of the head's signature.
        phone: whether the telephone for objections is given.
    """
    number = f"0{look.rng('phone').randrange(900, 999)}-22{look.rng('phone2').randrange(10**5):05d}"
    start, end = start or scene.notice_from, end or scene.notice_to
    rng = look.rng("told")
    told = _Notice(
        scene,
        start,
        end,
        issued or start,
        number if phone else None,
        frozenset(missing),
        Sealing(seal_text, seal_centre, not sealed),
        signature,
        (rng.choice(POLITICS), rng.choice(ACHIEVED)) if look.layout else (POLITICS[0], ACHIEVED[0]),
    )
    sheet = Sheet()
    (_notice_of_the_annex, _notice_with_table, _notice_as_form)[look.layout](sheet, look, told)
    note_subject(sheet, scene)
    note(sheet, *told.five.items())
    for name, day in (("公示开始", start), ("公示结束", end)):
        # The first days may stand again below, as the day on which it was put up.
        rows = sheet.find(chinese_date(day))
        sheet.field(name, chinese_date(day), min(rows, key=lambda box: box.top))
    note(sheet, ("监督电话", told.phone or ""))
    return [finish(sheet, scene, look, "pub_notice", "letter")]


def _notice_of_the_annex(sheet: Sheet, look: Style, told: _Notice) -> None:
    """Word for word as the annex has it, signed at the left, closed at the right."""
    scene, who, five = told.scene, told.scene.person, told.five
    y = title(sheet, [f"关于{who.name}同志申报{scene.series}", f"{scene.specialty}{scene.level}职称的公示"], look, y=26)
    type_ = look.type(SIHAO)
    labelled = [
        {"身份证号": "身份证号：", "现任专业技术职务任职资格": "现任专业技术职务任职资格："}.get(name, "") + value
        for name, value in five.items()
    ]
    parts = (
        f"根据自治州职称评审的工作要求，现对{who.name}同志申报{told.grade}专业技术任职资格进行公示。",
        f"基本信息：{'，'.join([who.name, *labelled])}。",
        *told.sections,
        f"公示时间从{chinese_date(told.start)}起至{chinese_date(told.end)}止。如对{who.name}同志的相关信息有疑异，"
        "请电话或书面形式反映至人事办公室" + (f"，监督电话：{told.phone}" if told.phone else "。"),
    )
    y = numbered(sheet, look.margin, y, 210 - 2 * look.margin, parts, type_) + 12
    sheet.text(look.margin + 10, y, "签字：", type_)
    sign(sheet, look.margin + 27, y + 2.6, scene.head.name, "单位负责人", look.head, kind=told.signature,
         seed=look.seed)  # fmt: skip
    _chop(sheet, look, told, look.margin + 66, y + 4)
    close(sheet, look, y + 14, scene.unit, told.day, sealing=told.sealing)


def _notice_with_table(sheet: Sheet, look: Style, told: _Notice) -> None:
    """A notice to the staff: spaced title, basic information in a table, telephone in a row of its own."""
    scene, who, five = told.scene, told.scene.person, told.five
    type_, small = look.type(SIHAO), look.type(XIAOSI)
    sheet.centred(26, "公    示", Type("heibold", 26))
    y, width = 42.0, 210 - 2 * look.margin
    sheet.text(look.margin, y, "各科室、全体职工：", type_)
    text = (
        f"根据{told.start.year}年度职称评审工作安排，经本人申请、单位审核，拟推荐"
        f"{who.name}同志申报{told.grade}专业技术任职资格，现将有关情况公示如下："
    )
    y = sheet.paragraph(look.margin, y + 9, width, text, type_) + 3
    cells = [("姓名", who.name), *five.items()]
    half, label = width / 2, 24.0
    for index, (name, value) in enumerate(cells):
        x, top = look.margin + (index % 2) * half, y + (index // 2) * 12
        ruled(sheet, x, top, (label, half - label), (12,))
        shown = {"现任专业技术职务任职资格": "现任专业技\n术职务资格"}.get(name, name)
        cell_label(sheet, x, top, label, 12, shown, small if "\n" not in shown else look.type(9))
        sheet.centred(top + 4, value, fitted(sheet, value, small, half - label - 2), left=x + label, right=x + half)
    y += (len(cells) + 1) // 2 * 12 + 6
    texts = [*told.sections, f"公示期：{chinese_date(told.start)}至{chinese_date(told.end)}。"]
    texts = [f"{number}、{text}" for number, text in zip("一二三", texts, strict=False)]
    contact = "公示期间如有异议，请以书面或电话形式实名向单位人事部门反映。"
    y = numbered(sheet, look.margin, y, width, [*texts, contact], type_)
    if told.phone:
        sheet.text(look.margin + 10, y, f"监督电话：{told.phone}", type_)
    slot(sheet, look.margin, y + 18, "单位负责人（签字）：", "单位负责人", scene.head, look.head, look,
         kind=told.signature, line=42)  # fmt: skip
    close(sheet, look, y + 32, scene.unit, told.day, sealing=told.sealing, suffix="（公章）")


def _notice_as_form(sheet: Sheet, look: Style, told: _Notice) -> None:
    """A form that fills the page: labels at the left, what is said at the right, signature and seal in its last row."""
    scene, who, five = told.scene, told.scene.person, told.five
    type_ = look.type(XIAOSI)
    sheet.centred(22, f"{told.start.year}年度专业技术职务任职资格申报公示", Type("heibold", 19))
    sheet.text(20, 36, f"推荐单位：{scene.unit.name}", type_)
    left, top, label, room = 20.0, 43.0, 28.0, 142.0
    heights = (14, 30, 46, 52, 30, 52)
    ruled(sheet, left, top, (label, room), heights)
    sheet.frame(left, top, left + label + room, top + sum(heights), weight=0.6)
    shown = {"现任专业技术职务任职资格": "现任专业技术职务"}
    texts = (
        f"{who.name}同志申报{scene.series}{scene.specialty}{scene.level}",
        "；".join(f"{shown.get(name, name)}：{value}" for name, value in five.items()) + "。",
        *(text if name not in told.missing else "" for name, text in zip(SECTIONS, told.said, strict=True)),
        f"公示时间：{chinese_date(told.start)}至{chinese_date(told.end)}，如有异议请向本单位反映"
        + (f"，联系电话：{told.phone}。" if told.phone else "。"),
        "",
    )
    names = ("公示对象", "基本信息", "思想政治\n条件", "近五年\n业绩成果", "公示期限\n及受理", "推荐单位\n意见")
    y = top
    for name, text, height in zip(names, texts, heights, strict=True):
        cell_label(sheet, left, y, label, height, name, type_)
        if text:
            sheet.paragraph(left + label + 3, y + 5, room - 6, text, type_, leading=1.6, indent=0)
        y += height
    y -= heights[-1]
    sheet.text(left + label + 4, y + 5, "同意公示。", type_)
    slot(sheet, left + label + 4, y + 20, "负责人签字：", "负责人", scene.head, look.head, look, kind=told.signature,
         type_=type_)  # fmt: skip
    _chop(sheet, look, told, left + label + 66, y + 36)
    close(sheet, look, y + 24, scene.unit, told.day, sealing=told.sealing, centre=left + label + 104)


def _chop(sheet: Sheet, look: Style, told: _Notice, x: float, y: float) -> None:
    """The head's name chop beside the signature, where the look has one."""
    if look.chop and told.signature != "absent":
        name = told.scene.head.name
        if 2 <= len(name) <= 4:
            press(sheet, draw_seal(name, shape="square", size_mm=(14.0, 14.0), seed=look.seed, wear=look.wear), x, y)


DRAWERS = {"pub_notice": pub_notice}
