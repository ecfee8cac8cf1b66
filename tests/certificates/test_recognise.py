"""Which type a document has, and which documents a file holds."""

import pytest

from models.document import Line, Page
from models.geometry import Box
from tests.certificates.pages import page_of
from verifier.certificates.guessing import guess_page
from verifier.certificates.recognise import recognise
from verifier.certificates.types import document_types

NOTICE = (
    "现对张三同志申报工程系列质量技术监督专业中级专业技术任职资格进行公示。",
    "公示时间从2024年9月2日起",
    "监督电话：0996-2260026",
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("# 关于张三同志申报工程系列质量技术监督", "# 专业中级职称的公示", *NOTICE), "pub_notice"),
        (("# 关于张三同志申报高级工程师的公示", *NOTICE), "pub_notice"),
        (("# 公示", *NOTICE), "pub_notice"),
        (("# 公  示", *NOTICE), "pub_notice"),
        (("# 關於張三同志申報工程師職稱的公示", *NOTICE), "pub_notice"),
        (
            (
                "# 关于张三同志申报工程系列质量技术监督",
                "# 专业中级职称的公示结果",
                "张三同志申报材料已在本单位公示5天，公示期间无投诉、举报，公示无异议，同意推荐",
            ),
            "pub_result",
        ),
        (("# 公示情况说明", "公示期间无投诉、举报，公示无异议"), "pub_result"),
        (
            (
                "# 关于张三同志申报工程系列质量技术监督专业",
                "# 中级技术职称的推荐意见",
                "经审核，同意推荐张三同志申报工程系列质量技术监督专业中级专业技术任职资格。",
            ),
            "recommend",
        ),
        (("# 申报材料真实性保证书", "本人今年申报质量技术监督专业中级专业技术职务任职资格评审"), "truth_pledge"),
        (("# 诚信承诺书", "本人承诺如下，所填内容属实。"), "truth_pledge"),
        (("# 职称材料审核责任书", "兹保证本单位所属专业技术人员提交的职称申报材料已经严格审核"), "unit_resp"),
        (("# 自治区“访惠聚”驻村等专业技术人员职称评审", "# 免除继续教育学习申请表", "姓名|性别|出生年月"), "ce_exempt"),
        (
            ("# 巴州2024年度自由职业专业技术人员职称评审", "# 思想政治情况表", "姓 名|性 别|族 别"),
            "freelance_political",
        ),
        (("# 2024年度质量技术监督专业职称评审申报人员花名册", "主管单位（盖章）：", "序号|工作单位|姓名"), "roster"),
        (("# 普通高等学校", "# 毕业证书", "学生张三，成绩合格，准予毕业。"), "diploma"),
        (("# 学士学位证书", "张三，授予工学学士学位。"), "degree"),
        (("# 教育部学历证书电子注册备案表", "姓名 张三", "在线验证码 A1234567890BCDEF"), "chsi_reg"),
        (("# 专业技术职务任职资格评审表", "单位", "姓名"), "app_form"),
        (("# 专业技术人员年度考核登记表", "（2023年度）"), "appraisal"),
        (("# 专业技术人员任职期满考核表", "姓名"), "term_appraisal"),
        (("# 专业技术资格证书", "姓名 张三", "管理号 12345678"), "title_cert"),
        (("# 电子职称证书", "姓名 张三"), "title_ecert"),
        (("# 发明专利证书", "证书号第1234567号", "发明人：张三"), "patent"),
        (("# 营业执照", "统一社会信用代码", "名称 某某公司"), "biz_license"),
        (("# 劳动合同书", "甲方", "乙方"), "contract"),
        (("# 业务自传", "我于2010年参加工作"), "bio"),
        (("# 个人业务工作总结", "我于2010年参加工作"), "summary"),
        (("# 现实表现政治鉴定材料", "张三同志工作态度端正"), "political"),
        (("# 工作经历证明", "兹证明张三同志"), "work_exp"),
        (("# 免除继续教育学习申請表", "姓名"), "ce_exempt"),
        (("# 专业技木人员年度考核登记表",), "appraisal"),
        (("# 普通高等学校", "# 毕业征书", "学生张三，成绩合格，准予毕业。"), "diploma"),
        (("姓名 张三", "性别 男 民族 汉", "住址 新疆库尔勒市", "公民身份号码 11010519491231002X"), "id_card"),
        (("# 中华人民共和国", "# 居民身份证", "签发机关 库尔勒市公安局", "有效期限 2010.01.01-2030.01.01"), "id_card"),
        (
            (
                "# 一种压力容器检验方法的研究",
                "张三",
                "摘要：本文研究了压力容器的检验方法。",
                "关键词：压力容器；检验",
                "中图分类号：TH49　文献标识码：A　文章编号：1002-2333(2020)01-0001-03",
            ),
            "paper",
        ),
        (("# 今天天气很好", "我们去公园散步，看见很多花。"), None),
        (("我们单位同意推荐张三同志。", "请按合同验收。"), None),
        ((), None),
    ],
)
def test_the_type_of_a_page(lines, expected) -> None:
    assert recognise([page_of(*lines)]).type == expected


