"""What stands below the star, told from print that the seal was pressed on."""

from __future__ import annotations

import pytest

from verifier.seals.centre import PHRASES, centre_lines


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["合同专用章"], ["合同专用章"]),
        (["八事专用章"], ["人事专用章"]),
        (["含同专用置"], ["合同专用章"]),
        (["财务专章"], ["财务专用章"]),
        (["合同专用章（1）"], ["合同专用章(1)"]),
        (["91652899MA5628169X", "发票专用章"], ["91652899MA5628169X", "发票专用章"]),
        (["动计量泵"], []),
        (["之，低温分离", "合同专", "分离器"], ["合同专用章"]),
        (["变化73.3", "报警喜用"], []),
        (["某某工程资料专用章"], ["某某工程资料专用章"]),
        (["特殊专用章"], ["特殊专用章"]),
        ([], []),
    ],
)
def test_rows_of_the_middle(rows: list[str], said: list[str]) -> None:
    assert centre_lines(rows) == said


def test_every_phrase_is_itself() -> None:
    assert centre_lines(PHRASES) == list(PHRASES)
