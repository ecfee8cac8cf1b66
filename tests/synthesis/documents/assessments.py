"""能力业绩自评表 with boxes to tick, and what the colleagues' vote came to (群众评议)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.synthesis.documents.booklets import NONE, TITLES
from tests.synthesis.documents.common import Style, finish, seal, title
from tests.synthesis.documents.ruled import Rect, head, held, named, prose, ruled, ruling, set_text
from tests.synthesis.documents.slots import pen_tick, signed_line, tick_box
from tests.synthesis.handwriting import write_date
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.truth import Drawn, TextLine

CLAUSES = {
    "专业能力": (
        ("1.1", "熟悉本专业国家法律法规、技术标准和规程规范"),
        ("1.2", "能够独立承担较复杂的检定、校准或检验项目"),
        ("1.3", "具有指导初级技术人员工作和学习的能力"),
        ("1.4", "能够结合工作开展技术研究和技术改造"),
    ),
    "业绩成果": (
        ("2.1", "主持或参加完成市级以上科研项目1项以上"),
        ("2.2", "主持或参加建立计量标准装置2项以上"),
        ("2.3", "参加编制地方标准、检定规程1项以上"),
        ("2.4", "完成技术改造项目3项以上，取得经济效益"),
        ("2.5", "获得发明专利1件或实用新型专利2件以上"),
        ("2.6", "获得县级以上科技进步奖或质量奖1项以上"),
    ),
    "学术成果": (
        ("3.1", "在公开刊物上独立或以第一作者发表本专业论文1篇以上"),
        ("3.2", "撰写专项研究报告或技术分析报告2篇以上"),
        ("3.3", "参加编写本专业著作或教材1部"),
    ),
}


def ability_self(
    scene: Scene,
    look: Style,
    *,
    ticks: Sequence[str] | None = None,
    manner: str | None = None,
    signature: str = "handwritten",
) -> list[Drawn]:
    """能力业绩自评表: `ticks` the clauses ticked, `manner` how: drawn ☑, solid ■, pen ☑ or sign √ in the column's cell.

    Every clause has a field 勾选 with its number, 是 or 否, where its box or cell is; the notes name the ticked ones.
    """
    rng = look.rng("ticks")
    numbers = [number for group in CLAUSES.values() for number, _ in group]
    chosen = set(ticks) if ticks is not None else set(rng.sample(numbers, rng.randint(4, 8)))
    how = manner or rng.choice(("drawn", "solid", "pen"))
    sheet = Sheet()
    y = title(
        sheet,
        [("能力业绩自评表", "工程系列专业技术资格能力业绩自评表", "申报人能力业绩自评表")[look.layout]],
        look,
        y=22,
        points=20,
    )
    y = (_tick_rows, _tick_column, _tick_prose)[look.layout](sheet, scene, look, y - 3, chosen, how)
    signed_line(
        sheet,
        110,
        y + 10,
        "申报人（签名）：",
        scene.person.name,
        "申报人",
        look.applicant,
        look.type(12),
        edge=190,
        kind=signature,
        seed=look.seed,
    )
    write_date(
        sheet, 142, y + 22, scene.notice_from, look.applicant, kind=signature, printed=look.type(12), seed=look.seed
    )
    listed = ",".join(number for number in numbers if number in chosen)
    return [finish(sheet, scene, look, "ability_self", "form", ticks=listed, manner=how)]


def _person_row(scene: Scene) -> tuple[float, tuple]:
    return (
        11,
        (
            head("姓名"),
            named(scene.person.name),
            head("单位"),
            held(scene.unit.name, "单位"),
            head("申报资格"),
            held(TITLES[scene.level], "申报资格"),
        ),
    )


def _tick_rows(sheet: Sheet, scene: Scene, look: Style, y: float, chosen: set[str], how: str) -> float:
    """A box in the last column of every clause's row."""
    ruled(sheet, 18, y, (18, 30, 16, 56, 24, 30), (_person_row(scene),), ruling(look, 11))
    rows: list = [(10, (head("类别"), head("序号"), head("条件"), head("是否具备"), head("佐证材料")))]
    for group, clauses in CLAUSES.items():
        for index, (number, text) in enumerate(clauses):
            first = (head("\n".join(group), down=len(clauses)),) if index == 0 else ()
            proof = f"附件{number}" if number in chosen else NONE
            rows.append((12.5, (*first, held(number), prose(text), held(""), held(proof))))
    places = ruled(sheet, 18, y + 15, (16, 16, 88, 24, 30), rows, ruling(look, 10.5))
    for cells, (number, *_) in zip(places[1:], _flat(), strict=True):
        left, top, right, bottom = cells[-2]
        box = tick_box(
            sheet, (left + right) / 2 - 2, (top + bottom) / 2 - 2, 4, how, ticked=number in chosen, seed=look.seed
        )
        sheet.field(f"勾选 {number}", "是" if number in chosen else "否", box)
    return places[-1][0][3]


