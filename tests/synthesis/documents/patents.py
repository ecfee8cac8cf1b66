"""专利证书: of the years before 2017, of today, and the electronic one with its second page."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.synthesis.documents.barcodes import draw_bars, draw_qr
from tests.synthesis.documents.common import Style, copy_note, finish
from tests.synthesis.documents.engraving import BLUISH, GOLDEN, lay_border, lay_ground, roundel
from tests.synthesis.documents.typeset import rows
from tests.synthesis.handwriting import sign
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date, person
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn
from tests.synthesis.units import checked_patent_number

_CHIEF = "沈望舒"
OFFICE = "国家知识产权局"
KINDS = {
    "发明": (1, "发明名称", "B"),
    "实用新型": (2, "实用新型名称", "U"),
    "外观设计": (3, "使用外观设计的产品名称", "S"),
}
DEVICES = (
    "便携式砝码夹具",
    "压力表自动检定台",
    "棉样分层取样器",
    "光纤端面清洁装置",
    "水表检定用排气阀",
    "储罐焊缝检测小车",
)


@dataclass(frozen=True)
class Grant:
    """What a patent says."""

    kind: str
    heading: str
    number: str
    publication: str
    serial: int
    filed: dt.date
    granted: dt.date
    inventors: tuple[str, ...]


def grant(scene: Scene, *, kind: str | None = None, rank: int = 1) -> Grant:
    """Return the applicant's patent, that of the scene's story if there is one; `rank` is the place as inventor."""
    rng = random.Random(f"patent {scene.seed}")
    told = next((one for one in scene.story.patents if kind in (None, one.kind)), None)
    kind = kind or (told.kind if told else rng.choice(list(KINDS)))
    digit, _, letter = KINDS[kind]
    filed = told.filed if told else dt.date(rng.randint(2017, 2021), rng.randint(1, 12), rng.randint(1, 28))
    granted = told.granted if told else filed + dt.timedelta(days=rng.randint(200, 700))
    number = told.number if told else checked_patent_number(filed.year, digit, rng.randrange(10**5))
    others = [name for name in (person(rng).name for _ in range(5)) if name != scene.person.name]
    names = others[: max(rank - 1, rng.randint(0, 3))]
    names.insert(rank - 1, scene.person.name)
    heading = told.heading if told else "一种" * (kind != "外观设计") + rng.choice(DEVICES)
    publication = f"CN {digit}99{rng.randrange(10**6):06d} {letter}"
    return Grant(kind, heading, number, publication, rng.randrange(9 * 10**6, 10**7), filed, granted, tuple(names))


def patent(
    scene: Scene, look: Style, *, kind: str | None = None, rank: int = 1, number: str | None = None,
    noted: bool | None = None,
) -> list[Drawn]:  # fmt: skip
    """专利证书; `kind` 发明, 实用新型 or 外观设计, `number` in place of the right one, `noted` the note on copies."""
    about = grant(scene, kind=kind, rank=rank)
    number = f"ZL {number or about.number}"
    noted = look.rng("noted").random() < 0.5 if noted is None else noted
    return (_today, _before, _electronic)[look.layout](scene, look, about, number, noted)


def _entries(about: Grant, scene: Scene, number: str, *, full: bool) -> list[tuple[str, str | None, str]]:
    people = "设 计 人" if about.kind == "外观设计" else "发 明 人"
    entries: list[tuple[str, str | None, str]] = [
        (KINDS[about.kind][1], "名称", about.heading),
        (people, "发明人", "；".join(about.inventors)),
        ("专 利 号", "专利号", number),
        ("专利申请日", "申请日", chinese_date(about.filed)),
        ("专 利 权 人", "专利权人", scene.unit.name),
    ]
    if full:
        entries.append(("地    址", None, f"841000 昆北自治区{scene.unit.county}学府路18号"))
    entries.append(("授权公告日", "授权公告日", chinese_date(about.granted)))
    if full:
        entries.append(("授权公告号", "授权公告号", about.publication))
    return entries


def _serial(sheet: Sheet, about: Grant, x: float, y: float, type_: Type, pattern: str) -> None:
    sheet.text(x, y, pattern.format(about.serial), type_)
    sheet.field("证书号", str(about.serial))


def _text(about: Grant) -> str:
    kind, law = about.kind, "中华人民共和国专利法"
    looked = "经过实质审查" if kind == "发明" else "经过初步审查"
    return (
        f"国家知识产权局依照{law}{looked}，决定授予专利权，颁发{kind}专利证书并在专利登记簿上予以登记。"
        f"专利权自授权公告之日起生效。专利权期限为{'二' if kind == '发明' else '十'}十年，自申请日起算。"
    ).replace("十十年", "十年")


_REST = (
    "专利证书记载专利权登记时的法律状况。专利权的转移、质押、无效、终止、恢复和专利权人的姓名或名称、"
    "国籍、地址变更等事项记载在专利登记簿上。"
)


def _office_seal(sheet: Sheet, look: Style, x: float, y: float, size: float = 45.0) -> None:
    stamp = draw_seal(OFFICE, size_mm=(size, size), face=look.seal_face, seed=look.seed, wear=look.wear * 0.6)
    press(sheet, stamp, x, y)


def _chief(sheet: Sheet, scene: Scene, look: Style, x: float, y: float) -> None:
    sheet.text(x, y, "局长", Type("song", 14))
    sign(sheet, x + 16, y + 2.5, _CHIEF, "局长", look.head, seed=look.seed)


def _today(scene: Scene, look: Style, about: Grant, number: str, noted: bool) -> list[Drawn]:
    """Emblem, wide title, list, text, chief and seal; bars and number at the foot."""
    sheet = Sheet()
    lay_ground(sheet, 14, 14, 196, 283, (250, 247, 238), GOLDEN)
    lay_border(sheet, 14, 14, 196, 283, (196, 160, 90), kind="plait", width=5)
    roundel(sheet, 105, 42, 13, (196, 40, 36), filled=True)
    _serial(sheet, about, 28, 27, Type("song", 11), "证书号第 {} 号")
    draw_qr(sheet, 162, 24, 24, f"https://zl.example.cn/cert?no={about.number}&c={about.serial}")
    sheet.centred(64, f"{about.kind}专利证书", Type("songbold", 30, spacing_mm=2.5))
    y = rows(
        sheet, 34, 92, _entries(about, scene, number, full=True), Type("song", 12), Type("song", 12), step=11.5, room=32
    )
    y = sheet.paragraph(32, y + 2, 146, _text(about), Type("song", 11), leading=1.7)
    sheet.paragraph(32, y, 146, _REST, Type("song", 11), leading=1.7)
    draw_bars(sheet, 30, 228, 44, 13, f"{about.serial}", kind="Code128")
    _chief(sheet, scene, look, 30, 248)
    sheet.text(128, 256, chinese_date(about.granted), Type("song", 13))
    _office_seal(sheet, look, 142, 248)
    sheet.centred(272, "第 1 页（共 2 页）", Type("song", 9))
    if noted:
        copy_note(sheet, scene, look, 82, 230)
    return [finish(sheet, scene, look, "patent", "patent")]


def _before(scene: Scene, look: Style, about: Grant, number: str, noted: bool) -> list[Drawn]:
    """The certificate on its side, as a folder opens: emblem and title left, list and text right."""
    sheet = Sheet((297.0, 210.0), (250, 249, 244))
    lay_border(sheet, 10, 10, 287, 194, (150, 36, 40), kind="loops", width=6)
    roundel(sheet, 76, 60, 20, (196, 40, 36))
    sheet.centred(94, about.kind, Type("kai", 34), left=20, right=132)
    sheet.centred(112, "专利证书", Type("kai", 34), left=20, right=132)
    _serial(sheet, about, 54, 136, Type("kai", 14), "证书号：第{}号")
    sheet.rule(140, 24, 140, 182, weight=0.3)
    y = rows(
        sheet, 150, 30, _entries(about, scene, number, full=False), Type("kai", 13), Type("kai", 13), step=12, room=36
    )
    y = sheet.paragraph(148, y + 1, 126, "本" + _text(about)[7:], Type("kai", 12), leading=1.6)
    _chief(sheet, scene, look, 152, 160)
    sheet.text(220, 172, chinese_date(about.granted), Type("kai", 13))
    _office_seal(sheet, look, 236, 162, 42)
    if noted:
        copy_note(sheet, scene, look, 26, 158)
    return [finish(sheet, scene, look, "patent", "folder")]


def _electronic(scene: Scene, look: Style, about: Grant, number: str, noted: bool) -> list[Drawn]:
    """The print of an electronic certificate: labels set to the right of a rule, code below; fees on a second page."""
    sheet, sans = Sheet(), Type("microhei", 11.5)
    lay_ground(sheet, 0, 0, 210, 284, (247, 250, 252), BLUISH)
    sheet.text(24, 24, OFFICE, Type("microhei", 15, (20, 70, 130)))
    sheet.rule(24, 33, 186, 33, weight=0.6)
    sheet.text(24, 42, f"{about.kind}专利证书", Type("heibold", 26, (20, 70, 130)))
    sheet.text(24, 56, "（电子证书）", Type("microhei", 11))
    _serial(sheet, about, 136, 46, sans, "证书号 {}")
    y = 74.0
    for label, field, value in _entries(about, scene, number, full=True):
        sheet.right(y, label.replace(" ", ""), Type("microhei", 10, (110, 110, 110)), edge=70)
        box = sheet.text(78, y - 0.4, value, sans)
        if field:
            sheet.field(field, value, box)
        y += 10.5
    sheet.rule(74, 72, 74, y - 3, weight=0.3)
    sheet.paragraph(24, y + 4, 162, _text(about), Type("microhei", 10.5), leading=1.7, indent=0)
    draw_qr(sheet, 26, 206, 34, f"https://zl.example.cn/e/{about.number}")
    sheet.text(27, 241, "扫描二维码核验本证书", Type("microhei", 8))
    sheet.text(128, 236, chinese_date(about.granted), sans)
    _office_seal(sheet, look, 142, 226)
    if noted:
        copy_note(sheet, scene, look, 70, 252)
    return [finish(sheet, scene, look, "patent", "electronic"), _fees(scene, look, about, number)]


def _fees(scene: Scene, look: Style, about: Grant, number: str) -> Drawn:
    sheet, sans = Sheet(), Type("microhei", 10.5)
    _serial(sheet, about, 24, 22, sans, "证书号 {}")
    sheet.right(22, number, sans, edge=186)
    sheet.rule(24, 30, 186, 30)
    day = f"{about.filed.month}月{about.filed.day}日"
    y = sheet.paragraph(24, 38, 162,
        f"专利权人应当依照专利法及其实施细则规定缴纳年费。本专利的年费应当在每年{day}前缴纳。"
                        "未按照规定缴纳年费的，专利权自应当缴纳年费期满之日起终止。", sans, leading=1.8)  # fmt: skip
    sheet.text(24, y + 6, "申请日时本专利记载的申请人、发明人信息如下：", sans)
    sheet.text(24, y + 16, "申请人：", sans)
    sheet.text(42, y + 16, scene.unit.name, sans)
    sheet.text(24, y + 28, "发明人：", sans)
    sheet.text(42, y + 28, "；".join(about.inventors), sans)
    sheet.centred(270, "第 2 页（共 2 页）", Type("microhei", 9))
    return finish(sheet, scene, look, "patent", "electronic", part="back")


DRAWERS = {"patent": patent}
