"""Labour contracts of several pages that both parties sign, with a seal across the pages (骑缝章)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tests.synthesis.documents.common import Style
from tests.synthesis.documents.letter_parts import (
    Sealing,
    done,
    fitted,
    note,
    ruled,
    seam,
    slot,
    stamp,
    thumb,
)
from tests.synthesis.paper import SIHAO, WUHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, Unit, chinese_date
from tests.synthesis.truth import Drawn

CLAUSES = (
    "一、合同期限",
    "第一条  甲、乙双方选择固定期限的合同形式，本合同期限自{start}起至{end}止，其中试用期为三个月。",
    "二、工作内容和工作地点",
    "第二条  根据甲方工作需要，乙方同意从事{post}岗位的工作。经双方协商同意，可以变更工作岗位。",
    "第三条  乙方的工作地点为{county}，乙方应当按照甲方的要求，按时完成规定的工作数量，达到规定的质量标准。",
    "三、工作时间和休息休假",
    "第四条  甲方安排乙方执行标准工时制度，每日工作八小时，每周工作五天。甲方保证乙方每周至少休息一日。",
    "第五条  甲方因工作需要安排乙方延长工作时间的，应当依法支付加班工资或者安排补休。",
    "四、劳动报酬",
    "第六条  甲方每月以货币形式支付乙方工资，月工资为{wage}元，于每月十五日前支付，不得克扣或者无故拖欠。",
    "第七条  非因乙方原因造成停工的，甲方按照国家有关规定支付停工期间的工资或者生活费。",
    "五、社会保险和福利待遇",
    "第八条  双方按照国家和地方的规定参加社会保险，甲方为乙方办理有关手续，并承担相应的社会保险义务。",
    "第九条  乙方患病或者非因工负伤，其医疗期待遇按照国家和地方有关规定执行。",
    "六、劳动保护和职业培训",
    "第十条  甲方建立健全操作规程和劳动安全卫生制度，乙方应当严格遵守，防止事故发生。",
    "第十一条  甲方应当支持乙方参加继续教育和职称评审，按规定提供必要的时间和经费。",
    "七、合同的变更、解除和终止",
    "第十二条  经双方协商一致，可以变更本合同的内容或者解除本合同，并采用书面形式。",
    "第十三条  乙方提前三十日以书面形式通知甲方，可以解除本合同；在试用期内应当提前三日通知。",
    "第十四条  合同期满或者法定终止条件出现，本合同即行终止。",
    "八、违约责任和争议处理",
    "第十五条  任何一方违反本合同给对方造成损失的，应当承担赔偿责任。",
    "第十六条  因履行本合同发生争议，当事人可以向劳动争议仲裁委员会申请仲裁，对裁决不服的可以向人民法院起诉。",
    "九、其他",
    "第十七条  本合同未尽事宜，按照国家有关规定执行。本合同一式两份，甲乙双方各执一份，自签字盖章之日起生效。",
)


@dataclass(frozen=True)
class Deal:
    """What an agreement says and how it is signed."""

    scene: Scene
    employer: Unit
    start: dt.date
    end: dt.date
    signature: str
    sealing: Sealing

    @property
    def signed(self) -> dt.date:
        """Some days before it begins: a date that stands in no clause."""
        return self.start - dt.timedelta(days=6)


def contract(
    scene: Scene,
    look: Style,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    employer: str | None = None,
    signature: str = "handwritten",
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    across: bool = True,
    foreign_page: int | None = None,
) -> list[Drawn]:
    """劳动（聘用）合同 on two to four pages.

    Args:
        start, end: of the contract; one that ended before the application is a defect.
        employer: 甲方, where it is not the applicant's unit.
        signature: kind of the applicant's signature.
        seal_centre: of 甲方's seal; by lot 合同专用章 or the plain seal.
        across: whether a seal lies across the pages.
        foreign_page: index of a page that was put in afterwards: no slice of the seal is on it.
    """
    rng = look.rng("deal")
    begun = start or dt.date(rng.randint(scene.signed.year - 2, scene.signed.year - 1), rng.randint(1, 12), 1)
    until = end or dt.date(begun.year + rng.choice((3, 5)), begun.month, 1) - dt.timedelta(days=1)
    unit = Unit(employer, scene.unit.code, scene.unit.county) if employer else scene.unit
    centre = seal_centre if seal_centre is not None else rng.choice((None, "合同专用章"))
    deal = Deal(scene, unit, begun, until, signature, Sealing(seal_text, centre, not sealed))
    pages = (_with_cover, _with_table, _in_small_print)[look.layout](look, deal)
    if across and sealed:
        skip = () if foreign_page is None else (foreign_page,)
        seam(pages, look, unit, rng.uniform(120, 175), text=seal_text, centre=centre, skip=skip)
    return [done(page, scene, look, "contract", "letter", page=str(index)) for index, page in enumerate(pages, 1)]


def _clauses(look: Style, deal: Deal) -> list[str]:
    told = {
        "start": chinese_date(deal.start), "end": chinese_date(deal.end), "post": deal.scene.story.jobs[-1].post,
        "county": deal.scene.unit.county, "wage": look.rng("wage").randrange(4200, 9800, 100),
    }  # fmt: skip
    return [text.format(**told) for text in CLAUSES]


def set_clauses(
    look: Style, texts: Sequence[str], sheet: Sheet, y: float, type_: Type, *, leading: float, foot: float = 268.0
) -> list[tuple[Sheet, float]]:
    """Set clauses over pages, headings in bold; returns the pages with the y below their text."""
    pages, width, step = [], 210 - 2 * look.margin, type_.points * leading * 25.4 / 72
    for text in texts:
        head = text[1] == "、" and len(text) < 16
        rows = 1 + int(sheet.width_of(text, type_) / (width - 6))
        if y + (rows + head) * step > foot:
            pages.append((sheet, y))
            sheet, y = Sheet(), 26.0
        y = sheet.paragraph(look.margin, y, width, text, type_.bold() if head else type_, leading=leading)
    return [*pages, (sheet, y)]


def _noted(sheet: Sheet, deal: Deal) -> None:
    """Note who and for how long, on the page where the clauses begin; below, the same names are signatures."""
    if sheet.find("甲、乙双方选择"):
        note(sheet, ("甲方", deal.employer.name), ("乙方", deal.scene.person.name))
        note(sheet, ("身份证号", deal.scene.person.id_number), ("合同开始", chinese_date(deal.start)))
        note(sheet, ("合同结束", chinese_date(deal.end)))


def both_sign(sheet: Sheet, look: Style, deal: Deal, y: float, *, type_: Type, apart: float = 92.0) -> None:
    """Both parties beside each other: the employer's seal and head, the employee, dates below."""
    left, right = look.margin - 4, look.margin - 4 + apart
    sheet.text(left, y, "甲方（盖章）：", type_)
    slot(sheet, left, y + 20, "法定代表人（签字）：", "法定代表人", deal.scene.head, look.head, look, day=deal.signed,
         day_at=(left + 4, y + 40), type_=type_)  # fmt: skip
    slot(sheet, right, y, "乙方（签字）：", "乙方", deal.scene.person, look.applicant, look, kind=deal.signature,
         day=deal.signed, day_at=(right + 6, y + 40), type_=type_, seed=2)  # fmt: skip
    stamp(sheet, look, deal.employer, left + 46, y + 12, deal.sealing)
    if deal.signature == "handwritten" and look.rng("thumb").random() < 0.5:
        thumb(sheet, right + 52, y + 4, look.seed)


