"""The supervising unit's recommendation (推荐意见, 附件3)."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.documents.common import Style, finish, title
from tests.synthesis.documents.letter_parts import Sealing, cell_label, close, note_subject, numbered, red_head, ruled
from tests.synthesis.paper import XIAOSI, Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn


def recommend(
    scene: Scene,
    look: Style,
    *,
    seal_text: str | None = None,
    label: str | None = None,
    level: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    date: dt.date | None = None,
    wording: str = "annex",
) -> list[Drawn]:
    """关于…同志申报…职称的推荐意见 (附件3).

    Args:
        label: the printed name of the signing organisation.
        level: the recommended level where it is not the scene's.
        wording: "annex" as prescribed; "altered" where the sentence names neither series nor specialty.
    """
    sheet = Sheet()
    grade = f"{scene.series}{scene.specialty}{level or scene.level}"
    text = f"经审核，同意推荐{scene.person.name}同志申报{grade}专业技术任职资格。"
    if wording == "altered":
        text = f"经研究，推荐{scene.person.name}同志参加今年的{level or scene.level}职称评审。"
    sealing = Sealing(seal_text, seal_centre, not sealed)
    draw = (_recommended_in_brief, _recommended_on_red_paper, _recommended_in_form)[look.layout]
    draw(sheet, scene, look, text, date or scene.signed, label, sealing)
    note_subject(sheet, scene, level)
    return [finish(sheet, scene, look, "recommend", "letter")]


def _recommended_in_brief(
    sheet: Sheet, scene: Scene, look: Style, text: str, day: dt.date, label: str | None, sealing: Sealing
) -> None:
    rows = [f"关于{scene.person.name}同志申报{scene.series}质量技术", f"监督专业{scene.level}技术职称的推荐意见"]
    y = title(sheet, rows, look, y=36)
    y = sheet.paragraph(look.margin, y + 4, 210 - 2 * look.margin, text, look.type(look.text_points)) + 30
    close(sheet, look, y, scene.supervisor, day, sealing=sealing, label=label)


def _recommended_on_red_paper(
    sheet: Sheet, scene: Scene, look: Style, text: str, day: dt.date, label: str | None, sealing: Sealing
) -> None:
    """A numbered letter of the supervising office, addressed, with what was looked at before the sentence."""
    serial = f"{scene.supervisor.county[:2]}市监函〔{day.year}〕{look.rng('serial').randint(11, 160)}号"
    y = red_head(sheet, look, scene.supervisor.name, y=24, number=serial, suffix="")
    y = title(sheet, [f"关于{scene.person.name}同志申报职称的推荐意见"], look, y=y + 2, points=20)
    type_ = look.type(look.text_points)
    sheet.text(look.margin, y, "质量技术监督专业职称评审委员会办公室：", type_)
    before = f"{scene.person.name}，{scene.person.gender}，{scene.unit.name}职工。我局人事部门对其申报材料进行了审核。"
    y = numbered(sheet, look.margin, y + 10, 210 - 2 * look.margin, (before, text), type_)
    sheet.text(look.margin + 11, y + 1, "此复。", type_)
    close(sheet, look, y + 26, scene.supervisor, day, sealing=sealing, label=label, suffix="（公章）")


def _recommended_in_form(
    sheet: Sheet, scene: Scene, look: Style, text: str, day: dt.date, label: str | None, sealing: Sealing
) -> None:
    """A ruled sheet: who, where, since when, and the supervisor's opinion in the large last row."""
    who, type_, left, top = scene.person, look.type(XIAOSI), 22.0, 50.0
    sheet.centred(28, "主管单位职称申报推荐意见", Type("heibold", 23))
    cells = (("姓  名", who.name), ("性  别", who.gender), ("出生年月", f"{who.birth:%Y.%m}"), ("现职称", "助理工程师"))
    for index, (name, value) in enumerate(cells):
        x, y = left + 83 * (index % 2), top + 13 * (index // 2)
        ruled(sheet, x, y, (28, 55), (13,))
        cell_label(sheet, x, y, 28, 13, name, type_)
        sheet.centred(y + 4.4, value, type_, left=x + 28, right=x + 83)
    ruled(sheet, left, top + 26, (28, 138), (15, 100))
    cell_label(sheet, left, top + 26, 28, 15, "工作单位", type_)
    sheet.text(left + 32, top + 31, scene.unit.name, type_)
    cell_label(sheet, left, top + 41, 28, 100, "主\n管\n单\n位\n意\n见", type_)
    sheet.paragraph(left + 32, top + 54, 130, text, look.type(), leading=2.0)
    close(sheet, look, top + 98, scene.supervisor, day, sealing=sealing, label=label, centre=left + 112,
          prefix="" if label else "（盖章）")  # fmt: skip


DRAWERS = {"recommend": recommend}
