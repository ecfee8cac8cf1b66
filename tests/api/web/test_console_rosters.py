"""The roster beside a batch in the console."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from models.store.api_keys import Role


def workbook() -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["序号", "姓名", "身份证号"], ["1", "张闻溪", "652899199005162463"]]):
            sheet.write_row(row, 0, cells)
    return data.getvalue()


@pytest.fixture
def batch(reviewer) -> str:
    answer = reviewer.post("/batches", data={"policy": "xj-by-2024-qs"}, content_type="multipart/form-data")
    return answer.json["id"]


def test_a_roster_is_shown_with_what_is_wrong_with_it(browser, reviewer, batch):
    someone = browser(Role.REVIEWER)
    assert "还没有花名册" in someone.get(f"/batches/{batch}/roster").text
    answer = reviewer.open("PUT", f"/batches/{batch}/roster", data={"file": (io.BytesIO(workbook()), "花名册.xlsx")})
    assert answer.status_code == 200, answer.text
    page = someone.get(f"/batches/{batch}/roster").text
    assert "花名册 1 人" in page
    assert all(finding["message"][:20] in page for finding in answer.json["findings"])
    assert answer.json["findings"]
