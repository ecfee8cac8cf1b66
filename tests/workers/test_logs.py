from __future__ import annotations

import logging

import pytest

from workers.logs import configure, logger, mask_personal_numbers


@pytest.mark.parametrize(
    "text",
    ["11010519491231002X", "id 110105194912310021 read", "call 13800138000.", "身份证110105194912310021号"],
)
def test_personal_numbers_are_masked(text: str) -> None:
    masked = str(mask_personal_numbers(None, "info", {"event": text, "more": {"deep": [text]}}))
    assert "***" in masked
    assert "19491231" not in masked
    assert "13800138000" not in masked


@pytest.mark.parametrize(
    "text", ["4cd8dd5b-1812-49fd-bf9d-49b8bf33388a", "ab" * 32, "3" * 40, "2026-06-01T08:00:00Z", "page 12"]
)
def test_ids_hashes_and_times_stay(text: str) -> None:
    assert mask_personal_numbers(None, "info", {"event": text}) == {"event": text}


def test_own_and_foreign_lines_are_masked_json(capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    try:
        configure("INFO")
        logger("workers.test").info("document_observed", document="d1")
        logging.getLogger("somebody").warning("read %s", "11010519491231002X")
        lines = capfd.readouterr().err.splitlines()
    finally:
        root.handlers, root.level = before, level
    assert len(lines) == 2
    assert '"document": "d1"' in lines[0]
    assert "11010519491231002X" not in lines[1]
    assert "***" in lines[1]
