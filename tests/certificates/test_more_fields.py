"""Fields of certificates and forms beyond the annexes."""

import pytest

from models.observation import Part, Seal, SealColour, SealShape
from tests.certificates.pages import page_of
from verifier.certificates.fields import read_fields, read_part_fields
from verifier.certificates.normalisers import person_name

IDENTITY = "11010519491231002X"


def values(kind, *lines):
    found = read_fields(kind, [page_of(*lines)], [])
    return {field.name: field.value if field.value is not None else list(field.problems) for field in found}


def test_a_certificate_of_continuing_education() -> None:
    assert values(
        "ce_cert",
        "# 专业技术人员继续教育",
        "# 公需科目合格证书",
        f"张三（身份证号：{IDENTITY}）参加",
        "2023年度专业技术人员继续教育公需科目培训，修满30学",
        "时，考试成绩合格，特发此证。",
        "|某某州专业技术人员继续教育基地",
        "证书编号：XJ202301440205|培训专用章",
        "|2023年11月20日",
        "已审核，与原件相符",
        "|某某公司",
        "|2024年9月4日",
    ) == {
        "姓名": "张三",
        "身份证号": IDENTITY,
        "年度": "2023",
        "科目": "公需",
        "学时": "30",
        "证书编号": "XJ202301440205",
        "落款单位": "某某州专业技术人员继续教育基地",
        "落款日期": "2023-11-20",
    }


def test_a_covered_name_is_not_taken_from_the_row_above() -> None:
    found = values("ce_cert", "# 公需科目合格证书", f"（身份证号：{IDENTITY}）参加2023年度公需科目培训")
    assert found["姓名"] == ["not_found"]
    assert found["身份证号"] == IDENTITY


def test_an_appraisal() -> None:
    found = values(
        "appraisal",
        "# 事业单位专业技术人员年度考核登记表",
        "（2023年度）",
        "姓名|张三|性别|女|出生年月|1949.12",
        "单位|某某检验所",
        "建议年度考核等次为优秀。",
        "经考核，同意确定为合格等次。",
    )
    assert (found["年度"], found["姓名"], found["等次"], found["单位"]) == ("2023", "张三", "合格", "某某检验所")


def test_a_print_of_the_register() -> None:
    found = values(
        "chsi_reg",
        "# 教育部学历证书电子注册备案表",
        "更新日期：2024年9月2日",
        "姓名|张三|性别|女",
        "毕（结）业日期|2008年7月1日|学历类别|普通高等教育",
        "院校名称|某某大学|专业|机械工程",
        "证书编号|100011200805000123",
        "在线验证码",
        "A1B2C3D4E5F6G7H8",
    )
    assert found["毕业日期"] == "2008-07-01"
    assert (found["学校"], found["专业"]) == ("某某大学", "机械工程")
    assert (found["证书编号"], found["更新日期"]) == ("100011200805000123", "2024-09-02")
    assert found["在线验证码"] == "A1B2C3D4E5F6G7H8"


def test_a_degree() -> None:
    found = values(
        "degree",
        "# 学士学位证书",
        "张三，女，1985年3月5日生。在某某大学",
        "机械工程专业完成了本科学习计划，业已毕业，经审核符合",
        "《中华人民共和国学位条例》的规定，授予工学学士学位。",
        "证书编号：1000142008000123|二〇〇八年六月三十日",
    )
    assert (found["姓名"], found["性别"], found["出生日期"]) == ("张三", "女", "1985-03-05")
    assert (found["学科门类"], found["学位"], found["专业"]) == ("工学", "学士", "机械工程")
    assert found["证书编号"] == "1000142008000123"
    assert found["签发日期"] == "2008-06-30"


@pytest.mark.parametrize(
    ("printed", "value", "problems"),
    [
        ("ZL 2017 1 0601862.3", "ZL201710601862.3", ()),
        ("ZL 2017 1 0601862.4", "ZL201710601862.4", ("checksum",)),
    ],
)
def test_a_patent(printed, value, problems) -> None:
    page = page_of(
        "# 发明专利证书",
        "证书号第3265821号",
        "发明名称：一种压力容器检验装置",
        "发 明 人：张三;李四",
        f"专 利 号：{printed}",
        "专利申请日：2017年07月21日",
        "专利权人：某某大学",
        "授权公告日：2019年02月19日　授权公告号：CN 107389456 B",
    )
    found = {field.name: field for field in read_fields("patent", [page], [])}
    assert (found["专利号"].value, found["专利号"].problems) == (value, problems)
    assert found["名称"].value == "一种压力容器检验装置"
    assert found["发明人"].value == "张三;李四"
    assert (found["申请日"].value, found["授权公告日"].value) == ("2017-07-21", "2019-02-19")
    assert (found["授权公告号"].value, found["证书号"].value) == ("CN107389456B", "3265821")


@pytest.mark.parametrize(
    ("read", "value", "problems"),
    [
        ("☑张三", "张三", ()),
        ("张 三,", "张三", ()),
        ("·阿依古丽·买买提", "阿依古丽·买买提", ()),
        ("张*", None, ("masked",)),
        ("☑", None, ("blank",)),
        ("张三(男)", None, ("unreadable",)),
    ],
)
def test_specks_beside_a_name_are_no_part_of_it(read, value, problems) -> None:
    found = person_name(read)
    assert (found.value, found.problems) == (value, problems)


def test_a_name_that_runs_into_the_sex_and_the_birth() -> None:
    found = values(
        "diploma", "# 毕业证书", "程知北女一九八五年九月四日出生，", "于二〇〇三年九月至二〇〇七年七月在我校"
    )
    assert (found["姓名"], found["性别"], found["毕业日期"]) == ("程知北", "女", "2007-07")


def test_what_stands_under_a_seal_is_less_sure() -> None:
    page = page_of("# 工作经历证明", "兹证明张三同志，在我单位工作。", "某某县质量检验所", "2024年9月1日")
    unit = next(line for line in page.lines if line.text == "某某县质量检验所")
    seal = Seal(1, unit.box, (), SealShape.ROUND, SealColour.RED, None, None, None, 0.9, is_copy=None,
                is_fragment=False, diameter_mm=None)  # fmt: skip
    parts = (Part("work_exp", 1.0, 1, 1),)
    for seals, expected in (((), 0.98), ((seal,), 0.85)):
        found = {field.name: field for field in read_part_fields(parts, [page], [], seals)}
        assert (found["落款单位"].value, found["落款单位"].confidence) == ("某某县质量检验所", expected)
        assert found["姓名"].confidence == 0.98


def test_the_first_sound_place_counts() -> None:
    found = values("diploma", "# 毕业证书", "毕业时间：2004年7月", "专业：材料科学与工程", "编号：199071200405000003")
    assert (found["毕业日期"], found["专业"]) == ("2004-07", "材料科学与工程")


def test_a_signing_date_in_the_future_says_so() -> None:
    page = page_of("# 公示", "现将张三同志申报职称的情况进行公示。", "某某公司", "2084年8月27日")
    date = next(field for field in read_fields("pub_notice", [page], []) if field.name == "落款日期")
    assert (date.value, date.problems) == ("2084-08-27", ("future_date",))


def test_the_note_on_a_copy_is_not_the_sign_off() -> None:
    found = values(
        "award", "# 荣誉证书", "张三同志：", "荣获2020年度优秀成果二等奖。", "某某县总工会", "2020年6月19日",
        "已审核，与原件相符", "审核人：李四", "2024年8月31日",
    )  # fmt: skip
    assert (found["落款单位"], found["落款日期"], found["等级"]) == ("某某县总工会", "2020-06-19", "二等奖")
