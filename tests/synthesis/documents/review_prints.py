"""Two more review forms: 申报表, a platform's print with shaded bars, and 评定表, a short form of four pages."""

from __future__ import annotations

from tests.synthesis.documents.barcodes import draw_bars, draw_qr
from tests.synthesis.documents.booklets import (
    TITLES,
    Booklet,
    Filling,
    achievements,
    basics,
    education_rows,
    mark_of,
    pledge,
    pledged,
    section,
    unit_opinions,
    work_rows,
)
from tests.synthesis.documents.careers import career, years_told
from tests.synthesis.documents.common import Style, title
from tests.synthesis.documents.ruled import head, held, named, prose, ruled, ruling
from tests.synthesis.documents.slots import opinion, photo, signed_line
from tests.synthesis.handwriting import write_date
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn


def platform(scene: Scene, look: Style, filling: Filling) -> list[Drawn]:
    """A platform's print: number and unit in a table on the first page, shaded section bars, no cover page."""
    book = Booklet(scene, look, "app_form", mark=mark_of(filling, "人才服务云平台 申报专用"))
    sheet, print_ = book.page(), ruling(look, 10.5)
    number = f"SB2024{look.rng('number').randrange(10**8):08d}"
    if filling.numbered:
        sheet.text(22, 18, f"申报编号：{number}", look.type(10))
        sheet.field("申报编号", number)
        draw_bars(sheet, 116, 13, 46, 9, number, kind="Code128")
        draw_qr(sheet, 168, 12, 22, f"https://zcsb.example.invalid/check?no={number}")
    y = title(sheet, ["专业技术资格评审申报表"], look, y=30, points=24)
    data = basics(scene)
    unit = filling.cover_unit or scene.unit.name
    rows: list = [
        (12, (head("申报单位"), held(unit, "单位", 3))),
        (12, (head("申报系列（专业）"), held(f"{scene.series}（{scene.specialty}）", "申报系列专业级别"),
              head("申报级别"), held(scene.level, "申报级别"))),
        (12, (head("申报资格名称"), held(TITLES[scene.level]), head("申报类型"), held("正常申报"))),
    ]  # fmt: skip
    ruled(sheet, 20, y, (36, 70, 28, 36), rows, print_)
    y = section(sheet, 20, y + 42, "一、基本信息", look)
    pairs = [
        cell for name, value in data for cell in (head(name), named(value) if name == "姓名" else held(value, name))
    ]
    rows = [(12, (held("" if filling.pictured else "照片", down=4), *pairs[:4]))]
    rows += [(12, pairs[index : index + 4]) for index in range(4, 16, 4)]
    rows += [(12, (*pairs[index : index + 2], *pairs[index + 2 : index + 4])) for index in range(16, 32, 4)]
    rows[4:] = [
        (12, (cells[0], held(cells[1].text, cells[1].field, 2), cells[2], cells[3]))
        for cells in (row[1] for row in rows[4:])
    ]
    places = ruled(sheet, 20, y, (31, 30, 41, 30, 38), rows, print_)
    if filling.pictured:
        photo(sheet, places[0][0][0] + 3, places[0][0][1] + 6, scene.person)
    sheet = book.page()
    y = section(sheet, 20, 20, "二、学习经历", look)
    ruled(sheet, 20, y, (36, 48, 44, 24, 18), education_rows(scene), print_)
    y = section(sheet, 20, y + 38, "三、工作经历", look)
    ruled(sheet, 20, y, (36, 52, 52, 30), work_rows(scene), print_)
    y = section(sheet, 20, y + 42, "四、取得现资格以来的工作业绩", look)
    labels = ("起止时间", "项目（工作）名称", "本人角色", "成果及效益")
    achievements(sheet, 20, y, (28, 56, 36, 50), scene, look, print_, blank=filling.blank_cells, spare=2, height=15,
                 labels=labels)  # fmt: skip
    sheet = book.page()
    y = section(sheet, 20, 20, "五、论文、著作", look)
    rows = [(9, (head("序号"), head("题目"), head("刊物"), head("刊期"), head("排名")))]
    for index, (name, journal, issue, place) in enumerate(career(scene).papers, 1):
        rows.append((12, (held(str(index)), held(name), held(journal), held(issue), held(place))))
    ruled(sheet, 20, y, (14, 72, 34, 28, 22), rows, print_)
    y = section(sheet, 20, y + 42, "六、专业技术工作总结", look)
    told = "\n".join("　　" + text for text in years_told(scene.seed))
    ruled(sheet, 20, y, (170,), ((92, (prose(told),)),), print_)
    y = section(sheet, 20, y + 98, "七、个人承诺", look)
    pledge(sheet, scene, look, filling, 25, y + 2)
    sheet = book.page()
    y = section(sheet, 20, 20, "八、单位推荐及主管部门审核意见", look)
    rows = [(9, (head("工作单位推荐意见"),)), (92, (held(""),)), (9, (head("主管部门意见"),)), (92, (held(""),))]
    places = ruled(sheet, 20, y, (170,), rows, print_)
    for place, one in zip((places[1][0], places[3][0]), unit_opinions(scene, look, filling), strict=True):
        opinion(sheet, place, one, look)
    return book.done(first_number=0, opinions=filling.opinions, blank_cells=str(filling.blank_cells))


