"""Covers, imprints and contents of periodicals."""

import pytest

from tests.certificates.pages import page_of
from verifier.certificates.guessing import guess_page
from verifier.certificates.journals import JournalPart, journal_part

CONTENTS = tuple(
    f"{title}|{author}|{page}"
    for title, author, page in (
        ("压力容器检验方法的探讨", "张三", "1"), ("电梯限速器的故障及对策", "李四,王五", "7"),
        ("起重机检验中常见的问题", "赵六", "12"), ("气瓶水压试验的改进研究", "孙七", "18"),
        ("锅炉能效测试方法的分析", "周八", "23"),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("# 某某检验技术", "2021年第3期", "某某学会主办"), JournalPart.COVER),
        (("# 某某检验技术", "双月刊", "ISSN 1002-2333", "CN 65-1234/TH"), JournalPart.COVER),
        (("# JOURNAL OF TESTING", "Vol.12 No.3", "ISSN 1002-2333"), JournalPart.COVER),
        (
            ("某某检验技术", "主管单位 某某厅", "主办单位 某某学会", "主编 张三", "国际标准刊号 ISSN 1002-2333",
             "邮发代号 58-1", *("征稿启事：本刊刊登检验检测方面的论文，欢迎投稿，参考文献按国家标准著录。",) * 4),
            JournalPart.IMPRINT,
        ),
        (("# 目 录", *CONTENTS), JournalPart.CONTENTS),
        (("# 目次", "2021年第3期", *CONTENTS), JournalPart.CONTENTS),
        (("# 材料目录", "1|毕业证书|1", "2|学位证书|2", "3|论文，2021年第3期|5"), None),
        (("# 目录", "第一章 概述|1", "1.1 背景|2", "1.2 目标|3", "第二章 方法|4", "2.1 装置|5", "2.2 试验|6"), None),
        (("# 关于张三发表论文的证明", "论文发表于某某学会主办的期刊2021年第3期"), None),
        ((), None),
    ],
)  # fmt: skip
def test_the_part_of_a_periodical(lines, expected) -> None:
    assert journal_part(page_of(*lines)) is expected


def test_the_contents_of_a_journal_are_no_list_of_materials() -> None:
    guess = guess_page(page_of("# 目录", *CONTENTS))
    assert guess is not None
    assert guess.type == "paper"
    listed = guess_page(page_of("# 目录", "1|毕业证书|1", "2|学位证书|2", "3|承诺书|3"))
    assert listed is not None
    assert listed.type == "catalog"
