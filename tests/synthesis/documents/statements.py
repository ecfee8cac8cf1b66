"""What applicants write about themselves: work summary (业务工作总结) and professional autobiography (业务自传)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from tests.synthesis.documents.common import Style, title
from tests.synthesis.documents.letter_parts import (
    Sealing,
    cell_label,
    close,
    done,
    note,
    ruled,
    seam,
    slot,
    stamp,
)
from tests.synthesis.handwriting import sign, write
from tests.synthesis.paper import WUHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.phrases import BIO_OK
from tests.synthesis.prose import prose
from tests.synthesis.prose_words import FIELDS
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

TOPICS = ("工作态度", "业务能力", "工作业绩", "学术水平")
"""What a summary must speak of (巴州 2024 五(一)12); names of `missing`."""

ABILITIES = ("工作能力", "业绩成果", "学识水平")
"""What an autobiography must dwell on (五(六)8); names of `missing`."""

SUMMARY = (
    "本人自取得助理工程师资格以来，一直在计量检定岗位工作，现将任现职以来的工作情况总结如下。",
    "一、工作态度。热爱本职工作，服从组织安排，严格遵守各项规章制度，坚持公正、科学、准确的原则，按时完成各项检定任务，"
    "多次利用节假日为企业提供上门服务。",
    "二、业务能力。系统学习了衡器、压力、医用计量等专业的检定规程，先后取得六个项目的检定员资格，能够独立完成检定、数据处理和"
    "测量不确定度评定，能够判断和排除常见的仪器故障。",
    "三、工作业绩。任现职以来共完成各类计量器具检定一万余台件，出具的证书无差错；主持完成电子汽车衡检定装置改造，"
    "提高了检定效率；参与起草企业标准两项。",
    "四、学术水平。注意总结工作中的经验，在专业期刊发表论文一篇，在本单位组织技术讲座五次，指导新进人员三名。",
    "今后将继续加强学习，努力提高理论水平和解决实际问题的能力，为计量事业多作贡献。",
)
MORE = (
    "在{year}年的专项检查中，本人负责编制抽样方案和原始记录格式，带领两名同事完成{count}批次样品的检验，按期提交了检验报告，"
    "对不合格样品逐一复核，没有收到异议。",
    "针对现场检定中温度变化影响示值的问题，本人收集了{count}组数据，比较了三种修正方法，提出的操作要求已写入作业指导书，"
    "在本单位使用至今。",
    "{year}年参加了实验室能力验证，负责测量过程的设计、数据处理和结果报告，评价结果为满意，并把经验在科室内作了介绍。",
    "承担标准装置的建标、复查和期间核查工作，编写技术报告{small}份，装置考核一次通过；对仪器设备建立台账，按周期送检，"
    "保证量值准确可靠。",
    "协助企业建立测量管理体系，先后到{count}家企业开展帮扶，帮助完善计量管理制度、人员培训计划和器具台账，受到企业好评。",
)


def summary(
    scene: Scene,
    look: Style,
    *,
    characters: int | None = None,
    missing: Sequence[str] = (),
    signature: str = "handwritten",
    date: str | None = None,
) -> list[Drawn]:
    """个人业务工作总结, on as many pages as it needs.

    Args:
        characters: grow the text to at least so many characters (three thousand are allowed); by default the shortest
            in the first layout, up to 1600 by lot in the others.
        missing: names of TOPICS that are left out.
        signature, date: signature kinds.
    """
    if characters is None and look.layout:
        characters = look.rng("long").choice((0, 700, 1100, 1600))
    texts = _grown(look, [text for text in SUMMARY if not any(f"、{topic}" in text for topic in missing)], characters)
    if look.layout == 0:
        sheets = _flowed(look, "个人业务工作总结", texts, top=30.0, type_=look.type())
        sheet, y = sheets[-1]
        sheet.text(120, y + 14, "签名：", look.type())
        sign(sheet, 136, y + 16.5, scene.person.name, "本人", look.applicant, kind=signature, day=scene.signed,
             day_at=(122, y + 32), day_kind=date or signature, printed=look.type(), seed=look.seed)  # fmt: skip
    elif look.layout == 1:
        sheets = _in_chapters(scene, look, "任现职以来述职报告", texts)
        sheet, y = sheets[-1]
        slot(sheet, look.margin + 70, y + 12, "述职人（签字）：", "述职人", scene.person, look.applicant, look,
             kind=signature, day=scene.signed, day_at=(look.margin + 88, y + 32), day_kind=date)  # fmt: skip
    else:
        sheets = _in_form(scene, look, texts)
        sheet, y = sheets[-1]
        slot(sheet, 118, 262, "本人签名：", "本人", scene.person, look.applicant, look, kind=signature,
             type_=look.type(XIAOSI))  # fmt: skip
    pages = [one for one, _ in sheets]
    length = str(sum(len(text) for text in texts))
    return [done(one, scene, look, "summary", "letter", characters=length) for one in pages]


def _grown(look: Style, texts: Sequence[str], characters: int | None) -> list[str]:
    """Return the texts with further work set in before the closing one until there are enough characters."""
    rng, grown, more = look.rng("grown"), list(texts), list(MORE)
    field = rng.choice(FIELDS).name
    while characters and sum(map(len, grown)) < characters:
        if more:
            text = more.pop(0).format(year=rng.randint(2019, 2023), count=rng.randint(12, 260), small=rng.randint(2, 9))
        else:
            text = prose(rng.randrange(10**9), rng.randint(90, 170), field=field)
        grown.insert(len(grown) - 1, text)
    return grown


def _flowed(
    look: Style, heading: str, texts: Sequence[str], *, top: float, type_: Type, leading: float = 1.75,
    foot: float = 262.0,
) -> list[tuple[Sheet, float]]:  # fmt: skip
    """Set texts over as many pages as they need; returns each page with the y below its text."""
    sheet = Sheet()
    y = title(sheet, [heading], look, y=top) if heading else top
    pages, step = [], type_.points * leading * 25.4 / 72
    width = 210 - 2 * look.margin
    for text in texts:
        rows = 1 + int(sheet.width_of(text, type_) / width)
        if y + rows * step > foot:
            pages.append((sheet, y))
            sheet, y = Sheet(), 28.0
        y = sheet.paragraph(look.margin, y, width, text, type_, leading=leading)
    pages.append((sheet, y))
    if y > foot - 40:
        pages.append((Sheet(), 20.0))
    if len(pages) > 1:
        for number, (one, _) in enumerate(pages, 1):
            one.centred(276, f"- {number} -", Type("song", WUHAO))
    return pages


def _in_chapters(
    scene: Scene, look: Style, heading: str, texts: Sequence[str], *, foot: float = 262.0
) -> list[tuple[Sheet, float]]:
    """Unit, name and day below the title (述职报告), chapters with headings of their own in bold."""
    sheet = Sheet()
    sheet.centred(28, heading, Type("heibold", 22))
    sheet.centred(43, f"{scene.unit.name}  {scene.person.name}", look.type())
    sheet.centred(52, f"（{chinese_date(scene.signed)}）", look.type(XIAOSI))
    note(sheet, ("姓名", scene.person.name), ("工作单位", scene.unit.name))
    type_, y, width, pages = look.type(), 66.0, 210 - 2 * look.margin, []
    for text in texts:
        head, _, rest = text.partition("。") if text[1] == "、" else ("", "", text)
        room = (2 + int(sheet.width_of(rest, type_) / width)) * 8.7
        if y + room > foot:
            pages.append((sheet, y))
            sheet, y = Sheet(), 26.0
        if head:
            sheet.text(look.margin + 10, y, head, type_.bold())
            y += 8.7
        y = sheet.paragraph(look.margin, y, width, rest, type_)
    pages.append((sheet, y))
    if y > foot - 24:
        pages.append((Sheet(), 20.0))
    return pages


def _in_form(scene: Scene, look: Style, texts: Sequence[str]) -> list[tuple[Sheet, float]]:
    """A printed form with a column of particulars above and one large cell, continued on further sheets."""
    who, type_, pages = scene.person, look.type(XIAOSI), []
    rest, first = list(texts), True
    while rest or first:
        sheet = Sheet()
        sheet.centred(18, "专业技术人员业务工作总结" + ("" if first else "（续页）"), Type("heibold", 18))
        left, y = 20.0, 32.0
        if first:
            cells = (("姓名", who.name, 34), ("单位", scene.unit.name, 76))
            x = left
            for name, value, room in cells:
                ruled(sheet, x, y, (30, room), (12,))
                cell_label(sheet, x, y, 30, 12, name, type_)
                sheet.text(
                    x + 32, y + 4, value, type_.sized(min(12.0, 12.0 * (room - 3) / sheet.width_of(value, type_)))
                )
                x += 30 + room
            note(sheet, ("姓名", who.name), ("工作单位", scene.unit.name))
            y += 12
        sheet.frame(left, y, 190, 272)
        y += 6
        while rest:
            rows = 1 + int((sheet.width_of(rest[0], type_) + 9) / 160)
            if y + rows * 7.4 > (256 if len(rest) == 1 else 266):
                break
            y = sheet.paragraph(left + 5, y, 160, rest.pop(0), type_)
        pages.append((sheet, y))
        first = False
    return pages


LIFE = (
    "我叫{name}，{gender}，{ethnicity}族，{birth}出生，{graduated}年7月毕业于{school}{subject}专业，同年参加工作，"
    "{titled}取得助理工程师任职资格，现在{unit}从事质量技术监督专业技术工作。",
    "一、工作能力。能够独立承担本专业的检验检定任务，熟练使用和维护各类标准设备，能够编写作业指导书和技术报告，"
    "处理工作中较复杂的技术问题，具有一定的组织协调能力。",
    "二、业绩成果。任现职以来主持技术改造一项，参与制定企业标准两项，完成检验检定任务九千余台件，在专业期刊发表论文一篇，"
    "提出的改进建议被单位采纳，两次被评为先进工作者。",
    "三、学识水平。系统掌握本专业基础理论和有关法规、标准、规程，坚持参加继续教育学习，了解本专业国内外发展动态，"
    "能够把所学知识运用到实际工作中，并指导初级技术人员的工作和学习。",
    "以上是我任职以来的主要经历，不足之处将在今后的工作中努力改进。",
)


def bio(
    scene: Scene,
    look: Style,
    *,
    phrase: str = BIO_OK,
    written: str | None = None,
    signature: str = "handwritten",
    missing: Sequence[str] = (),
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    beginner: bool = False,
    characters: int | None = None,
) -> list[Drawn]:
    """业务自传 with the unit's note 已审核，情况属实 and its seal.

    Args:
        phrase: what the unit wrote; another of the four phrases of `phrases` is a defect.
        written: how it stands there: "hand", "stamp" or "print"; by lot where None.
        missing: names of ABILITIES that are left out.
        beginner: 实习期小结, for a first appointment.
    """
    who = scene.person
    told = {
        "name": who.name, "gender": who.gender, "ethnicity": who.ethnicity, "birth": chinese_date(who.birth),
        "graduated": scene.graduated.year, "school": scene.school, "subject": scene.subject,
        "titled": chinese_date(scene.title_date), "unit": scene.unit.name,
    }  # fmt: skip
    texts = [text.format(**told) for text in LIFE if not any(f"、{topic}" in text for topic in missing)]
    texts = _grown(look, texts, characters)
    heading = "实习期小结" if beginner else "业务自传"
    sealing = Sealing(seal_text, seal_centre, not sealed)
    if look.layout == 1:
        sheets = _in_two_frames(look, heading, texts)
    elif look.layout == 2:
        sheets = _in_chapters(scene, look, "  ".join(heading), texts, foot=250.0)
    else:
        sheets = _flowed(look, heading, texts, top=28.0, type_=look.type(), foot=232.0)
    sheet, y = sheets[-1]
    left = look.margin if look.layout != 1 else 26.0
    slot(sheet, left + 74, y + 6, "自传人：" if look.layout == 2 else "本人签名：", "本人", who, look.applicant, look,
         kind=signature)  # fmt: skip
    _approved(sheet, scene, look, left, max(y + 24, 216) if look.layout == 1 else y + 28, phrase, written, sealing)
    pages = [one for one, _ in sheets]
    if len(pages) > 1 and sealed:
        seam(pages, look, scene.unit, 150, text=seal_text)
    note(pages[0], ("姓名", who.name), ("毕业院校", scene.school), ("工作单位", scene.unit.name))
    return [done(one, scene, look, "bio", "letter") for one in pages]


def _in_two_frames(look: Style, heading: str, texts: Sequence[str]) -> list[tuple[Sheet, float]]:
    """A form with the text in an upper frame and the unit's opinion in a lower one, as personnel offices print it."""
    pages = [
        (sheet, y)
        for sheet, y in _flowed(
            replace(look, margin=26.0), "", texts, top=40.0, type_=look.type(XIAOSI), leading=1.8, foot=200.0
        )
    ]
    for index, (sheet, _) in enumerate(pages):
        sheet.centred(20, heading if index == 0 else f"{heading}（续）", Type("heibold", 20))
        sheet.frame(20, 34, 190, 210)
    pages[-1][0].frame(20, 210, 190, 270)
    return [*pages[:-1], (pages[-1][0], min(pages[-1][1], 190.0))]


