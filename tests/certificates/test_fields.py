"""Fields of documents, from hand-made pages."""

import pytest

from models.document import Page, TextSource
from models.geometry import Box
from models.messages import has_text
from models.observation import Cell, Table
from tests.certificates.pages import line_of, page_of
from verifier.certificates.fields import PROBLEMS, SPECS, read_fields, read_part_fields
from verifier.certificates.kinds.roster import roster_rows
from verifier.certificates.recognise import recognise
from verifier.certificates.types import document_types

IDENTITY = "11010519491231002X"
ADDRESS = ("住 址 北京市朝阳区某某路", "12号楼3单元")


def values(kind, *lines, tables=()):
    """Field name -> value, or the problems in brackets where there is none."""
    found = read_fields(kind, [page_of(*lines)], tables)
    return {field.name: field.value if field.value is not None else list(field.problems) for field in found}


def form(*rows: str) -> Table:
    """A table of rows such as `姓名|张三|性别|女`."""
    cells = []
    for row, text in enumerate(rows):
        parts = text.split("|")
        for column, part in enumerate(parts):
            box = Box(column / len(parts), 0.2 + 0.04 * row, (column + 1) / len(parts), 0.24 + 0.04 * row)
            cells.append(Cell(row, column, box, part))
    return Table(1, Box(0, 0.2, 1, 0.9), tuple(cells))


def test_every_specification_belongs_to_a_type() -> None:
    assert set(SPECS) <= set(document_types())
    for spec in SPECS.values():
        names = [field.name for field in spec.fields]
        assert len(names) == len(set(names)), spec.type


def test_every_problem_has_a_text() -> None:
    assert all(has_text(f"certificates.problem_{code}") for code in PROBLEMS)


@pytest.mark.parametrize("kind", sorted(SPECS))
def test_an_empty_page_has_no_values(kind) -> None:
    found = read_fields(kind, [page_of()], [])
    assert found
    assert all(field.value is None and field.problems == ("not_found",) and field.page == 1 for field in found)


def test_types_without_fields_and_unknown_types_have_none() -> None:
    assert read_fields(None, [page_of("姓名 张三")], []) == []
    assert read_fields("photo_1in", [page_of("姓名 张三")], []) == []
    assert read_fields("id_card", [], []) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("姓名 张三", "性别 女|民族 汉", "出生 1949年12月31日", *ADDRESS, f"公民身份号码 {IDENTITY}"),
        ("姓名张三", "性别女民族汉", "出生1949年12月31日", *ADDRESS, f"公民身份号码{IDENTITY}"),
        ("姓 名|张三", "性 别|女|民 族|汉", "出 生|1949 年 12 月 31 日", *ADDRESS, f"公民身份号码|{IDENTITY}"),
    ],
)
def test_front_of_an_identity_card(lines) -> None:
    found = values("id_card", *lines)
    assert found == {
        "姓名": "张三",
        "性别": "女",
        "民族": "汉族",
        "出生": "1949-12-31",
        "住址": "北京市朝阳区某某路12号楼3单元",
        "公民身份号码": IDENTITY,
        "签发机关": ["not_found"],
        "有效期限": ["not_found"],
    }


def test_back_of_an_identity_card() -> None:
    found = values(
        "id_card", "# 中华人民共和国", "# 居民身份证", "签发机关 北京市公安局朝阳分局", "有效期限 2010.01.01-长期"
    )
    assert found["签发机关"] == "北京市公安局朝阳分局"
    assert found["有效期限"] == "2010-01-01/.."


def test_an_identity_card_that_contradicts_itself() -> None:
    page = page_of("姓名 张三", "性别 男", "出生 1950年12月31日", f"公民身份号码 {IDENTITY}")
    fields = {field.name: field for field in read_fields("id_card", [page], [])}
    assert fields["性别"].problems == fields["出生"].problems == ("contradicts_number",)
    assert fields["公民身份号码"].problems == ()


