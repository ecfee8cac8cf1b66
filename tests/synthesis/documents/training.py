"""Continuing education: certificates of a year's hours (继续教育证书) and conversions of other work into hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, finish, grid, seal, sign_off, title
from tests.synthesis.documents.copies import CopyNote
from tests.synthesis.documents.engraving import GREENISH, border_of, lay_border, lay_ground
from tests.synthesis.documents.portraits import Sitter, place_portrait
from tests.synthesis.documents.titles import province_of
from tests.synthesis.documents.typeset import Entry, bearer, cell_fields, faces, prose, rows, worded
from tests.synthesis.paper import XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

HOURS = {"公需": 30, "专业": 60}
COURSES = {
    "公需": ("生态文明建设与绿色发展", "数字经济与人工智能", "知识产权保护与实务", "职业道德与科学精神"),
    "专业": ("测量不确定度评定", "计量法律法规", "实验室质量管理", "衡器检定技术"),
}
_GREEN = (32, 108, 74)


@dataclass(frozen=True)
class _Course:
    """One year of one kind of subject."""

    year: int
    subject: str
    hours: int
    serial: str
    issuer: str
    day: dt.date
    passed: bool


def ce_cert(
    scene: Scene,
    look: Style,
    *,
    year: int = 2023,
    subject: str = "公需",
    name: str | None = None,
    id_number: str | None = None,
    hours: int | None = None,
    passed: bool = True,
    serial: str | None = None,
    issuer_seal: str | None = None,
    issuer_sealed: bool = True,
    copied: bool = True,
    seal_text: str | None = None,
    sealed: bool = True,
    phrase: str = COPY_OK,
) -> list[Drawn]:
    """Proof of one year's 公需科目 or 专业科目, with the note on copies.

    Layout 0 is a framed 合格证书 with one sentence, 1 学时证明 with a table of courses and a QR code, 2 the training
    platform's 继续教育合格证书 across the page with portrait, entries and an electronic seal.

    Args:
        scene: whose.
        look: how it looks.
        year: of training.
        subject: 公需 or 专业.
        name: of somebody else.
        id_number: of somebody else.
        hours: 学时; by default 30 and 60.
        passed: False for 不合格.
        serial: the certificate's number.
        issuer_seal: text of another organisation's seal.
        issuer_sealed: False where it is missing.
        copied: False for no note on copies.
        seal_text: another unit's seal on the note.
        sealed: False for a note without a seal.
        phrase: the note's words, empty for a note without them.
    """
    about = bearer(scene, name)
    number = serial or f"XJ{year}{look.rng('ce').randrange(10**8):08d}"
    county = scene.unit.county
    issuer = f"{county}继续教育基地" if look.layout != 2 else f"{province_of(scene)}继续教育公共服务平台"
    day = _issued(year, scene, look)
    course = _Course(year, subject, HOURS[subject] if hours is None else hours, number, issuer, day, passed)
    draw = (_framed, _hours_table, _platform)[look.layout]
    sheet, seal_at, note_at = draw(about, look, course, id_number or about.person.id_number)
    if issuer_sealed and look.layout == 2:
        stamp = draw_seal(issuer_seal or issuer, seed=0, wear=0.0, size_mm=(40.0, 40.0), face=look.seal_face)
        press(sheet, stamp, *seal_at)
    elif issuer_sealed:
        seal(sheet, scene.unit, *seal_at, look, text=issuer_seal or issuer, centre="培训专用章")
    CopyNote(phrase, sealed, seal_text, copied).put(sheet, scene, look, *note_at)
    return [finish(sheet, scene, look, "ce_cert", "ce", passed=str(passed))]


def _issued(year: int, scene: Scene, look: Style) -> dt.date:
    """Return a day of the year's November, or, where that has not come when the applicant signs, one shortly before."""
    day = dt.date(year, 11, look.rng("day").randrange(2, 28))
    if year > scene.signed.year or day < scene.signed:
        return day
    return max(dt.date(year, 1, 4), scene.signed - dt.timedelta(days=day.day))


Spot = tuple[float, float]
_Laid = tuple[Sheet, Spot, Spot]


def _values(scene: Scene, course: _Course, id_number: str) -> dict[str, str]:
    return {
        "姓名": scene.person.name, "身份证号": id_number, "年度": f"{course.year}年度", "科目": f"{course.subject}科目",
        "学时": str(course.hours), "证书编号": course.serial, "_result": "合格" if course.passed else "不合格",
    }  # fmt: skip