def _approved(
    sheet: Sheet, scene: Scene, look: Style, x: float, y: float, phrase: str, written: str | None, sealing: Sealing
) -> None:
    """The unit's note: label, phrase, name of the unit with date, seal."""
    rng: random.Random = look.rng("approved")
    kind = written or rng.choice(("hand", "hand", "stamp", "print"))
    type_ = look.type(XIAOSI)
    sheet.text(x, y - 2, "单位审核意见：", type_)
    start = x + 31
    if kind == "hand":
        box = write(sheet, start, y, phrase, look.officer, height_mm=8.5, seed=look.seed)
    elif kind == "stamp":
        pad = draw_seal(phrase, shape="rectangle", colour=rng.choice(("red", "blue")), size_mm=(60.0, 11.0),
                        seed=look.seed, wear=look.wear, tilt_degrees=rng.gauss(0, 1.5))  # fmt: skip
        box = press(sheet, pad, start + 32, y).box
    else:
        box = sheet.text(start, y - 2.5, f"{phrase}。", look.type())
    sheet.field("审核短语", phrase, box)
    if look.layout == 2:
        slot(sheet, x, y + 13, "审核人：", "审核人", scene.officer, look.officer, look, day=scene.signed,
             day_at=(x + 60, y + 16), type_=type_, seed=3)  # fmt: skip
        stamp(sheet, look, scene.unit, x + 128, y + 10, sealing)
    else:
        close(sheet, look, y + 14, scene.unit, scene.signed, sealing=sealing, centre=x + 106)


DRAWERS = {"bio": bio, "summary": summary}