def _tick_column(sheet: Sheet, scene: Scene, look: Style, y: float, chosen: set[str], how: str) -> float:
    """No boxes: a √ in the cell, printed or by pen, an empty cell where the clause does not hold."""
    ruled(sheet, 18, y, (18, 30, 16, 56, 24, 30), (_person_row(scene),), ruling(look, 11))
    rows: list = [(10, (head("√"), head("对照条款")))]
    for group, clauses in CLAUSES.items():
        rows.append((9, (head(group, span=2),)))
        rows += [(12, (held(""), prose(f"第{number}条 {text}"))) for number, text in clauses]
    places = ruled(sheet, 18, y + 15, (18, 156), rows, ruling(look, 11))
    cells = [row[0] for row in places[1:] if len(row) == 2]
    for place, (number, *_) in zip(cells, _flat(), strict=True):
        box = _tick_cell(sheet, place, look, how) if number in chosen else sheet.box_mm(*place)
        sheet.field(f"勾选 {number}", "是" if number in chosen else "否", box)
    return places[-1][0][3]


def _tick_cell(sheet: Sheet, place: Rect, look: Style, how: str):
    if how != "pen":
        return set_text(sheet, place, "■" if how == "solid" else "√", Type("hei", 12))
    left, top, right, bottom = place
    box = pen_tick(sheet, (left + right) / 2, (top + bottom) / 2, 7, look.seed)
    sheet.lines.append(TextLine("√", box, (box,), "handwritten"))
    return box


def _tick_prose(sheet: Sheet, scene: Scene, look: Style, y: float, chosen: set[str], how: str) -> float:
    """No table: boxes before the clauses, headings between."""
    sheet.text(22, y, f"姓名：{scene.person.name}", look.type(12))
    sheet.field("姓名", scene.person.name)
    sheet.text(98, y, f"单位：{scene.unit.name}", look.type(12))
    sheet.field("单位", scene.unit.name)
    y += 11
    for numeral, (group, clauses) in zip("一二三", CLAUSES.items(), strict=True):
        sheet.text(22, y, f"{numeral}、{group}（符合的请在方框内打√）", look.type(12).bold())
        y += 10
        for number, text in clauses:
            box = tick_box(sheet, 26, y + 0.3, 3.8, how, ticked=number in chosen, seed=look.seed)
            sheet.field(f"勾选 {number}", "是" if number in chosen else "否", box)
            sheet.text(33, y, f"{number} {text}", look.type(12))
            y += 10.5
        y += 3
    return y


def _flat() -> list[tuple[str, str]]:
    return [clause for clauses in CLAUSES.values() for clause in clauses]


@dataclass(frozen=True)
class Votes:
    """A vote: how many were there and what they said; the three add up to those present unless planted otherwise."""

    due: int
    present: int
    agreed: int
    against: int
    abstained: int


def count_votes(seed: int) -> Votes:
    """Return the vote of a seed."""
    rng = random.Random(f"votes {seed}")
    due = rng.randint(14, 48)
    present = due - rng.randint(0, 3)
    against, abstained = rng.choice((0, 0, 0, 1)), rng.choice((0, 0, 1, 2))
    return Votes(due, present, present - against - abstained, against, abstained)