def _with_cover(look: Style, deal: Deal) -> list[Sheet]:
    cover, who = Sheet(), deal.scene.person
    cover.text(look.margin, 24, f"编号：{look.rng('number').randrange(10**6):06d}", look.type(XIAOSI))
    cover.centred(72, "劳 动 合 同 书", Type("heibold", 36))
    cover.centred(94, "（固定期限）", look.type(16))
    type_ = look.type(16)
    for index, (label, value) in enumerate(
        (("甲    方：", deal.employer.name), ("乙    方：", who.name), ("签订日期：", chinese_date(deal.signed)))
    ):
        y = 160 + 18 * index
        cover.text(46, y, label, type_)
        start = 46 + cover.width_of("签订日期：", type_)
        cover.text(start + 3, y, value, fitted(cover, value, type_, 166 - start))
        cover.rule(start, y + 7, 170, y + 7)
    cover.centred(252, f"{deal.scene.unit.county}人力资源和社会保障局监制", look.type())
    note(cover, ("签订日期", chinese_date(deal.signed)))
    note(cover, ("甲方", deal.employer.name), ("乙方", who.name))
    body, small = Sheet(), look.type(XIAOSI)
    parties = (
        f"甲方（用人单位）：{deal.employer.name}",
        f"乙方（劳动者）：{who.name}  身份证号码：{who.id_number}",
        "根据有关法律法规，甲乙双方经平等协商，自愿签订本合同，共同遵守本合同所列条款。",
    )
    pages = set_clauses(look, [*parties, *_clauses(look, deal)], body, 26.0, small, leading=2.1, foot=262)
    last, y = pages[-1]
    if y > 190:
        last, y = Sheet(), 24.0
        pages.append((last, y))
    both_sign(last, look, deal, y + 16, type_=small)
    for number, (page, _) in enumerate(pages, 1):
        page.centred(274, str(number), Type("song", WUHAO))
        _noted(page, deal)
    return [cover, *(page for page, _ in pages)]


