"""A reading against an expected organisation: `same` is never given away, `different` never lightly."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.geometry import Box
from models.observation import Seal, SealColour, SealShape
from verifier.seals.matching import OrganisationMatch, match_organisation, match_seal, normalise

SAME, DOUBTFUL, DIFFERENT = OrganisationMatch.SAME, OrganisationMatch.DOUBTFUL, OrganisationMatch.DIFFERENT

# Characters without a look-alike in the module's groups and without a traditional form.
PLAIN = "北京市公安局河南省水利工程有限新疆巴音州林学校院中心厅"
names = st.text(alphabet=PLAIN, min_size=6, max_size=18)


@pytest.mark.parametrize(
    ("read", "expected", "match"),
    [
        ("海南省农业厅信息中心", "海南省农业厅信息中心", SAME),
        ("海南省農業廳信息中心", "海南省农业厅信息中心", SAME),
        ("中农舜耕（北京）科技有限公司", "中农舜耕(北京) 科技有限公司", SAME),
        ("业厅信息中心海南省农", "海南省农业厅信息中心", SAME),
        ("海南省农业厅信息中心46", "海南省农业厅信息中心", SAME),
        ("某某日报社出版中心", "某某曰报社出版中心", SAME),
        ("焦作市森怀公安局", "焦作市森林公安局", DOUBTFUL),
        ("海南省农业厅信息中", "海南省农业厅信息中心", DOUBTFUL),
        ("库尔勒市第一中学", "库尔勒市第二中学", DOUBTFUL),
        ("河北远山建设集团有限公司新疆分公司", "河北远山建设集团有限公司", DOUBTFUL),
        ("河北远山建设集团有限公司", "河北远山建设集团有限公司新疆分公司", DOUBTFUL),
        ("某市水利局机关工会委员会", "某市水利局", DOUBTFUL),
        ("某市水利局财务专用章", "某市水利局", DOUBTFUL),
        ("蒙和障局", "巴音郭楞蒙古自治州人力资源和社会保障局", DOUBTFUL),
        ("有限公司", "河北远山建设集团有限公司", DOUBTFUL),
        (None, "河北远山建设集团有限公司", DOUBTFUL),
        ("  ", "河北远山建设集团有限公司", DOUBTFUL),
        ("焦作市森林公安局", "海南省农业厅信息中心", DIFFERENT),
        ("北京大学", "新疆维吾尔自治区人力资源和社会保障厅", DIFFERENT),
        ("郑州市市政工程勘测设计研究院", "轮台县人民医院", DIFFERENT),
    ],
)
def test_known_pairs(read: str | None, expected: str, match: OrganisationMatch) -> None:
    assert match_organisation(read, expected) is match


def test_an_alias_stands_for_its_name_in_both_directions_and_along_chains() -> None:
    aliases = {"自治州人社局": "巴音郭楞蒙古自治州人力资源和社会保障局", "州人社局": "自治州人社局"}
    assert match_organisation("州人社局", "巴音郭楞蒙古自治州人力资源和社会保障局", aliases) is SAME
    assert match_organisation("巴音郭楞蒙古自治州人力资源和社会保障局", "州人社局", aliases) is SAME
    assert match_organisation("州人社局", "巴音郭楞蒙古自治州人力资源和社会保障局") is not SAME


def test_different_from_the_name_but_near_to_an_alias_is_doubtful() -> None:
    aliases = {"焦作市森林公安局": "海南省农业厅信息中心"}
    assert match_organisation("焦作市森材公安局", "海南省农业厅信息中心", aliases) is DOUBTFUL


@given(names)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert match_organisation(name, name) is SAME


@given(names, names, names, names)
def test_aliases_are_symmetric(read: str, expected: str, one: str, other: str) -> None:
    assert match_organisation(read, expected, {one: other}) is match_organisation(read, expected, {other: one})
    assert match_organisation(one, other, {one: other}) is SAME
    assert match_organisation(other, one, {one: other}) is SAME


@given(names, st.data())
def test_one_other_character_is_never_the_same(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    other = data.draw(st.sampled_from(PLAIN))
    read = name[:place] + other + name[place + 1 :]
    doubled = name + name
    assume(read not in doubled)  # another start on the ring is the same name
    assert match_organisation(read, name) is DOUBTFUL


@given(names, st.text(alphabet=PLAIN, min_size=1, max_size=8))
def test_a_longer_name_is_never_the_same(name: str, suffix: str) -> None:
    assert match_organisation(name + suffix, name) is DOUBTFUL
    assert match_organisation(name, name + suffix) is DOUBTFUL


@given(names, st.integers(0, 20))
def test_the_start_on_the_ring_does_not_matter(name: str, start: int) -> None:
    start %= len(name)
    assert match_organisation(name[start:] + name[:start], name) is SAME


@given(st.text(max_size=20))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_gets_an_answer(read: str, expected: str) -> None:
    assert match_organisation(read, expected) in OrganisationMatch


def test_the_module_loads_no_vision_library() -> None:
    code = (
        "import sys, verifier.seals.matching; "
        "sys.exit(int(any(name in sys.modules for name in ('numpy', 'cv2', 'PIL', 'rapidocr'))))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_character_counts_where_its_picture_lets_it_stand() -> None:
    open_to = (*"云南省", "渡枫", *"口水利局")
    assert match_organisation("云南省度口水利局", "云南省渡口水利局", {}, open_to) is OrganisationMatch.SAME
    assert match_organisation("云南省度口水利局", "云南省江口水利局", {}, open_to) is OrganisationMatch.DOUBTFUL
    assert match_organisation("云南省度口水利局", "云南省渡口水利局") is OrganisationMatch.DOUBTFUL


def test_of_a_name_only_a_quarter_may_differ_from_what_was_read() -> None:
    open_to = ("云", "南", "渡", "口", *"水利局")
    assert match_organisation("甲南渡口水利局", "云南渡口水利局", {}, open_to) is OrganisationMatch.SAME
    assert match_organisation("甲乙渡口水利局", "云南渡口水利局", {}, open_to) is not OrganisationMatch.SAME


def test_alternatives_stand_for_the_characters_that_remain_after_folding() -> None:
    open_to = (*"水利（", "渡", *"）工程局")
    assert match_organisation("水利（度）工程局", "水利渡工程局", {}, open_to) is OrganisationMatch.SAME


def test_a_name_that_the_picture_contradicts_is_doubtful_even_where_it_was_read() -> None:
    """标准 was read, 标淮 is cut."""
    open_to = (*"市标", "淮椎", *"化院")
    assert match_organisation("市标准化院", "市标准化院", {}, open_to) is OrganisationMatch.DOUBTFUL
    assert match_organisation("市标准化院", "市标淮化院", {}, open_to) is OrganisationMatch.SAME
    assert match_organisation("市标准化院", "市标准化院", {}, tuple("市标准化院")) is OrganisationMatch.SAME


def test_pairs_that_look_alike_are_told_apart_where_the_glyphs_were_looked_at() -> None:
    assert (
        match_organisation("云南省人民医院", "云南省入民医院", {}, tuple("云南省人民医院"))
        is not OrganisationMatch.SAME
    )
    assert match_organisation("云南省人民医院", "云南省入民医院") is OrganisationMatch.SAME


def test_a_name_may_begin_at_another_place_of_the_ring() -> None:
    turned = "水利局云南省渡口"
    assert match_organisation(turned, "云南省渡口水利局", {}, tuple(turned)) is OrganisationMatch.SAME
    assert match_organisation(turned, "云南省渡口水利局", {}, (*turned[:-1], "曰")) is OrganisationMatch.DOUBTFUL


def test_a_disputed_character_leaves_a_name_in_doubt_unless_its_glyphs_were_looked_at() -> None:
    seal = Seal(
        page=1, box=Box.whole(), outline=(), shape=SealShape.ROUND, colour=SealColour.RED, text="检测技术院",
        centre_text=None, code=None, confidence=0.5, is_copy=False, is_fragment=False, diameter_mm=None,
        character_confidences=(1.0, 1.0, 0.5, 1.0, 1.0),
    )  # fmt: skip
    assert match_seal(seal, "检测技术院") is OrganisationMatch.DOUBTFUL
    assert (
        match_seal(dataclasses.replace(seal, alternatives=tuple("检测技术院")), "检测技术院") is OrganisationMatch.SAME
    )
    assert (
        match_seal(dataclasses.replace(seal, character_confidences=(0.9,) * 5), "检测技术院") is OrganisationMatch.SAME
    )


def test_what_is_mostly_guessed_is_not_surely_another_name() -> None:
    seal = Seal(
        page=1, box=Box.whole(), outline=(), shape=SealShape.ROUND, colour=SealColour.RED, text="黄河水利委员会",
        centre_text=None, code=None, confidence=0.2, is_copy=False, is_fragment=False, diameter_mm=None,
        character_confidences=(0.4,) * 7, alternatives=("",) * 7,
    )  # fmt: skip
    assert match_seal(seal, "新疆农业大学") is OrganisationMatch.DOUBTFUL
    sure = dataclasses.replace(seal, character_confidences=(0.9,) * 7, alternatives=tuple("黄河水利委员会"))
    assert match_seal(sure, "新疆农业大学") is OrganisationMatch.DIFFERENT