def peer_vote(
    scene: Scene, look: Style, *, votes: Votes | None = None, sealed: bool = True, signature: str = "handwritten"
) -> list[Drawn]:
    """群众评议(测评)结果: the votes with the counters' signatures and the unit's seal."""
    sheet, count = Sheet(), votes or count_votes(scene.seed)
    heading = ("专业技术职称申报人员民主测评结果", "群众评议情况表", "关于群众评议结果的说明")[look.layout]
    y = title(sheet, [heading], look, y=30, points=20)
    y = (_vote_table if look.layout < 2 else _vote_letter)(sheet, scene, look, y, count)
    type_ = look.type(13)
    seed = look.seed
    signed_line(
        sheet,
        26,
        y + 12,
        "计票人（签名）：",
        scene.officer.name,
        "计票人",
        look.officer,
        type_,
        edge=186,
        kind=signature,
        seed=seed,
    )
    signed_line(
        sheet,
        26,
        y + 32,
        "监票人（签名）：",
        scene.head.name,
        "监票人",
        look.head,
        type_,
        edge=186,
        kind=signature,
        seed=seed + 3,
    )
    unit, day = scene.unit.name, chinese_date(scene.notice_from)
    sheet.right(y + 52, f"{unit}（盖章）", type_, edge=184)
    sheet.right(y + 62, day, type_, edge=172)
    sheet.field("落款日期", day)
    if sealed:
        seal(sheet, scene.unit, 152, y + 58, look)
    return [finish(sheet, scene, look, "peer_vote", "form")]


def _vote_table(sheet: Sheet, scene: Scene, look: Style, y: float, count: Votes) -> float:
    about = (
        (
            13,
            (
                head("申报人姓名"),
                named(scene.person.name, span=2),
                head("申报资格"),
                held(TITLES[scene.level], "申报资格", 2),
            ),
        ),
        (
            13,
            (
                head("工作单位"),
                held(scene.unit.name, "单位", 2),
                head("测评时间"),
                held(chinese_date(scene.notice_from), "测评时间", 2),
            ),
        ),
    )
    shares = ("应参加人数", "实参加人数", "同意", "不同意", "弃权", "同意率")
    share = f"{100 * count.agreed / count.present:.1f}%"
    values = (
        f"{count.due}人",
        f"{count.present}人",
        f"{count.agreed}票",
        f"{count.against}票",
        f"{count.abstained}票",
        share,
    )
    names = ("应到人数", "参加人数", "同意", "不同意", "弃权", None)
    rows: list = [
        *about,
        (12, tuple(head(text) for text in shares)),
        (14, tuple(held(value, name) for value, name in zip(values, names, strict=True))),
    ]
    if look.layout == 1:
        # Item by item, each with the same voters.
        rows += [(12, (head("评议内容", 2), head("优秀"), head("良好"), head("一般"), head("较差")))]
        for item in ("政治表现", "职业道德", "工作态度", "业务能力", "工作业绩"):
            good = max(0, count.agreed - look.rng(item).randint(0, 4))
            rows.append(
                (12, (held(item, span=2), held(str(good)), held(str(count.present - good)), held("0"), held("0")))
            )
    rows.append((34, (head("测评结论"), prose("　　经民主测评，多数同志认为其符合申报条件，同意推荐申报。", span=5))))
    places = ruled(sheet, 20, y, (30, 28, 28, 28, 28, 28), rows, ruling(look, 12))
    return places[-1][0][3]


def _vote_letter(sheet: Sheet, scene: Scene, look: Style, y: float, count: Votes) -> float:
    text = (
        f"我单位于{chinese_date(scene.notice_from)}召开全体职工会议，对{scene.person.name}同志申报{scene.series}{scene.level}"
        f"专业技术资格进行群众评议。应到{count.due}人，实到{count.present}人，采取无记名投票方式，发出测评票{count.present}张，"
        f"收回{count.present}张，全部有效。其中：同意{count.agreed}票，不同意{count.against}票，弃权{count.abstained}票。"
    )
    y = sheet.paragraph(look.margin, y + 4, 210 - 2 * look.margin, text, look.type(15))
    for name, value in (
        ("参加人数", f"{count.present}人"),
        ("同意", f"{count.agreed}票"),
        ("不同意", f"{count.against}票"),
        ("弃权", f"{count.abstained}票"),
    ):
        sheet.field(name, value)
    return sheet.paragraph(look.margin, y, 210 - 2 * look.margin, "特此说明。", look.type(15)) + 8


DRAWERS = {"ability_self": ability_self, "peer_vote": peer_vote}
