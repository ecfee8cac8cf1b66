"""Where one document of a combined file ends and the next begins."""

from tests.certificates.pages import page_of
from verifier.certificates.recognise import recognise

DIPLOMA = ("# 普通高等学校", "# 毕业证书", "学生张三，成绩合格，准予毕业。")
PATENT = (
    "实用新型名称：一种压力表检定台", "发 明 人：张三", "专 利 号：ZL 202229964701.4", "专 利 权 人：某某计量院",
    "授权公告日：2023年12月31日", "国家知识产权局", "证书号第1234567号",
)  # fmt: skip
ARTICLE = ("# 一种压力容器检验方法的研究", "张三", "摘要：本文研究检验方法。", "关键词：压力容器；检验")
COVER = ("# 某某检验技术", "2021年第3期", "某某学会主办", "ISSN 1002-2333")
FRONT = ("姓名 张三", "性别 男 民族 汉", "住址 库尔勒市", "公民身份号码 11010519491231002X")
BACK = ("# 居民身份证", "签发机关 库尔勒市公安局", "有效期限 2010.01.01-2030.01.01")


def parts_of(*pages, portraits=frozenset()):
    found = recognise([page_of(*lines, number=number) for number, lines in enumerate(pages, 1)], portraits)
    return [(part.type, part.first_page, part.last_page) for part in found.parts]


def test_a_page_whose_words_say_everything_begins_a_document_without_a_title() -> None:
    assert parts_of(DIPLOMA, PATENT) == [("diploma", 1, 1), ("patent", 2, 2)]


def test_a_long_form_that_speaks_of_other_documents_stays_whole() -> None:
    form = ("# 专业技术职务任职资格评审表", "单位", "姓名")
    inside = ("继续教育情况", "公需科目、专业科目 学时 90", "培训 合格")
    assert parts_of(form, inside) == [("app_form", 1, 2)]


def test_a_cover_without_a_type_belongs_to_the_book_behind_it() -> None:
    cover = ("# 特种设备基础与应用", "张三 编著", "某某出版社")
    imprint = (
        "图书在版编目（CIP）数据",
        "特种设备基础与应用 / 张三编著",
        "ISBN 978-7-000-00000-1",
        "印张 10 字数 200千字",
    )
    assert parts_of(DIPLOMA, cover, imprint) == [("diploma", 1, 1), ("book", 2, 3)]


def test_a_last_page_that_is_no_cover_stays_where_it_is() -> None:
    more = ("特种设备基础与应用", "此页为证书内页，说明情况。")
    imprint = ("图书在版编目（CIP）数据", "计量 / 李四编著", "ISBN 978-7-000-00000-1", "印张 10 字数 200千字")
    assert parts_of(DIPLOMA, more, imprint) == [("diploma", 1, 2), ("book", 3, 3)]


def test_the_cards_of_two_people_are_two_documents() -> None:
    assert parts_of(FRONT, BACK, FRONT, BACK) == [("id_card", 1, 2), ("id_card", 3, 4)]
    assert parts_of(BACK, FRONT) == [("id_card", 1, 2)]
    both = (*BACK, *FRONT)
    assert parts_of(both, both) == [("id_card", 1, 1), ("id_card", 2, 2)]


def test_two_papers_are_two_documents_each_with_its_cover() -> None:
    text = ("1 试验装置", "装置由容器和传感器组成，用于试验。")
    assert parts_of(COVER, ARTICLE, text, COVER, ARTICLE) == [("paper", 1, 3), ("paper", 4, 5)]
    assert parts_of(ARTICLE, text, ARTICLE, text) == [("paper", 1, 2), ("paper", 3, 4)]


def test_a_portrait_has_no_second_page() -> None:
    assert parts_of((), ("一些文字，说明情况。",), portraits=frozenset({1})) == [("photo_1in", 1, 1), (None, 2, 2)]


def test_the_numbers_of_a_binder_join_no_documents() -> None:
    text = ("本年度考核等次为合格，同意单位意见。",) * 3
    first, second = (*DIPLOMA, "第1页 共40页"), ("# 专业技术人员年度考核登记表", *text, "第2页 共40页")
    assert parts_of(first, second) == [("diploma", 1, 1), ("appraisal", 2, 2)]


def test_pages_numbered_as_one_document_stay_together() -> None:
    text = ("本年度考核等次为合格，同意单位意见。",) * 3
    first = ("# 专业技术人员年度考核登记表", *text, "第1页 共2页")
    assert parts_of(first, ("# 年度考核", *text, "第2页 共2页")) == [("appraisal", 1, 2)]


def test_a_page_that_opens_as_its_type_does_ends_a_form() -> None:
    form = ("# 专业技术职务任职资格评审表", "单位", "姓名")
    assert parts_of(form, PATENT) == [("app_form", 1, 1), ("patent", 2, 2)]


def test_the_small_print_above_the_name_of_a_work_says_what_it_is() -> None:
    cover = ("技术报告", "# 一种流量计", "编写人 张三", "单位 某某检验所")
    assert parts_of(DIPLOMA, cover) == [("diploma", 1, 1), ("representative_work", 2, 2)]
    assert parts_of(DIPLOMA, ("技术报告", "一种流量计", "编写人 张三")) == [("diploma", 1, 2)]
