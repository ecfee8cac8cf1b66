"""The applicant's pledge (附件5) and the unit's answer for the papers (附件6)."""

from __future__ import annotations

from tests.synthesis.documents.common import Style, finish, title
from tests.synthesis.documents.letter_parts import (
    Sealing,
    cell_label,
    note,
    numbered,
    ruled,
    slot,
    stamp,
    thumb,
)
from tests.synthesis.handwriting import sign, write
from tests.synthesis.paper import XIAOSI, Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

SIGN_AT = 98.0
BY_HAND = "（注：签名和日期必须手写，不得打印）"

RESPONSIBLE = (
    "兹保证本单位（系统）所属专业技术人员提交的职称申报材料已经我单位人事（职称）部门严格审核，材料真实性可靠无误。"
    "如有隐瞒，或参与弄虚作假，愿按有关规定承担相应责任。"
)
RESPONSIBLE_ALTERED = (
    "兹证明本单位专业技术人员提交的职称申报材料已经我单位人事部门初步审核，材料基本真实。"
    "如有问题，由申报人本人承担责任。"
)
PROMISES = (
    "本人自愿申报{year}年度{grade}职称，并郑重承诺如下：",
    "一、本人所提供的相关证书、业绩成果、论文等材料真实可靠，无弄虚作假、抄袭他人成果等行为。",
    "二、本人已认真阅读职称评审的有关规定，符合申报条件，同意单位对本人的申报材料进行公示。",
    "三、如有违反，本人愿意接受取消申报资格、撤销职称、记入诚信档案等处理。",
)
"""What other provinces let applicants promise (wording "promises")."""


def truth_pledge(
    scene: Scene,
    look: Style,
    *,
    signature: str = "handwritten",
    date: str | None = None,
    level: str | None = None,
    wording: str = "annex",
    printed: bool = False,
) -> list[Drawn]:
    """申报材料真实性保证书 (附件5).

    Args:
        signature, date: signature kinds; the date's is the signature's by default.
        wording: "annex" as prescribed; "altered" with its promise watered down; "unmarked" where neither 中级 nor 初级
            is struck out; "promises" a 诚信承诺书 as other provinces have it.
        printed: leave out the note that all must be written by hand.
    """
    sheet = Sheet()
    shown = "中级/初级" if wording == "unmarked" else level or scene.level
    body = (
        f"本人今年申报质量技术监督专业（{shown}）专业技术职务任职资格评审，保证所提供的各种申报材料，"
        "如相关证书、成绩单、表格、业绩成果、论文著作等材料均真实可靠。如有不实，愿意按有关规定接受任何处理。"
    )
    if wording == "altered":
        body = f"本人今年申报质量技术监督专业（{shown}）职称，所提供的材料大部分属实，如有出入，以单位审核意见为准。"
    if wording == "promises":
        grade = f"{scene.series}{scene.specialty}{level or scene.level}"
        texts = [text.format(year=scene.signed.year, grade=grade) for text in PROMISES]
    else:
        texts = [body]
    draw = (_pledge_of_the_annex, _pledge_left, _pledge_framed)[look.layout]
    draw(sheet, scene, look, texts, signature, date, printed)
    note(sheet, ("专业", "质量技术监督"), ("级别", shown))
    return [finish(sheet, scene, look, "truth_pledge", "letter")]


def _pledge_title(texts: list[str], name: str) -> str:
    return "诚信承诺书" if len(texts) > 1 else name


def _pledge_of_the_annex(
    sheet: Sheet, scene: Scene, look: Style, texts: list[str], signature: str, date: str | None, printed: bool
) -> None:
    y = title(sheet, [_pledge_title(texts, "申报材料真实性保证书")], look, y=42)
    y = numbered(sheet, look.margin, y + 4, 210 - 2 * look.margin, texts, look.type(look.text_points)) + 26
    _slot(sheet, scene, look, y, "申报人（签名）：", "申报人", scene.person.name, look.applicant, signature, date)
    if not printed:
        sheet.text(look.margin, y + 48, BY_HAND, look.type(XIAOSI))


