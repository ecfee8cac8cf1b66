"""Half a card, two cards, an English certificate, an empty form, a screenshot, forty pages in one file."""

import pytest

from models.document import Page
from tests.certificates.pages import page_of
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from verifier.certificates.fields import read_fields, read_part_fields
from verifier.certificates.recognise import recognise

FRONT = ("姓名 张三", "性别 男 民族 汉", "出生 1949年12月31日", "住址 库尔勒市", "公民身份号码 11010519491231002X")
BACK = ("# 居民身份证", "签发机关 库尔勒市公安局", "有效期限 2010.01.01-2030.01.01")


def pages_of(kind: str, seed: int, first: int = 1) -> list[Page]:
    drawn = DOCUMENTS[kind](scene(seed), style(seed, split="dev"))
    return [
        Page(number, page.image.shape[1], page.image.shape[0], page.dpi, page.truth.as_lines())
        for number, page in enumerate(drawn, first)
    ]


def test_half_a_card_is_known_and_says_what_it_lacks() -> None:
    page = page_of(*FRONT[3:], "签发机关 库尔勒市公安局", "有效期限 2010.01.01-2030.01.01")
    found = recognise([page])
    fields = {field.name: field for field in read_fields(found.type, [page], [])}
    assert found.type == "id_card"
    assert fields["公民身份号码"].value == "11010519491231002X"
    assert fields["姓名"].value is None
    assert "not_found" in fields["姓名"].problems


def test_both_sides_of_a_card_on_one_page_are_one_document() -> None:
    assert [part.type for part in recognise([page_of(*BACK, *FRONT)]).parts] == ["id_card"]


@pytest.mark.parametrize("beside", [False, True], ids=["one below the other", "side by side"])
def test_of_two_peoples_cards_on_one_page_nothing_is_taken_for_the_documents(beside: bool) -> None:
    other = ("姓名 李四", "性别 女 民族 回", "出生 1980年1月1日", "住址 焉耆县", "公民身份号码 652899198001011225")
    lines = [f"{one}|{two}" for one, two in zip(FRONT, other, strict=True)] if beside else (*FRONT, *other)
    page = page_of(*lines)
    found = recognise([page])
    fields = {field.name: field for field in read_fields(found.type, [page], [])}
    assert found.type == "id_card"
    assert fields["公民身份号码"].raw == "11010519491231002X、652899198001011225"
    for name in ("姓名", "性别", "民族", "出生", "住址", "公民身份号码"):
        assert (fields[name].value, "several" in fields[name].problems) == (None, True)


def test_a_card_whose_number_is_covered_says_that_the_slot_is_blank() -> None:
    page = page_of(*FRONT[:4], "公民身份号码")
    fields = {field.name: field for field in read_fields("id_card", [page], [])}
    assert fields["公民身份号码"].problems == ("blank",)


@pytest.mark.parametrize(
    "lines",
    [
        ("# CERTIFICATE OF COMPLETION", "This is to certify that ZHANG SAN has completed", "the training course"),
        ("# Bachelor of Science", "The University hereby confers upon", "Zhang San", "the degree of"),
        ("16:58", "5G 77%", "人事科通知群（43）", "公示表还差负责人签字", "继续教育证书你弄好了没", "照片发我一份"),
    ],
    ids=["certificate in English", "degree in English", "screenshot of a chat"],
)
def test_what_is_of_no_known_type_is_of_none(lines: tuple[str, ...]) -> None:
    found = recognise([page_of(*lines)])
    assert (found.type, [part.type for part in found.parts]) == (None, [None])


def test_a_form_with_everything_blank_is_known_and_every_field_is_without_a_value() -> None:
    page = page_of("# 专业技术人员年度考核登记表", "姓名|性别|出生年月", "单位|政治面貌|职务", "考核等次")
    found = recognise([page])
    fields = read_fields(found.type, [page], [])
    assert found.type == "appraisal"
    assert [field.name for field in fields if field.value is not None] == []
    assert all(field.problems for field in fields)


def test_forty_pages_in_one_file_fall_into_documents_and_none_is_lost() -> None:
    kinds = ("id_card", "diploma", "degree", "title_cert", "appraisal", "pub_notice", "contract", "patent", "award")
    pages: list[Page] = []
    starts: list[tuple[str, int]] = []
    seed = 30
    while len(pages) < 40:
        seed += 1
        kind = kinds[seed % len(kinds)]
        starts.append((kind, len(pages) + 1))
        pages += pages_of(kind, seed, len(pages) + 1)
    parts = recognise(pages).parts
    assert [(part.type, part.first_page) for part in parts] == starts
    assert [part.last_page + 1 for part in parts[:-1]] == [part.first_page for part in parts[1:]]
    assert parts[-1].last_page == len(pages)
    fields = read_part_fields(parts, pages, [])
    assert {field.page for field in fields} <= {page.number for page in pages}
