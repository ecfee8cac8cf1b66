"""申报人员情况简介表 and 综合情况一览表 (abstract): an applicant on one sheet."""

from __future__ import annotations

from collections.abc import Iterable

from tests.synthesis.documents.assessments import Votes, count_votes
from tests.synthesis.documents.booklets import TITLES
from tests.synthesis.documents.careers import career
from tests.synthesis.documents.common import Style, finish, seal, title
from tests.synthesis.documents.ruled import Rows, head, held, named, prose, ruled, ruling, writable
from tests.synthesis.documents.slots import Opinion, opinion, signed_line
from tests.synthesis.paper import A4, Sheet
from tests.synthesis.people import Scene
from tests.synthesis.phrases import FORM_OPINIONS
from tests.synthesis.truth import Drawn

ACROSS = (A4[1], A4[0])


def abstract(
    scene: Scene,
    look: Style,
    *,
    opinions: str = "hand",
    sealed: bool = True,
    signature: str = "handwritten",
    votes: Votes | None = None,
) -> list[Drawn]:
    """申报人员情况简介表/综合一览表: upright with an opinion, across with columns, across with long cells of prose."""
    sheet = Sheet() if look.layout == 0 else Sheet(ACROSS)
    heading = (
        f"申报{scene.level}专业技术资格人员情况简介表",
        "申报专业技术职务任职资格人员综合情况一览表",
        "专业技术资格申报人员情况综合表",
    )[look.layout]
    y = title(sheet, [heading], look, y=16, points=18) - 4
    count = votes or count_votes(scene.seed)
    (_upright, _across, _long)[look.layout](sheet, scene, look, y, count, (opinions, sealed, signature))
    return [finish(sheet, scene, look, "abstract", "form")]


def _opinion_of(scene: Scene, look: Style, given: tuple[str, bool, str]) -> Opinion:
    opinions, sealed, signature = given
    wording = (writable(look.head, FORM_OPINIONS) or ["同意推荐"])[0]
    return Opinion(
        "单位意见",
        wording,
        scene.unit,
        scene.head,
        "单位负责人",
        look.head,
        scene.signed,
        opinions,
        signature,
        sealed=sealed,
    )


def _told(scene: Scene) -> tuple[str, str, str]:
    told = career(scene)
    works = "\n".join(
        f"{index}.{one.start}至{one.end}，{one.name}，{one.role}，{one.result}。"
        for index, one in enumerate(told.works, 1)
    )
    papers = "\n".join(
        f"{index}.{name}，{journal}{issue}，{place}"
        for index, (name, journal, issue, place) in enumerate(told.papers, 1)
    )
    return works, papers, "\n".join(f"{one.start}—{one.end} {one.unit} {one.title}" for one in told.posts)


def _numbered(texts: Iterable[str]) -> str:
    return "\n".join(f"{index}.{text}" for index, text in enumerate(texts, 1))


def _upright(sheet: Sheet, scene: Scene, look: Style, y: float, count: Votes, given: tuple[str, bool, str]) -> None:
    who, (works, papers, resume) = scene.person, _told(scene)
    rows: Rows = (
        (
            11,
            (
                head("姓名"),
                named(who.name),
                head("性别"),
                held(who.gender, "性别"),
                head("出生年月"),
                held(f"{who.birth:%Y.%m}", "出生年月"),
            ),
        ),
        (
            11,
            (
                head("工作单位"),
                held(scene.unit.name, "单位", 3),
                head("测评票数"),
                held(f"{count.agreed}票", "测评票数"),
            ),
        ),
        (11, (head("毕业院校"), held(scene.school, span=3), head("所学专业"), held(scene.subject))),
        (
            11,
            (
                head("现职称"),
                held("助理工程师"),
                head("取得时间"),
                held(f"{scene.title_date:%Y.%m}"),
                head("申报资格"),
                held(TITLES[scene.level], "申报资格"),
            ),
        ),
        (22, (head("工作简历"), prose(resume, span=5))),
        (66, (head("取得现职称\n以来的主要\n业绩成果"), prose(works, span=5))),
        (30, (head("论文论著"), prose(papers, span=5))),
        (56, (head("单位推荐\n意见"), held("", span=5))),
    )
    places = ruled(sheet, 18, y, (28, 34, 22, 30, 26, 34), rows, ruling(look, 11))
    opinion(sheet, places[-1][1], _opinion_of(scene, look, given), look)


def _across(sheet: Sheet, scene: Scene, look: Style, y: float, count: Votes, given: tuple[str, bool, str]) -> None:
    who, (works, papers, _) = scene.person, _told(scene)
    labels = (
        "单位",
        "姓名",
        "性别",
        "出生年月",
        "学历及专业",
        "现职称及时间",
        "主要业绩",
        "论文著作",
        "测评票数",
        "单位负责人签字",
    )
    values = (
        held(scene.unit.name, "单位"),
        named(who.name),
        held(who.gender, "性别"),
        held(f"{who.birth:%Y.%m}", "出生年月"),
        held(f"大学本科\n{scene.subject}"),
        held(f"助理工程师\n{scene.title_date:%Y.%m}"),
        prose(works),
        prose(papers),
        held(f"{count.agreed}票", "测评票数"),
        held(""),
    )
    rows: Rows = ((16, tuple(head(label) for label in labels)), (112, values))
    places = ruled(sheet, 14, y, (26, 20, 10, 16, 24, 22, 74, 38, 14, 26), rows, ruling(look, 9.5))
    left, _, right, bottom = places[1][-1]
    _, sealed, signature = given
    kind = "absent" if given[0] == "blank" else signature
    signed_line(
        sheet,
        left - 40,
        bottom + 12,
        "单位负责人（签字）：",
        scene.head.name,
        "单位负责人",
        look.head,
        look.type(11),
        edge=right,
        kind=kind,
        seed=look.seed,
    )
    sheet.text(18, bottom + 10, f"填报单位（盖章）：{scene.unit.name}", look.type(11))
    if sealed:
        seal(sheet, scene.unit, 76, bottom + 14, look)


def _long(sheet: Sheet, scene: Scene, look: Style, y: float, count: Votes, given: tuple[str, bool, str]) -> None:
    who, (works, papers, resume) = scene.person, _told(scene)
    rows: Rows = (
        (
            11,
            (
                head("姓名"),
                named(who.name),
                head("性别"),
                held(who.gender, "性别"),
                head("民族"),
                held(who.ethnicity),
                head("主要业绩"),
                prose(works, down=5),
            ),
        ),
        (
            11,
            (
                head("出生年月"),
                held(f"{who.birth:%Y.%m}", "出生年月"),
                head("学历"),
                held("大学本科", span=3),
                head("（后附证明）", down=4),
            ),
        ),
        (13, (head("单位"), held(scene.unit.name, "单位", 5))),
        (13, (head("现职称"), held("助理工程师"), head("申报"), held(TITLES[scene.level], "申报资格", 3))),
        (26, (head("简历"), prose(resume, span=5))),
        (
            62,
            (
                head("单位\n意见"),
                held("", span=5),
                head("论文及\n测评"),
                prose(f"{papers}\n测评：{count.agreed}票同意"),
            ),
        ),
    )
    places = ruled(sheet, 16, y, (20, 36, 16, 22, 16, 34, 20, 100), rows, ruling(look, 10.5))
    sheet.field("测评票数", f"{count.agreed}票")
    opinion(sheet, places[-1][1], _opinion_of(scene, look, given), look, points=11)


DRAWERS = {"abstract": abstract}
