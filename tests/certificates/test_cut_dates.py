"""Dates whose year was cut off by the detector are read again as one strip."""

import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from verifier.certificates.cut_dates import with_whole_dates
from verifier.reading.canned import CannedEngine

PAGE = np.full((1000, 1000, 3), 255, np.uint8)
PLACE = Box(0.5, 0.5, 0.64, 0.52)


def read_again(first: str, second: str) -> Line:
    (line,) = with_whole_dates(PAGE, [Line(first, PLACE, 0.99)], CannedEngine(strips=[second]))
    return line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一六年七月一日", "二〇一六年七月一日"),
        ("年七月一日", "二○一一年七月一日"),
        ("024年6月22日", "2024年6月22日"),
        ("12023年10月18日", "2023年10月18日"),
        ("〇一六年七月", "二〇一六年七月"),
        ("第2023年11月17日", "2023年11月17日"),
        ("2024年4月18度", "2024年4月18日"),
    ],
)
def test_a_cut_year_is_made_whole(first: str, second: str) -> None:
    line = read_again(first, second)
    assert line.text == second
    assert line.confidence == 1.0
    assert line.words == ()
    if len(second) > len(first):
        assert line.box.left < PLACE.left


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("24年6月22日", "24年6月22日"),  # meant so
        ("年 月 日", "2024年6月22日"),  # a blank to be filled in
        ("一六年七月一日", "二〇一六年十月一日"),  # another day: neither reading is the surer
        ("第2023年11月17日", "2023年11月7日"),
        ("自2023年11月17日", "自2023年11月17日"),
        ("一六年七月一日", "二〇一六年七月一日第"),
        ("一六年七月一日", ""),
        ("一六年七月一日", "三〇一六年七月一日"),
        ("2016年7月1日", "2016年7月11日"),  # whole already
        ("2016年7月", "2016年7月1日"),
        ("2016年7月1", "2016年7月1日"),
        ("自2016年7月1日起", "2016年7月1日"),
    ],
)
def test_what_cannot_be_made_whole_stays(first: str, second: str) -> None:
    assert read_again(first, second) == Line(first, PLACE, 0.99)


def test_a_ring_is_never_sure_and_says_nothing_about_the_date() -> None:
    class Unsure(CannedEngine):
        def read_strip(self, image):
            return "二〇一六年七月一日", (0.98, 0.5, 0.97, 0.96, 1.0, 0.95, 1.0, 0.99, 1.0)

    (line,) = with_whole_dates(PAGE, [Line("一六年七月一日", PLACE, 0.99)], Unsure())
    assert line.confidence == 0.95


def test_a_page_of_other_lines_is_not_read_again() -> None:
    lines = [Line("姓名", PLACE, 0.9), Line("2024年6月22日", PLACE, 0.9), Line("第三年", PLACE, 0.9)]
    assert with_whole_dates(PAGE, lines, CannedEngine(strips=[])) == lines
