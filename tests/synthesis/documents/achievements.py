"""业绩证明: acceptance, contract or approval of a project; and 效益证明 of who used its result."""

from __future__ import annotations

import datetime as dt
import random

from tests.synthesis.documents.amounts import capital_amount, plain_amount
from tests.synthesis.documents.common import Style, finish, grid, seal, sign_off, title
from tests.synthesis.documents.typeset import prose
from tests.synthesis.handwriting import sign
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date, person
from tests.synthesis.prose import Writer
from tests.synthesis.truth import Drawn


def achievement(
    scene: Scene, look: Style, *, kind: str | None = None, rank: int = 1, day: dt.date | None = None
) -> list[Drawn]:
    """业绩证明; `kind` acceptance, contract or approval, by default by layout; `rank` the applicant's place."""
    chosen = kind or ("acceptance", "contract", "approval")[look.layout]
    if chosen == "acceptance":
        return _acceptance(scene, look, day or dt.date(2023, 10, 18))
    return {"contract": _contract, "approval": _approval}[chosen](scene, look, rank)


def _acceptance(scene: Scene, look: Style, day: dt.date) -> list[Drawn]:
    sheet, who = Sheet(), scene.person
    y = title(sheet, ["电子汽车衡检定装置改造项目验收意见"], look, y=32, points=19)
    for text in (
        f"{chinese_date(day)}，{scene.supervisor.name}组织专家对{scene.unit.name}承担的电子汽车衡检定装置改造项目进行了验收。",
        "专家组听取了项目组的汇报，查看了现场和技术资料，经质询和讨论，形成如下意见：",
        "一、项目提供的资料齐全、规范，符合验收要求。",
        "二、项目完成了任务书规定的全部内容，改造后的装置扩展不确定度满足检定规程的要求，投入使用以来运行稳定。",
        f"三、{who.name}为项目技术负责人，承担方案设计、软件调试和不确定度评定工作。",
        "专家组一致同意通过验收。",
    ):
        y = sheet.paragraph(look.margin, y, 210 - 2 * look.margin, text, look.type())
    sign_off(sheet, scene, look, y + 22, unit=scene.supervisor, date=day)
    return [finish(sheet, scene, look, "achievement", "letter")]


def _project(scene: Scene) -> str:
    return Writer(scene.seed + 11).say("{thing}{part}改造", short=True)


def _team(scene: Scene, rank: int) -> list[str]:
    rng = random.Random(f"team {scene.seed}")
    names = [name for name in (person(rng).name for _ in range(8)) if name != scene.person.name][: max(rank - 1, 3)]
    names.insert(rank - 1, scene.person.name)
    return names


