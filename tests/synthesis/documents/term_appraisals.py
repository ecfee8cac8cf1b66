"""任职期满考核表 (term_appraisal), two sides: what was done in the term, and three opinions of it."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.documents.careers import career, year_told
from tests.synthesis.documents.common import Style, finish, title
from tests.synthesis.documents.ruled import head, held, named, prose, ruled, ruling
from tests.synthesis.documents.slots import Opinion, opinion, signed_line
from tests.synthesis.paper import Sheet
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

LEFT = 22.0


def term_appraisal(
    scene: Scene, look: Style, *, grade: str = "合格", sides: int = 2, sealed: bool = True
) -> list[Drawn]:
    """专业技术人员任职期满考核表, front and back; the grades of the years stand on the back."""
    return [_term_front(scene, look), _term_back(scene, look, grade, sealed)][:sides]


def _term_front(scene: Scene, look: Style) -> Drawn:
    sheet, who, told = Sheet(), scene.person, career(scene)
    y = title(sheet, ["专业技术人员任职期满考核表"], look, y=24, points=20)
    sheet.centred(y - 6, "（2021年1月至2023年12月）", look.type(13))
    story = "\n".join("　　" + text for text in year_told(2023, scene.seed, 6)[1:])
    works = "\n".join(f"{one.start}至{one.end} {one.name}，{one.role}，{one.result}。" for one in told.works)
    rows = (
        (11, (head("姓名"), named(who.name), head("性别"), held(who.gender, "性别"), head("出生年月"),
              held(f"{who.birth:%Y.%m}", "出生年月"))),
        (11, (head("工作单位"), held(scene.unit.name, "单位", span=3), head("学历"), held("大学本科"))),
        (11, (head("现任专业\n技术职务"), held("助理工程师", "职务"), head("聘任时间"),
              held(f"{scene.title_date:%Y.%m}"), head("聘期"), held("三年"))),
        (62, (head("任\n职\n期\n间\n主\n要\n工\n作"), prose(works, span=5))),
        (84, (head("任\n期\n述\n职"), prose(story, span=5))),
    )  # fmt: skip
    ruled(sheet, LEFT, y + 6, (24, 34, 22, 30, 24, 32), rows, ruling(look))
    signed_line(sheet, LEFT + 84, y + 199, "本人签名：", who.name, "本人", look.applicant, look.type(), edge=188,
                seed=look.seed)  # fmt: skip
    return finish(sheet, scene, look, "term_appraisal", "form", side="front")


def _term_back(scene: Scene, look: Style, grade: str, sealed: bool) -> Drawn:
    sheet, day, grades = Sheet(), dt.date(2024, 1, look.rng("appraised").randint(8, 26)), career(scene).grades
    years = (2021, 2022, 2023)
    rows = (
        (10, (head("年度"), *(held(f"{year}年度") for year in years))),
        (10, (head("考核等次"), *(held(grades[year]) for year in years))),
        (54, (head("所在部门\n评语"), held("", span=3))),
        (54, (head("单位考核\n意见"), held("", span=3))),
        (54, (head("主管部门\n意见"), held("", span=3))),
    )
    places = ruled(sheet, LEFT, 28, (28, 46, 46, 46), rows, ruling(look))
    said = (
        ("部门评语", "该同志任职期间认真履行岗位职责，完成了规定的任务，业务能力较强。",
         scene.unit, scene.officer, "部门负责人", look.officer, False),
        ("考核意见", f"经考核，任职期满考核等次为{grade}。", scene.unit, scene.head, "单位负责人", look.head, sealed),
        ("主管部门意见", "同意。", scene.supervisor, scene.officer, "主管部门负责人", look.officer, sealed),
    )  # fmt: skip
    for row, (field, text, unit, signer, role, writer, stamped) in zip(places[2:], said, strict=True):
        opinion(
            sheet, row[1], Opinion(field, text, unit, signer, role, writer, day, how="printed", sealed=stamped), look
        )
    sheet.field("等次", grade)
    return finish(sheet, scene, look, "term_appraisal", "form", side="back")


DRAWERS = {"term_appraisal": term_appraisal}
