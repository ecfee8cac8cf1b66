"""One-page forms with opinions at the foot: 附件4 and 附件7 of the notice, and those of special ways to a title."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tests.synthesis.documents.booklets import NONE
from tests.synthesis.documents.careers import career
from tests.synthesis.documents.common import Style, finish, seal, title
from tests.synthesis.documents.ruled import Cell, Rect, Rows, Ruling, head, held, named, prose, ruled, ruling, writable
from tests.synthesis.documents.slots import Opinion, opinion, photo, signed_line
from tests.synthesis.handwriting import write_date
from tests.synthesis.paper import WUHAO, XIAOSI, Sheet
from tests.synthesis.people import Scene, Unit
from tests.synthesis.phrases import FORM_OPINIONS, POLICE_OPINION, SHORT
from tests.synthesis.truth import Drawn

LEFT = 22.0


def ce_exempt(scene: Scene, look: Style, *, sealed: bool = True, seal_text: str | None = None) -> list[Drawn]:
    """自治区“访惠聚”驻村等专业技术人员职称评审免除继续教育学习申请表: nobody may alter it, so it has one layout."""
    sheet, who = Sheet(), scene.person
    y = title(sheet, ["自治区“访惠聚”驻村等专业技术人员职称评审", "免除继续教育学习申请表"], look, y=26, points=17)
    place = f"{scene.unit.county}胡杨村"
    reason = f"　　本人于2022年3月至2023年12月在{place}参加“访惠聚”驻村工作，按规定申请免除驻村期间的继续教育学习。"
    studied = f"{scene.graduated.year}年7月{scene.school}{scene.subject}专业"
    rows: Rows = (
        (12, (head("姓名"), named(who.name), head("性别"), held(who.gender, "性别"), head("出生年月"),
              held(f"{who.birth:%Y.%m}", "出生年月"))),
        (12, (head("身份证号"), held(who.id_number, "身份证号", 2), head("学历"), held("本科", "学历"),
              held("学士"))),
        (13, (head("何时何学校\n何专业毕业"), held(studied, "何时何学校何专业毕业", 5))),
        (13, (head("现工作单位"), held(scene.unit.name, "现工作单位", 3), head("参加工作\n时间"),
              held(f"{scene.graduated.year}.09", "参加工作时间"))),
        (13, (head("现有专业\n技术职务"), held("助理工程师", "现有专业技术职务", 2), head("拟申报专业\n技术职务"),
              held("工程师", "拟申报专业技术职务", 2))),
        (40, (head("免学理由"), prose(reason, span=5))),
        (62, (head("审核意见"), prose("　　情况属实，同意免除继续教育学习。", span=5))),
    )  # fmt: skip
    # The template is printed as it is, whatever the style of other forms.
    print_ = Ruling(look.type(XIAOSI), look.type(XIAOSI))
    _, _, right, bottom = ruled(sheet, LEFT, y - 2, (30, 28, 26, 28, 26, 28), rows, print_)[6][1]
    if sealed:
        seal(sheet, scene.supervisor, right - 34, bottom - 26, look, text=seal_text)
    sheet.text(right - 42, bottom - 26, "公章", print_.type)
    day = f"{scene.signed.year}年{scene.signed.month}月{scene.signed.day}日"
    sheet.text(right - 54, bottom - 12, day, print_.type)
    sheet.field("落款日期", day)
    notes = (
        "注：1.仍在参加“访惠聚”驻村（含抽调到各级“访惠聚”办公室）工作的专业技术人员，由同级“访惠聚”办公室审核。",
        "2.参加“访惠聚”驻村工作已返回人员，由原派驻单位所属的地州市或自治区区属主管单位审核。",
        "3.各地各部门不得私自设置免除继续教育学习事项及申请表（审批表）。",
    )
    y = bottom + 4
    for note in notes:
        y = sheet.paragraph(LEFT, y, 166, note, look.type(WUHAO), leading=1.5)
    return [finish(sheet, scene, look, "ce_exempt", "form")]


def freelance_political(
    scene: Scene, look: Style, *, opinions: str = "hand", sealed: bool = True, signature: str = "handwritten",
    pictured: bool = True,
) -> list[Drawn]:  # fmt: skip
    """自由职业专业技术人员职称评审思想政治情况表 (附件7) with the word of the police station."""
    sheet, who, told = Sheet(), scene.person, career(scene)
    y = title(sheet, ["2024年度自由职业专业技术人员职称评审", "思想政治情况表"], look, y=16, points=17)
    lives = [
        (one.start, one.end, f"{one.school}{'' if one.level == '高中' else one.subject}学习") for one in told.studies
    ]
    lives += [(told.posts[0].start, "至今", "自由职业，从事计量检定和质量检验技术服务")]
    resume = "\n".join(f"{start}—{end}  {what}" for start, end, what in lives)
    manner = "拥护党的路线方针政策，遵纪守法，诚实守信，爱岗敬业，无违法违纪行为。"
    rows: Rows = (
        (9, (head("姓 名"), named(who.name), head("性 别"), held(who.gender, "性别"), head("族 别"),
             held(who.ethnicity, "族别"), held("" if pictured else "照片", down=4))),
        (9, (head("学 历"), held("大学本科", "学历"), head("出生年月"), held(f"{who.birth:%Y.%m}", "出生年月"),
             head("政治面貌"), held(scene.party, "政治面貌"))),
        (9, (head("毕业院校"), held(scene.school, "毕业院校", 3), head("所学专业"), held(scene.subject, "所学专业"))),
        (9, (head("毕业时间"), held(f"{scene.graduated:%Y.%m}", "毕业时间"), head("婚 否"), held("已婚", "婚否"),
             head("学 位"), held("学士", "学位"))),
        (9, (head("身份证号码"), held(who.id_number, "身份证号码", 4), head("健康状况"), held("健康", "健康状况"))),
        (22, (head("思想政治\n表现情况"), prose(manner, "思想政治表现情况", 6))),
        (38, (head("学\n习\n工\n作\n简\n历"), prose(f"（简历从高中填起）\n{resume}", span=6))),
        (14, (head("奖惩情况"), held(NONE, "奖惩情况", 6))),
        (34, (head("本人承诺"), prose("　　以上填写内容真实有效，如隐报瞒报、弄虚作假，本人愿承担相应责任。", span=6))),
        (52, (head("常住地辖区\n派出所意见"), held("", span=6))),
        (12, (head("备 注"), held(NONE, "备注", 6))),
    )  # fmt: skip
    places = ruled(sheet, 18, y - 4, (24, 28, 20, 24, 22, 28, 28), rows, ruling(look, 10.5))
    if pictured:
        left, top, right, bottom = places[0][-1]
        photo(sheet, (left + right - 25) / 2, (top + bottom - 35) / 2, scene.person)
    left, _, right, bottom = places[8][1]
    type_ = look.type(11)
    signed_line(sheet, left + 34, bottom - 13, "签名：", who.name, "本人", look.applicant, type_, edge=right - 50,
                least=left + 2, kind=signature, seed=look.seed)  # fmt: skip
    write_date(sheet, right - 48, bottom - 6, scene.notice_from, look.applicant, kind=signature, printed=type_,
               seed=look.seed)  # fmt: skip
    station = Unit(f"{scene.unit.county}公安局胡杨路派出所", scene.supervisor.code, scene.unit.county)
    wording = (writable(look.officer, (POLICE_OPINION, SHORT[1])) if opinions == "hand" else [POLICE_OPINION])[0]
    signed = (station, scene.officer, "派出所负责人", look.officer, scene.notice_from)
    word = Opinion("常住地辖区派出所意见", wording, *signed, opinions, sealed=sealed)
    opinion(sheet, places[9][1], word, look, points=11)
    sheet.text(18, places[10][0][3] + 2, "说明：常住地辖区派出所出具有无犯罪记录的意见。", look.type(9))
    return [finish(sheet, scene, look, "freelance_political", "form")]


def exceptional_review(scene: Scene, look: Style, *, opinions: str = "hand", sealed: bool = True) -> list[Drawn]:
    """破格评定人员审核表: which conditions are not met, and what is put in the scale for them."""
    works = career(scene).works
    lack = "申报人取得助理工程师任职资格满2年，未达到规定的任职年限，申请破格评定。"
    shown = "\n".join(f"{index}.{one.name}（{one.role}），{one.result}。" for index, one in enumerate(works[:4], 1))
    body: Rows = (
        (26, (head("破格类型\n及原因"), prose(lack, "破格原因", 5))),
        (52, (head("符合破格条件的\n业绩成果"), prose(shown, span=5))),
    )
    return _reviewed(
        scene, look, "exceptional_review", ["破格评定人员审核表"], body, ("单位审核意见", "主管部门审核意见"),
        (scene.unit, scene.supervisor), opinions, sealed,
    )  # fmt: skip


def full_senior_review(scene: Scene, look: Style, *, opinions: str = "hand", sealed: bool = True) -> list[Drawn]:
    """正高级工程师审核表: unit, the market supervision of the city, the bureau of human resources."""
    labour = Unit(f"{scene.unit.county}人力资源和社会保障局", scene.supervisor.code, scene.unit.county)
    shown = "\n".join(f"{index}.{one.name}，{one.result}。" for index, one in enumerate(career(scene).works[:3], 1))
    body: Rows = ((34, (head("主要业绩"), prose(shown, span=5))),)
    return _reviewed(
        scene, look, "full_senior_review", ["申报正高级工程师资格人员", "正高级工程师审核表"], body,
        ("单位意见", "市级市场监管部门意见", "人社部门意见"), (scene.unit, scene.supervisor, labour), opinions, sealed,
    )  # fmt: skip


def first_appoint_form(
    scene: Scene, look: Style, *, opinions: str = "hand", sealed: bool = True, signature: str = "handwritten"
) -> list[Drawn]:
    """初聘专业技术职务任职资格呈报表 for graduates at the end of their first year, one copy of two."""
    trial = "实习期间遵守纪律，服从安排，完成了规定的实习任务，掌握了计量检定的基本方法，能够独立承担一般检定工作。"
    body: Rows = (
        (13, (head("何时何校\n何专业毕业"), held(f"{scene.graduated:%Y.%m} {scene.school} {scene.subject}", span=5))),
        (36, (head("实习期\n工作小结"), prose("　　" + trial, span=5))),
        (13, (head("实习期考核"), held("合格", "考核等次", 2), head("拟聘职务"), held("助理工程师", "拟聘职务", 2))),
    )
    return _reviewed(
        scene, look, "first_appoint_form", ["初聘专业技术职务任职资格呈报表"], body, ("基层单位意见", "主管单位意见"),
        (scene.unit, scene.supervisor), opinions, sealed, signature=signature,
    )  # fmt: skip


def _reviewed(
    scene: Scene, look: Style, type_: str, heading: Sequence[str], body: Rows, fields: Sequence[str],
    units: Sequence[Unit], opinions: str, sealed: bool, *, signature: str | None = None,
) -> list[Drawn]:  # fmt: skip
    """Personal data, a body, and as many opinions as there are units; the applicant signs where asked to."""
    sheet, who = Sheet(), scene.person
    y = title(sheet, heading, look, y=20, points=19)
    rows: list[tuple[float, Sequence[Cell]]] = [
        (12, (head("姓名"), named(who.name), head("性别"), held(who.gender, "性别"), head("出生年月"),
              held(f"{who.birth:%Y.%m}", "出生年月"))),
        (12, (head("工作单位"), held(scene.unit.name, "单位", 3), head("学历"), held("大学本科", "学历"))),
        (13, (head("现任专业\n技术职务"), held("助理工程师", "现任专业技术职务"), head("取得\n时间"),
              held(f"{scene.title_date:%Y.%m}"), head("申报专业"), held(scene.specialty.removesuffix("专业")))),
        *body,
    ]  # fmt: skip
    used = y + sum(height for height, _ in rows)
    each = min(56.0, (264 - used) / len(units))
    rows += [(each, (head("\n".join(_halves(field))), held("", span=5))) for field in fields]
    places = ruled(sheet, LEFT, y - 2, (30, 34, 18, 28, 24, 32), rows, ruling(look, 11.5))
    people = ((scene.head, look.head), (scene.officer, look.officer), (scene.officer, look.officer))
    wording = _wording(look, opinions)
    for index, (field, unit) in enumerate(zip(fields, units, strict=True)):
        signer, writer = people[index]
        one = Opinion(field, wording, unit, signer, f"{field.removesuffix('意见')}负责人", writer,
                      scene.signed + dt.timedelta(days=index), opinions, sealed=sealed)  # fmt: skip
        opinion(sheet, places[len(rows) - len(units) + index][1], one, look, points=11)
    if signature:
        _sign_in(sheet, places[4][1], scene, look, signature)
    return [finish(sheet, scene, look, type_, "form", opinions=opinions)]


def _sign_in(sheet: Sheet, place: Rect, scene: Scene, look: Style, kind: str) -> None:
    left, _, right, bottom = place
    signed_line(sheet, left + 60, bottom - 8, "本人签名：", scene.person.name, "本人", look.applicant, look.type(11),
                edge=right, least=left + 2, kind=kind, seed=look.seed)  # fmt: skip


def _wording(look: Style, opinions: str) -> str:
    if opinions != "hand":
        return FORM_OPINIONS[0]
    known = set.intersection(*(set(writable(hand, (*FORM_OPINIONS, "同意推荐"))) for hand in (look.head, look.officer)))
    return look.rng("wording").choice(sorted(known))


def _halves(text: str) -> tuple[str, ...]:
    return (text,) if len(text) < 6 else (text[: len(text) // 2], text[len(text) // 2 :])


DRAWERS = {
    "ce_exempt": ce_exempt,
    "exceptional_review": exceptional_review,
    "first_appoint_form": first_appoint_form,
    "freelance_political": freelance_political,
    "full_senior_review": full_senior_review,
}