@pytest.mark.parametrize(
    ("printed", "value", "problems"),
    [
        ("110105194912310021", "110105194912310021", ("checksum",)),
        ("11O1O519491231OO2X", IDENTITY, ()),
        ("110105********002X", None, ("masked",)),
        ("", None, ("blank",)),
    ],
)
def test_identity_numbers_as_read(printed, value, problems) -> None:
    page = page_of("姓名 张三", f"公民身份号码 {printed}")
    field = next(field for field in read_fields("id_card", [page], []) if field.name == "公民身份号码")
    assert (field.value, field.problems) == (value, problems)


def test_a_field_says_where_it_stands() -> None:
    page = page_of("姓名 张三", "性别 女")
    name = read_fields("id_card", [page], [])[0]
    assert (name.raw, name.page, name.confidence) == ("张三", 1, 0.98)
    assert name.box is not None
    assert name.box.covered_by(page.lines[0].box) > 0.99
    assert name.box.left > page.lines[0].box.left + 0.02


NOTICE = (
    "# 关于张三同志申报工程系列质量技术监督专业中级",
    "# 职称的公示",
    "根据自治州职称评审的工作要求，现对张三同志申报工程系列质量技术监",
    "督专业中级专业技术任职资格进行公示。",
    "基本信息：性别：女，族别：汉族，政治面貌：中共党员，身份证号：",
    f"{IDENTITY}，现任专业技术职务任职资格：助理工程师。",
    "思想政治条件：拥护党的领导。",
    "公示时间从2024年9月2日起至2024年9月6日止（公示期不少于5个工作日）。如对张三同志",
    "的相关信息有疑异，请电话或书面形式反映至人事办公室，监督电话：0996-2260026",
    "签字：",
    "|巴州某某检验检测中心（公章）",
    "|2024年9月9日",
)


def test_a_notice() -> None:
    assert values("pub_notice", *NOTICE) == {
        "姓名": "张三",
        "系列": "工程系列",
        "专业": "质量技术监督",
        "级别": "中级",
        "性别": "女",
        "族别": "汉族",
        "政治面貌": "中共党员",
        "身份证号": IDENTITY,
        "现任专业技术职务任职资格": "助理工程师",
        "公示期": "2024-09-02/2024-09-06",
        "公示开始": "2024-09-02",
        "公示结束": "2024-09-06",
        "监督电话": "0996-2260026",
        "落款单位": "巴州某某检验检测中心",
        "落款日期": "2024-09-09",
    }


def test_a_notice_in_running_style() -> None:
    found = values(
        "pub_notice",
        "# 公示",
        "现将阿卜杜拉·买买提同志申报工程系列标准化专业初级职称有关情况予以公示。",
        "阿卜杜拉·买买提，男，维吾尔族，群众，现任职称：技术员。",
        "公示期：2024年9月2日—9月6日。",
        "联系电话：13999990000、2260026",
        "某某科技有限公司",
        "二〇二四年九月九日",
    )
    assert found["姓名"] == "阿卜杜拉·买买提"
    assert found["级别"] == "初级"
    assert (found["性别"], found["族别"], found["政治面貌"]) == ("男", "维吾尔族", "群众")
    assert found["现任专业技术职务任职资格"] == "技术员"
    assert (found["公示开始"], found["公示结束"]) == ("2024-09-02", "2024-09-06")
    assert found["监督电话"] == "13999990000、2260026"
    assert (found["落款单位"], found["落款日期"]) == ("某某科技有限公司", "2024-09-09")