def _with_table(look: Style, deal: Deal) -> list[Sheet]:
    """事业单位聘用合同: parties in a table on the first page, clauses below, signatures in a table at the end."""
    sheet, who, type_ = Sheet(), deal.scene.person, look.type(XIAOSI)
    sheet.centred(22, "事业单位聘用合同", Type("heibold", 24))
    left, widths = 22.0, (30.0, 62.0, 26.0, 48.0)
    rows = (
        ("聘用单位", deal.employer.name, "单位性质", "事业单位"),
        ("受聘人员", who.name, "性    别", who.gender),
        ("身份证号", who.id_number, "出生日期", chinese_date(who.birth)),
    )
    ruled(sheet, left, 40, widths, (12.0,) * len(rows))
    for index, row in enumerate(rows):
        x = left
        for value, width in zip(row, widths, strict=True):
            small = fitted(sheet, value, type_, width - 3)
            sheet.centred(44 + 12 * index, value, small, left=x, right=x + width)
            x += width
    pages = set_clauses(look, _clauses(look, deal), sheet, 86.0, type_, leading=1.8)
    last, y = pages[-1]
    if y > 200:
        last, y = Sheet(), 24.0
        pages.append((last, y))
    y += 6
    ruled(last, left, y, (83, 83), (58,))
    for x, label in ((left, "聘用单位（盖章）"), (left + 83, "受聘人（签字）")):
        last.text(x + 3, y + 4, label, type_)
    slot(last, left + 3, y + 26, "负责人（签字）：", "负责人", deal.scene.head, look.head, look, day=deal.signed,
         day_at=(left + 14, y + 48), type_=type_)  # fmt: skip
    slot(last, left + 86, y + 26, "签字：", "受聘人", who, look.applicant, look, kind=deal.signature, day=deal.signed,
         day_at=(left + 96, y + 48), type_=type_, seed=2)  # fmt: skip
    stamp(last, look, deal.employer, left + 56, y + 22, deal.sealing)
    last.text(left, y + 62, "鉴证机关（盖章）：", type_)
    for number, (page, _) in enumerate(pages, 1):
        page.centred(276, f"第{number}页  共{len(pages)}页", Type("song", WUHAO))
        _noted(page, deal)
    return [page for page, _ in pages]


def _in_small_print(look: Style, deal: Deal) -> list[Sheet]:
    """A company's own form: small print with narrow margins, company's name at the head, two pages."""
    sheet, who, type_ = Sheet(), deal.scene.person, look.type(WUHAO)
    sheet.text(20, 14, deal.employer.name, look.type(9))
    sheet.rule(20, 19, 190, 19)
    sheet.centred(26, "劳动合同", Type("heibold", 20))
    y = 42.0
    for text in (f"甲方：{deal.employer.name}", f"法定代表人：{deal.scene.head.name}", f"乙方：{who.name}",
                 f"居民身份证号码：{who.id_number}", f"联系电话：{who.phone}"):  # fmt: skip
        sheet.text(look.margin, y, text, type_)
        y += 7
    pages = set_clauses(look, _clauses(look, deal), sheet, y + 3, type_, leading=2.2, foot=250)
    last, y = pages[-1]
    if len(pages) == 1 or y > 205:
        last, y = Sheet(), 24.0
        pages.append((last, y))
    both_sign(last, look, deal, max(y + 14, 150.0), type_=look.type(SIHAO), apart=84.0)
    for number, (page, _) in enumerate(pages, 1):
        page.right(278, f"{number}/{len(pages)}", Type("song", 9), edge=188)
        _noted(page, deal)
    return [page for page, _ in pages]


DRAWERS = {"contract": contract}