def _framed(scene: Scene, look: Style, course: _Course, id_number: str) -> _Laid:
    sheet = Sheet()
    lay_border(sheet, 20, 26, 190, 150, (92, 92, 94), kind=border_of(look, "double", "loops", "plait"), width=4)
    sheet.centred(38, "专业技术人员继续教育", Type("kai", 18))
    heading = worded(look, "科目合格证书", "科目培训合格证", "科目结业证书")
    sheet.centred(50, course.subject + heading, Type("heibold", 24))
    values = _values(scene, course, id_number)
    text = (
        "{姓名}（身份证号：{身份证号}）参加{年度}专业技术人员继续教育{科目}培训，修满{学时}学时，考试成绩{_result}，"
        "特发此证。"
    )
    prose(sheet, 36, 72, 138, text, values, Type(look.body, 15))
    small = Type(look.body, XIAOSI)
    sheet.text(36, 128, "证书编号：", small)
    box = sheet.text(36 + sheet.width_of("证书编号：", small), 128, course.serial, small)
    sheet.field("证书编号", course.serial, box)
    office = f"{scene.unit.county}专业技术人员继续教育基地"
    sheet.field("落款单位", office, sheet.right(118, office, small, edge=176))
    sheet.field("落款日期", chinese_date(course.day), sheet.right(127, chinese_date(course.day), small, edge=168))
    return sheet, (150, 124), (34, 184)