def short_form(scene: Scene, look: Style, filling: Filling) -> list[Drawn]:
    """评定表: data, work, words and opinions on a page each; unit and supervising unit side by side."""
    book = Booklet(scene, look, "app_form", mark=mark_of(filling, "北屏省职称评审"))
    sheet, print_ = book.page(), ruling(look, 11.5)
    y = title(sheet, [f"专业技术资格评定表（{scene.level}）"], look, y=24, points=21)
    sheet.text(20, y - 5, f"单位（盖章）：{filling.cover_unit or scene.unit.name}", look.type(11))
    sheet.field("单位", filling.cover_unit or scene.unit.name)
    data = basics(scene)
    rows: list = [(12, (held("" if filling.pictured else "贴\n照\n片", down=3),))]
    cells = [
        cell for name, value in data for cell in (head(name), named(value) if name == "姓名" else held(value, name))
    ]
    rows = [(13, (*cells[index : index + 4], *([held("", down=3)] if index == 0 else ()))) for index in (0, 4, 8)]
    for index in range(12, 32, 2):
        rows.append((12, (cells[index], held(cells[index + 1].text, cells[index + 1].field, 4))))
    places = ruled(sheet, 20, y + 4, (38, 34, 28, 40, 30), rows, print_)
    if filling.pictured:
        photo(sheet, places[0][4][0] + 2.5, places[0][4][1] + 2, scene.person)
    sheet = book.page()
    rows = [(9, (head("主要学历", down=3), *education_rows(scene)[0][1]))]
    rows += [(11, cells) for _, cells in education_rows(scene)[1:]]
    ruled(sheet, 20, 22, (14, 32, 44, 42, 22, 16), rows, print_)
    ruled(sheet, 20, 53, (14, 38, 50, 44, 24), [(10, (head("工作简历", down=3), *work_rows(scene)[0][1])),
                                               *work_rows(scene)[1:]], print_)  # fmt: skip
    achievements(sheet, 20, 94, (28, 50, 38, 54), scene, look, print_, blank=filling.blank_cells, spare=2, height=20)
    sheet = book.page()
    told, papers = "\n".join("　　" + text for text in years_told(scene.seed)), career(scene).papers
    listed = "\n".join(
        f"{index}.{name}，{paper}{issue}，{place}" for index, (name, paper, issue, place) in enumerate(papers, 1)
    )
    rows = [
        (44, (head("论文\n著作"), prose(listed))),
        (116, (head("业务\n自述"), prose(told))),
        (72, (head("本人\n承诺"), held(""))),
    ]
    place = ruled(sheet, 20, 22, (20, 150), rows, print_)[2][1]
    if filling.pledge:
        start = len(sheet.lines)
        end = sheet.paragraph(place[0] + 4, place[1] + 3, 142, pledged(filling), look.type(11.5), leading=1.7)
        sheet.field("承诺语", pledged(filling), sheet.lines[start].box.union(sheet.lines[-1].box))
    else:
        end = place[1] + 20
    signed_line(sheet, place[0] + 6, end + 9, "申报人签名：", scene.person.name, "申报人", look.applicant,
                look.type(12), edge=188, kind=filling.signature, seed=look.seed + 5)  # fmt: skip
    write_date(sheet, place[0] + 90, end + 22, scene.notice_from, look.applicant, kind=filling.signature,
               printed=look.type(12), seed=look.seed)  # fmt: skip
    sheet = book.page()
    rows = [(10, (head("所在单位意见"), head("主管部门意见"))), (112, (held(""), held(""))),
            (10, (head("评审委员会意见"), head("人社部门意见"))), (112, (held(""), held("")))]  # fmt: skip
    places = ruled(sheet, 20, 24, (85, 85), rows, print_)
    for place, one in zip(places[1], unit_opinions(scene, look, filling), strict=True):
        opinion(sheet, place, one, look, points=11)
    for _, _, right, bottom in places[3]:
        write_date(sheet, right - 44, bottom - 7, None, look.officer, kind="absent", printed=look.type(11))
    return book.done(first_number=0, opinions=filling.opinions, blank_cells=str(filling.blank_cells))