def _contract(scene: Scene, look: Style, rank: int) -> list[Drawn]:
    """技术服务合同: a title page, terms, and the parties' seals on the last page."""
    rng = random.Random(f"contract {scene.seed}")
    day = dt.date(rng.randint(2018, 2023), rng.randint(1, 11), rng.randint(1, 28))
    project, client = _project(scene), f"{scene.unit.county}长河仪器计量有限公司"
    number, fen = f"JF-{day.year}-{rng.randrange(1, 99):03d}", rng.randrange(30, 900) * 100000
    front, type_ = Sheet(), Type(look.body, 15)
    front.text(28, 30, f"合同编号：{number}", Type(look.body, 12))
    front.field("合同编号", number)
    front.centred(74, "技术服务合同书", Type("heibold", 32, spacing_mm=2))
    for row, (label, value, field) in enumerate((
        ("项目名称：", project, "项目名称"), ("委 托 方：", client, "委托方"), ("（甲方）", "", ""),
        ("受 托 方：", scene.unit.name, "受托方"), ("（乙方）", "", ""), ("签订时间：", chinese_date(day), "签订时间"),
        ("签订地点：", scene.unit.county, ""),
    )):  # fmt: skip
        front.text(36, 126 + 13 * row, label, type_)
        if value:
            box = front.text(64, 126 + 13 * row, value, type_)
            front.rule(62, 133 + 13 * row, 176, 133 + 13 * row)
            if field:
                front.field(field, value, box)
    sheet, wide = Sheet(), 210 - 2 * look.margin
    y = 26.0
    for text in (
        f"甲方委托乙方就“{project}”项目进行技术服务，并支付相应的技术服务报酬。双方经过平等协商，达成如下协议。",
        "第一条  技术服务的内容：方案设计、设备安装调试、性能测试和操作人员培训。",
        f"第二条  履行期限：自{chinese_date(day)}起至{chinese_date(day + dt.timedelta(days=240))}止。",
        f"第三条  技术服务费总额为人民币{capital_amount(fen)}（小写{plain_amount(fen)}元），"
        "合同生效后支付百分之五十，验收合格后付清。",
        "第四条  甲方应当提供现场条件和必要的技术资料，乙方对所知悉的技术秘密负有保密义务。",
        f"第五条  乙方项目组成员及分工：{'、'.join(_team(scene, rank))}，"
        f"其中{scene.person.name}负责方案设计和现场调试。",
        "第六条  验收标准：符合国家计量检定规程和双方确认的技术方案。验收由甲方组织，形成书面意见。",
        "第七条  违约方应当承担违约责任，赔偿由此造成的损失。发生争议的，双方协商解决。",
        "第八条  本合同一式四份，双方各执两份，自双方签字盖章之日起生效。",
    ):
        y = sheet.paragraph(look.margin, y, wide, text, look.type(13), leading=1.65)
    for x, party, unit, signer, hand_ in (
        (28, "甲方（盖章）", client, "刘海", look.head),
        (112, "乙方（盖章）", scene.unit.name, scene.head.name, look.officer),
    ):
        sheet.text(x, y + 12, party, look.type(12))
        sheet.text(x, y + 20, unit[:18], look.type(11))
        sheet.text(x, y + 34, "代表签字：", look.type(12))
        sign(sheet, x + 24, y + 36, signer, party, hand_, seed=look.seed + x)
        sheet.text(x, y + 48, chinese_date(day), look.type(12))
        seal(sheet, scene.unit, x + 34, y + 26, look, text=unit, centre="合同专用章")
    return [finish(page, scene, look, "achievement", "contract") for page in (front, sheet)]


def _approval(scene: Scene, look: Style, rank: int) -> list[Drawn]:
    """立项通知: a red-headed paper with the list of people."""
    rng = random.Random(f"approval {scene.seed}")
    day, project = dt.date(rng.randint(2018, 2023), rng.randint(2, 6), rng.randint(1, 28)), _project(scene)
    sheet, number = Sheet(), f"{scene.unit.county[:2]}科字〔{day.year}〕{rng.randrange(2, 60)}号"
    sheet.centred(30, f"{scene.supervisor.name}文件", Type("songbold", 27, (206, 24, 30)))
    sheet.centred(56, number, look.type(13))
    sheet.field("文号", number)
    sheet.rule(look.margin, 64, 210 - look.margin, 64, weight=0.8)
    sheet.centred(74, f"关于“{project}”", Type("heibold", 18))
    sheet.centred(83, "科技项目立项的通知", Type("heibold", 18))
    y = sheet.paragraph(look.margin, 98, 150, f"{scene.unit.name}：", look.type(13), indent=0)
    template = (
        "你单位申报的“{项目名称}”经专家评审，同意立项，列入{_year}年度科技计划，"
        "起止时间为{起止}，资助经费{金额}。项目组成员如下："
    )
    period = f"{chinese_date(day)}至{chinese_date(day.replace(year=day.year + 1))}"
    money = f"{rng.randrange(5, 60)}.{rng.randrange(10)}万元"
    values = {"项目名称": project, "_year": str(day.year), "起止": period, "金额": money}
    y = prose(sheet, look.margin, y, 210 - 2 * look.margin, template, values, look.type(13)) + 3
    body = [(9.0, ((1, "序号"), (1, "姓名"), (1, "分工")))]
    duties = ("项目负责人", "技术方案", "现场试验", "数据处理", "资料整理", "质量控制", "软件编写", "后勤")
    body += [(9.0, ((1, str(i)), (1, name), (1, duties[i - 1]))) for i, name in enumerate(_team(scene, rank), 1)]
    grid(sheet, 40, y, (20, 56, 56), body, look.type(11.5))
    y = sheet.paragraph(look.margin, y + 9 * len(body) + 6, 150, "请按要求组织实施，按期报送进展情况。", look.type(13))
    sign_off(sheet, scene, look, y + 10, unit=scene.supervisor, date=day)
    return [finish(sheet, scene, look, "achievement", "approval")]


