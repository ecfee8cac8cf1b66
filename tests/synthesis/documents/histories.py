"""What lies in a personnel file: 干部履历表, and the review form by which the present title was once given."""

from __future__ import annotations

import datetime as dt
import random

from tests.synthesis.documents.assessments import count_votes
from tests.synthesis.documents.booklets import NONE, Booklet, basics, education_rows, work_rows
from tests.synthesis.documents.careers import career, years_told
from tests.synthesis.documents.common import Style, title
from tests.synthesis.documents.ruled import Rows, head, held, named, prose, ruled, ruling
from tests.synthesis.documents.slots import Opinion, opinion, photo, signed_line
from tests.synthesis.handwriting import write_date
from tests.synthesis.paper import Sheet
from tests.synthesis.people import Scene, Unit, chinese_date, person
from tests.synthesis.truth import Drawn


def cadre_resume(scene: Scene, look: Style, *, sealed: bool = True, signature: str = "handwritten") -> list[Drawn]:
    """干部履历表: data with a photograph, schools and posts without a gap, family, signature and seal."""
    book = Booklet(scene, look, "cadre_resume")
    sheet = book.page()
    title(sheet, ["干 部 履 历 表"], look, y=70, points=34)
    for index, (label, text, field) in enumerate(
        (("单位", scene.unit.name, "单位"), ("姓名", scene.person.name, "姓名"), ("职务", "助理工程师", "职务"))
    ):
        sheet.text(50, 160 + index * 18, f"{label}：", look.type(17))
        sheet.text(72, 160 + index * 18, text, look.type(17))
        sheet.field(field, text)
        sheet.rule(71, 168 + index * 18, 165, 168 + index * 18)
    sheet.centred(244, chinese_date(scene.notice_from), look.type(15))
    _resume_data(book.page(), scene, look)
    _resume_posts(book.page(), scene, look, sealed, signature)
    return book.done()


def _resume_data(sheet: Sheet, scene: Scene, look: Style) -> None:
    who, data = scene.person, dict(basics(scene))
    print_ = ruling(look, 11.5)
    rows: Rows = (
        (13, (head("姓名"), named(who.name), head("性别"), held(who.gender, "性别"), held("", down=3))),
        (13, (head("出生年月"), held(f"{who.birth:%Y.%m}", "出生年月"), head("民族"), held(who.ethnicity, "民族"))),
        (13, (head("身份证号"), held(who.id_number, "身份证号", 3))),
        (13, (head("籍贯"), held(scene.unit.county), head("政治面貌"), held(scene.party, "政治面貌", 2))),
        (
            13,
            (head("参加工作时间"), held(data["参加工作时间"], "参加工作时间"), head("健康状况"), held("健康", span=2)),
        ),
        (13, (head("工作单位"), held(scene.unit.name, span=4))),
        (13, (head("专业技术职务"), held("助理工程师"), head("取得时间"), held(data["取得时间"], span=2))),
        (20, (head("有何专长"), held("计量检定、数据处理", span=4))),
        (
            24,
            (
                head("何时何地受过\n何种奖励"),
                prose("；".join(f"{a}{c}授予{b}" for a, b, c in career(scene).prizes), span=4),
            ),
        ),
        (20, (head("何时何地受过\n何种处分"), held(NONE, span=4))),
    )
    places = ruled(sheet, 20, 26, (32, 44, 26, 38, 30), rows, print_)
    left, top, _, _ = places[0][-1]
    photo(sheet, left + 2.5, top + 2, who)
    rng = random.Random(f"family {scene.seed}")
    partner, child = person(rng, born=(who.birth.year - 3, who.birth.year + 3)), person(rng, born=(2008, 2018))
    post = f"{scene.unit.county}第一小学教师"
    family: Rows = (
        (10, (head("称谓"), head("姓名"), head("出生年月"), head("工作单位及职务"))),
        (12, (held("配偶"), named(partner.name, None), held(f"{partner.birth:%Y.%m}"), held(post))),
        (12, (held("子女"), named(child.name, None), held(f"{child.birth:%Y.%m}"), held("学生"))),
    )
    sheet.text(21, 191, "家庭主要成员", look.type(12))
    ruled(sheet, 20, 198, (24, 34, 34, 78), family, print_)


