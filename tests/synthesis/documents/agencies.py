"""Agreements by which an agency keeps a person's file and puts the application forward (人事代理协议)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tests.synthesis.documents.common import Style
from tests.synthesis.documents.contracts import Deal, both_sign, set_clauses
from tests.synthesis.documents.letter_parts import Sealing, cell_label, done, fitted, note, ruled, slot, stamp
from tests.synthesis.paper import SIHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, Unit, chinese_date
from tests.synthesis.truth import Drawn

AGENCY = (
    "一、乙方自愿委托甲方代理人事关系，甲方为乙方保管人事档案，办理档案的接收、转递和查阅手续。",
    "二、甲方按照有关规定为乙方办理职称申报、评审材料的审核、公示和推荐手续。",
    "三、代理期限自{start}起至{end}止。期满前一个月，双方可以协商续签。",
    "四、乙方应当如实提供个人材料，材料不实造成的后果由乙方承担。",
    "五、本协议一式两份，双方各执一份，自签字盖章之日起生效。",
)


def agency_agreement(
    scene: Scene,
    look: Style,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    signature: str = "handwritten",
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
) -> list[Drawn]:
    """人事代理协议 between a person and an agency of the county."""
    agency = Unit(f"{scene.unit.county}人才交流服务中心", scene.supervisor.code[:-1] + "5", scene.unit.county)
    begun = start or dt.date(scene.signed.year - look.rng("deal").randint(1, 2), 3, 1)
    until = end or dt.date(begun.year + 3, 2, 28)
    deal = Deal(scene, agency, begun, until, signature, Sealing(seal_text, seal_centre, not sealed))
    texts = [text.format(start=chinese_date(begun), end=chinese_date(until)) for text in AGENCY]
    sheet = Sheet()
    (_agency_in_prose, _agency_in_form)[look.layout == 1](sheet, look, deal, texts)
    note(sheet, ("代理开始", chinese_date(begun)), ("代理结束", chinese_date(until)))
    return [done(sheet, scene, look, "agency_agreement", "letter")]


def _agency_in_prose(sheet: Sheet, look: Style, deal: Deal, texts: Sequence[str]) -> None:
    who, type_, left = deal.scene.person, look.type(SIHAO if look.layout == 0 else XIAOSI), look.margin
    sheet.centred(28, "人事代理协议书", Type(("songbold", "heibold", "heibold")[look.layout], 24))
    y = 48.0
    for text in (
        f"甲方（代理机构）：{deal.employer.name}",
        f"乙方（委托人）：{who.name}",
        f"身份证号：{who.id_number}",
    ):
        sheet.text(left, y, text, type_)
        y += 9
    note(sheet, ("甲方", deal.employer.name), ("乙方", who.name), ("身份证号", who.id_number))
    pages = set_clauses(look, ["经甲、乙双方协商，达成如下协议：", *texts], sheet, y + 3, type_, leading=1.9)
    both_sign(sheet, look, deal, pages[-1][1] + 16, type_=type_, apart=88.0)


def _agency_in_form(sheet: Sheet, look: Style, deal: Deal, texts: Sequence[str]) -> None:
    """A card-like form: number, particulars in cells, the terms in small print, each party in a cell of its own."""
    who, type_, left = deal.scene.person, look.type(XIAOSI), 20.0
    sheet.centred(22, "个人委托人事代理协议", Type("heibold", 21))
    number = f"代字第{look.rng('number').randrange(10**5):05d}号"
    sheet.right(35, number, type_, edge=190)
    note(sheet, ("编号", number))
    cells = (("姓    名", who.name), ("性    别", who.gender), ("身份证号", who.id_number), ("联系电话", who.phone),
             ("毕业院校", deal.scene.school), ("专    业", deal.scene.subject))  # fmt: skip
    for index, (name, value) in enumerate(cells):
        x, y = left + 85 * (index % 2), 43 + 12 * (index // 2)
        ruled(sheet, x, y, (25, 60), (12,))
        cell_label(sheet, x, y, 25, 12, name, type_)
        sheet.centred(y + 4, value, fitted(sheet, value, type_, 57), left=x + 25, right=x + 85)
    note(sheet, ("乙方", who.name), ("身份证号", who.id_number))
    sheet.frame(left, 79, left + 170, 178)
    y = 84.0
    for text in texts:
        y = sheet.paragraph(left + 4, y, 162, text, type_, leading=1.8)
    ruled(sheet, left, 178, (85, 85), (72,))
    sheet.text(left + 3, 183, "甲方（代理机构盖章）", type_)
    sheet.centred(196, deal.employer.name, type_, left=left, right=left + 85)
    note(sheet, ("甲方", deal.employer.name))
    sheet.centred(236, chinese_date(deal.signed), type_, left=left + 20, right=left + 85)
    stamp(sheet, look, deal.employer, left + 46, 218, deal.sealing)
    slot(sheet, left + 88, 196, "乙方（签字）：", "乙方", who, look.applicant, look, kind=deal.signature,
         day=deal.signed, day_at=(left + 104, 238), type_=type_, seed=2)  # fmt: skip


DRAWERS = {"agency_agreement": agency_agreement}