def benefit(
    scene: Scene, look: Style, *, wan: tuple[float, ...] | None = None, seal_text: str | None = None,
    result: str | None = None,
) -> list[Drawn]:  # fmt: skip
    """经济效益证明: yearly sums in 万元 and their total, also in capital numerals.

    Args:
        scene: the applicant took part in what was used; another company proves it.
        look: a letter, or a form with a table of years.
        wan: new profit of each year in 万元; by default of three years, by lot.
        seal_text: another organisation's seal than the company's.
        result: what was used, a patent's title say; by default a project of the applicant's.
    """
    rng = random.Random(f"benefit {scene.seed}")
    sums = wan or tuple(rng.randrange(300, 9800) / 10 for _ in range(3))
    user = f"{scene.unit.county}{rng.choice(('沙枣花食品', '白杨机械', '天山云杉纺织', '红柳化工'))}有限公司"
    total = round(sum(sums), 2)
    capitals = capital_amount(round(total * 1000000))
    years = range(2023 - len(sums) + 1, 2024)
    sheet, project = Sheet(), result or _project(scene)
    y = title(sheet, [("经济效益证明", "应用证明", "科技成果应用及效益证明")[look.layout]], look, y=28)
    if look.layout == 1:
        y = _form(sheet, look, scene, project, user, dict(zip(years, sums, strict=True)), total, capitals)
    else:
        yearly = "，".join(f"{year}年新增利润{value:.1f}万元" for year, value in zip(years, sums, strict=True))
        template = (
            "由{_unit}{姓名}等同志完成的“{项目名称}”成果，自{_since}年起在我公司应用。该成果技术先进、运行稳定，取得了显著的经济效益："
            "{_yearly}，累计新增利润{金额}（大写：人民币{金额大写}）。"
        )
        values = {"_unit": scene.unit.name, "姓名": scene.person.name, "项目名称": project, "_since": str(years[0]),
                  "_yearly": yearly, "金额": f"{total:.1f}万元", "金额大写": capitals}  # fmt: skip
        y = prose(sheet, look.margin, y, 210 - 2 * look.margin, template, values, look.type(15))
        y = sheet.paragraph(look.margin, y, 120, "特此证明。", look.type(15))
    sheet.text(look.margin, y + 8, "单位负责人：", look.type(13))
    sign(sheet, look.margin + 30, y + 10.5, "刘海", "负责人", look.head, seed=look.seed)
    sign_off(sheet, scene, look, y + 26, label=user, seal_text=seal_text or user)
    finance = seal_text or user
    seal(sheet, scene.unit, 54, y + 40, look, text=finance, centre="财务专用章")
    return [finish(sheet, scene, look, "benefit", "form" if look.layout == 1 else "letter")]


def _form(
    sheet: Sheet,
    look: Style,
    scene: Scene,
    project: str,
    user: str,
    sums: dict[int, float],
    total: float,
    capitals: str,
) -> float:
    type_ = look.type(12)
    rows = [
        (12.0, ((1, "成果名称"), (3, project))), (12.0, ((1, "应用单位"), (3, user))),
        (12.0, ((1, "主要完成人"), (1, scene.person.name), (1, "起始时间"), (1, f"{min(sums)}年1月"))),
        (12.0, ((4, "经济效益（单位：万元）"),)), (11.0, ((1, "年度"), (1, "新增产值"), (1, "新增利润"), (1,
        "节支总额"))),
    ]  # fmt: skip
    for year, value in sums.items():
        rows.append((11.0, ((1, str(year)), (1, f"{value * 4.2:.1f}"), (1, f"{value:.1f}"), (1, f"{value * 0.3:.1f}"))))
    rows += [
        (13.0, ((1, "新增利润合计"), (3, f"{total:.1f}万元（大写：{capitals}）"))),
        (36.0, ((1, "社会效益"), (3, "减少了重复检测和停机时间，降低了能耗，提高了产品质量，得到用户的好评。"))),
    ]
    grid(sheet, 26, 50, (32, 46, 34, 46), rows, type_)
    for name, value in (("项目名称", project), ("姓名", scene.person.name), ("金额", f"{total:.1f}万元")):
        if sheet.find(value):
            sheet.field(name, value)
    return 52 + sum(height for height, _ in rows)


DRAWERS = {"achievement": achievement, "benefit": benefit}