def _pledge_left(
    sheet: Sheet, scene: Scene, look: Style, texts: list[str], signature: str, date: str | None, printed: bool
) -> None:
    """Addressed to the board; name, unit and number on lines filled in by hand, signature at the left, thumb print."""
    sheet.text(22, 18, "附件5", Type("hei", 16))
    rows = ["专业技术资格评审", "申报材料真实性保证书"] if len(texts) == 1 else ["诚信承诺书"]
    y = title(sheet, rows, look, y=34, points=24)
    type_, left = look.type(look.text_points), look.margin
    sheet.text(left, y, "质量技术监督专业职称评审委员会：", type_)
    y = numbered(sheet, left, y + 11, 210 - 2 * left, texts, type_, leading=2.0) + 14
    small = look.type()
    _by_hand(sheet, scene, look, left, y, "身份证号码：", "身份证号", scene.person.id_number, 74)
    y += 18
    slot(sheet, left, y, "保证人（签名）：", "保证人", scene.person, look.applicant, look, kind=signature, line=52,
         day=scene.signed, day_at=(left + 26, y + 20.5), day_kind=date, type_=small)  # fmt: skip
    sheet.text(left, y + 18, "日    期：", small)
    if signature == "handwritten" and look.rng("thumb").random() < 0.4:
        thumb(sheet, left + 78, y + 2, look.seed)
    if not printed:
        sheet.text(left, y + 52, BY_HAND, look.type(XIAOSI))


def _pledge_framed(
    sheet: Sheet, scene: Scene, look: Style, texts: list[str], signature: str, date: str | None, printed: bool
) -> None:
    """In a double frame, the applicant's particulars in a table above, the note under the title."""
    sheet.frame(14, 14, 196, 280, weight=0.9)
    sheet.frame(16, 16, 194, 278)
    sheet.centred(32, _pledge_title(texts, "申报材料真实性承诺（保证）书"), Type("heibold", 23))
    type_, left, top = look.type(XIAOSI), 26.0, 56.0
    if not printed:
        sheet.centred(45, BY_HAND, look.type(10.5))
    who = scene.person
    cells = (("姓    名", who.name), ("身份证号", who.id_number), ("工作单位", scene.unit.name))
    ruled(sheet, left, top, (30, 128), (12, 12, 12))
    for index, (name, value) in enumerate(cells):
        cell_label(sheet, left, top + 12 * index, 30, 12, name, type_)
        sheet.text(left + 34, top + 12 * index + 4, value, type_)
    note(sheet, ("姓名", who.name), ("身份证号", who.id_number), ("工作单位", scene.unit.name))
    y = numbered(sheet, left, top + 48, 158, texts, look.type(look.text_points), leading=2.1)
    sheet.text(left + 11, y + 4, "特此承诺。", look.type(look.text_points))
    y += 40
    slot(sheet, 100, y, "申报人（签名）：", "申报人", who, look.applicant, look, kind=signature, day=scene.signed,
         day_at=(128, y + 20.5), day_kind=date)  # fmt: skip


def _by_hand(
    sheet: Sheet, scene: Scene, look: Style, x: float, y: float, label: str, name: str, value: str, line: float
) -> None:
    """A printed label with something that is no signature written on its line."""
    type_ = look.type()
    sheet.text(x, y, label, type_)
    start = x + sheet.width_of(label, type_)
    sheet.rule(start, y + 6.4, start + line, y + 6.4)
    box = write(sheet, start + 2, y + 2.6, value, look.applicant, height_mm=6.0, seed=look.seed + 5)
    sheet.field(name, value, box)


def unit_resp(
    scene: Scene,
    look: Style,
    *,
    signature: str = "handwritten",
    date: str | None = None,
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    wording: str = "annex",
) -> list[Drawn]:
    """职称材料审核责任书 (附件6); `wording` "altered" shifts the answer to the applicant."""
    sheet = Sheet()
    sealing = Sealing(seal_text, seal_centre, not sealed)
    text = RESPONSIBLE if wording == "annex" else RESPONSIBLE_ALTERED
    draw = (_responsible_of_the_annex, _responsible_for_one, _responsible_with_table)[look.layout]
    draw(sheet, scene, look, text, signature, date, sealing)
    return [finish(sheet, scene, look, "unit_resp", "letter")]