def test_a_notice_left_as_the_template() -> None:
    found = values(
        "pub_notice",
        "# 关于 XXX 同志申报 XX 系列 XX 专业 X 级",
        "# 职称的公示（模板）",
        "根据自治州职称评审的工作要求，现对XXX同志申报XX系列XX专业X（中、初）级专业技术任职资格进行公示。",
        "基本信息：（包括：性别、族别、政治面貌、身份证号、现任专业技术职务任职资格）",
        "公示时间从XXXX年XX月XX日起至XXXX年XX月XX日止（公示期不少于5个工作日）。如对XXX同志的相关信息",
        "有疑异，请电话或书面形式反映至XX办公室，监督电话：XXXX",
        "推荐单位名称（公章）",
        "2024年X月X日",
    )
    assert all(isinstance(value, list) for value in found.values()), found
    assert found["落款日期"] == ["placeholder"]
    assert found["公示开始"] == found["公示结束"] == found["级别"] == ["placeholder"]
    assert found["落款单位"] == ["blank"]
    assert found["监督电话"] == ["placeholder"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("张三同志申报材料已在本单位公示5天，公示期间无投诉、举报，公示无异议，申报材料真实、完整、有效，", "5"),
        ("张三同志申报材料已在本单位公示七个工作日，公示期间无投诉、举报，公示无异议，", "7"),
        ("张三同志申报材料已在本单位公示XX天，公示期间无投诉、举报，公示无异议，", ["placeholder"]),
    ],
)
def test_a_result(text, days) -> None:
    found = values(
        "pub_result",
        "# 关于张三同志申报工程系列质量技术监督专业中级",
        "# 职称的公示结果",
        text,
        "同意推荐张三同志申报工程系列质量技术监督专业中级专业技术任职资格。",
        "巴州某某检验检测中心（公章）",
        "2024 年 9 月 9 日",
    )
    assert found["公示天数"] == days
    assert (found["姓名"], found["级别"]) == ("张三", "中级")
    assert (found["落款单位"], found["落款日期"]) == ("巴州某某检验检测中心", "2024-09-09")


def test_a_result_that_repeats_the_days() -> None:
    found = values(
        "pub_result",
        "# 公示情况说明",
        "张三同志的申报材料于2024年9月2日至2024年9月6日在本单位进行公示，公示期间无异议。",
        "某某公司",
        "2024年9月9日",
    )
    assert (found["公示开始"], found["公示结束"]) == ("2024-09-02", "2024-09-06")


def test_a_recommendation() -> None:
    assert values(
        "recommend",
        "# 关于张三同志申报工程系列质量技术",
        "# 监督专业中级技术职称的推荐意见",
        "经审核，同意推荐张三同志申报工程系列质量技术监督专业中级专业技术任职资格。",
        "巴州市市场监督管理局",
        "2024 年 9 月 10 日",
    ) == {
        "姓名": "张三",
        "系列": "工程系列",
        "专业": "质量技术监督",
        "级别": "中级",
        "落款单位": "巴州市市场监督管理局",
        "落款日期": "2024-09-10",
    }


@pytest.mark.parametrize(
    ("choice", "level", "date_row", "date"),
    [
        ("中级", "中级", "2024年9月10日", "2024-09-10"),
        ("（中级/初级）", ["several"], "年  月  日", ["blank"]),
        ("（初级）", "初级", "2024年9月  日", "2024-09"),
    ],
)
def test_a_pledge(choice, level, date_row, date) -> None:
    found = values(
        "truth_pledge",
        "# 申报材料真实性保证书",
        f"本人今年申报质量技术监督专业{choice}专业技术职务任职资格评审，保证所提供的各种申报材料，",
        "如相关证书、成绩单、表格等材料均真实可靠。",
        "申报人（签名）：",
        date_row,
        "（注：签名和日期必须手写，不得打印）",
    )
    assert found == {"专业": "质量技术监督", "级别": level, "落款日期": date}


def test_a_unit_that_answers_for_the_materials() -> None:
    lines = ("# 职称材料审核责任书", "兹保证本单位所属专业技术人员提交的职称申报材料真实。")
    filled = values(
        "unit_resp", *lines, "审核单位（盖章）：某某公司", "人事（职称）部门负责人（签名）：", "2024年9月1日"
    )
    assert filled == {"审核单位": "某某公司", "落款日期": "2024-09-01"}
    blank = values("unit_resp", *lines, "审核单位（盖章）：", "人事（职称）部门负责人（签名）：", "年  月  日")
    assert blank == {"审核单位": ["blank"], "落款日期": ["blank"]}


