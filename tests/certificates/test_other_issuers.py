"""Documents as issuers of many places word them; lists of people; labels that a type does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from models.geometry import Box
from models.observation import Cell, Table
from tests.certificates.pages import page_of
from verifier.certificates.fields import SPECS, read_fields
from verifier.certificates.labels import other_labels, synonyms
from verifier.certificates.normalisers import person_name, year
from verifier.certificates.organisations import organisation, school_name

ISSUERS: Final = yaml.safe_load(Path(__file__).with_name("other_issuers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "issuer", [pytest.param(issuer, id=f"{n}-{issuer['type']}") for n, issuer in enumerate(ISSUERS)]
)
def test_the_fields_of_other_issuers_are_read(issuer: dict[str, Any]) -> None:
    found = {field.name: field.value for field in read_fields(issuer["type"], [page_of(*issuer["rows"])], [])}
    assert {name: found.get(name) for name in issuer["expected"]} == issuer["expected"]


def test_a_label_that_the_type_does_not_know_is_less_sure() -> None:
    known, unknown = (
        {field.name: field for field in read_fields("title_cert", [page_of("# 职称证书", f"{label}：张三")], [])}[
            "姓名"
        ]
        for label in ("姓名", "持证人")
    )
    assert (known.value, known.confidence) == ("张三", 0.98)
    assert (unknown.value, unknown.confidence) == ("张三", 0.85)


def test_no_other_label_means_another_field_of_the_type() -> None:
    for spec in SPECS.values():
        owned = {label for field in spec.fields for label in field.known_labels}
        for field in spec.fields:
            assert not owned.intersection(other_labels(field, spec))


def test_every_field_with_other_labels_is_a_field_of_a_type() -> None:
    known = {field.name for spec in SPECS.values() for field in spec.fields}
    assert set(synonyms()) <= known


def table_of(*rows: tuple[str, ...]) -> Table:
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            left, top = 0.1 + 0.2 * column, 0.3 + 0.04 * row
            cells.append(Cell(row, column, Box(left, top, left + 0.2, top + 0.04), text))
    return Table(1, Box.around(cell.box for cell in cells), tuple(cells))


def test_of_several_people_each_row_is_read_and_none_is_the_documents() -> None:
    table = table_of(("序号", "姓名", "聘任职务"), ("1", "张三", "检验科科长"), ("2", "李四", "业务科科长"))
    page = page_of("# 关于张三等2名同志聘任的通知", "经研究，决定聘任下列同志。")
    found = {field.name: field.value for field in read_fields("appointment_doc", [page], [table])}
    assert "姓名" not in found
    assert (found["姓名[1]"], found["职务[1]"], found["姓名[2]"], found["职务[2]"]) == (
        "张三", "检验科科长", "李四", "业务科科长",
    )  # fmt: skip


def test_a_row_whose_name_is_covered_keeps_its_number_and_the_rest_of_it() -> None:
    table = table_of(
        ("序号", "姓名", "聘任职务"), ("1", "张三", "检验科科长"), ("2", "", "业务科科长"), ("3", "王五", "主任")
    )
    page = page_of("# 关于聘任的通知", "经研究，决定聘任下列同志。")
    found = {field.name: field for field in read_fields("appointment_doc", [page], [table])}
    assert (found["姓名[2]"].value, found["姓名[2]"].problems) == (None, ("blank",))
    assert (found["职务[2]"].value, found["姓名[3]"].value) == ("业务科科长", "王五")


@pytest.mark.parametrize("label", ["参加人数", "6参加917人数", "加038人数"])
def test_a_label_below_the_number_of_a_seal_is_the_label(label: str) -> None:
    table = table_of((label, "37", "赞成人数", "36"), ("意见", "", "", ""))
    found = {field.name: field for field in read_fields("app_form_prev", [page_of("# 任职资格评审表")], [table])}
    assert (found["参加人数"].value, found["赞成人数"].value) == ("37", "36")


def test_rows_that_say_nothing_of_a_person_are_not_told() -> None:
    table = table_of(("序号", "姓名", "聘任职务"), ("1", "张三", "检验科科长"), ("2", "", ""), ("", "", ""))
    found = {field.name for field in read_fields("appointment_doc", [page_of("# 关于聘任的通知")], [table])}
    assert {name for name in found if "[" in name} == {"姓名[1]", "职务[1]"}


def test_several_people_in_rows_without_a_table() -> None:
    page = page_of("# 关于任职的通知", "经研究决定，任命：", "张三同志任检验科科长", "李四同志任业务科副科长")
    found = {field.name: field.value for field in read_fields("appointment_doc", [page], [])}
    assert (found["姓名[2]"], found["职务[2]"]) == ("李四", "业务科副科长")
    page = page_of("# 关于公布评审结果的通知", "取得工程师任职资格人员名单如下。", "张三|李四|王五六")
    found = {field.name: field.value for field in read_fields("title_approval", [page], [])}
    assert found["姓名"] is None
    assert [found[f"姓名[{number}]"] for number in (1, 2, 3)] == ["张三", "李四", "王五六"]


@pytest.mark.parametrize(
    ("read", "odd"),
    [
        (organisation("某某县质量检验所"), False),
        (organisation("某某县人才交流服"), True),
        (organisation("有限公司"), True),
        (person_name("古丽孜依拉·木拉提"), False),
        (person_name("公布张晓明"), True),
        (school_name("在某某理工大学"), False),
        (school_name("某某理工"), True),
    ],
)
def test_what_few_values_look_like_is_odd(read: object, odd: bool) -> None:
    assert getattr(read, "odd") is odd  # noqa: B009


def test_small_mends() -> None:
    assert organisation("第二千三师某某检验站").value == "第二十三师某某检验站"
    assert person_name("张三（第二完成人）".replace("（", "(").replace("）", ")")).value == "张三"
    assert (year("2023").value, year("2023年度").value, year("于2023年6月").value) == ("2023", "2023", "2023-06")
