"""Forms of many pages: a booklet with watermark and page numbers, and the tables that review forms share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tests.synthesis.documents.careers import career
from tests.synthesis.documents.common import Style, finish
from tests.synthesis.documents.ruled import Cell, Rect, Ruling, box_of, head, held, ruled
from tests.synthesis.documents.slots import Opinion, signed_line, watermark
from tests.synthesis.handwriting import write_date
from tests.synthesis.paper import WUHAO, Sheet
from tests.synthesis.people import Scene
from tests.synthesis.phrases import PLEDGE, UNIT_FORM
from tests.synthesis.truth import Drawn

NONE = "无"
TableRow = tuple[float, list[Cell]]
TITLES = {
    "初级": "助理工程师",
    "中级": "工程师",
    "副高级": "高级工程师",
    "高级": "高级工程师",
    "正高级": "正高级工程师",
}


@dataclass(frozen=True)
class Filling:
    """How a review form is filled in.

    `opinions` is hand, printed or blank; `wording` what the two units write; `blank_cells` so many cells of the tables
    of work are left empty where 无 belongs; `signature` is a signature kind; `seal_text` another organisation's seal in
    the first unit's cell; `cover_unit` another unit's name on the cover; `pledge` other words of the pledge, or none;
    `numbered` whether a platform's print bears its number and codes; `supervised` whether the supervising unit
    sealed it.
    """

    opinions: str = "hand"
    wording: str = UNIT_FORM
    blank_cells: int = 0
    watermark: bool = True
    pledge: bool | str = True
    pictured: bool = True
    sealed: bool = True
    signature: str = "handwritten"
    seal_text: str | None = None
    cover_unit: str | None = None
    numbered: bool = True
    supervised: bool = True


class Booklet:
    """The pages of one form: `page` starts the next one, `done` numbers and finishes them."""

    def __init__(self, scene: Scene, look: Style, type_: str, *, mark: str | None = None) -> None:
        self.scene, self.look, self.type, self.mark = scene, look, type_, mark
        self.sheets: list[Sheet] = []

    def page(self) -> Sheet:
        sheet = Sheet()
        if self.mark:
            watermark(sheet, self.mark, degrees=(35.0, 28.0, -32.0)[self.look.layout])
        self.sheets.append(sheet)
        return sheet

    def done(self, *, first_number: int = 1, **notes: str) -> list[Drawn]:
        """Return the finished pages; those before `first_number` (covers) bear no page number."""
        pages, count = [], len(self.sheets)
        for index, sheet in enumerate(self.sheets, 1):
            if index > first_number:
                number = index - first_number
                text = (f"— {number} —", f"第{number}页 共{count - first_number}页", str(number))[self.look.layout]
                sheet.centred(281, text, self.look.type(9))
            here = notes | {"page": f"{index}/{count}"} | ({"watermark": self.mark} if self.mark else {})
            pages.append(finish(sheet, self.scene, self.look, self.type, "booklet", **here))
        return pages


def pledged(filling: Filling) -> str:
    """Return the words of the applicant's pledge."""
    return filling.pledge if isinstance(filling.pledge, str) else PLEDGE


def mark_of(filling: Filling, text: str) -> str | None:
    """Return the watermark of a filling."""
    return text if filling.watermark else None


def education_rows(
    scene: Scene, spans: Sequence[int] = (1, 1, 1, 1, 1), height: float = 11
) -> list[tuple[float, list[Cell]]]:
    """Return the heading and rows of schools for five columns."""
    rows = [(height - 1, _labels(("起止年月", "毕业院校", "所学专业", "学历", "学制"), spans))]
    for one in career(scene).studies:
        values = (f"{one.start}-{one.end}", one.school, one.subject, one.level, "3年" if one.level == "高中" else "4年")
        rows.append((height, _values(values, spans)))
    return rows


def work_rows(scene: Scene, spans: Sequence[int] = (1,) * 4, height: float = 12) -> list[TableRow]:
    """Return the heading and rows of posts for four columns."""
    rows = [(height - 2, _labels(("起止年月", "单位", "从事何专业技术工作", "职务"), spans))]
    for one in career(scene).posts:
        rows.append((height, _values((f"{one.start}-{one.end}", one.unit, one.duty, one.title), spans)))
    return rows