def test_every_title_of_the_catalogue_leads_to_its_type() -> None:
    """Titles that several types share, and titles that are part of a longer one, are the known exceptions."""
    # The form of today and that of the present title are printed under the same words; the text below tells them.
    shared = {
        "title_ecert": {"职称证书"},
        "app_form_prev": {"专业技术职务任职资格评审表"},
        "research_report": {"研究报告"},
    }
    for kind in document_types().values():
        for word in kind.title:
            if len(word) >= 5 and word not in shared.get(kind.id, set()):
                found = recognise([page_of(f"# {word}", "正文第一行，说明情况。", "正文第二行，说明情况。")]).type
                assert found == kind.id, (word, found)


def test_a_clear_title_is_surer_than_words_of_the_text() -> None:
    titled = recognise([page_of("# 公示", *NOTICE)])
    untitled = recognise([page_of(*NOTICE, "如有异议请反映")])
    assert titled.confidence is not None
    assert untitled.confidence is None or untitled.confidence < titled.confidence


def test_a_file_falls_into_the_documents_it_holds() -> None:
    pages = [
        page_of("# 公示", *NOTICE, number=1),
        page_of("业绩成果续页，说明了近五年的工作。", number=2),
        page_of("# 公示情况说明", "公示期间无投诉、举报，公示无异议", number=3),
        page_of("# 专业技术人员年度考核登记表", "2022年度，考核结果为合格的说明", number=4),
        page_of("考核机构意见，本年度考核等次为合格。", number=5),
        page_of("# 专业技术人员年度考核登记表", "2023年度，考核结果为合格的说明", number=6),
    ]
    found = recognise(pages)
    assert [(part.type, part.first_page, part.last_page) for part in found.parts] == [
        ("pub_notice", 1, 2),
        ("pub_result", 3, 3),
        ("appraisal", 4, 5),
        ("appraisal", 6, 6),
    ]
    assert found.type == "pub_notice"


def test_both_sides_of_a_card_are_one_document() -> None:
    front = page_of("姓名 张三", "性别 男 民族 汉", "住址 新疆库尔勒市", "公民身份号码 11010519491231002X", number=1)
    back = page_of("# 居民身份证", "签发机关 库尔勒市公安局", "有效期限 2010.01.01-2030.01.01", number=2)
    found = recognise([front, back])
    assert [(part.type, part.first_page, part.last_page) for part in found.parts] == [("id_card", 1, 2)]


def test_a_running_head_begins_no_document() -> None:
    first = page_of("# 技术报告", "第一章的内容写在这里，说明情况。", number=1)
    following = page_of("技术报告", "第二章的内容写在这里，说明情况。", "第二章的内容写在这里。", number=2)
    assert len(recognise([first, following]).parts) == 1


def test_nothing_known_is_none() -> None:
    found = recognise([page_of("一些文字", number=1), page_of(number=2)])
    assert (found.type, found.confidence) == (None, None)
    assert [(part.type, part.first_page, part.last_page) for part in found.parts] == [(None, 1, 2)]
    assert recognise([]).parts == ()


def test_labels_set_as_large_as_the_text_take_nothing_from_a_title() -> None:
    rows = ("姓名 张三", "评审时间 2003年11月23日", "职称系列 工程系列", "资格名称 助理工程师")
    lines = [Line(text, Box(0.15, 0.3 + 0.04 * row, 0.42, 0.326 + 0.04 * row)) for row, text in enumerate(rows)]
    notes = ("扫描二维码在线验证本证书的真伪", "本证书由系统生成，与纸质证书有同等效力")
    small = [Line(text, Box(0.3, 0.6 + 0.03 * row, 0.7, 0.615 + 0.03 * row)) for row, text in enumerate(notes)]
    title = Line("专业技术职务任职资格电子证书", Box(0.2, 0.1, 0.8, 0.14))
    page = Page(1, 1654, 2339, 200.0, (title, *lines, *small))
    assert recognise([page]).type == "title_ecert"


def test_a_second_title_takes_the_page_from_a_type() -> None:
    title, other = Line("电子证书", Box(0.4, 0.1, 0.6, 0.14)), Line("评审表", Box(0.4, 0.16, 0.6, 0.20))
    page = Page(1, 1654, 2339, 200.0, (title, other, Line("以下是一段普通的说明文字内容", Box(0.1, 0.3, 0.6, 0.32))))
    assert recognise([page]).type != "title_ecert"


def test_a_title_stays_one_where_the_text_says_more() -> None:
    text = ("发 明 人：张三", "专 利 号：ZL 202229964701.4", "专 利 权 人：某某计量院", "授权公告日：2023年12月31日")
    guess = guess_page(page_of("实用新型专利证书", "实用新型名称：一种检定台", *text))
    assert guess is not None
    assert guess.titled
    assert guess.score >= 0.65


def test_the_name_of_a_form_ends_in_the_word_form() -> None:
    rows = ("申报人姓名 张三", "应参加人数 12", "同意 11")
    form, speech = page_of("# 群众评议情况表", *rows), page_of("# 群众评议情况如何说明", *rows)
    sure = [recognise([page]).confidence or 0.0 for page in (form, speech)]
    assert sure[0] >= 0.75 > sure[1]


def test_a_screen_of_points_without_its_title_is_known_by_its_tasks() -> None:
    assert recognise([page_of("每日答题 5分", "视听学习 9分", "累计积分 3000")]).type == "xuexi"