def test_a_form_is_read_by_its_cells() -> None:
    table = form(
        "姓名|张三|性别|女|出生年月|1949.12",
        f"身份证号|{IDENTITY}|学历|本科|学位|",
        "何时何学校何专业毕业|1972年7月北京某大学机械专业",
        "现工作单位|某某公司|参加工作时间|1972年8月",
        "现有专业技术职务|助理工程师|拟申报专业技术职务|工程师",
        "免学理由|参加“访惠聚”驻村工作",
        "审核意见|公章 年 月 日",
    )
    found = values("ce_exempt", "# 免除继续教育学习申请表", tables=[table])
    assert found == {
        "姓名": "张三",
        "性别": "女",
        "出生年月": "1949-12",
        "身份证号": IDENTITY,
        "学历": "本科",
        "学位": ["blank"],
        "何时何学校何专业毕业": "1972年7月北京某大学机械专业",
        "现工作单位": "某某公司",
        "参加工作时间": "1972-08",
        "现有专业技术职务": "助理工程师",
        "拟申报专业技术职务": "工程师",
        "免学理由": '参加"访惠聚"驻村工作',
        "审核意见": ["blank"],
        "落款日期": ["not_found"],
    }


def test_a_freelancer_form() -> None:
    table = form(
        "姓 名|张三|性 别|女|族 别|汉|照片",
        "学 历|本科|出生年月|1949年12月|政治面貌|党员",
        "毕业院校|某大学|所学专业|机械",
        f"毕业时间|1972.7|婚 否|已婚|学 位|无|身份证号码|{IDENTITY}|健康状况|良好",
        "思想政治表现情况|拥护党的领导",
        "学 习 工 作 简 历|(简历从高中填起)",
        "奖惩情况|无",
        "备 注|",
    )
    found = values("freelance_political", tables=[table])
    assert (found["族别"], found["政治面貌"], found["婚否"]) == ("汉族", "中共党员", "已婚")
    assert found["身份证号码"] == IDENTITY
    assert found["学习工作简历"] == ["blank"]
    assert (found["奖惩情况"], found["学位"], found["备注"]) == ("无", "无", ["blank"])


def test_a_misread_label_cell_is_still_a_label() -> None:
    found = values("ce_exempt", tables=[form("现有专业技木职务|工程师|性别|男")])
    assert found["现有专业技术职务"] == "工程师"


def test_a_roster() -> None:
    table = form("序号|工作单位|姓名|备注", "1|某某公司|张三|", "2|某某公司|李四|", "3|||")
    found = values(
        "roster", "# 2024年度质量技术监督专业职称评审申报人员花名册", "主管单位（盖章）：某某局", tables=[table]
    )
    assert found == {
        "年度": "2024",
        "专业": "质量技术监督",
        "主管单位": "某某局",
        "列名": "序号|工作单位|姓名|备注",
        "人数": "2",
    }
    assert [row["姓名"].text for row in roster_rows(table)] == ["张三", "李四"]


def test_a_diploma() -> None:
    found = values(
        "diploma",
        "# 普通高等学校",
        "# 毕业证书",
        "学生 张三 性别 女，一九八五年三月五日生，于二〇〇四年九月至二〇〇八年",
        "六月在本校机械设计制造及其自动化专业四年制本科学习，修完教学计划规定的全部课程，",
        "成绩合格，准予毕业。",
        "校  名：某某大学|校（院）长：",
        "证书编号：100011200805000123|二〇〇八年六月三十日",
    )
    assert found == {
        "姓名": "张三",
        "性别": "女",
        "出生日期": "1985-03-05",
        "入学日期": "2004-09",
        "毕业日期": "2008-06",
        "专业": "机械设计制造及其自动化",
        "学制": "四年制",
        "层次": "本科",
        "学习形式": ["not_found"],
        "学校": "某某大学",
        "证书编号": "100011200805000123",
        "签发日期": "2008-06-30",
    }


def test_a_diploma_whose_zeros_were_dropped_is_not_guessed() -> None:
    found = values("diploma", "学生张三，性别女，于二四年九月至二八年六月在本校机械专业学习")
    assert (found["入学日期"], found["毕业日期"]) == (["two_digit_year"], ["two_digit_year"])


def test_a_diploma_that_contradicts_its_number() -> None:
    page = page_of(
        "学生张三，性别女，于二〇〇四年九月至二〇〇七年六月在本校机械专业三年制专科学习",
        "证书编号：100011200805000123",
    )
    fields = {field.name: field for field in read_fields("diploma", [page], [])}
    assert "contradicts_number" in fields["毕业日期"].problems
    assert "contradicts_number" in fields["层次"].problems