def achievements(
    sheet: Sheet, left: float, top: float, widths: Sequence[float], scene: Scene, look: Style, print_: Ruling, *,
    blank: int = 0, spare: int = 2, height: float = 17, labels: Sequence[str] = (),
) -> list[list[Rect]]:  # fmt: skip
    """Rule the table of work done; cells without content say 无 but for `blank` ones, noted as fields 空格."""
    labels = labels or (
        "起止时间",
        "专业技术工作名称（项目、课题、成果等）",
        "工作内容，本人起何作用（主持、参加、独立）",
        "完成情况及效果（获何奖励、效益或专利）",
    )
    texts = [[f"{one.start}\n至{one.end}", one.name, one.role, one.result] for one in career(scene).works]
    texts += [[NONE] * 4 for _ in range(spare)]
    rng = look.rng("blank")
    spots = [(row, column) for row in range(len(texts)) for column in range(1, 4)]
    gone = set(rng.sample(spots, blank))
    rows: list[TableRow] = [(15, [head(text) for text in labels])]
    for row, values in enumerate(texts):
        rows.append((height, [held("" if (row, column) in gone else text) for column, text in enumerate(values)]))
    places = ruled(sheet, left, top, widths, rows, print_)
    for row, column in sorted(gone):
        sheet.field("空格", "", box_of(sheet, places[row + 1][column]))
    return places


def unit_opinions(scene: Scene, look: Style, filling: Filling) -> tuple[Opinion, Opinion]:
    """Return the opinions of the unit and of the supervising unit."""
    shared = {"how": filling.opinions, "signature": filling.signature}
    first = Opinion("基层单位推荐意见", filling.wording, scene.unit, scene.head, "单位负责人", look.head, scene.signed,
                    seal_text=filling.seal_text, sealed=filling.sealed, **shared)  # type: ignore[arg-type] # fmt: skip
    later = scene.signed + dt.timedelta(days=2)
    signed = (scene.supervisor, scene.officer, "主管单位负责人", look.officer, later)
    sealed = filling.sealed and filling.supervised
    second = Opinion("主管呈报单位意见", filling.wording, *signed, sealed=sealed, **shared)  # type: ignore[arg-type]
    return first, second


def section(sheet: Sheet, x: float, y: float, text: str, look: Style, *, width: float = 170.0) -> float:
    """Set a section's heading in the manner of the layout; returns the y below it."""
    if look.layout == 1:
        sides = [sheet.px(value) for value in (x, y, x + width, y + 7.5)]
        sheet.pen.rectangle(sides, fill=(214, 226, 238))
    sheet.text(x + 1, y + 1.6, text, look.type(12 if look.layout else WUHAO + 2.5).bold())
    return y + 9


def _labels(texts: Sequence[str], spans: Sequence[int]) -> list[Cell]:
    return [head(text, span) for text, span in zip(texts, spans, strict=True)]


def _values(texts: Sequence[str], spans: Sequence[int]) -> list[Cell]:
    return [held(text, span=span) for text, span in zip(texts, spans, strict=True)]


def basics(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return the personal data that every review form asks for."""
    who = scene.person
    return (
        ("姓名", who.name), ("性别", who.gender), ("出生年月", f"{who.birth:%Y.%m}"), ("民族", who.ethnicity),
        ("政治面貌", scene.party), ("身份证号", who.id_number), ("联系电话", who.phone), ("工作单位", scene.unit.name),
        ("参加工作时间", f"{scene.graduated.year}.09"), ("最高学历", "大学本科"), ("毕业院校", scene.school),
        ("所学专业", scene.subject), ("现任专业技术职务", "助理工程师"), ("取得时间", f"{scene.title_date:%Y.%m}"),
        ("申报专业技术职务", TITLES[scene.level]), ("申报专业", scene.specialty.removesuffix("专业")),
    )  # fmt: skip


def pledge(sheet: Sheet, scene: Scene, look: Style, filling: Filling, x: float, y: float) -> None:
    if filling.pledge:
        words, place = pledged(filling), len(sheet.lines)
        y = sheet.paragraph(x, y, 160, words, look.type(12), leading=1.9)
        sheet.field("承诺语", words, sheet.lines[place].box.union(sheet.lines[-1].box))
    signed_line(sheet, x + 70, y + 12, "申报人（签名）：", scene.person.name, "申报人", look.applicant, look.type(12),
                edge=188, kind=filling.signature, seed=look.seed + 5)  # fmt: skip
    write_date(sheet, x + 104, y + 26, scene.notice_from, look.applicant, kind=filling.signature, printed=look.type(12),
               seed=look.seed)  # fmt: skip
