"""The one-page letters of the annexes: notice, result, recommendation, pledge, responsibility (附件 1, 2, 3, 5, 6)."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.documents.common import Style, finish, seal, sign_off, title
from tests.synthesis.handwriting import sign
from tests.synthesis.paper import SIHAO, XIAOSI, Sheet
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

SIGN_AT = 98.0


def truth_pledge(
    scene: Scene, look: Style, *, signature: str = "handwritten", date: str | None = None, level: str | None = None
) -> list[Drawn]:
    """申报材料真实性保证书 (附件5); `signature` and `date` are signature kinds."""
    sheet = Sheet()
    rows = ["申报材料真实性保证书"] if look.layout != 1 else ["专业技术资格评审", "申报材料真实性保证书"]
    y = title(sheet, rows, look, y=42)
    text = (
        f"本人今年申报质量技术监督专业（{level or scene.level}）专业技术职务任职资格评审，保证所提供的各种申报材料，"
        "如相关证书、成绩单、表格、业绩成果、论文著作等材料均真实可靠。如有不实，愿意按有关规定接受任何处理。"
    )
    y = sheet.paragraph(look.margin, y + 4, 210 - 2 * look.margin, text, look.type(look.text_points))
    y += 26
    _slot(sheet, scene, look, y, "申报人（签名）：", "申报人", scene.person.name, look.applicant, signature, date)
    sheet.text(look.margin, y + 48, "（注：签名和日期必须手写，不得打印）", look.type(XIAOSI))
    return [finish(sheet, scene, look, "truth_pledge", "letter")]


def unit_resp(
    scene: Scene, look: Style, *, signature: str = "handwritten", date: str | None = None, seal_text: str | None = None
) -> list[Drawn]:
    """职称材料审核责任书 (附件6)."""
    sheet = Sheet()
    y = title(sheet, ["职称材料审核责任书"], look, y=42)
    text = (
        "兹保证本单位（系统）所属专业技术人员提交的职称申报材料已经我单位人事（职称）部门严格审核，材料真实性可靠无误。"
        "如有隐瞒，或参与弄虚作假，愿按有关规定承担相应责任。"
    )
    y = sheet.paragraph(look.margin, y + 4, 210 - 2 * look.margin, text, look.type(look.text_points)) + 24
    sheet.text(70, y, "审核单位（盖章）：", look.type())
    if look.layout == 1:
        sheet.text(115, y, scene.unit.name, look.type(XIAOSI))
    seal(sheet, scene.unit, 140, y + 4, look, text=seal_text)
    y += 32
    _slot(sheet, scene, look, y, "人事（职称）部门负责人（签名）：", "人事（职称）部门负责人", scene.officer.name,
          look.officer, signature, date, left=52.0)  # fmt: skip
    sheet.text(look.margin, y + 44, "（注：签名和日期必须手写，不得打印）", look.type(XIAOSI))
    return [finish(sheet, scene, look, "unit_resp", "letter")]


def pub_notice(
    scene: Scene,
    look: Style,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    seal_text: str | None = None,
    signature: str = "handwritten",
) -> list[Drawn]:
    """关于…同志申报…职称的公示 (附件1)."""
    sheet = Sheet()
    who, start, end = scene.person, start or scene.notice_from, end or scene.notice_to
    grade = f"{scene.series}{scene.specialty}{scene.level}"
    y = title(sheet, [f"关于{who.name}同志申报{scene.series}", f"{scene.specialty}{scene.level}职称的公示"], look, y=26)
    type_ = look.type(SIHAO)
    width = 210 - 2 * look.margin
    parts = (
        f"根据自治州职称评审的工作要求，现对{who.name}同志申报{grade}专业技术任职资格进行公示。",
        f"基本信息：{who.name}，{who.gender}，{who.ethnicity}族，{scene.party}，身份证号：{who.id_number}，"
        "现任专业技术职务任职资格：助理工程师。",
        "思想政治条件：该同志拥护党的路线方针政策，遵纪守法，爱岗敬业，工作态度端正，能够自觉遵守职业道德和从业行为规范。",
        "业绩成果：近五年来，主持完成电子汽车衡检定装置改造一项，参与起草企业标准两项，承担辖区计量器具检定任务一千二百余台件，"
        "在装置改造中负责方案设计和不确定度评定。",
    )
    for part in parts:
        y = sheet.paragraph(look.margin, y, width, part, type_)
    period = f"公示时间从{chinese_date(start)}起至{chinese_date(end)}止。"
    phone = f"0{look.rng('phone').randrange(900, 999)}-22{look.rng('phone2').randrange(10**5):05d}"
    y = sheet.paragraph(
        look.margin, y, width,
        f"{period}如对{who.name}同志的相关信息有疑异，请电话或书面形式反映至人事办公室，监督电话：{phone}", type_,
    )  # fmt: skip
    for name, value in (("公示开始", chinese_date(start)), ("公示结束", chinese_date(end)), ("监督电话", phone)):
        _field(sheet, name, value)
    y += 12
    sheet.text(look.margin + 10, y, "签字：", type_)
    sign(sheet, look.margin + 27, y + 2.6, scene.head.name, "单位负责人", look.head, kind=signature, seed=look.seed)
    if look.chop and signature != "absent":
        chop = draw_seal(scene.head.name, shape="square", size_mm=(14.0, 14.0), seed=look.seed, wear=look.wear)
        press(sheet, chop, look.margin + 66, y + 4)
    sign_off(sheet, scene, look, y + 14, seal_text=seal_text, date=start)
    return [finish(sheet, scene, look, "pub_notice", "letter")]


def pub_result(
    scene: Scene, look: Style, *, days: int | None = None, issued: dt.date | None = None, seal_text: str | None = None
) -> list[Drawn]:
    """…职称的公示结果 (附件2)."""
    sheet = Sheet()
    who = scene.person
    grade = f"{scene.series}{scene.specialty}{scene.level}"
    y = title(
        sheet, [f"关于{who.name}同志申报{scene.series}", f"{scene.specialty}{scene.level}职称的公示结果"], look, y=36
    )
    stated = f"公示{days or scene.notice_days}个工作日"
    text = (
        f"{who.name}同志申报材料已在本单位{stated}，公示期间无投诉、举报，公示无异议，申报材料真实、完整、有效，"
        f"同意推荐{who.name}同志申报{grade}专业技术任职资格。"
    )
    y = sheet.paragraph(look.margin, y + 4, 210 - 2 * look.margin, text, look.type(look.text_points)) + 24
    _field(sheet, "公示天数", stated)
    sign_off(sheet, scene, look, y, seal_text=seal_text, date=issued)
    return [finish(sheet, scene, look, "pub_result", "letter")]


def recommend(
    scene: Scene, look: Style, *, seal_text: str | None = None, label: str | None = None, level: str | None = None
) -> list[Drawn]:
    """关于…同志申报…职称的推荐意见 (附件3); `label` is the printed name of the signing organisation."""
    sheet = Sheet()
    who, grade = scene.person, f"{scene.series}{scene.specialty}{level or scene.level}"
    y = title(
        sheet, [f"关于{who.name}同志申报{scene.series}质量技术", f"监督专业{scene.level}技术职称的推荐意见"], look, y=36
    )
    text = f"经审核，同意推荐{who.name}同志申报{grade}专业技术任职资格。"
    y = sheet.paragraph(look.margin, y + 4, 210 - 2 * look.margin, text, look.type(look.text_points)) + 30
    sign_off(sheet, scene, look, y, unit=scene.supervisor, seal_text=seal_text, label=label)
    return [finish(sheet, scene, look, "recommend", "letter")]


def _slot(
    sheet: Sheet, scene: Scene, look: Style, y: float, label: str, role: str, name: str, writer: object, kind: str,
    date: str | None, *, left: float = SIGN_AT,
) -> None:  # fmt: skip
    """A printed label, a signature on it and a date below."""
    type_ = look.type()
    if look.layout == 1:
        left -= 6
    sheet.text(left, y, label, type_)
    start = left + sheet.width_of(label, type_) + 1
    sign(sheet, start, y + 2.5, name, role, writer, kind=kind, day=scene.signed,  # type: ignore[arg-type]
         day_at=(start - 8, y + 19), day_kind=date or kind, printed=type_, seed=look.seed)  # fmt: skip


def _field(sheet: Sheet, name: str, value: str) -> None:
    """Note a field whose text may be broken over two rows; then it has no single box and is left out."""
    if sheet.find(value):
        sheet.field(name, value)


DRAWERS = {
    "pub_notice": pub_notice,
    "pub_result": pub_result,
    "recommend": recommend,
    "truth_pledge": truth_pledge,
    "unit_resp": unit_resp,
}