def test_a_title_certificate() -> None:
    found = values(
        "title_cert",
        "# 专业技术资格证书",
        "姓    名：张三|性别：女",
        f"身份证号：{IDENTITY}",
        "系列名称：工程",
        "专业名称：质量技术监督",
        "资格名称：助理工程师",
        "授予时间：2018年12月",
        "管 理 号：65281812345",
        "发证机关：某某州人力资源和社会保障局",
    )
    assert found["姓名"] == "张三"
    assert found["性别"] == "女"
    assert found["身份证号"] == IDENTITY
    assert (found["系列"], found["专业"], found["资格名称"]) == ("工程", "质量技术监督", "助理工程师")
    assert (found["批准日期"], found["证书编号"]) == ("2018-12", "65281812345")
    assert found["发证机关"] == "某某州人力资源和社会保障局"


def test_a_business_licence() -> None:
    found = values(
        "biz_license",
        "# 营业执照",
        "统一社会信用代码",
        "91350100M000100Y43",
        "名    称 某某科技有限公司|注册资本 壹佰万圆整",
        "类    型 有限责任公司|成立日期 2015年04月01日",
        "法定代表人 张三|营业期限 2015年04月01日至2035年03月31日",
        "经营范围 技术开发；技术咨询。|住    所 某某市某某路1号",
    )
    assert found["统一社会信用代码"] == "91350100M000100Y43"
    assert (found["名称"], found["类型"]) == ("某某科技有限公司", "有限责任公司")
    assert (found["法定代表人"], found["成立日期"]) == ("张三", "2015-04-01")
    assert found["营业期限"] == "2015-04-01/2035-03-31"
    assert found["住所"] == "某某市某某路1号"


def test_an_address_goes_on_in_its_own_column() -> None:
    lines = (
        line_of("经营范围 技术开发、技术咨询、会议", left=0.1, top=0.3),
        line_of("住所 某某市某某新区某某大道41号", left=0.55, top=0.3),
        line_of("服务、货物进出口", left=0.2, top=0.33),
        line_of("某某城5栋01号", left=0.65, top=0.33),
        line_of("登记机关", left=0.65, top=0.36),
    )
    page = Page(1, 1654, 2339, 200.0, lines, TextSource.PIXELS)
    found = {field.name: field.value for field in read_fields("biz_license", [page], [])}
    assert found["住所"] == "某某市某某新区某某大道41号某某城5栋01号"
    assert found["经营范围"] == "技术开发、技术咨询、会议服务、货物进出口"


def test_an_article() -> None:
    found = values(
        "paper",
        "某某学报 2020年第1期 ISSN 0317-8471 CN 11-1234/TP",
        "# 压力容器检验方法的研究",
        "|张 三1，李四2",
        "（1.某某大学，北京 100000）",
        "摘要：本文研究了压力容器的检验方法。",
        "关键词：压力容器；检验",
        "中图分类号：TH49　文献标识码：A　文章编号：0317-8471(2020)01-0001-03",
        "DOI：10.1234/j.abc.2020.01.001",
    )
    assert found == {
        "题名": "压力容器检验方法的研究",
        "作者": "张三,李四",
        "关键词": "压力容器;检验",
        "中图分类号": "TH49",
        "文章编号": "0317-8471(2020)01-0001-03",
        "DOI": "10.1234/j.abc.2020.01.001",
        "ISSN": "0317-8471",
        "CN": "CN11-1234/TP",
        "年期": "2020年第1期",
    }


def test_each_part_of_a_file_is_read_by_its_own_type() -> None:
    pages = [
        page_of(*NOTICE, number=1),
        page_of("# 公示情况说明", "张三同志申报材料已在本单位公示5天，公示期间无投诉、举报，公示无异议。", number=2),
    ]
    found = read_part_fields(recognise(pages).parts, pages, [])
    assert {field.page for field in found if field.name == "监督电话"} == {1}
    assert [field.value for field in found if field.name == "公示天数"] == ["5"]