def _resume_posts(sheet: Sheet, scene: Scene, look: Style, sealed: bool, signature: str) -> None:
    print_ = ruling(look, 11.5)
    sheet.text(21, 22, "学习简历", look.type(12))
    ruled(sheet, 20, 29, (38, 48, 44, 22, 18), education_rows(scene), print_)
    sheet.text(21, 72, "工作简历", look.type(12))
    places = ruled(sheet, 20, 79, (38, 52, 50, 30), work_rows(scene, height=16), print_)
    y = places[-1][0][3] + 20
    type_ = look.type(12)
    signed_line(
        sheet,
        90,
        y,
        "本人签名：",
        scene.person.name,
        "本人",
        look.applicant,
        type_,
        edge=188,
        kind=signature,
        seed=look.seed,
    )
    write_date(sheet, 130, y + 14, scene.notice_from, look.applicant, kind=signature, printed=type_, seed=look.seed)
    place = ruled(sheet, 20, y + 30, (34, 136), ((60, (head("组织人事\n部门意见"), held(""))),), print_)[0][1]
    office = Unit(f"{scene.supervisor.name}人事科", scene.supervisor.code, scene.unit.county)
    word = Opinion(
        "组织人事部门意见", "情况属实", office, scene.officer, "组织人事部门", look.officer, scene.signed, sealed=sealed
    )
    opinion(sheet, place, word, look)


def app_form_prev(scene: Scene, look: Style, *, sealed: bool = True, opinions: str = "hand") -> list[Drawn]:
    """任职资格评审表 of the present title, filled to the last page: vote of the committee, approval of the bureau."""
    heading = ("专业技术职务任职资格评审表", "专业技术职务任职资格呈报表", "专业技术职务任职资格审批表")[look.layout]
    book = Booklet(scene, look, "app_form_prev")
    sheet = book.page()
    y = title(sheet, [heading], look, y=24, points=22)
    data = [
        pair
        for pair in basics(scene)
        if pair[0] not in ("现任专业技术职务", "取得时间", "申报专业技术职务", "联系电话")
    ]
    cells = [cell for name, text in data for cell in (head(name), named(text, name))]
    rows: list = [(13, cells[at : at + 4]) for at in range(0, 24, 4)]
    rows += [
        (13, (head("评审资格"), held("助理工程师", "评审资格"), head("评审时间"), held(f"{scene.title_date:%Y年%m月}")))
    ]
    rows += [(96, (head("工作总结"), prose("\n".join("　　" + text for text in years_told(scene.seed)[:5]), span=3)))]
    ruled(sheet, 20, y, (34, 51, 34, 51), rows, ruling(look, 11))
    _decided(book.page(), scene, look, opinions, sealed)
    return book.done()


def _decided(sheet: Sheet, scene: Scene, look: Style, opinions: str, sealed: bool) -> None:
    votes = count_votes(scene.seed + 1)
    county, code = scene.unit.county, scene.supervisor.code
    committee = Unit(f"{county}工程系列职称评审委员会", code, county)
    bureau = Unit(f"{county}人力资源和社会保障局", code, county)
    rows: Rows = (
        (52, (head("基层单位\n意见"), held("", span=7))),
        (
            13,
            (
                head("评委会\n总人数"),
                held(f"{votes.due}", "总人数"),
                head("参加\n人数"),
                held(f"{votes.present}", "参加人数"),
                head("赞成\n人数"),
                held(f"{votes.agreed}", "赞成人数"),
                head("反对\n人数"),
                held(f"{votes.present - votes.agreed}", "反对人数"),
            ),
        ),
        (70, (head("评审委员会\n意见"), held("", span=7))),
        (70, (head("人社部门\n审批意见"), held("", span=7))),
    )
    places = ruled(sheet, 20, 24, (28, 20, 20, 20, 20, 20, 20, 22), rows, ruling(look, 11.5))
    day = scene.title_date
    told = (
        ("基层单位意见", "同意推荐", scene.unit, scene.head, "单位负责人", look.head, day - dt.timedelta(days=40)),
        ("评审委员会意见", "评审通过", committee, scene.officer, "主任委员", look.officer, day),
        ("人社部门审批意见", "同意", bureau, scene.officer, "审批人", look.officer, day + dt.timedelta(days=12)),
    )
    for place, one in zip((places[0][1], places[2][1], places[3][1]), told, strict=True):
        opinion(sheet, place, Opinion(*one, how=opinions, sealed=sealed), look)


DRAWERS = {"app_form_prev": app_form_prev, "cadre_resume": cadre_resume}