def _hours_table(scene: Scene, look: Style, course: _Course, id_number: str) -> _Laid:
    sheet, kinds = Sheet(), faces(look)
    heading = worded(look, "专业技术人员继续教育学时证明", "继续教育学时登记证明", "专业技术人员学时证明")
    sheet.centred(24, heading, Type("songbold", 21))
    sheet.right(38, f"编号：{course.serial}", Type(kinds.song, 10.5), edge=186)
    sheet.field("证书编号", course.serial)
    values = _values(scene, course, id_number)
    head = [
        (10.0, ((1, "姓名"), (1, values["姓名"]), (1, "身份证号"), (1, id_number))),
        (10.0, ((1, "工作单位"), (1, scene.unit.name), (1, "学习年度"), (1, values["年度"]))),
    ]
    first = len(sheet.lines)
    cells = grid(sheet, 24, 46, (26, 56, 26, 54), head, Type(kinds.song, 10.5))
    cell_fields(sheet, first, [(key, values[key]) for key in ("姓名", "身份证号", "年度")], cells)
    courses = COURSES[course.subject]
    shares = [course.hours // len(courses)] * len(courses)
    shares[-1] += course.hours - sum(shares)
    body = [(9.0, tuple((1, text) for text in ("序号", "课程名称", "科目类别", "学时", "考核结果")))]
    for index, (text, share) in enumerate(zip(courses, shares, strict=True), 1):
        row = (str(index), text, values["科目"], str(share), values["_result"])
        body.append((9.0, tuple((1, cell) for cell in row)))
    body.append((9.0, ((3, "合计学时"), (1, str(course.hours)), (1, ""))))
    first = len(sheet.lines)
    cells = grid(sheet, 24, 70, (16, 72, 30, 20, 24), body, Type(kinds.song, 10.5))
    cell_fields(sheet, first, [("科目", values["科目"])], cells)
    cell_fields(sheet, first, [("学时", str(course.hours))], cells[-1:])
    y = 70 + 9.0 * len(body)
    draw_qr(sheet, 26, y + 8, 28, f"https://jxjy.kunbei.example/zm?no={course.serial}")
    sheet.text(26, y + 38, "扫码查验学时", Type(kinds.song, 9))
    type_ = Type(kinds.song, 13)
    sheet.field("落款单位", course.issuer, sheet.right(y + 16, course.issuer, type_, edge=180))
    day = chinese_date(course.day)
    sheet.field("落款日期", day, sheet.right(y + 25, day, type_, edge=176))
    return sheet, (152, y + 22), (40, 200)


def _platform(scene: Scene, look: Style, course: _Course, id_number: str) -> _Laid:
    sheet, kinds = Sheet((297.0, 210.0)), faces(look)
    left, top, right, bottom = 18.0, 8.0, 279.0, 152.0
    lay_ground(sheet, left, top, right, bottom, (245, 251, 247), GREENISH)
    lay_border(sheet, left, top, right, bottom, _GREEN, kind="loops", width=6)
    edges = {"left": left, "right": right}
    sheet.centred(
        top + 14, worded(look, "继续教育合格证书", "继续教育证书"), Type(kinds.kai, 32, _GREEN, spacing_mm=3), **edges
    )
    values = _values(scene, course, id_number)
    place_portrait(sheet, Sitter(scene.seed, scene.person.gender, "blue"), left + 26, top + 44, 32, 45)
    entries: list[Entry] = [
        ("姓名", "姓名", values["姓名"]), ("证件号码", "身份证号", id_number), ("培训年度", "年度", values["年度"]),
        ("培训类别", "科目", values["科目"]), ("完成学时", "学时", values["学时"]),
        ("考核结果", None, values["_result"]), ("证书编号", "证书编号", course.serial),
    ]  # fmt: skip
    grey = Type(kinds.hei, 12.5, (86, 104, 94))
    rows(sheet, left + 76, top + 42, entries, grey, Type(kinds.hei, 14), step=10, room=28)
    type_ = Type(kinds.hei, 13)
    sheet.field("落款单位", course.issuer, sheet.right(bottom - 28, course.issuer, type_, edge=right - 22))
    day = chinese_date(course.day)
    sheet.field("落款日期", day, sheet.right(bottom - 19, day, type_, edge=right - 36))
    draw_qr(sheet, left + 28, bottom - 44, 26, f"https://jxjy.kunbei.example/zs?no={course.serial}")
    return sheet, (right - 56, bottom - 26), (60.0, 164.0)


CONVERTED = (
    ("在公开发行的期刊发表论文1篇", 20), ("参加自治区学术会议并作交流", 12), ("参加在职学历教育", 30),
    ("承担市级科研课题", 24),
)  # fmt: skip


def hours_conversion(
    scene: Scene, look: Style, *, name: str | None = None, year: int = 2023, items: tuple[int, ...] = (0, 1, 3),
    total: int | None = None, seal_text: str | None = None,
) -> list[Drawn]:  # fmt: skip
    """继续教育学时折算证明: a letter (layouts 0 and 2) or a table (1); `items` index CONVERTED, `total` may be wrong.

    A seal of `seal_text` where it is not the employer's.
    """
    sheet, who = Sheet(), bearer(scene, name).person
    y = title(sheet, ["继续教育学时折算证明"], look, y=34)
    chosen = [CONVERTED[index] for index in items]
    summed = str(sum(hours for _, hours in chosen) if total is None else total)
    values = {"姓名": who.name, "身份证号": who.id_number, "年度": f"{year}年度", "学时": summed}
    width = 210 - 2 * look.margin
    if look.layout == 1:
        text = "兹有{姓名}（身份证号{身份证号}），{年度}学时折算情况如下："
        y = prose(sheet, look.margin, y, width, text, values, look.type())
        table = [(10.0, tuple((1, text) for text in ("序号", "折算项目", "折算学时")))]
        table += [(10.0, ((1, str(i)), (1, text), (1, str(hours)))) for i, (text, hours) in enumerate(chosen, 1)]
        table.append((10.0, ((2, "合计"), (1, summed))))
        first = len(sheet.lines)
        cells = grid(sheet, look.margin, y + 3, (16, width - 46, 30), table, Type(look.body, 11))
        cell_fields(sheet, first, [("学时", summed)], cells[-1:])
        y += 10.0 * len(table) + 6
    else:
        told = "；".join(f"{text}，折算{hours}学时" for text, hours in chosen)
        text = "兹证明{姓名}同志（身份证号：{身份证号}），{年度}" + told + "。以上合计折算继续教育专业科目{学时}学时。"
        y = prose(sheet, look.margin, y, width, text, values, look.type())
        y = sheet.paragraph(look.margin, y, width, "特此证明。", look.type())
    sign_off(sheet, scene, look, y + 18, seal_text=seal_text, date=dt.date(year, 12, 20))
    return [finish(sheet, scene, look, "hours_conversion", "conversion")]


DRAWERS = {"ce_cert": ce_cert, "hours_conversion": hours_conversion}