def _responsible_of_the_annex(
    sheet: Sheet, scene: Scene, look: Style, text: str, signature: str, date: str | None, sealing: Sealing
) -> None:
    y = title(sheet, ["职称材料审核责任书"], look, y=42)
    y = sheet.paragraph(look.margin, y + 4, 210 - 2 * look.margin, text, look.type(look.text_points)) + 24
    sheet.text(70, y, "审核单位（盖章）：", look.type())
    stamp(sheet, look, scene.unit, 140, y + 4, sealing)
    y += 32
    _slot(sheet, scene, look, y, "人事（职称）部门负责人（签名）：", "人事（职称）部门负责人", scene.officer.name,
          look.officer, signature, date, left=52.0)  # fmt: skip
    sheet.text(look.margin, y + 44, BY_HAND, look.type(XIAOSI))


def _responsible_for_one(
    sheet: Sheet, scene: Scene, look: Style, text: str, signature: str, date: str | None, sealing: Sealing
) -> None:
    """All at the left margin, the unit's name in print behind its label, the seal over the date."""
    sheet.text(22, 18, "附件6", Type("hei", 16))
    y = title(sheet, ["职称材料审核", "责  任  书"], look, y=36, points=26)
    type_, left = look.type(), look.margin
    y = sheet.paragraph(left, y + 2, 210 - 2 * left, text, look.type(look.text_points), leading=2.0) + 16
    sheet.text(left, y, f"审核单位（盖章）：{scene.unit.name}", type_)
    note(sheet, ("审核单位", scene.unit.name))
    slot(sheet, left, y + 17, "人事（职称）部门负责人（签名）：", "人事（职称）部门负责人", scene.officer, look.officer,
         look, kind=signature, day=scene.signed, day_at=(left + 22, y + 37.5), day_kind=date, line=48)  # fmt: skip
    sheet.text(left, y + 35, "签署日期：", type_)
    stamp(sheet, look, scene.unit, left + 106, y + 8, sealing)
    sheet.rule(left, 248, 210 - left, 248)
    sheet.text(left, 251, BY_HAND, look.type(XIAOSI))


def _responsible_with_table(
    sheet: Sheet, scene: Scene, look: Style, text: str, signature: str, date: str | None, sealing: Sealing
) -> None:
    """Below the text a ruled box of two halves: the unit with its seal, the officer with signature and date."""
    sheet.centred(40, "职称申报材料审核责任书", Type("heibold", 25))
    sheet.centred(54, f"（{scene.signed.year}年度）", look.type())
    left, width = 22.0, 166.0
    y = sheet.paragraph(left, 72, width, text, look.type(look.text_points), leading=2.0) + 16
    ruled(sheet, left, y, (width / 2, width / 2), (70,))
    type_ = look.type(XIAOSI)
    sheet.text(left + 4, y + 5, "审核单位（盖章）：", type_)
    sheet.centred(y + 34, scene.unit.name, type_, left=left, right=left + width / 2)
    note(sheet, ("审核单位", scene.unit.name))
    stamp(sheet, look, scene.unit, left + width / 4 + 4, y + 37, sealing)
    x = left + width / 2 + 4
    sheet.text(x, y + 5, "人事（职称）部门", type_)
    slot(sheet, x, y + 30, "负责人（签名）：", "负责人", scene.officer, look.officer, look, kind=signature,
         day=scene.signed, day_at=(x + 16, y + 56), day_kind=date, type_=type_)  # fmt: skip
    sheet.text(left, y + 76, BY_HAND, type_)


def _slot(
    sheet: Sheet, scene: Scene, look: Style, y: float, label: str, role: str, name: str, writer: object, kind: str,
    date: str | None, *, left: float = SIGN_AT,
) -> None:  # fmt: skip
    """A printed label, a signature on it and a date below."""
    type_ = look.type()
    sheet.text(left, y, label, type_)
    start = left + sheet.width_of(label, type_) + 1
    sign(sheet, start, y + 2.5, name, role, writer, kind=kind, day=scene.signed,  # type: ignore[arg-type]
         day_at=(start - 8, y + 19), day_kind=date or kind, printed=type_, seed=look.seed)  # fmt: skip


DRAWERS = {"truth_pledge": truth_pledge, "unit_resp": unit_resp}
